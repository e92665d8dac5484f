/** What the record keeps of items, and what it says of them when their issues are found no more. */
import { describe, expect, test } from "vitest";
import type { LinkedItemRecord } from "#src/analysis/analysis.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { readAnalysis } from "#src/analysis/read-analysis.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { readKept, unseenItems, withDecision, withItems, withPlace } from "#src/remediation/kept-item.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { analysis, at, config, incident, issue, NOW, repository } from "#test/command/world.ts";

const FORTY = { owner: "acme", repo: "shop", number: 40 };
const FIELDS = { Title: "Cap retries", Components: "checkout", Priority: "P0", Due: "2026-12-01", Type: "prevent" };

function unseen(fields: Readonly<Record<string, string>>, number = 40): RemediationItem {
  const row: LinkedItemRecord = { issue: { ...FORTY, number }, fields };
  const { analyses } = assembleRecords({ tracked: [analysis({ kept: [row] })], asOf: NOW }, { config, repository });
  return unseenItems({ analyses, config }, [])[0]!;
}

/** A known item as the listings show it, in this state. */
function seen(said: Partial<RemediationItem> = {}): RemediationItem {
  return { ...unseen(FIELDS), id: 7, state: "accepted", title: "Cap retries", ...said };
}

describe("a row without an issue", () => {
  test("is an item that is not found, with everything that was kept", () => {
    expect(unseen({ ...FIELDS, Accepted: "@ana, 2026-11-20T10:00:00Z" })).toMatchObject({
      issue: FORTY,
      id: null,
      title: "Cap retries",
      state: "missing",
      components: ["checkout"],
      priority: "P0",
      dueDate: "2026-12-01",
      type: "prevent",
      accepted: { by: "ana", at: at("2026-11-20T10:00:00Z") },
      analysis: { number: 8 },
    });
  });

  test.each<readonly [string, Readonly<Record<string, string>>, Partial<RemediationItem>]>([
    ["without a title it has its number for one", { Components: "search" }, { title: "acme/shop#40" }],
    ["a component goes by its name of today", { Components: "payments, gone" }, { components: ["checkout"] }],
    ["a priority that is none is not stated", { Priority: "P9" }, { priority: null }],
    ["a date that is none is not stated", { Due: "soon" }, { dueDate: null, state: "missing" }],
    ["a state that nobody knows is not found", { "Last seen": "great" }, { state: "missing" }],
    ["an open state goes without saying", { "Last seen": "in-progress" }, { state: "missing" }],
    ["closed without a reason stays so", { "Last seen": "closed-without-reason" }, { state: "closed-without-reason" }],
    ["closed without proof stays so", { "Last seen": "done-unproven" }, { state: "done-unproven" }],
    ["moved and open there", { "Moved to": "acme/other#5" }, { state: "accepted" }],
    ["moved to what is no place", { "Moved to": "somewhere" }, { state: "missing" }],
  ])("%s", (_, fields, expected) => {
    expect(unseen(fields)).toMatchObject(expected);
  });

  test("follows its repository when that is renamed", () => {
    const row = { issue: FORTY, fields: FIELDS };
    const tracked = analysis({ kept: [row], linked: [row] });
    const renamed = { ...tracked, issue: { ...tracked.issue, repo: "store" } };
    const { record } = readAnalysis(renamed, { repository, config })!;
    expect(record!.kept[0]!.issue).toEqual({ ...FORTY, repo: "store" });
    expect(record!.linked[0]!.issue).toEqual({ ...FORTY, repo: "store" });
  });
});

describe("what is kept", () => {
  const empty = emptyRecord(incident);

  test.each<readonly [RemediationItem["state"], boolean]>([
    ["accepted", true],
    ["in-progress", true],
    ["reopened", true],
    ["closed-without-reason", true],
    ["done-unproven", true],
    ["proposed", false],
    ["done", false],
    ["verified", false],
    ["rejected", false],
    ["accepted-risk", false],
  ])("%s: %s", (state, isKept) => {
    expect(withItems(empty, [seen({ state })]).kept).toHaveLength(isKept ? 1 : 0);
    const before = withItems(empty, [seen()]);
    expect(withItems(before, [seen({ state })]).kept).toHaveLength(isKept ? 1 : 0);
  });

  test("nothing is written twice, nor for another title, nor for what is out of sight", () => {
    const record = withItems(empty, [seen()]);
    expect(withItems(record, [seen({ state: "reopened" })])).toBe(record);
    expect(withItems(record, [seen({ title: "Cap all retries" })])).toBe(record);
    expect(withItems(record, [])).toBe(record);
    expect(withItems(record, [unseen(FIELDS)])).toBe(record);
    expect(readKept(withItems(record, [seen({ priority: "P1" })]).kept[0]!).priority).toBe("P1");
  });

  test("hundreds of items fit into one comment: then their numbers must do", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => seen({ issue: { ...FORTY, number: index + 1 } }));
    expect(readKept(withItems(empty, many(150)).kept[0]!).title).toBe("Cap retries");
    expect(readKept(withItems(empty, many(151)).kept[0]!).title).toBe("");
  });

  test("a decision about what is not found stands until the item is seen again", () => {
    const record = withItems(empty, [seen()]);
    const decision = { kind: "rejected", by: "ana", at: NOW, reason: "the provider did it" } as const;
    const decided = withDecision(record, { issue: FORTY, adopted: false }, decision);
    expect(unseen(decided.kept[0]!.fields)).toMatchObject({ state: "rejected", decision });
    expect(withItems(decided, [seen()]).kept).toEqual(record.kept);
  });

  test.each<readonly [string, Parameters<typeof issue>[1], RemediationItem["state"]]>([
    ["open", {}, "accepted"],
    ["done", { state: "closed", stateReason: "completed" }, "done-unproven"],
    ["not planned", { state: "closed", stateReason: "not_planned" }, "closed-without-reason"],
    ["a duplicate", { state: "closed", stateReason: "duplicate" }, "closed-without-reason"],
  ])("moved, and %s there", (_, said, state) => {
    const record = withItems(empty, [seen()]);
    const placed = withPlace(record, FORTY, { ...issue(5, said), repo: "other" });
    expect(unseen(placed.kept[0]!.fields)).toMatchObject({ state, title: "Issue 5 (now acme/other#5)" });
    expect(withPlace(placed, FORTY, { ...issue(5, said), repo: "other" })).toBe(placed);
  });
});
