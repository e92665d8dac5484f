import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { replaceRegion } from "#src/markdown/region.ts";
import { readTasks, setCheckbox } from "#src/markdown/task-list.ts";
import { hostileText } from "./hostile-text.ts";

describe("checkboxes", () => {
  it("are found in lists, nested lists and quotes, not in code", () => {
    const text = "- [ ] a <!-- x -->\n  * [X] **b**\n1. [x] c\n> - [ ] d\n\n```\n- [ ] e\n```\n- [y] f\n";
    const tasks = readTasks(parseMarkdown(text));
    expect(tasks.map(({ checked, text: words, line, quoted }) => [checked, words, line, quoted])).toEqual([
      [false, "a", 1, false],
      [true, "b", 2, false],
      [true, "c", 3, false],
      [false, "d", 4, true],
    ]);
    expect(tasks[0]!.source).toContain("<!-- x -->");
  });

  it("change exactly one character, or none, whatever stands around them", () => {
    const documents = fc.tuple(
      hostileText,
      fc.array(
        hostileText.map((text) => text.replaceAll(/[\r\n]/g, " ")),
        { maxLength: 4 },
      ),
    );
    fc.assert(
      fc.property(documents, fc.boolean(), ([before, items], checked) => {
        const text = `${before}\n\n${items.map((item) => `- [ ] ${item}`).join("\n")}\n`;
        for (const task of readTasks(parseMarkdown(text))) {
          const next = setCheckbox(text, task.boxAt, checked);
          const differing = [...text].filter((character, index) => character !== [...next][index]).length;
          expect(next).toHaveLength(text.length);
          expect(differing).toBe(task.checked === checked ? 0 : 1);
          expect(setCheckbox(next, task.boxAt, false)).toBe(task.checked ? setCheckbox(text, task.boxAt, false) : text);
        }
      }),
    );
  });

  it("leave the text alone where there is no box", () => {
    expect(setCheckbox("- [] a", 3, true)).toBe("- [] a");
    expect(setCheckbox("abc", 99, true)).toBe("abc");
  });
});

describe("a region", () => {
  it("is replaced and nothing else", () => {
    expect(replaceRegion("abcdef", { from: 2, to: 4 }, "XY")).toBe("abXYef");
    expect(replaceRegion("abc", { from: 5, to: 9 }, "!")).toBe("abc!");
  });
});
