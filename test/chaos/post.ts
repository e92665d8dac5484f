/** The road from GitHub to the App: deliveries wait here, and are sent in order, or shuffled, twice, or never. */
import type { DeliveryRow } from "#test/support/github/app-rows.ts";
import type { Journal } from "./journal.ts";
import { createRandom } from "#test/support/github/random.ts";
import { dropDelivery } from "#test/support/github/send-delivery.ts";
import type { GitHubServer } from "#test/support/github/server.ts";
import { nextId } from "#test/support/github/state.ts";

/** How the road is disturbed; shares from 0 to 1. */
export interface Disturbance {
  readonly seed: number;
  readonly drop: number;
  readonly duplicate: number;
}

/** What happened on the road. */
export interface PostCounts {
  /** Deliveries that GitHub made, copies and redeliveries left out. */
  made: number;
  sent: number;
  dropped: number;
  duplicated: number;
}

/** The road. */
export interface Post {
  readonly counts: Readonly<PostCounts>;
  /** Sends what waits, and what comes of it meanwhile; resolves when nothing waits. `before` is called before each is sent. */
  sendAll(before: () => Promise<void>): Promise<void>;
  /** Nothing waits. */
  isEmpty(): boolean;
}

/** A shuffled delivery is sent among so many that came about the same time. */
const WINDOW = 60;
/** So many are on their way at once. */
const LANES = 4;

interface Waiting {
  readonly row: DeliveryRow;
  /** The lowest goes first. */
  readonly rank: number;
}

/** Opens it; `disturbance` null = everything is sent once, in order. The stand-in's relay must hold. */
export function openPost(github: GitHubServer, disturbance: Disturbance | null, journal: Journal): Post {
  const random = createRandom(disturbance?.seed ?? 0);
  const counts: PostCounts = { made: 0, sent: 0, dropped: 0, duplicated: 0 };
  let waiting: Waiting[] = [];
  const take = (row: DeliveryRow) => {
    const rank = (counts.made += 1);
    if (disturbance === null) return void waiting.push({ row, rank });
    const [drops, doubles, late, later] = [random(), random(), random(), random()];
    if (drops < disturbance.drop) {
      counts.dropped += 1;
      journal?.("dropped", `${row.event} ${row.action ?? ""} ${row.guid}`);
      return dropDelivery(stamped(github, row));
    }
    waiting.push({ row, rank: rank + late * WINDOW });
    if (doubles < disturbance.duplicate) {
      counts.duplicated += 1;
      waiting.push({ row, rank: rank + later * WINDOW });
    }
  };
  const gather = () => {
    giveUpLate(github);
    for (const row of takeHeld(github)) take(row);
    waiting = waiting.toSorted((a, b) => a.rank - b.rank);
  };
  const sendNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (next === undefined) return;
    counts.sent += 1;
    // GitHub's log names a delivery by when it was sent; a copy stands there as an attempt of its own.
    const row = stamped(github, next.row);
    await sendRow(github, row);
    journal?.("sent", `${row.event} ${row.action ?? ""} ${row.guid}: ${row.statusCode}`);
  };
  return {
    counts,
    isEmpty: () => {
      gather();
      return waiting.length === 0;
    },
    sendAll: async (before) => {
      const lane = async () => {
        for (gather(); waiting.length > 0; gather()) {
          await before();
          await sendNext();
        }
      };
      await Promise.all(Array.from({ length: disturbance === null ? 1 : LANES }, lane));
    },
  };
}

/** GitHub's patience with a receiver, in seconds. */
const PATIENCE = 10;

/**
 * GitHub gives up on a delivery after ten seconds, so that its log names none as failed that was sent long ago. Where time runs
 * faster, one may break off much later: then it is named as of now.
 */
function giveUpLate(github: GitHubServer): void {
  const late = github
    .deliveries()
    .filter(({ duration, statusCode }) => duration !== null && duration > PATIENCE && statusCode >= 300);
  for (const row of late) stamped(github, Object.assign(row, { duration: PATIENCE }));
}

/** As GitHub's log has it: its id and time are of the sending. */
function stamped({ state, clock }: GitHubServer, row: DeliveryRow): DeliveryRow {
  const sent = { ...row, id: nextId(state, "delivery"), deliveredAt: clock.now() };
  const index = state.deliveries.indexOf(row);
  if (index >= 0) state.deliveries.splice(index, 1);
  state.deliveries.push(sent);
  return sent;
}

/** Sending by hand: `release` forgets what it does not send. */
const kept = new WeakMap<GitHubServer, DeliveryRow[]>();

function takeHeld(github: GitHubServer): readonly DeliveryRow[] {
  const taken = [...(kept.get(github) ?? []), ...github.relay.held()];
  kept.set(github, []);
  void github.relay.release(() => []);
  return taken;
}

async function sendRow(github: GitHubServer, row: DeliveryRow): Promise<void> {
  await github.relay.release((held) => {
    kept.set(github, [...(kept.get(github) ?? []), ...held]);
    return [row];
  });
}
