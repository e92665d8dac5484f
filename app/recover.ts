/** What GitHub sent and we never stored is found in GitHub's own log of deliveries, and asked for again. */
import type { Kysely } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { Log } from "#src/flow/services.ts";
import type { DeliveryRange, FailedDelivery } from "#src/github/hook-deliveries.ts";
import { WEBHOOK_NAMES } from "#src/github/read-event.ts";
import type { WorkTables } from "#src/queue/work.ts";

/** What recovery needs. */
export interface RecoverOptions {
  readonly appId: number;
  readonly db: Kysely<WorkTables>;
  readonly log: Log;
  /** GitHub's log of deliveries. */
  readonly deliveries: {
    readFailed(range: DeliveryRange): Promise<readonly FailedDelivery[]>;
    redeliver(id: string): Promise<boolean>;
  };
  now(): Instant;
}

/** How far the log was looked through, one row for each App. */
type RecoveryTables = {
  readonly recovery: { readonly app: number; readonly looked_at: string };
};

/** GitHub sends a delivery again for three days. */
const REDELIVERABLE: Seconds = 3 * 86_400;
/** Our receiver's words for what it will never take: too large, not JSON, not what GitHub documents. */
const HOPELESS = new Set([413, 415, 422]);

/**
 * Asks for every delivery that failed since the last look and that is not in the inbox. Each is remembered as soon as it was
 * asked for; one that fails again stands in the log as a new attempt and is found by the next look.
 * @returns how many were asked for.
 * @throws GitHubUnavailable when GitHub could not be asked: what is left is found by the next look.
 */
export async function recover(options: RecoverOptions): Promise<number> {
  const { deliveries, now } = options;
  const after = await readMark(options);
  const failed = await deliveries.readFailed({ since: now() - REDELIVERABLE, after });
  const wanted = failed.filter(({ event, status }) => isOurs(event) && !HOPELESS.has(status));
  const stored = await findStored(options.db, wanted);
  let asked = 0;
  for (const delivery of failed) {
    if (wanted.includes(delivery) && !stored.has(delivery.guid)) {
      stored.add(delivery.guid);
      asked += (await askAgain(options, delivery)) ? 1 : 0;
      await writeMark(options, delivery.id);
    }
  }
  const last = failed.at(-1);
  if (last) await writeMark(options, last.id);
  return asked;
}

async function askAgain({ deliveries, log }: RecoverOptions, { id, guid, event, status }: FailedDelivery) {
  const asked = await deliveries.redeliver(id);
  const about = { delivery: guid, event, status };
  if (asked) log.info(about, "A lost delivery was asked for again");
  else log.warn(about, "A lost delivery cannot be had again; the next sweep makes up for it");
  return asked;
}

function isOurs(event: string): boolean {
  return (WEBHOOK_NAMES as readonly string[]).includes(event);
}

async function findStored(db: Kysely<WorkTables>, deliveries: readonly FailedDelivery[]): Promise<Set<string>> {
  const stored = new Set<string>();
  for (let next = 0; next < deliveries.length; next += 1_000) {
    const guids = deliveries.slice(next, next + 1_000).map(({ guid }) => guid);
    const rows = await db.selectFrom("work").select("dedupe").where("dedupe", "in", guids).execute();
    for (const { dedupe } of rows) stored.add(dedupe!);
  }
  return stored;
}

async function readMark({ db, appId }: RecoverOptions): Promise<string | null> {
  const tables = db.withTables<RecoveryTables>();
  const row = await tables.selectFrom("recovery").select("looked_at").where("app", "=", appId).executeTakeFirst();
  return row?.looked_at ?? null;
}

async function writeMark({ db, appId }: RecoverOptions, id: string): Promise<void> {
  await db
    .withTables<RecoveryTables>()
    .insertInto("recovery")
    .values({ app: appId, looked_at: id })
    .onConflict((conflict) => conflict.column("app").doUpdateSet({ looked_at: id }))
    .execute();
}
