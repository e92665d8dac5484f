/** How components stand, at the edges: what is only shown, several pauses, more moments than are worth judging. */
import { expect, test } from "vitest";
import { checkRunText } from "#src/gate/check-run-text.ts";
import { judge } from "#src/gate/judge.ts";
import { at, factsOf, type Given, incident, incomplete, issue, item, NOW } from "./facts-of.ts";

const verdictOf = (given: Given) => judge(factsOf(given)).verdict;
const search = (number: number, change: Parameters<typeof item>[1] = {}) =>
  item(number, { components: ["search"], ...change });

test("what was closed without proof is shown among the evidence, and is no open work", () => {
  const verdict = verdictOf({
    items: [search(415), search(416, { state: "done-unproven" }), search(417, { state: "verified" })],
    paths: ["services/search/query.ts"],
  });
  expect(checkRunText(verdict).text).toMatch(/#416 Item 416 \| P0 \| done-unproven/);
  expect(checkRunText(verdict).text).not.toContain("#417");
  expect(verdict.components[0]!.evidence.remediation.shown.map(({ reference }) => reference.number)).toEqual([416]);
});

test("an analysis that was closed too early is shown as a P1 that nobody set, with its date", () => {
  const verdict = verdictOf({
    incidents: [incident(398, 36)],
    items: [item(412, { priority: "P2" })],
    analyses: [incomplete(399, 398, { state: "closed", stateReason: "completed" })],
    policy: { incident_freeze_above: "100%" },
  });
  expect(verdict.components[0]!.evidence.remediation.shown).toEqual([
    expect.objectContaining({
      what: "analysis",
      priority: "P1",
      priorityStated: false,
      due: expect.objectContaining({ date: "2026-11-30", stated: true }),
    }),
  ]);
  expect(checkRunText(verdict).text).toContain("30 Nov 2026");
  expect(checkRunText(verdict).text).not.toContain("(none set)");
});

test("of several pauses the longest is told", () => {
  const pause = (number: number, hours: number) => ({
    issue: issue(number),
    components: ["search"],
    by: `kim${hours}`,
    reason: "renamed",
    from: NOW - 60,
    until: NOW + hours * 3600,
  });
  const { components } = verdictOf({
    items: [search(415)],
    paths: ["services/search/query.ts"],
    pauses: [pause(1, 2), pause(2, 9), pause(3, 5)],
  });
  expect(components[0]!.softened).toContain("Paused by @kim9 until 22 Nov 2026 21:00Z");
});

test("after twelve moments that turn nothing, the twelfth is named: then somebody looks again", () => {
  const days = Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(2, "0"));
  const items = days.map((day, index) => search(400 + index, { dueDate: `2026-12-${day}` }));
  const paths = ["services/search/query.ts"];
  expect(verdictOf({ items, paths })).toMatchObject({ nextChangeAt: at("2026-12-13"), liftsAt: null });
  expect(verdictOf({ items: items.slice(0, 12), paths })).toMatchObject({ nextChangeAt: null });
});

test("the budget of the only component turns by incidents that name none", () => {
  const only = {
    config: { components: { checkout: { paths: ["services/checkout/**"], slo: { target: "99.9", window: "28d" } } } },
    items: [item(412, { dueDate: null })],
    policy: { due: {}, incident_freeze_above: "200%" },
  };
  const nameless = incident(398, 36, { components: [] });
  const { verdict, liftsAt } = verdictOf({ ...only, incidents: [nameless] });
  expect(verdict).toBe("block");
  expect(liftsAt).not.toBeNull();
  expect(verdictOf({ ...only, incidents: [nameless], now: liftsAt! }).fails).toBe(false);
  expect(verdictOf({ ...only, incidents: [nameless], now: liftsAt! - 1 }).fails).toBe(true);
});
