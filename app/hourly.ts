/** When the hourly work is due: known to the database, so that neither a process that restarts often nor many replicas change how often it is done. */
import type { Kysely } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { WorkTables } from "#src/queue/work.ts";

/** When it was last begun, and when the last one began that was ended, one row for each App. */
type HourlyTables = {
  readonly hourly: { readonly app: number; readonly begun_at: number; readonly done_at: number };
};

/** What it needs. */
export interface HourlyOptions {
  readonly appId: number;
  readonly db: Kysely<WorkTables>;
  now(): Instant;
}

const HOUR: Seconds = 3_600;
/** Whoever began it so long ago and has not ended it was killed, or GitHub did not answer. */
const GIVEN_UP: Seconds = 600;

/**
 * Does the hourly work when an hour has passed since it was last done, by whatever process, and nobody else does it now. An App that
 * is new here begins with a whole hour: it has just been installed, which sweeps by itself.
 * @returns false when it was not this process' turn. Rejects as `act` does: then it is tried again ten minutes later.
 */
export async function doHourly(options: HourlyOptions, act: () => Promise<void>): Promise<boolean> {
  const turn = await takeTurn(options);
  if (turn === null) return false;
  await act();
  await noteHourly(options, turn);
  return true;
}

/** Remembers that the hourly work was begun at this time, and ended. */
export async function noteHourly({ appId: app, db }: HourlyOptions, began: Instant): Promise<void> {
  await db
    .withTables<HourlyTables>()
    .insertInto("hourly")
    .values({ app, begun_at: began, done_at: began })
    .onConflict((conflict) => conflict.column("app").doUpdateSet({ begun_at: began, done_at: began }))
    .execute();
}

/** @returns when this process began it; null when it is not due, or another's. */
async function takeTurn({ appId: app, db, now }: HourlyOptions): Promise<Instant | null> {
  const tables = db.withTables<HourlyTables>();
  const began = now();
  await tables
    .insertInto("hourly")
    .values({ app, begun_at: began, done_at: began })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const taken = await tables
    .updateTable("hourly")
    .set({ begun_at: began })
    .where("app", "=", app)
    .where("done_at", "<=", began - HOUR)
    .where((row) => row.or([row("begun_at", "<=", began - GIVEN_UP), row("begun_at", "=", row.ref("done_at"))]))
    .executeTakeFirst();
  return taken.numUpdatedRows === 0n ? null : began;
}
