/** Whatever breaks on the way, performing until it is done ends where a calm run ends, and nothing stands there twice. */
import { expect, test } from "vitest";
import type { Effect } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { EffectsUnfinished, type GitHub } from "#src/flow/services.ts";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

const of = (number: number) => ({ ...shop, number });
const marked = (kind: string, text: string) => {
  const marker = { kind, keys: {} };
  return { marker, body: `${text}\n${renderMarker(marker)}` };
};

/** An incident stands at #1; all of this should come true on it. */
const EFFECTS: readonly Effect[] = [
  {
    kind: "ensure-issue",
    repository: shop,
    ...marked("pia", "Analysis"),
    title: "A",
    labels: ["aftercare", "pia"],
    assignees: [],
  },
  { kind: "ensure-label", issue: of(1), label: "sev:2" },
  { kind: "ensure-comment", issue: of(1), ...marked("incident-link", "Link") },
  { kind: "ensure-comment", issue: of(1), ...marked("reply", "Understood") },
  { kind: "ensure-assignee", issue: of(1), login: "alice" },
  { kind: "set-issue-state", issue: of(1), state: "closed", reason: "completed" },
];

async function performUntilDone(github: GitHub): Promise<number> {
  for (let rounds = 1; rounds <= 60; rounds += 1) {
    try {
      await github.perform(EFFECTS);
      return rounds;
    } catch (error) {
      if (!(error instanceof EffectsUnfinished)) throw error;
    }
  }
  throw new Error("never done");
}

/** What a person would see: issues with state, labels and assignees, and their comments, without ids and times. */
async function look(standIn: StandIn) {
  const github = standIn.app({ graphql: false });
  const { tracked } = await github.readTrackedIssues(shop, { label: "aftercare", since: 0 });
  const kept = tracked.filter(({ issue }) => issue.stateReason !== "not_planned");
  return Promise.all(
    kept.map(async ({ issue: { number, title, state, stateReason, labels, assignees } }) => {
      const comments = await github.readComments(of(number));
      return { title, state, stateReason, labels, assignees, comments: comments.map(({ body }) => body).toSorted() };
    }),
  );
}

async function run(seed: number | null) {
  const standIn = await startStandIn();
  const labels = ["aftercare", "incident"];
  await standIn.person("alice").request("POST /repos/{owner}/{repo}/issues", { ...shop, title: "Down", labels });
  if (seed !== null) {
    const { faults } = standIn.server;
    faults.seed(seed);
    faults.add({ fault: { kind: "break-after" }, probability: 0.15 });
    faults.add({ fault: { kind: "break-before" }, probability: 0.1 });
    faults.add({ fault: { kind: "status", status: 502 }, probability: 0.1 });
    faults.add({ fault: { kind: "secondary-limit", retryAfter: 1 }, probability: 0.05 });
  }
  const rounds = await performUntilDone(standIn.app());
  standIn.server.faults.clear();
  const seen = await look(standIn);
  standIn.count();
  const again = await standIn.app().perform(EFFECTS);
  expect(again.map(({ outcome }) => outcome)).toEqual(EFFECTS.map(() => "held"));
  expect(standIn.count("writes")).toEqual({});
  await standIn.stop();
  return { seen, rounds };
}

test("a stormy run ends where a calm run ends", async () => {
  const calm = await run(null);
  expect(calm.rounds).toBe(1);
  for (const seed of [1, 2, 3]) {
    const stormy = await run(seed);
    expect(stormy.rounds).toBeGreaterThan(1);
    expect(stormy.seen).toEqual(calm.seen);
  }
});
