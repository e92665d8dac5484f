/** Stories at the edges: the last second, the second of two, the thing that is nearly another. */
import { describe, expect, test } from "vitest";
import { judge } from "#src/gate/judge.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { analysis, at, factsOf, type Given, incident, incomplete, issue, item, NOW } from "./facts-of.ts";
import { tell } from "./tell.ts";

const search = (number: number, change: Partial<RemediationItem> = {}) =>
  item(number, { components: ["search"], ...change });
const SEARCH: Given = { items: [search(415)], paths: ["services/search/query.ts"] };
const stated = (moment: number) => ({ at: moment, by: "lea", source: "" });
const PROVEN = { commit: "abc123def4567890", onBase: true, inverse: true, ofRevert: false, pull: null };

describe("fixes", () => {
  tell([
    {
      name: "several are named in the order of their numbers, whatever the order of the links",
      given: { ...SEARCH, items: [search(415), search(412)], fixes: [415, 412] },
      verdict: "pass G1-remediation-fix",
      line: "Passes (search): Fixes #412, the open P0 and #415, the open P0 for search: always allowed.",
    },
    {
      name: "one that is closed by now is called closed",
      given: {
        items: [search(415, { state: "done", closedAt: at("2026-11-21") }), search(416)],
        paths: SEARCH.paths!,
        fixes: [415],
        linkedAt: new Map([["acme/shop#415", at("2026-11-21")]]),
      },
      verdict: "pass G1-remediation-fix",
      says: ["Fixes #415, a closed P0 for search"],
    },
    {
      name: "where nobody can tell when the link was made, the earliest moment counts",
      given: {
        items: [search(415, { state: "done", closedAt: at("2026-11-20") }), search(416)],
        paths: SEARCH.paths!,
        fixes: [415],
        linkedAt: new Map([["acme/shop#415", "unavailable" as const]]),
      },
      verdict: "pass G1-remediation-fix",
    },
    {
      name: "no priority gates as P1, and is fixed as P1",
      given: { ...SEARCH, items: [search(415, { priority: null })], fixes: [415], policy: { blocking: ["P1"] } },
      verdict: "pass G1-remediation-fix",
      says: ["the open P1"],
    },
    {
      name: "no priority where only P0 gates is no fix, and it says so",
      given: {
        ...SEARCH,
        items: [search(415, { priority: null }), search(416)],
        fixes: [415],
        policy: { blocking: ["P0"] },
      },
      verdict: "block G7",
      says: ["#415 is linked, but its priority P1 gates nothing."],
    },
    {
      name: "a link that counts is no note where another component holds back",
      given: {
        items: [item(412), search(415)],
        incidents: [
          incident(397, 17),
          incident(398, null, { createdAt: at("2026-11-16T10:00"), moments: {}, closedAt: at("2026-11-16T10:17") }),
        ],
        paths: ["services/checkout/cart.ts", "services/search/query.ts"],
        fixes: [412],
      },
      verdict: "block G7",
      silent: ["is linked, but", "null"],
    },
    {
      name: "one file of code beside documentation and tests is judged",
      given: {
        items: [item(412), search(415)],
        paths: ["services/checkout/cart.ts", "services/search/a.test.ts", "services/search/query.ts"],
        fixes: [412],
      },
      verdict: "block G7",
    },
    {
      name: "a fix that touches its own component by tests only is still told as the fix",
      given: { items: [search(415)], paths: ["services/search/a.test.ts"], fixes: [415] },
      verdict: "pass G1-remediation-fix",
    },
  ]);
});

describe("mitigations", () => {
  const lasting = (end: number | null) =>
    incident(398, null, {
      components: ["checkout", "search"],
      moments: { started: stated(NOW - 600), ...(end === null ? {} : { mitigated: stated(end) }) },
    });
  const given = (end: number | null): Given => ({ ...SEARCH, incidents: [lasting(end)], fixes: [398] });
  tell([
    { name: "of an incident of two components that touches one", given: given(null), verdict: "pass G1-mitigation" },
    { name: "of an incident that ends in a minute", given: given(NOW + 60), verdict: "pass G1-mitigation" },
    { name: "of an incident that ends at this second", given: given(NOW), verdict: "block G7" },
  ]);
});

