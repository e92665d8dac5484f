/** Plays one run of a story: people act, GitHub delivers, processes of the App work and may be killed, until everything is quiet. */
import type { Observer } from "#test/support/github/observe.ts";
import { type Ending, verdictsIn } from "./ending.ts";
import { type FastClock, startFastClock } from "./fast-clock.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { BLIND, FAULTS, LAG_REQUESTS } from "./github-faults.ts";
import { type Journal, observeInto, openJournal } from "./journal.ts";
import type { Kill, WaveSize } from "./kills.ts";
import { type Disturbance, openPost, type PostCounts } from "./post.ts";
import { QUIET, quiet, settle, type Settling, until } from "./settle.ts";
import { createStory, type Story } from "./story.ts";
import { beginWave, count, createWatch, type Watch } from "./watch.ts";
import { type ChaosWorld, openWorld } from "./world.ts";

/** What is played, and on what. */
export interface RunOptions {
  readonly seed: number;
  /** Seconds of the App in one of the machine. */
  readonly factor: number;
  /** Of each of the two organisations, at most three. */
  readonly repositories: number;
  /** Of people, in each repository and wave. */
  readonly acts: number;
  readonly processes: number;
  /** `DATABASE_URL` or `DATA_DIR`. */
  readonly store: Readonly<Record<string, string>>;
  /** Whether another wave is played, given how many there were and how many deliveries were made. */
  goesOn(waves: number, deliveries: number): boolean;
  /** Null = calm. */
  readonly chaos: ChaosPlan | null;
  /** A file for everything that happens; null = none. */
  readonly journal: string | null;
  /** Told how it goes. */
  progress?(line: string): void;
}

/** What goes wrong. */
export interface ChaosPlan {
  readonly road: Disturbance;
  /** By wave. */
  readonly kills: readonly (readonly Kill[])[];
}

/** What came of it. */
export interface Played {
  readonly world: ChaosWorld;
  readonly waves: readonly WaveSize[];
  /** The verdicts on open pull requests when each wave had been done. */
  readonly stages: readonly Ending[];
  readonly counts: Readonly<PostCounts>;
  readonly kills: number;
  readonly redelivered: number;
  /** What went wrong on its way; the end is compared besides. */
  readonly problems: readonly string[];
  /** Lines of the App's log, warnings and worse. */
  readonly log: readonly string[];
  readonly seconds: number;
}

interface Scene extends Settling {
  readonly options: RunOptions;
  readonly clock: FastClock;
  readonly journal: Journal;
}

const ENVIRONMENT = { HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "warn", WEBHOOK_SECRET: "hush-hush-webhook-secret" };

/** Plays it. The stand-in still runs afterwards, for whoever looks at it; the processes have ended. */
export async function playRun(options: RunOptions): Promise<Played> {
  const started = Date.now();
  const clock = startFastClock(options.factor);
  const watch = createWatch();
  const journal = options.journal === null ? null : openJournal(options.journal, clock.now);
  const told = journal && observeInto(journal);
  const observe: Observer = {
    request: (seen) => {
      told?.request(seen);
      count(watch, "request", clock.now());
    },
    response: (seen) => {
      told?.response(seen);
      count(watch, "answer", clock.now());
    },
    ...(told ? { webhook: told.webhook } : {}),
  };
  const world = await openWorld(clock, { observe, repositories: options.repositories });
  const log: string[] = [];
  const fleet = openFleet(options, { world, clock, watch, log, journal });
  const post = openPost(world.github, options.chaos?.road ?? null, journal);
  const leap = (seconds: number) => {
    clock.advance(seconds);
    fleet.setTime(clock.time());
  };
  const scene: Scene = { options, clock, world, fleet, post, watch, leap, journal, problems: [] };
  await until(() => fleet.isWhole());
  const { waves, stages } = await playWaves(scene);
  await finish(scene);
  const ends = await fleet.stop();
  const wrong = ends.filter((end) => end !== 0).map((end) => `a process that was asked to stop ended with ${end}`);
  const redelivered = world.github.deliveries().filter((row) => row.redelivery).length;
  const seconds = (Date.now() - started) / 1000;
  const problems = [...scene.problems, ...wrong];
  return { world, waves, stages, counts: post.counts, kills: watch.killed, redelivered, problems, log, seconds };
}

