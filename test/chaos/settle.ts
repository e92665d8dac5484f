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
/** In milliseconds of the machine: GitHub was not asked for so long, so whatever waits, waits for time. */
const STILL_MS = 40;
/** Far less than a lease, so that whoever works renews it in time. */
const LEAP = 5;

/** Until all is done. What was lost is found by processes that start again, in GitHub's own log. */
export async function settle(scene: Settling): Promise<void> {
  const { fleet, watch, world, problems } = scene;
  for (let round = 0; round < ROUNDS; round += 1) {
    await quiet(scene, QUIET);
    const late = watch.pending.splice(0);
    for (const kill of late) watch.strike(kill);
    const missing = missingOf(world);
    if (missing.length === 0 && late.length === 0) return;
    const youngest = Math.max(0, ...missing);
    while (!fleet.isWhole() || world.github.clock.now() <= youngest + 61) await passTime(scene);
    fleet.end(round, "SIGTERM");
    await until(() => fleet.isWhole());
  }
  problems.push(`not settled after ${ROUNDS} rounds: ${missingOf(world).length} deliveries were never stored`);
}

/** When each delivery that nobody has acknowledged was last tried. */
function missingOf({ github }: ChaosWorld): readonly number[] {
  const attempts = Map.groupBy(github.deliveries(), ({ guid }) => guid);
  return [...attempts.values()]
    .filter((rows) => rows.every(({ statusCode }) => statusCode < 200 || statusCode >= 300))
    .map((rows) => Math.max(...rows.map(({ deliveredAt }) => deliveredAt)));
}

/** Sends what waits until nothing comes any more, no work is due, and GitHub has not been asked for so long. */
export async function quiet(scene: Settling, length: number): Promise<void> {
  const { fleet, post, watch, world } = scene;
  const { clock } = world.github;
  let still = clock.now();
  while (clock.now() < Math.max(still, watch.lastRequestAt) + length) {
    if (!post.isEmpty() || !(await isDone(fleet))) still = clock.now();
    await post.sendAll(async () => {
      await until(() => fleet.address() !== null);
      count(watch, "delivery", clock.now());
    });
    await passTime(scene);
  }
}

/** A moment; where nobody does anything, time leaps ahead. */
async function passTime({ fleet, post, watch, leap }: Settling): Promise<void> {
  await pause();
  if (fleet.isWhole() && post.isEmpty() && Date.now() - watch.lastSeenMs > STILL_MS) leap(LEAP);
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