describe("proofs", () => {
  const labelled = (labels: readonly string[]): Given => ({
    ...SEARCH,
    pull: { labels },
    labelSetters: new Map([
      ["revert", "kim"],
      ["security", "kim"],
    ]),
    permissions: { kim: "maintain" },
  });
  const fixedBy = (reference: ReturnType<typeof issue>) => [
    search(415),
    search(416, { state: "done", pullRequests: [{ reference, state: "merged" }] }),
  ];
  tell([
    {
      name: "a maintainer's label says revert",
      given: labelled(["bug", "Revert"]),
      verdict: "pass G1-revert",
      line: "Passes (search): Labelled `revert` by @kim: a revert is always allowed.",
    },
    {
      name: "a maintainer's label says security",
      given: labelled(["security"]),
      verdict: "pass G1-security",
      line: "Passes (search): Labelled `security` by @kim: a security fix is always allowed.",
    },
    { name: "other labels prove nothing", given: labelled(["bug"]), verdict: "block G7" },
    {
      name: "a setter whose permission nobody knows has none",
      given: { ...labelled(["security"]), permissions: {} },
      verdict: "block G7",
    },
    {
      name: "a revert that is not exact says so",
      given: { ...SEARCH, revert: { ...PROVEN, inverse: false } },
      verdict: "block G7",
      says: ["Not taken as a revert: the change is not the exact inverse of abc123def456."],
    },
    {
      name: "a revert of a revert says so",
      given: { ...SEARCH, revert: { ...PROVEN, ofRevert: true } },
      verdict: "block G7",
      says: ["Not taken as a revert: abc123def456 is itself a revert."],
    },
    {
      name: "a revert of a commit that no pull request brought",
      given: { ...SEARCH, items: fixedBy(issue(50)), revert: PROVEN },
      verdict: "pass G1-revert",
    },
    {
      name: "a revert of another pull request than the one that fixed an item",
      given: { ...SEARCH, items: fixedBy(issue(50)), revert: { ...PROVEN, pull: issue(51) } },
      verdict: "pass G1-revert",
    },
  ]);
});

describe("freezes", () => {
  const frozen = (items: readonly RemediationItem[], more: Given = {}): Given => ({
    incidents: [incident(398, 30)],
    analyses: [{ analysis: analysis(399, 398), required: true, missing: [] }],
    items,
    ...more,
  });
  const systemic = (number: number, state: RemediationItem["state"]) => item(number, { analysis: issue(399), state });
  tell([
    ...(["done", "done-unproven", "verified", "rejected", "accepted-risk"] as const).map((state) => ({
      name: `ends with an item that is ${state}`,
      given: frozen([systemic(412, state)]),
      verdict: "pass G0" as const,
    })),
    {
      name: "waits for its items in the order of their numbers",
      given: frozen([systemic(415, "accepted"), systemic(412, "accepted")]),
      verdict: "block G2",
      says: ["Feature merges wait for #412 and #415 (systemic)."],
    },
    {
      name: "names an accepted item and no proposal",
      given: frozen([systemic(412, "proposed"), systemic(415, "accepted")]),
      verdict: "block G2",
      says: ["Feature merges wait for #415 (systemic)."],
      silent: ["#412"],
    },
  ]);
});

