/** Brings a database to the newest numbered migration, under a lock, so that several replicas may start at once. */
import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import * as work from "./migrations/0001-work.ts";
import * as projection from "./migrations/0002-projection.ts";
import * as recoveryAndReplicas from "./migrations/0003-recovery-and-replicas.ts";
import * as lostClaimsAndHours from "./migrations/0004-lost-claims-and-hours.ts";

const MIGRATIONS = {
  "0001-work": work,
  "0002-projection": projection,
  "0003-recovery-and-replicas": recoveryAndReplicas,
  "0004-lost-claims-and-hours": lostClaimsAndHours,
};

/** Runs what has not run yet. Throws the migration's own error, with nothing of that migration kept. */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error("A database migration failed", { cause: error });
}
