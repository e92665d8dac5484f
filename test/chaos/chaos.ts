/** `npm run chaos -- [seed] [deliveries] [kills]`: thousands of deliveries while processes are killed and GitHub stumbles; the end must be that of a calm run. */
import { type Calm, type Chaotic, faultsOf, playCalm, playChaos, type TrialOptions } from "./trial.ts";
import { openDatabase, openFolder, type RunStore } from "./stores.ts";

const [seed = 1, deliveries = 2_000, kills = 36] = process.argv.slice(2).map(Number);
const only = process.env["CHAOS_ONLY"];
const server = process.env["TEST_DATABASE_URL"] || undefined;
const FACTOR = 8;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const progress = (line: string) => print(`  ${line}`);
const isLong = deliveries >= 1_000;
const options: TrialOptions = {
  seed,
  factor: FACTOR,
  repositories: isLong ? 3 : 1,
  acts: isLong ? 6 : 5,
  journals: process.env["CHAOS_JOURNALS"] || null,
  progress,
};

async function onStore<T>(open: () => Promise<RunStore>, act: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await open();
  try {
    return await act(store);
  } finally {
    await store.drop();
  }
}

function tellCalm({ played }: Calm): void {
  const { counts, waves, seconds, problems } = played;
  print(`Calm: ${counts.made} deliveries in ${waves.length} waves, ${seconds.toFixed(0)} s.`);
  for (const problem of problems) print(`  ! ${problem}`);
}

/** @returns whether all is well. */
function tell(name: string, calm: Calm, chaotic: Chaotic): boolean {
  const { healed, played } = chaotic;
  const { counts, kills: killed, redelivered, seconds, log } = played;
  print(
    `${name}: ${counts.made} deliveries, ${counts.duplicated} of them twice, ${counts.dropped} lost at first, ${redelivered} asked for again;`,
  );
  print(
    `  ${killed} processes killed; ${healed.issues} double issues closed, ${healed.checks} checks written twice; ${seconds.toFixed(0)} s, ${log.length} warnings in the log.`,
  );
  const faults = faultsOf(calm, chaotic);
  for (const fault of faults) print(`  ≠ ${fault}`);
  print(faults.length === 0 ? "  The end is that of the calm run." : `  ${faults.length} differences.`);
  if (killed < kills) print(`  Only ${killed} of ${kills} kills came about.`);
  return faults.length === 0 && killed >= kills;
}

const calm = await onStore(openFolder, (store) => playCalm({ ...options, until: { deliveries } }, store));
tellCalm(calm);
const trials: (readonly [string, () => Promise<RunStore>, number])[] = [
  ["PGlite, 1 process", openFolder, 1],
  ...(server === undefined ? [] : [["PostgreSQL, 4 processes", () => openDatabase(server), 4] as const]),
];
if (server === undefined) print("TEST_DATABASE_URL is not set: PostgreSQL is left out.");
let isWell = calm.played.problems.length === 0;
for (const [name, open, processes] of trials) {
  if (only !== undefined && !name.startsWith(only)) continue;
  const { waves } = calm.played;
  const chaotic = await onStore(open, (store) => playChaos({ ...options, waves, kills, processes }, store));
  isWell = tell(name, calm, chaotic) && isWell;
}
process.exitCode = isWell ? 0 : 1;
