/** The ports of one piece of work: its lane, its log, and what is counted of its effects. */
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openServices, type Purpose } from "#app/services.ts";
import type { Performed } from "#src/effect/effect.ts";
import { EffectsUnfinished, type GitHub, GitHubUnavailable } from "#src/flow/services.ts";
import type { Lane } from "#src/github/governor.ts";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore, type Store } from "#src/store/open-store.ts";
import { memoryStore } from "#test/support/memory-store.ts";

let store: Store<WorkTables>;
beforeAll(async () => {
  store = await openStore<WorkTables>(await memoryStore());
});
afterAll(() => store.close());

const NOW = 1_800_000_000;
const issue = { owner: "acme", repo: "shop", number: 3 };
const DONE = { effect: { kind: "ensure-label", issue }, outcome: "done" } as Performed;
const LATER = { kind: "ensure-comment", issue } as Performed["effect"];

async function open(purpose: Partial<Purpose> = {}, perform: () => Promise<readonly Performed[]> = async () => [DONE]) {
  const lanes: Lane[] = [];
  const lines: string[] = [];
  const noted: unknown[] = [];
  const judged: unknown[] = [];
  const services = await openServices({
    app: {
      forInstallation: async (_id, lane) => {
        lanes.push(lane);
        return { perform, now: () => NOW } as unknown as GitHub;
      },
    },
    db: store.db,
    environment: { reportOnly: true } as Parameters<typeof openServices>[0]["environment"],
    log: pino({ base: {} }, { write: (line: string) => void lines.push(line) }),
    metrics: {
      performed: (kind, performed) => void noted.push([kind, performed]),
      judged: (verdict) => void judged.push(verdict),
    },
    now: () => NOW,
    wake: () => {},
  })({ installation: 7, kind: "delivery", delivery: "g-1", since: 1_799_999_999, ...purpose });
  return { services, lanes, lines, noted, judged };
}

test.each([
  ["recheck", "verdict"],
  ["snapshot", "verdict"],
  ["delivery", "conversation"],
  ["sweep", "background"],
  ["digest", "background"],
])("%s goes as %s", async (kind, lane) => {
  const { lanes } = await open({ kind });
  expect(lanes).toEqual([lane]);
});

test("every line names the delivery, the kind of work and the installation", async () => {
  const { services, lines } = await open();
  services.log.warn({ sha: "abc" }, "The verdict could not be published");
  expect(JSON.parse(lines[0]!)).toMatchObject({ delivery: "g-1", kind: "delivery", installation: 7, sha: "abc" });
});

test("effects are counted by the kind of work, also those that were performed before GitHub went away", async () => {
  const { services, noted } = await open({ kind: "sweep", delivery: null });
  await services.github.perform([]);
  const away = new EffectsUnfinished(new GitHubUnavailable("x", "502"), [DONE], [LATER]);
  const failing = await open({ kind: "sweep" }, () => Promise.reject(away));
  await expect(failing.services.github.perform([])).rejects.toBe(away);
  expect([...noted, ...failing.noted]).toEqual([
    ["sweep", [DONE]],
    ["sweep", [DONE]],
  ]);
});

test("verdicts on merge groups, which no job was asked for, are counted too", async () => {
  const { services, judged } = await open();
  services.judged?.({ verdict: "block", rule: "G7" });
  expect(judged).toEqual([{ verdict: "block", rule: "G7" }]);
});

test("what was written to an issue is looked at again a minute later, once for all of that minute", async () => {
  const { services } = await open();
  await store.db.deleteFrom("work").execute();
  await services.github.perform([]);
  await services.github.perform([]);
  const rows = await store.db.selectFrom("work").selectAll().execute();
  expect(rows.map(({ kind, key, run_at: at }) => [kind, key, at])).toEqual([
    ["clock", `clock:acme/shop@${NOW + 60}`, NOW + 60],
  ]);
  await store.db.deleteFrom("work").execute();
});

test("a verdict that is asked for is a row of its own, and several of one pull request are one", async () => {
  const { services } = await open();
  const pull = { owner: "acme", repo: "shop", number: 3 };
  await services.rechecks.request([pull, pull]);
  await services.rechecks.request([{ ...pull, owner: "ACME" }]);
  const rows = await store.db.selectFrom("work").selectAll().execute();
  expect(rows.map(({ kind, installation, priority }) => [kind, installation, priority])).toEqual([["recheck", 7, 1]]);
});
