/** Texts within GitHub's limits: whole lines, closed parts, a note, the marker kept. */
import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLine, fitText, sameText } from "#src/github/perform/fit-text.ts";
import { anyText } from "#test/support/any-text.ts";

const LIMIT = 600;
const long = "a line of words\n".repeat(100);

describe("fitText", () => {
  test("leaves alone what fits", () => {
    expect(fitText("short", "", LIMIT)).toBe("short");
  });

  test("cuts at a line's end and says so", () => {
    expect(fitText(long, "", LIMIT)).toMatch(/^(a line of words\n)+a line of words\n\n_The rest is left out: .*_\n$/);
  });

  test("keeps the marker", () => {
    expect(fitText(`${long}<!-- m -->`, "<!-- m -->", LIMIT)).toMatch(/<!-- m -->\n$/);
    expect(fitText(`<!-- m -->${long}`, "<!-- m -->", LIMIT).match(/<!-- m -->/g)).toHaveLength(1);
  });

  test.each([
    ["an open fence", `\`\`\`mermaid\n${long}`, /\n```\n\n_The rest/],
    ["an open fold", `<details><summary>x</summary>\n${long}</details>`, /<\/details>\n\n_The rest/],
    ["an open comment", `start\n<!-- ${long} -->`, /^start\n\n\n_The rest/],
  ])("%s does not swallow the note", (_name, text, expected) => {
    expect(fitText(text, "", LIMIT)).toMatch(expected);
  });

  test("never exceeds the limit in bytes, whatever the text", () => {
    assert(
      property(anyText({ maxLength: 300 }), (text) => {
        expect(Buffer.byteLength(fitText(text, "<!-- m -->", LIMIT))).toBeLessThanOrEqual(LIMIT);
      }),
    );
  });
});

test("fitLine keeps the limit and never halves a character", () => {
  expect(fitLine("abc", 3)).toBe("abc");
  expect(fitLine("abcd", 3)).toBe("ab…");
  expect(fitLine("a😀bc", 3)).toBe("a…");
});

test("texts that differ only in line ends or space at the end are the same", () => {
  expect(sameText("a\r\nb\r\n", "a\nb")).toBe(true);
  expect(sameText("a\n\nb", "a\nb")).toBe(false);
});
