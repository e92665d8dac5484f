/** The live list of items: complete, calm, and never too long. */
import { describe, expect, test } from "vitest";
import { UTC } from "#src/calendar/zone.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { itemsComment } from "#src/remediation/items-comment.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { analysis, analysisIssue, config, item, NOW, repository } from "#test/command/world.ts";

function bodyOf(items: readonly RemediationItem[], required = true): string {
  const input = { analysis: { issue: analysisIssue }, items, now: NOW, required, zone: UTC, slo: config.policy.due };
  return itemsComment(input).body;
}

function items(...tracked: ReturnType<typeof item>[]): readonly RemediationItem[] {
  return assembleRecords({ tracked: [analysis(), ...tracked], asOf: NOW }, { config, repository }).items;
}

describe("the list", () => {
  test("groups items by what is left to do, the earliest first, and says lateness calmly", () => {
    const body = bodyOf(
      items(
        item(12, { dueDate: "2026-12-10" }),
        item(13, { title: "Alert @team | now", dueDate: "2026-11-14", owner: null, type: "detect", doneWhen: null }),
        item(14, { accepted: null, priority: null, dueDate: null }),
        item(15, {}, { state: "closed", stateReason: "completed" }),
      ),
    );
    expect(body.split("\n")).toEqual([
      "<!-- aftercare:items -->",
      "### Remediation items: 1 of 4 settled",
      "",
      "**To do**",
      "",
      "| Item | State | Owner | Due | Priority | Type | Pull requests |",
      "| :-- | :-- | :-- | :-- | :-- | :-- | :-- |",
      "| #13 Alert @\u200Bteam \\| now | accepted<br>alice, 22 Nov 2026 14:00Z | — | 14 Nov 2026, now overdue | P0 | detect |  |",
      "| #12 Cap retries at 3 | accepted<br>alice, 22 Nov 2026 14:00Z | bob | 10 Dec 2026 | P0 | prevent |  |",
      "",
      "**Proposed: someone with write permission says `/pia accept #n`**",
      "",
      "| Item | State | Owner | Due | Priority | Type | Pull requests |",
      "| :-- | :-- | :-- | :-- | :-- | :-- | :-- |",
      "| #14 Cap retries at 3 | proposed | bob | 20 Dec 2026 (by its priority) | — | prevent |  |",
      "",
      "**Settled**",
      "",
      "| Item | State | Owner | Due | Priority | Type | Pull requests |",
      "| :-- | :-- | :-- | :-- | :-- | :-- | :-- |",
      "| #15 Cap retries at 3 | done, without proof | bob |  | P0 | prevent |  |",
      "",
      '**What would help** (one line sets it: `/pia edit #n owner:@login type:prevent done-when:"…"`)',
      "",
      "- #13 has no owner: assign one person; does not say how one can tell that it is done: add *Done when*",
      "- #14 has no date of its own: `/pia due`",
    ]);
  });

  test("says how to begin when it is empty", () => {
    expect(bodyOf([])).toContain("None yet. `/pia add");
  });

  test("stays below GitHub's limit with a thousand items of hostile titles, and says that there are more", () => {
    const [one] = items(
      item(12, { title: "|`*_<>@".repeat(36), owner: null, dueDate: null, doneWhen: null, type: null }),
    );
    const many = Array.from({ length: 1000 }, (_, index) => ({
      ...one!,
      issue: { ...one!.issue, number: 1000 + index },
    }));
    const body = bodyOf(many);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/and \d+ more: see the sub-issues/);
  });
});
