/** The evidence that a reader unfolds: who has what open since when, and the numbers of the budget. */
import { describe, expect, test } from "vitest";
import type { BudgetEvidence, FreezeEvidence, OpenWork } from "#src/gate/evidence.ts";
import { evidenceMarkdown } from "#src/gate/evidence-markdown.ts";
import { judge } from "#src/gate/judge.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { at, factsOf, type Given, HERE, incident, incomplete, issue, item, NOW } from "./facts-of.ts";

const BLOCKED: Given = { items: [item(415, { components: ["search"] })], paths: ["services/search/query.ts"] };
const verdictOf = (given: Given) => judge(factsOf(given)).verdict;
const lineOf = (text: string, start: string) => text.split("\n").find((line) => line.startsWith(start));

/** The evidence of checkout's budget when these of its facts are otherwise. */
function budgetText(change: Partial<BudgetEvidence>): string {
  const verdict = verdictOf({ items: [item(412)], incidents: [incident(398, 17)] });
  const [component] = verdict.components;
  const evidence = { ...component!.evidence, budget: { ...component!.evidence.budget, incidents: [], ...change } };
  return evidenceMarkdown({ ...verdict, components: [{ ...component!, evidence }] });
}

test("is one folded section, whose parts stand in paragraphs of their own", () => {
  const paths = ["services/search/query.ts", "services/search/rank.ts"];
  expect(evidenceMarkdown(verdictOf({ ...BLOCKED, paths }))).toBe(`<details><summary>search: the evidence</summary>

Touched by:

- services/search/query.ts
- services/search/rank.ts

| Open work | Priority | State | Owner | Due | Open for |
| --- | --- | --- | --- | --- | --- |
| #415 Item 415 | P0 | accepted | @\u200bomar | 20 Dec 2026 | 21 d 12 h |

Error budget: no objective is configured.

</details>`);
});

test("of several components stands side by side, each folded on its own", () => {
  const both = evidenceMarkdown(
    verdictOf({
      items: [item(415, { components: ["search", "checkout"] })],
      paths: ["services/search/a.ts", "services/checkout/a.ts"],
    }),
  );
  expect(both.match(/^<details><summary>(\w+): the evidence<\/summary>$/gm)).toHaveLength(2);
  expect(both).toContain("\n\n</details>\n\n<details>");
});

test("of a component without open work is its paths and its budget", () => {
  const text = evidenceMarkdown(
    verdictOf({ incidents: [incident(398, 36)], policy: { incident_freeze_above: "100%" } }),
  );
  expect(text.split("\n\n")).toEqual([
    "<details><summary>checkout: the evidence</summary>",
    "Touched by:",
    "- services/checkout/cart.ts",
    expect.stringMatching(/^Error budget: \*\*low\*\*/),
    "- #398 Incident 398: 36.0 min (89.3%)",
    "</details>",
  ]);
});

test("says so when nothing that is touched has anything open", () => {
  expect(evidenceMarkdown(verdictOf({}))).toBe("No component that this pull request touches has anything open.");
});

test("says that it is not known which files touch a component", () => {
  const unavailable = [{ source: "files", detail: "502" }] as const;
  expect(evidenceMarkdown(verdictOf({ ...BLOCKED, paths: null, unavailable }))).toContain(
    "</summary>\n\nWhich files touch it is not known, so it counts as touched.\n\n|",
  );
});

