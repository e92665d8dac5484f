import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, escapeCell, escapeLink, escapeText, neutraliseMentions } from "#src/markdown/escape.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { plainText } from "#src/markdown/plain-text.ts";
import { readTables } from "#src/markdown/tables.ts";
import { hostileText } from "./hostile-text.ts";

const nodeNames = (text: string) => {
  const names = new Set<string>();
  parseMarkdown(text).tree.iterate({ enter: (node) => void names.add(node.name) });
  return names;
};

describe("text that a person wrote, inside Markdown of ours", () => {
  it("comes back exactly from a table cell, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 4 }), (texts) => {
        const table = `| ${texts.map(() => "h").join(" | ")} |\n|${texts.map(() => "---|").join("")}\n| ${texts.map(escapeCell).join(" | ")} |\n`;
        const row = readTables(parseMarkdown(table))[0]!.rows[0]!;
        expect(row.cells.map((cell) => cell.text)).toEqual(texts.map(cleanText));
      }),
      { numRuns: 500 },
    );
  });

  it("is one paragraph of text, links at most, whatever it is", () => {
    const allowed = new Set(["Document", "Paragraph", "Escape", "Entity", "URL"]);
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeText(text);
        expect([...nodeNames(escaped)].filter((name) => !allowed.has(name))).toEqual([]);
        expect(escaped).not.toContain("\n");
        expect(escaped).not.toContain("<!--");
        const document = parseMarkdown(escaped);
        const seen = plainText(document, document.tree.topNode).replaceAll("\u200b", "");
        expect(seen).toBe(cleanText(text).replaceAll(/\s*\n\s*/g, " "));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["@alice, thanks", "@\u200balice, thanks"],
    ["cc @acme/payments", "cc @\u200bacme/payments"],
    ["write to a@b.example", "write to a@b.example"],
    ["@ home", "@ home"],
  ])("notifies nobody: %s", (text, expected) => {
    expect(neutraliseMentions(text)).toBe(expected);
  });

  it("keeps references to issues and snake_case readable", () => {
    expect(escapeText("#12 broke read_only_mode")).toBe("#12 broke read_only_mode");
  });

  it("cleaning twice is cleaning once", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  it("links only to plain addresses", () => {
    expect(escapeLink("a [b]", "https://github.com/a/b/issues/1#issuecomment-5")).toBe(
      "[a \\[b\\]](https://github.com/a/b/issues/1#issuecomment-5)",
    );
    expect(escapeLink("x", "javascript:alert(1)")).toBe("x");
    expect(escapeLink("x", "https://a.example/) | <b>")).toBe("x");
  });
});
