/** Writes deliveries to the database in batches: while one batch is being written, the next one gathers. */
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import { addWork, type NewWork, type WorkTables } from "#src/queue/work.ts";

/** One delivery of GitHub's, narrowed to what we use. */
export interface Delivery {
  /** GitHub's id of the delivery: the same on a redelivery. */
  readonly guid: string;
  /** The webhook's name. */
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly orderingKey: string;
  readonly installation: number | null;
}

/** The durable inbox. */
export interface Inbox {
  /** Resolves when the delivery is stored; a GUID that is there already counts as stored. */
  store(delivery: Delivery): Promise<void>;
  /**
   * Resolves when no burst of deliveries is coming in. Work waits for this, because GitHub gives up on a delivery after ten
   * seconds and on work never. A burst that does not end holds work back for two seconds, and then for as long not at all.
   */
  calm(): Promise<void>;
}

/** What the inbox needs. */
export interface InboxOptions {
  readonly db: Kysely<WorkTables>;
  now(): Instant;
  /** Called after each batch. */
  stored(count: number): void;
  /** Default: the machine's. */
  readonly timer?: Timer;
}

/** What passes while a burst is waited out. */
export interface Timer {
  wait(milliseconds: number): Promise<void>;
  /** In milliseconds, from whenever. */
  now(): number;
}

const LARGEST_BATCH = 128;
/** A burst is over when so long nothing came. */
const LULL_MS = 25;
const LONGEST_HOLD_MS = 2_000;

const MACHINE: Timer = {
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  now: () => performance.now(),
};

interface Waiting {
  readonly work: NewWork;
  resolve(): void;
  reject(error: unknown): void;
}

/** Opens the inbox. */
export function openInbox(options: InboxOptions): Inbox {
  const { timer = MACHINE } = options;
  const waiting: Waiting[] = [];
  let writing = false;
  let burst = false;
  let freeUntil = -Infinity;

  const write = async () => {
    writing = true;
    // PGlite works within this thread: unless what has arrived is read first, each batch would be of one.
    for (await arrivals(); waiting.length > 0; await arrivals()) {
      const batch = waiting.splice(0, LARGEST_BATCH);
      const many = batch.length > 1;
      burst ||= many;
      await writeBatch(options, batch);
      burst ||= many;
    }
    writing = false;
  };

  const calm = async () => {
    const began = timer.now();
    if (began < freeUntil) return;
    while (burst) {
      burst = false;
      await timer.wait(LULL_MS);
      if (timer.now() - began < LONGEST_HOLD_MS) continue;
      freeUntil = timer.now() + LONGEST_HOLD_MS;
      return;
    }
  };

  return {
    calm,
    store: (delivery) =>
      new Promise((resolve, reject) => {
        waiting.push({ work: toWork(delivery), resolve, reject });
        if (!writing) void write();
      }),
  };
}

/** Lets everything be read that has arrived by now, and whatever that lets follow at once. */
function arrivals(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** A row that the database refuses must not take the others of its batch with it. */
async function writeBatch(options: InboxOptions, batch: readonly Waiting[]): Promise<void> {
  try {
    const rows = batch.map(({ work }) => work);
    options.stored(await addWork(options.db, rows, options.now()));
    for (const one of batch) one.resolve();
  } catch (error) {
    if (batch.length === 1) batch[0]!.reject(error);
    else for (const one of batch) await writeBatch(options, [one]);
  }
}

function toWork(delivery: Delivery): NewWork {
  return {
    key: delivery.orderingKey,
    kind: "delivery",
    dedupe: delivery.guid,
    priority: 5,
    installation: delivery.installation,
    payload: { name: delivery.name, payload: delivery.payload },
  };
}
