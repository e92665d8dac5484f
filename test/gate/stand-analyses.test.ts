/** Which analyses are required, and what they still lack: severity, share of the budget, data loss, recurrence within 90 days. */
import { describe, expect, test } from "vitest";
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import { needOf, standAnalyses } from "#src/gate/stand-analyses.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { analysis, at, factsOf, HERE, incident, issue, item } from "./facts-of.ts";

const DAY = 86_400;
const START = at("2026-11-15T10:00");

/** Incident 398 with its analysis 399, small and of severity 3 unless a test says otherwise. */
function world(change: Partial<Incident> = {}) {
  return { incidents: [incident(398, 5, { severity: 3, ...change })], items: [] as RemediationItem[] };
}

function standingsOf({ incidents, items }: ReturnType<typeof world>, analyses = [analysis(399, 398)]) {
  const { records, policy, budgets } = factsOf({ incidents, items });
  return standAnalyses({ records: { ...records, analyses }, config: policy.config, budgets });
}

describe("an analysis is required", () => {
  const cases: readonly (readonly [string, Partial<Incident>, boolean])[] = [
    ["for severity 2", { severity: 2 }, true],
    ["for severity 1", { severity: 1 }, true],
    ["not for severity 3 alone", {}, false],
    ["not while the severity is unknown", { severity: null }, false],
    ["when data was lost", { labels: ["Data-Loss"] }, true],
    ["not because people noticed it first", { labels: ["detected-by-people"] }, false],
  ];
  test.each(cases)("%s", (_, change, required) => {
    expect(standingsOf(world(change))[0]).toMatchObject({ required });
  });

  test("when it used more than 20% of some component's budget, and not at exactly 20%", () => {
    const { records } = factsOf(world());
    const needWith = (sharePercent: number | null) => {
      const [status] = [...factsOf(world()).budgets.values()];
      const entry = { ...status!.incidents[0]!, sharePercent };
      const quiet: BudgetStatus = { ...status!, incidents: [] };
      const budgets = new Map([
        ["search", quiet],
        ["checkout", { ...status!, incidents: [{ ...entry, issue: issue(7), sharePercent: 99 }, entry] }],
      ]);
      return needOf(records.incidents[0]!, { records, budgets });
    };
    expect(needWith(20.1)).toMatchObject({ level: "required", reasons: [expect.stringContaining("20.1%")] });
    expect(needWith(20).level).toBe("recommended");
    // Any use of a budget of zero is beyond every share.
    expect(needWith(null).level).toBe("required");
  });

  test("by the largest share of several components' budgets", () => {
    const { records } = factsOf(world());
    const [status] = [...factsOf(world()).budgets.values()];
    const took = (sharePercent: number) => ({ ...status!, incidents: [{ ...status!.incidents[0]!, sharePercent }] });
    const budgets = new Map([
      ["search", took(3)],
      ["checkout", took(30)],
    ]);
    expect(needOf(records.incidents[0]!, { records, budgets }).reasons).toEqual([expect.stringContaining("30%")]);
  });

  test("not for an incident that is out of sight, and then nothing is missing", () => {
    expect(standingsOf({ ...world(), incidents: [] })).toEqual([
      { analysis: expect.objectContaining({ incident: issue(398) }), required: false, missing: [] },
    ]);
  });
});