interface Parts {
  readonly world: ChaosWorld;
  readonly clock: FastClock;
  readonly watch: Watch;
  readonly log: string[];
  readonly journal: Journal;
}

/** The App's webhook address is that of a process which lives, for each delivery anew. */
function openFleet(options: RunOptions, { world, clock, watch, log, journal }: Parts): Fleet {
  const { github, app } = world;
  const fleet = startFleet({
    size: options.processes,
    environment: {
      ...ENVIRONMENT,
      ...options.store,
      APP_ID: String(app.appId),
      PRIVATE_KEY: app.privateKey,
      GITHUB_API_URL: github.url,
      ...(journal === null ? {} : { LOG_LEVEL: "info" }),
    },
    time: clock.time,
    tellsWork: journal !== null,
    said: (line) => {
      journal?.("log", line);
      log.push(line);
    },
    ended: (how) => {
      journal?.("process", `ended with ${how}`);
      if (how === "SIGKILL") watch.killed += 1;
      else if (how !== 0) throw new Error(`The App ended with ${how}: ${log.slice(-5).join("\n")}`);
    },
  });
  const get = () => `${fleet.address() ?? "http://127.0.0.1:9"}/api/github/webhooks`;
  Object.defineProperty(github.state.apps.get(app.appId)!, "webhookUrl", { get });
  watch.strike = ({ process, nextDiesAt }) => fleet.end(process, "SIGKILL", nextDiesAt ?? undefined);
  return fleet;
}

async function playWaves(scene: Scene): Promise<Pick<Played, "waves" | "stages">> {
  const { options, world, post, watch, clock, fleet, problems } = scene;
  const story = createStory(options.seed, { repositories: world.places.length, acts: options.acts });
  const waves: WaveSize[] = [];
  const stages: Ending[] = [];
  while (options.goesOn(waves.length, post.counts.made)) {
    watch.paused = true;
    world.github.faults.clear();
    if (!clock.standAt(waves.length)) problems.push(`wave ${waves.length} took longer than its time`);
    await act(scene, story.next());
    clock.run();
    fleet.setTime(clock.time());
    beginWave(watch, options.chaos?.kills[waves.length] ?? []);
    if (options.chaos) spoil(scene, waves.length);
    await settle(scene);
    waves.push({ requests: watch.requests, deliveries: watch.deliveries });
    stages.push(verdictsIn(world));
    options.progress?.(`wave ${waves.length}: ${post.counts.made} deliveries, ${watch.killed} kills`);
  }
  return { waves, stages };
}

async function act({ world, problems, journal }: Scene, acts: ReturnType<Story["next"]>): Promise<void> {
  for (const [index, place] of world.places.entries()) {
    for (const { what, play } of acts[index] ?? []) {
      journal?.("act", `${place.name}: ${what}`);
      await Promise.resolve()
        .then(() => play(place))
        .catch((error: unknown) => problems.push(`${place.name}: could not ${what}: ${String(error)}`));
    }
  }
}

/** GitHub stumbles from now on; in every second wave its listings lag as well. */
function spoil({ world, options }: Scene, wave: number): void {
  const { faults } = world.github;
  faults.seed(options.seed + wave);
  for (const fault of FAULTS) faults.add(fault);
  if (wave % 2 === 0) return;
  faults.lag(LAG_REQUESTS);
  for (const fault of BLIND) faults.add(fault);
}

/** Calm weather, and the hourly work twice: what the first sweep writes, the second finds as it is. */
async function finish(scene: Scene): Promise<void> {
  const { world, fleet, watch, problems } = scene;
  world.github.faults.clear();
  for (let round = 0; round < 2; round += 1) {
    watch.lastRequestAt = world.github.clock.now();
    fleet.tick();
    await settle(scene);
    await quiet(scene, 2 * QUIET);
  }
  const { parked = 0 } = await fleet.rows();
  if (parked > 0) problems.push(`${parked} rows of work are parked`);
}