describe("the order of open work", () => {
  test("overdue first, then by priority, due date and number; work without a date comes last", () => {
    const items = [
      search(1, { priority: "P1", dueDate: "2026-12-01" }),
      search(2, { priority: "P0", dueDate: "2026-12-09" }),
      search(3, { priority: "P0", dueDate: "2026-12-01" }),
      search(4, { priority: "P1", dueDate: "2026-11-01" }),
      search(5, { priority: "P1", dueDate: "2026-12-01" }),
      search(6, { priority: "P1", dueDate: null }),
      search(7, { priority: "P1", dueDate: null }),
    ];
    const order = (list: readonly RemediationItem[]) =>
      judge(
        factsOf({ items: list, paths: SEARCH.paths!, policy: { due: {} } }),
      ).verdict.components[0]!.evidence.remediation.gating.map(({ reference }) => reference.number);
    expect(order(items)).toEqual([4, 3, 2, 1, 5, 6, 7]);
    expect(order(items.toReversed())).toEqual([4, 3, 2, 1, 5, 6, 7]);
  });
});

describe("analyses", () => {
  const low = [
    incident(397, 17),
    incident(398, null, { createdAt: at("2026-11-16T10:00"), moments: {}, closedAt: at("2026-11-16T10:17") }),
  ];
  const given = (standing: ReturnType<typeof incomplete>, more: Given = {}): Given => ({
    incidents: low,
    analyses: [standing],
    ...more,
  });
  const without = (reviewDue: string | null, record = true) => {
    const standing = incomplete(399, 398);
    const known = standing.analysis.record!;
    return { ...standing, analysis: { ...standing.analysis, record: record ? { ...known, reviewDue } : null } };
  };
  const strict = { policy: { overdue: "block" } };
  tell([
    {
      name: "closed as a duplicate goes on gating",
      given: given(incomplete(399, 398, { state: "closed", stateReason: "duplicate" })),
      verdict: "block G7",
    },
    {
      name: "closed as completed too early is shown as such",
      given: given(incomplete(399, 398, { state: "closed", stateReason: "completed" })),
      verdict: "warn G8",
      silent: ["the analysis #399"],
    },
    {
      name: "is minor where P1 does not gate",
      given: given(incomplete(399, 398), { policy: { blocking: ["P0"] } }),
      verdict: "warn G8",
      says: ["The analysis #399 is not complete"],
    },
    {
      name: "is in time on the day of its review",
      given: given(incomplete(399, 398), { ...strict, now: at("2026-11-30T23:59") }),
      verdict: "block G7",
    },
    {
      name: "without a date of review is never overdue",
      given: given(without(null), { ...strict, now: at("2027-02-01") }),
      verdict: "warn G5",
    },
    {
      name: "with a date that cannot be read is never overdue",
      given: given(without("soon"), { ...strict, now: at("2027-02-01") }),
      verdict: "warn G5",
    },
    {
      name: "without a record is never overdue",
      given: given(without(null, false), { ...strict, now: at("2027-02-01") }),
      verdict: "warn G5",
    },
    {
      name: "of three analyses of one incident the first counts, in whatever order they are listed",
      given: {
        incidents: low,
        analyses: [
          { ...incomplete(400, 398), missing: [] },
          incomplete(399, 398),
          { ...incomplete(401, 398), missing: [] },
        ],
      },
      verdict: "block G7",
      says: ["#399"],
    },
  ]);
});

describe("what is touched when the files are not known", () => {
  tell([
    {
      name: "a component with nothing to say is not named",
      given: {
        ...SEARCH,
        paths: ["docs/x.md"],
      },
      facts: (facts) => ({ ...facts, files: { files: [], complete: false, counted: 5000 } }),
      verdict: "block G7",
      says: ["GitHub lists 0 of 5000 changed files"],
      silent: ["checkout"],
    },
    {
      name: "files that could not be read are said once",
      given: { ...SEARCH, unavailable: [{ source: "files", detail: "502" }], paths: null },
      verdict: "block G7",
      says: ["The changed files could not be read.", "Could not read the changed files: 502."],
    },
  ]);
});

describe("budgets", () => {
  tell([
    {
      name: "that was promised and never measured is unknown, and it says why",
      given: { items: [item(412)], budgets: new Map() },
      verdict: "block G6",
      says: ["it was not measured"],
    },
    {
      name: "of a component without an objective that nobody measured is none",
      given: { ...SEARCH, budgets: new Map() },
      verdict: "block G7",
      says: ["no objective is configured"],
    },
  ]);
});
