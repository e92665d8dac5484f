/** Waiting, on conditions only: until everything that was sent is stored and done. */
import type { Fleet } from "./fleet.ts";
import type { Post } from "./post.ts";
import { count, type Watch } from "./watch.ts";
import type { ChaosWorld } from "./world.ts";

/** What is waited for. */
export interface Settling {
  readonly world: ChaosWorld;
  readonly fleet: Fleet;
  readonly post: Post;
  readonly watch: Watch;
  readonly problems: string[];
  /** So many seconds later, at once. */
  leap(seconds: number): void;
}

/** In seconds of the stand-in: longer than a rate limit holds other work back, and than until the second look a minute after a change. */
export const QUIET = 125;
const ROUNDS = 15;
/** The App takes a failed delivery as failed when it is so old, in seconds. */
const DECIDED = 61;
/** In milliseconds of the machine. */
const STILL_MS = 40;
/** Far less than a lease, so that whoever works renews it in time. */
const LEAP = 10;
/** Less than a minute, after which the App looks once more. */
const LONGEST_LAG = 25;

/** Until all is done. What was lost is found by processes that start again, in GitHub's own log. */
export async function settle(scene: Settling): Promise<void> {
  const { fleet, watch, world, problems } = scene;
  let known = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    await quiet(scene, QUIET);
    const late = watch.pending.splice(0);
    for (const kill of late) watch.strike(kill);
    const missing = missingOf(world);
    const now = missing.map(({ guid, attempts }) => `${guid} ${attempts}`).join(" ");
    // Whoever has looked and not asked again has them: stored, and killed before the answer. The end is held against the table.
    if (late.length === 0 && (missing.length === 0 || now === known)) return;
    known = late.length === 0 ? now : "";
    const youngest = Math.max(0, ...missing.map(({ at }) => at));
    while (!fleet.isWhole() || world.github.clock.now() <= youngest + DECIDED) {
      await pause();
      if (isStill(scene)) pass(scene);
    }
    fleet.end(round, "SIGTERM");
    await until(() => fleet.isWhole());
  }
  problems.push(`not settled after ${ROUNDS} rounds: ${missingOf(world).length} deliveries were never answered`);
}

/** A delivery that nobody has acknowledged. */
interface Missing {
  readonly guid: string;
  readonly attempts: number;
  /** The last one's time. */
  readonly at: number;
}

/** Deliveries that nobody has acknowledged: they are lost, unless they were stored. */
export function missingOf({ github }: ChaosWorld): readonly Missing[] {
  const attempts = Map.groupBy(github.deliveries(), ({ guid }) => guid);
  return [...attempts]
    .filter(([, rows]) => rows.every(({ statusCode }) => statusCode < 200 || statusCode >= 300))
    .map(([guid, rows]) => ({
      guid,
      attempts: rows.length,
      at: Math.max(...rows.map(({ deliveredAt }) => deliveredAt)),
    }));
}

/** Sends what waits until nothing comes any more, no work is due, and GitHub has not been asked for so long. */
export async function quiet(scene: Settling, length: number): Promise<void> {
  const { fleet, post, watch, world } = scene;
  const { clock } = world.github;
  let still = clock.now();
  while (clock.now() < Math.max(still, watch.lastRequestAt) + length) {
    if (!post.isEmpty()) {
      still = clock.now();
      await post.sendAll(async () => {
        await until(() => fleet.isWhole() || fleet.address() !== null);
        count(watch, "delivery", clock.now());
      });
    }
    await pause();
    if (!isStill(scene)) continue;
    if (!(await isDone(fleet))) still = clock.now();
    pass(scene);
  }
}

/** Nobody does anything: whatever waits, waits for time. */
function isStill({ fleet, post, watch }: Settling): boolean {
  return fleet.isWhole() && post.isEmpty() && Date.now() - watch.lastSeenMs > STILL_MS;
}

/** Time leaps ahead; GitHub's listings lag by seconds, whatever else is asked meanwhile. */
function pass({ leap, watch, world }: Settling): void {
  leap(LEAP);
  if (world.github.clock.now() - watch.lastRequestAt > LONGEST_LAG) world.github.faults.catchUp();
}

async function isDone(fleet: Fleet): Promise<boolean> {
  if (!fleet.isWhole()) return false;
  const { pending } = await fleet.rows();
  return pending === 0;
}

/** Resolves when it holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause();
}

/** Between two looks at a condition. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 15));
}
