/** What a later change gives back of a fix, line by line; and what does only look so. */
import { describe, expect, test } from "vitest";
import { parseDiff } from "#src/github/diff.ts";
import { givenBack, showsNothing, tells } from "#src/github/given-back.ts";

/** A diff of one file: lines that begin with `-` or `+`. */
const change = (path: string, ...lines: readonly string[]) =>
  `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n${lines.join("\n")}\n`;
const judge = (fix: string, ...later: readonly string[]) => givenBack(parseDiff(fix)[0]!, parseDiff(later.join("")));

const PAY = "src/pay.ts";
const FIX = change(PAY, "-const retries = 100;", "+const retries = 3;");
const GUARD = change(PAY, "+if (attempt > limit) throw new Error();", "+  }");

describe("given back", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["exactly", FIX, [change(PAY, "-const retries = 3;", "+const retries = 100;")]],
    [
      "among other changes of the same file",
      FIX,
      [change(PAY, "-const retries = 3;", "-const size = 1;", "+const retries = 100;", "+const size = 2;")],
    ],
    ["in another order and another depth", FIX, [change(PAY, "+    const retries = 100;", "-const retries = 3;")]],
    [
      "in a file that was renamed by the same change",
      FIX,
      [change(PAY, "-const retries = 3;", "+const retries = 100;", "+more()").replace(`b/${PAY}`, "b/src/paying.ts")],
    ],
    [
      "beside changes of other files",
      FIX,
      [change("a.ts", "+unrelated()"), change(PAY, "-const retries = 3;", "-x", "+const retries = 100;")],
    ],
  ])("%s", (_, fix, later) => {
    expect(judge(fix, ...later)).toBe("whole");
  });

  test("nothing but an exact undoing of what was only added is certain: lines that go with others raise the question", () => {
    expect(judge(GUARD, change(PAY, "-if (attempt > limit) throw new Error();", "-  }"))).toBe("whole");
    expect(judge(GUARD, change(PAY, "-if (attempt > limit) throw new Error();", "-  }", "-other();"))).toBe("perhaps");
    const removal = change(PAY, "-retryForever();");
    expect(judge(removal, change(PAY, "+retryForever();", "+other();"))).toBe("perhaps");
  });
});

describe("not given back", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["when the line gets a third value", FIX, [change(PAY, "-const retries = 3;", "+const retries = 5;")]],
    ["when the old line comes back beside the new one", FIX, [change(PAY, "+const retries = 100;", "+x.y.z.z.y()")]],
    [
      "when the new line only moves",
      FIX,
      [change(PAY, "-const retries = 3;", "+const retries = 100;", "+const retries = 3;")],
    ],
    [
      "when it moves to another file",
      GUARD,
      [
        change(PAY, "-if (attempt > limit) throw new Error();", "-gone()"),
        change("b.ts", "+if (attempt > limit) throw new Error();"),
      ],
    ],
    [
      "when the same lines change in another file",
      FIX,
      [change("b.ts", "-const retries = 3;", "+const retries = 100;", "+m")],
    ],
    ["when only brackets go", change(PAY, "+});"), [change(PAY, "-});", "-other();")]],
    ["when the whole file goes", FIX, [change(PAY, "-const retries = 3;", "-const all = others;")]],
    [
      "when one of two such lines goes",
      change(PAY, "+check(amount);", "+check(amount);"),
      [change(PAY, "-check(amount);", "-other();")],
    ],
  ])("%s", (_, fix, later) => {
    expect(judge(fix, ...later)).toBe("no");
  });

  test("a binary file without exactly its old content", () => {
    const binary = (from: string, to: string) =>
      `diff --git a/a.png b/a.png\nindex ${from}..${to} 100644\nBinary files a/a.png and b/a.png differ\n`;
    expect(judge(binary("1", "2"), binary("2", "3"))).toBe("no");
    expect(judge(binary("1", "2"), binary("2", "1"))).toBe("whole");
  });
});

describe("what a file shows of a fix", () => {
  const [fix] = parseDiff(FIX);
  const [guard] = parseDiff(GUARD);
  test.each<readonly [string, string | null, boolean]>([
    ["the old line again", "let a;\n  const retries = 100;\n", true],
    ["the new line", "const retries = 3;\n", false],
    ["both", "const retries = 3;\nconst retries = 100;\n", false],
    ["neither: it went on", "const retries = 5;\n", false],
    ["no such file", null, false],
  ])("a replaced line: %s", (_, text, expected) => {
    expect(showsNothing(fix!, text)).toBe(expected);
  });

  test("an added line: gone with its file, or out of it", () => {
    expect(
      [null, "", "  }", "if (attempt > limit) throw new Error();"].map((text) => showsNothing(guard!, text)),
    ).toEqual([true, true, true, false]);
  });

  test("a change of brackets alone tells nothing", () => {
    expect([FIX, GUARD, change(PAY, "+});")].map((text) => tells(parseDiff(text)[0]!))).toEqual([true, true, false]);
  });
});
