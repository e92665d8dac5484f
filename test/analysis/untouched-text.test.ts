/** What people wrote stays as it is, byte for byte, wherever our own lines stand in it: on all real reports that lie beside the project, and on made-up ones. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setChecklistBoxes } from "#src/analysis/checklist.ts";
import { CHECKLIST_LINES, emptyChecklist } from "#src/analysis/checklist-lines.ts";
import { EMPTY_BLOCK } from "#src/remediation/item-block.ts";
import { parseItemBlock, renderItemBlock, replaceItemBlock } from "#src/remediation/item-table.ts";

const REPORTS = fileURLToPath(new URL("../../../shared/corpus/reports/", import.meta.url));
const hasReports = existsSync(REPORTS);
const reports = hasReports ? readdirSync(REPORTS).map((name) => readFileSync(`${REPORTS}${name}`, "utf8")) : [];

const FRAGMENTS = [
  "# A heading\n",
  "Text with *emphasis*, `code` and &nbsp;\u00a0spaces\n",
  "- [ ] not ours\n  - [x] nested, not ours\n",
  "| a | b |\n| - | - |\n| [ ] | \\| |\n",
  "```\n- [ ] code\n",
  "```\n",
  "> - [ ] quoted\n",
  "<details><summary>More</summary>\n\n",
  "<!-- a comment\n",
  "-->\n",
  "שלום עולם\n",
  "\n",
  "1) one\n2) two\n",
];
const madeUp = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 }).map((parts) => parts.join(""));

/** A text, what of ours stands in it and where, and how its lines end. */
const scenes = (texts: fc.Arbitrary<string>) =>
  fc.record({
    text: texts,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    crlf: fc.boolean(),
    ticked: fc.subarray(CHECKLIST_LINES.map(({ id }) => id)),
    type: fc.constantFrom("prevent", "detect", "repair"),
  });

interface Scene {
  readonly text: string;
  readonly share: number;
  readonly crlf: boolean;
}

/** The text with ours between two of its lines; both parts around it. */
function standing({ text, share, crlf }: Scene, ours: string): { head: string; middle: string; tail: string } {
  const lines = text.split("\n");
  const at = Math.floor(lines.length * share);
  const end = (part: string) => (crlf ? part.replaceAll(/\r?\n/g, "\r\n") : part);
  const [head, tail] = [lines.slice(0, at), lines.slice(at)].map((part) => end(part.join("\n")));
  return { head: `${head}${end("\n\n")}`, middle: end(ours), tail: `${end("\n\n")}${tail}` };
}

describe.each([
  ["made-up texts", madeUp],
  ["the real reports", hasReports ? fc.constantFrom(...reports) : fc.constant("")],
] as const)("in %s", (name, texts) => {
  const isThere = name === "made-up texts" || hasReports;

  test.skipIf(!isThere)("ticking changes one character in each box of ours, and nothing else", () => {
    fc.assert(
      fc.property(scenes(texts), (scene) => {
        const { head, middle, tail } = standing(scene, emptyChecklist());
        const body = head + middle + tail;
        const next = setChecklistBoxes(body, new Map(scene.ticked.map((id) => [id as string, true])));
        expect(next).toHaveLength(body.length);
        expect(next.slice(0, head.length)).toBe(head);
        expect(next.slice(head.length + middle.length)).toBe(tail);
        const inside = next.slice(head.length, head.length + middle.length);
        expect(inside.replaceAll("- [x]", "- [ ]")).toBe(middle);
        expect(setChecklistBoxes(next, new Map(scene.ticked.map((id) => [id as string, false])))).toBe(body);
      }),
      { numRuns: 60 },
    );
  });

  test.skipIf(!isThere)("an item's table is written anew, and everything around it stays", () => {
    fc.assert(
      fc.property(scenes(texts), (scene) => {
        const identity = { pia: "12", source: "34:1" };
        const { head, middle, tail } = standing(scene, renderItemBlock(identity, { ...EMPTY_BLOCK, type: "process" }));
        const next = replaceItemBlock(head + middle + tail, { ...EMPTY_BLOCK, type: scene.type });
        expect(next.startsWith(head)).toBe(true);
        expect(next.endsWith(tail)).toBe(true);
        expect(parseItemBlock(next)).toMatchObject({ identity, block: { type: scene.type } });
        expect(replaceItemBlock(next, { ...EMPTY_BLOCK, type: scene.type })).toBe(next);
      }),
      { numRuns: 60 },
    );
  });
});

test.skipIf(hasReports)("the real reports do not lie beside the project (../shared/corpus): made-up texts only", () => {
  expect(reports).toEqual([]);
});