describe("the table of open work", () => {
  const rowOf = (change: Partial<RemediationItem>) =>
    lineOf(
      evidenceMarkdown(verdictOf({ ...BLOCKED, items: [item(415, { components: ["search"], ...change })] })),
      "| #",
    );

  test.each<readonly [string, Partial<RemediationItem>, string]>([
    ["nobody owns it", { assignees: [] }, "| P0 | accepted | nobody yet | 20 Dec 2026 | 21 d 12 h |"],
    ["two own it", { assignees: ["omar", "lea"] }, "| @\u200bomar, @\u200blea |"],
    ["nobody set a priority", { priority: null }, "| P1 (none set) |"],
    ["the priority set its date", { dueDate: null }, "| 8 Nov 2026 (by priority), overdue |"],
    ["its date is over", { dueDate: "2026-11-20" }, "| 20 Nov 2026, overdue |"],
    ["it will be accepted only in a minute, by another clock", { accepted: later() }, "| 0 s |"],
    ["it was accepted later than it was written", { accepted: { ...later(), at: at("2026-11-20") } }, "| 2 d 12 h |"],
  ])("%s", (_, change, cells) => {
    expect(rowOf(change)).toContain(cells);
  });

  test("an analysis counts as P1 without anybody having set that", () => {
    const given = { incidents: [incident(398, 5)], analyses: [incomplete(399, 398)] };
    expect(lineOf(evidenceMarkdown(verdictOf(given)), "| #399")).toBe(
      "| #399 Issue 399 | P1 | analysis-incomplete | @\u200bmia | 30 Nov 2026 | 7 d 1 h |",
    );
  });

  test("work without a date is due none", () => {
    const verdict = verdictOf(BLOCKED);
    const [component] = verdict.components;
    const { remediation } = component!.evidence;
    const gating = remediation.gating.map((work): OpenWork => ({ ...work, due: null }));
    const evidence = { ...component!.evidence, remediation: { ...remediation, gating } };
    const text = evidenceMarkdown({ ...verdict, components: [{ ...component!, evidence }] });
    expect(lineOf(text, "| #415")).toContain("| none | 21 d 12 h |");
  });

  test("fifty rows stand, and the rest is counted below the table", () => {
    const many = (count: number) => {
      const items = Array.from({ length: count }, (_, index) => item(1000 + index, { components: ["search"] }));
      return evidenceMarkdown(verdictOf({ ...BLOCKED, items }));
    };
    expect(many(50)).toMatch(/\| #1049 Item 1049 [^\n]* \|\n\nError budget/);
    expect(many(51)).toMatch(/\| #1049 Item 1049 [^\n]* \|\n\nand 1 more\.\n\nError budget/);
  });
});

describe("an incident freeze", () => {
  const frozen = (change: Partial<FreezeEvidence>) => {
    const verdict = verdictOf({ items: [item(412)], incidents: [incident(398, 37)] });
    const [component] = verdict.components;
    const incidentFreeze = component!.evidence.incidentFreeze.map((freeze) => ({ ...freeze, ...change }));
    const evidence = { ...component!.evidence, incidentFreeze };
    return lineOf(evidenceMarkdown({ ...verdict, components: [{ ...component!, evidence }] }), "Incident freeze");
  };

  test.each<readonly [string, Partial<FreezeEvidence>, string]>([
    [
      "names the incident, what it used, and when it ends at the latest",
      {},
      "#398 (Incident 398) used 91.8% of the budget; until 13 Dec 2026 10:37Z at the latest.",
    ],
    ["on a budget of zero used all of it", { sharePercent: null }, "used all of the budget; until"],
    ["cannot format by its title", { title: "<b>x</b>" }, "#398 (&lt;b&gt;x&lt;/b&gt;) used"],
    ["of another repository is named with it", { incident: { ...HERE, repo: "web", number: 3 } }, "acme/web#3 (Inc"],
  ])("%s", (_, change, said) => {
    expect(frozen(change)).toContain(said);
  });
});

describe("the error budget", () => {
  const HEAD = "Error budget: **healthy**, from the incident history.";
  const WINDOW = "Window 25 Oct 2026 12:00Z to 22 Nov 2026 12:00Z.";
  const REST = "Overlapping incidents: max. Permits merging at 20% or more.";
  const USED = "Used 17.0 of 40.3 min, 57.8% remains.";

  test.each<readonly [string, Partial<BudgetEvidence>, string]>([
    ["that is healthy needs no date", {}, `${HEAD} Target 99.9%. ${WINDOW} ${USED} ${REST}\n\n</details>`],
    [
      "that nobody could read says why, and no number",
      { status: "unknown", reason: "Prometheus *was* away" },
      "Error budget: **unknown**, from the incident history. Prometheus \\*was\\* away.\n\n</details>",
    ],
    [
      "that was imported names its file",
      { origin: "slo/`a`.yaml:3" },
      `${WINDOW} Objective from slo/\\\`a\\\`.yaml:3. ${USED}`,
    ],
    ["without a remaining share says what was used", { remainingPercent: null }, "Used 17.0 of 40.3 min. Overlapping"],
    ["of which only the share is known says the share", { consumedMinutes: null }, `${WINDOW} 57.8% remains. ${REST}`],
    ["of which nothing was stated says the share too", { budgetMinutes: null }, `${WINDOW} 57.8% remains. ${REST}`],
    [
      "of which no number is known says none",
      { consumedMinutes: null, budgetMinutes: null, remainingPercent: null, target: null, combine: null, window: null },
      `${HEAD} Permits merging at 20% or more.\n`,
    ],
    ["that another source measured says when", { readAt: NOW }, `${USED} Read 22 Nov 2026 12:00Z. ${REST}`],
    [
      "that is overspent says from when it is not",
      { status: "exhausted", thawAt: NOW + 1, permitsAt: NOW + 61 },
      `${REST} No longer overspent from 22 Nov 2026 12:01Z. Permits again from 22 Nov 2026 12:02Z.\n`,
    ],
    [
      "of a share that is too low says that nobody can tell until when",
      { status: "low", source: "prometheus" },
      `${REST} When it permits again cannot be told from a share.\n`,
    ],
    ["of a share that permits needs no date either", { source: "prometheus" }, `${REST}\n\n</details>`],
    ["from the history that is low needs no such words", { status: "low" }, `${REST}\n\n</details>`],
  ])("%s", (_, change, said) => {
    expect(budgetText(change)).toContain(said);
  });

  const used = {
    issue: issue(398),
    title: "Incident 398",
    minutes: 17,
    totalMinutes: 17,
    sharePercent: 42.2,
    ongoing: false,
    assumed: false,
  };
  test.each([
    ["one that is over", used, "- #398 Incident 398: 17.0 min (42.2%)"],
    ["one that lasts", { ...used, ongoing: true }, "- #398 Incident 398: 17.0 min (42.2%), ongoing"],
    [
      "one whose times nobody stated",
      { ...used, assumed: true },
      "- #398 Incident 398: 17.0 min (42.2%), times assumed",
    ],
    ["one of a budget of zero", { ...used, sharePercent: null }, "- #398 Incident 398: 17.0 min"],
  ])("lists its incidents below its numbers: %s", (_, one, line) => {
    expect(budgetText({ incidents: [one] })).toContain(`20% or more.\n\n${line}\n\n</details>`);
  });

  test("lists fifty incidents, one a line, and counts the rest", () => {
    const many = (count: number) => {
      const incidents = Array.from({ length: count }, (_, index) => ({ ...used, issue: issue(500 + index) }));
      return budgetText({ incidents });
    };
    expect(many(50)).toMatch(/\n- #548 [^\n]*\n- #549 [^\n]*\n\n<\/details>$/);
    expect(many(51)).toMatch(/\n- #549 [^\n]*\n- and 1 more\n\n<\/details>$/);
  });
});

function later() {
  return { by: "lea", at: NOW + 60, reason: null };
}
