/** The item block survives every text that people can write, and a rewrite touches nothing but its table. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "#src/markdown/escape.ts";
import { EMPTY_BLOCK, type ItemBlock } from "#src/remediation/item-block.ts";
import { parseItemBlock, renderItemBlock, replaceItemBlock } from "#src/remediation/item-table.ts";
import { ITEM_TYPES } from "#src/remediation/item.ts";
import { anyText } from "#test/support/any-text.ts";

const IDENTITY = { pia: "12", source: "345:3" };

const hostile = fc
  .oneof(
    anyText(),
    fc.string({
      unit: fc.constantFrom("|", "\\", "\n", "\r", "`", "*", "_", "<", ">", "&", "@", "a", " ", "[", "]", "-"),
    }),
    fc.constantFrom(
      "<!-- aftercare:item-end -->",
      '<!-- aftercare:item pia="9" source="1:1" -->',
      "@everyone look | here",
      "a\\|b\n| Due | 2020-01-01 |",
      "&lt;br&gt; <br> &#124;",
      "~~~\n```\n/pia accept #1",
      "https://example.test/_a_/b?c=1&amp=2#x",
    ),
  )
  .map((text) => cleanText(text));
const oneLine = hostile.map((text) => cleanText(text.replaceAll(/\s+/g, " ")));
const login = fc.constantFrom("alice", "bob-1", "renovate[bot]", "Zoë_x");
const instant = fc.integer({ min: 0, max: 4_000_000_000 });
const date = fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const decision = fc.record({ by: login, at: instant, reason: fc.option(oneLine.filter((text) => text !== "")) });
const PLACE = { owner: fc.constant("acme"), repo: fc.constant("a.b-c") };
const block: fc.Arbitrary<ItemBlock> = fc.record({
  dueDate: fc.option(date),
  type: fc.option(fc.constantFrom(...ITEM_TYPES)),
  handling: fc.option(fc.constantFrom("patch" as const, "process" as const)),
  doneWhen: fc.option(hostile.filter((text) => text !== "")),
  accepted: fc.option(decision),
  redates: fc.array(
    fc.tuple(decision, fc.option(date), date).map(([why, from, to]) => ({ ...why, from, to })),
    { maxLength: 3 },
  ),
  decision: fc.option(
    fc
      .tuple(decision, fc.constantFrom("rejected" as const, "accepted-risk" as const))
      .map(([why, kind]) => ({ ...why, kind })),
  ),
  verification: fc.option(fc.record({ by: login, at: instant, evidence: oneLine.filter((text) => text !== "") })),
  pullRequests: fc.array(
    fc.record({
      reference: fc.record({
        owner: fc.constantFrom("acme", "Acme-2"),
        repo: fc.constantFrom("shop", "a.b_c-d"),
        number: fc.integer({ min: 1, max: 99_999 }),
      }),
      state: fc.constantFrom("open" as const, "merged" as const, "closed" as const, "reverted" as const),
    }),
    { maxLength: 3 },
  ),
  guard: fc.option(oneLine.filter((text) => text !== "")),
  snooze: fc.option(fc.tuple(decision, date).map(([why, until]) => ({ ...why, until }))),
  reminded: fc.constantFrom(null, "soon 2026-12-01", "overdue 2026-12-01 +2w"),
  evidenceAsked: fc.option(instant),
  failures: fc.array(
    fc.record({
      kind: fc.constantFrom(
        "reverted" as const,
        "partly-reverted" as const,
        "guard-removed" as const,
        "recurrence" as const,
        "new-alert" as const,
        "new-incident" as const,
      ),
      by: fc.oneof(
        fc.record({ ...PLACE, number: fc.integer({ min: 1, max: 9 }) }),
        fc.record({ ...PLACE, sha: fc.constant("0123456789".repeat(4)) }),
        fc.record({ ...PLACE, alert: fc.integer({ min: 1, max: 9 }) }),
      ),
      at: instant,
    }),
    { maxLength: 3 },
  ),
  lastSeen: fc.option(fc.constantFrom("done" as const, "missing" as const)),
  unread: fc.constant({}),
});

describe("the item block", () => {
  test("comes back exactly, whatever people write into it", () => {
    fc.assert(
      fc.property(block, hostile, (written, around) => {
        const body = `${around.replaceAll("<!--", "")}\n\n${renderItemBlock(IDENTITY, written)}\n\nmore`;
        expect(parseItemBlock(body)).toEqual({ identity: IDENTITY, block: written, problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  test("rewritten, leaves every byte around it alone", () => {
    fc.assert(
      fc.property(block, block, hostile, (before, after, around) => {
        const head = `${around.replaceAll("<!--", "")}\r\n\r\n`;
        const tail = `\n\n${around}`;
        const body = `${head}${renderItemBlock(IDENTITY, before)}${tail}`;
        expect(replaceItemBlock(body, after)).toBe(`${head}${renderItemBlock(IDENTITY, after)}${tail}`);
      }),
      { numRuns: 200 },
    );
  });

  test("hand edits are read back, with Windows line ends and without outer bars", () => {
    const body = renderItemBlock(IDENTITY, { ...EMPTY_BLOCK, dueDate: "2026-12-01" })
      .replace("2026-12-01", "2026-12-24")
      .replace("<!-- aftercare:item-end -->", "| done when | p99 under 300 ms |\n<!-- aftercare:item-end -->")
      .replaceAll("\n", "\r\n");
    expect(parseItemBlock(body)).toMatchObject({
      block: { dueDate: "2026-12-24", doneWhen: "p99 under 300 ms" },
      problems: [],
    });
  });

  test("a row that cannot be read is named, and kept when another row is rewritten", () => {
    const body = renderItemBlock(IDENTITY, { ...EMPTY_BLOCK, dueDate: "2026-12-01" }).replace(
      "2026-12-01",
      "next Friday |\n| Mood | good",
    );
    const parsed = parseItemBlock(body)!;
    expect(parsed.problems).toEqual([
      "Row “Due”: “next Friday” is not a date such as 2026-12-01",
      "Row “Mood”: “good” is not a row that this table knows",
    ]);
    const rewritten = replaceItemBlock(body, { ...parsed.block, type: "prevent" });
    expect(rewritten).toContain("| Due | next Friday |");
    expect(rewritten).toContain("| Mood | good |");
    expect(parseItemBlock(rewritten)!.block.type).toBe("prevent");
  });

  test("a deleted table or a missing marker loses nothing", () => {
    const emptied = '<!-- aftercare:item pia="12" source="345:3" -->\nNotes of Bob\n<!-- aftercare:item-end -->';
    const restored = replaceItemBlock(emptied, { ...EMPTY_BLOCK, type: "detect" });
    expect(restored).toContain("Notes of Bob");
    expect(parseItemBlock(restored)).toMatchObject({ identity: IDENTITY, block: { type: "detect" } });
    expect(parseItemBlock("no markers here")).toBeNull();
    expect(parseItemBlock(replaceItemBlock("text", { ...EMPTY_BLOCK, type: "repair" }))?.block.type).toBe("repair");
  });
});
