/** A calm run and a chaotic one of the same story, side by side: what differs in the end. */
import { join } from "node:path";
import { differencesOf } from "./compare.ts";
import { type Ending, endingOf, type Healed, healedIn, rememberedIn } from "./ending.ts";
import { lostIn, wrongDoublesIn } from "./lost.ts";
import { planKills, type WaveSize } from "./kills.ts";
import { type Played, playRun } from "./run.ts";
import type { RunStore } from "./stores.ts";

/** The same for both runs. */
export interface TrialOptions {
  readonly seed: number;
  /** Seconds of the App in one of the machine. */
  readonly factor: number;
  /** Of each of the two organisations, at most three. */
  readonly repositories: number;
  /** Of people, in each repository and wave. */
  readonly acts: number;
  /** A folder for the journals of both; null = none is kept. */
  readonly journals: string | null;
  progress?(line: string): void;
}

/** How the calm run went, which others are held against. */
export interface Calm {
  readonly played: Omit<Played, "world">;
  readonly ending: Ending;
  /** What was not done, or wrongly. */
  readonly lost: readonly string[];
}

/** How the chaotic run went. */
export interface Chaotic extends Calm {
  readonly healed: Healed;
}

/** Plays the calm run with one process, until it has made so many deliveries or waves. */
export async function playCalm(
  options: TrialOptions & { readonly until: { readonly deliveries: number } | { readonly waves: number } },
  store: RunStore,
): Promise<Calm> {
  const { until, journals, ...rest } = options;
  const goesOn = (waves: number, made: number) => ("waves" in until ? waves < until.waves : made < until.deliveries);
  const played = await playRun({
    ...rest,
    processes: 1,
    store: store.environment,
    goesOn,
    chaos: null,
    journal: journals && join(journals, "calm.jsonl"),
  });
  return { played, ...(await endOf(played, store)) };
}

/** What goes wrong, and on how many processes. */
export interface ChaosOptions extends TrialOptions {
  /** What the waves take when nothing goes wrong: kills are planned by it. */
  readonly waves: readonly WaveSize[];
  readonly kills: number;
  readonly processes: number;
}

/** Plays the same waves, disturbed. */
export async function playChaos(options: ChaosOptions, store: RunStore): Promise<Chaotic> {
  const { waves, kills, journals, ...rest } = options;
  const played = await playRun({
    ...rest,
    store: store.environment,
    journal: journals && join(journals, `chaos-${options.processes}.jsonl`),
    goesOn: (count) => count < waves.length,
    chaos: { road: { seed: options.seed, drop: 0.05, duplicate: 0.2 }, kills: planKills(options.seed, kills, waves) },
  });
  const healed = healedIn(played.world);
  return { played, healed, ...(await endOf(played, store)) };
}

/** What went wrong, in words; empty = the end is that of the calm run, and nothing was lost on the way. */
export function faultsOf(calm: Calm, chaotic: Chaotic): readonly string[] {
  const stages = calm.played.stages.flatMap((stage, wave) =>
    differencesOf(stage, chaotic.played.stages[wave]!).map((difference) => `after wave ${wave + 1}: ${difference}`),
  );
  return [...chaotic.played.problems, ...chaotic.lost, ...stages, ...differencesOf(calm.ending, chaotic.ending)];
}

interface End {
  readonly ending: Ending;
  readonly lost: readonly string[];
}

async function endOf({ world }: Played, store: RunStore): Promise<End> {
  const ending = new Map([...endingOf(world), ...(await rememberedIn(world, store.address))]);
  const lost = [...(await lostIn(world, store.address)), ...wrongDoublesIn(world)];
  await world.github.stop();
  return { ending, lost };
}