describe("an analysis is recommended", () => {
  const SEVERITY = "it is severity 3";
  const IMPACT = "its impact lasted an hour or more";
  const PEOPLE = "people noticed it before monitoring did";
  const impact = (component: string, minutes: number | null) => ({
    component,
    share: "1",
    from: START,
    to: minutes === null ? null : START + minutes * 60,
    by: "lea",
  });
  const reasonsFor = (change: Partial<Incident>) => {
    const { records } = factsOf(world(change));
    return needOf(records.incidents[0]!, { records, budgets: new Map() }).reasons;
  };
  const moments = (minutes: number) => incident(1, minutes).moments;
  const lasting = incident(1, null).moments;

  test.each<readonly [string, Partial<Incident>, readonly string[]]>([
    ["for severity 3", {}, [SEVERITY]],
    ["when people noticed it first", { labels: ["Detected-By-People"] }, [SEVERITY, PEOPLE]],
    ["for no other label", { labels: ["customer"] }, [SEVERITY]],
    ["for an impact of an hour", { moments: moments(60) }, [SEVERITY, IMPACT]],
    ["not for one of a minute less", { moments: moments(59) }, [SEVERITY]],
    [
      "not for an impact that nobody can tell yet",
      { moments: lasting, impacts: [impact("checkout", null)] },
      [SEVERITY],
    ],
    [
      "for the longest impact of several components",
      { impacts: [impact("checkout", 5), impact("search", 61)] },
      [SEVERITY, IMPACT],
    ],
    [
      "not while the impact on one of several components lasts",
      { moments: lasting, impacts: [impact("checkout", 61), impact("search", null)] },
      [SEVERITY],
    ],
    ["not for the impact of an incident of no component", { components: [], moments: moments(600) }, [SEVERITY]],
  ])("%s", (_, change, reasons) => {
    expect(reasonsFor(change)).toEqual(reasons);
  });
});

describe("it has happened before", () => {
  const settled = { components: ["checkout"], analysis: issue(299), state: "done" } as const;
  const before = (seconds: number, items: readonly RemediationItem[], change: Partial<Incident> = {}) => {
    const moments = { started: { at: START - seconds, by: "lea", source: "" } };
    const earlier = incident(298, 5, { moments, createdAt: START - seconds, ...change });
    const { incidents } = world();
    return standingsOf({ incidents: [...incidents, earlier], items: [...items] }, [
      analysis(299, 298),
      analysis(399, 398),
    ]).at(-1)!.required;
  };
  const cases: readonly (readonly [string, () => boolean, boolean])[] = [
    ["within 90 days, with everything said to be done", () => before(90 * DAY, [item(412, settled)]), true],
    ["verified counts as done", () => before(DAY, [item(412, { ...settled, state: "verified" })]), true],
    ["a day longer ago", () => before(91 * DAY, [item(412, settled)]), false],
    ["at the same moment", () => before(0, [item(412, settled)]), false],
    ["later", () => before(-DAY, [item(412, settled)]), false],
    [
      "but something is still open",
      () => before(DAY, [item(412, settled), item(413, { ...settled, state: "accepted" })]),
      false,
    ],
    ["but nothing was to be done", () => before(DAY, []), false],
    ["but on another component", () => before(DAY, [item(412, settled)], { components: ["search"] }), false],
    ["on one of its components", () => before(DAY, [item(412, settled)], { components: ["checkout", "search"] }), true],
    ["with another incident's items done", () => before(DAY, [item(412, { ...settled, analysis: issue(399) })]), false],
  ];
  test.each(cases)("%s", (_, required, wanted) => expect(required()).toBe(wanted));

  test("the latest of several earlier ones decides", () => {
    const earlier = [200, 100, 80, 60].map((days, index) =>
      incident(200 + index, 5, { moments: { started: { at: START - days * DAY, by: "lea", source: "" } } }),
    );
    const items = [200, 201, 203].map((number) => item(500 + number, { ...settled, analysis: issue(300 + number) }));
    const analyses = [...earlier.map((one) => analysis(300 + one.issue.number, one.issue.number)), analysis(399, 398)];
    const required = (incidents: readonly Incident[]) =>
      standingsOf({ incidents: [...world().incidents, ...incidents], items }, analyses).at(-1)!.required;
    expect(required(earlier)).toBe(true);
    expect(required(earlier.slice(0, 3))).toBe(false);
    expect(required(earlier.toReversed())).toBe(true);
  });
});

test("what is missing is said for each analysis on its own", () => {
  const records = factsOf(world()).records;
  expect(records.incidents[0]!.issue).toMatchObject(HERE);
  const [standing] = standingsOf(world());
  expect(standing!.missing).toEqual([
    "Say how much was affected: `/pia impact checkout 100% FROM..TO`.",
    expect.stringContaining("cause"),
    expect.stringContaining("review"),
  ]);
});
