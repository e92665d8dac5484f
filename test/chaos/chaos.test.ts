/** A short chaos: deliveries lost, doubled and shuffled, GitHub stumbling, real processes killed; the end is that of a calm run. The long one: `npm run chaos`. */
import { expect, test } from "vitest";
import { openDatabase, openFolder, type RunStore } from "./stores.ts";
import { faultsOf, playCalm, playChaos } from "./trial.ts";

const server = process.env["TEST_DATABASE_URL"] || undefined;
const OPTIONS = {
  seed: 5,
  factor: 8,
  repositories: 1,
  acts: 3,
  journals: process.env["CHAOS_JOURNALS"] || null,
};
/** About what two calm waves take; in the second, listings lag. */
const WAVES = [
  { requests: 100, deliveries: 30 },
  { requests: 100, deliveries: 30 },
];
const KILLS = 4;

async function onStore<T>(open: () => Promise<RunStore>, act: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await open();
  try {
    return await act(store);
  } finally {
    await store.drop();
  }
}

const openQuickest = server === undefined ? openFolder : () => openDatabase(server);
const chaotic = (open: () => Promise<RunStore>, processes: number) =>
  onStore(open, (store) => playChaos({ ...OPTIONS, waves: WAVES, kills: KILLS, processes }, store));

test("the end of a chaotic run is that of a calm one", { timeout: 600_000 }, async () => {
  const [calm, ...trials] = await Promise.all([
    onStore(openQuickest, (store) => playCalm({ ...OPTIONS, until: { waves: WAVES.length } }, store)),
    chaotic(openFolder, 1),
    ...(server === undefined ? [] : [chaotic(() => openDatabase(server), 2)]),
  ]);
  expect(calm.played.problems).toEqual([]);
  expect(calm.played.counts.made).toBeGreaterThan(60);
  for (const trial of trials) {
    expect(faultsOf(calm, trial)).toEqual([]);
    expect(trial.played.kills).toBeGreaterThanOrEqual(KILLS);
    expect(trial.played.counts.duplicated).toBeGreaterThan(5);
    expect(trial.played.redelivered).toBeGreaterThan(0);
  }
});
