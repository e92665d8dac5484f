/** This process among the others that share its database: it says every fifteen seconds that it is alive, and knows how many are. */
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import type { Log } from "#src/flow/services.ts";
import { forgetReplica, noteReplica } from "#src/queue/replicas.ts";
import type { WorkTables } from "#src/queue/work.ts";

/** This process. */
export interface Replica {
  /** How many processes are alive, this one among them, as of the last look. */
  count(): number;
  /** Ends it, so that the others get its part at once. Never rejects. */
  leave(): Promise<void>;
}

/** What a replica needs. */
export interface ReplicaOptions {
  readonly db: Kysely<WorkTables>;
  readonly log: Log;
  now(): Instant;
}

const EVERY_MS = 15_000;

/** Joins. @throws the database's error when it does not answer. */
export async function joinReplicas({ db, log, now }: ReplicaOptions): Promise<Replica> {
  const id = randomUUID();
  let count = await noteReplica(db, id, now());
  const note = async () => {
    try {
      count = await noteReplica(db, id, now());
    } catch (error) {
      log.warn({ err: error }, "This process could not say that it is alive; trying again");
    }
  };
  const timer = setInterval(() => void note(), EVERY_MS);
  timer.unref();
  return {
    count: () => count,
    leave: async () => {
      clearInterval(timer);
      // A process that stops because its database is away must still end cleanly: the others see it gone within a minute.
      await forgetReplica(db, id).catch((error: unknown) =>
        log.warn({ err: error }, "This process could not say that it ends"),
      );
    },
  };
}
