/** Diffs: what each file loses and gains, whatever the base; the inverse; and nothing passed over. */
import { describe, expect, test } from "vitest";
import { essenceOf, inverseOf, parseDiff } from "#src/github/diff.ts";

const essence = (text: string) => parseDiff(text).map(essenceOf);
const undone = (text: string) => parseDiff(text).map((file) => essenceOf(inverseOf(file)));

const EDIT = `diff --git a/src/a.ts b/src/a.ts
index 1111111..2222222 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,3 @@ function f() {
 before
-old
+new
 after
`;
const EDIT_ON_ANOTHER_BASE = EDIT.replace("1111111..2222222", "3333333..4444444")
  .replace("@@ -1,3 +1,3 @@ function f() {", "@@ -40,3 +41,3 @@ function g() {")
  .replace(" before", " something else before");
const EDIT_UNDONE = `diff --git a/src/a.ts b/src/a.ts
index 2222222..1111111 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,3 @@
 before
-new
+old
 after
`;
const CREATION = `diff --git a/b.sh b/b.sh
new file mode 100755
index 0000000..1111111
--- /dev/null
+++ b/b.sh
@@ -0,0 +1 @@
+echo
`;
const DELETION = `diff --git a/b.sh b/b.sh
deleted file mode 100755
index 1111111..0000000
--- a/b.sh
+++ /dev/null
@@ -1 +0,0 @@
-echo
`;
const RENAME = (from: string, to: string) => `diff --git a/${from} b/${to}
similarity index 100%
rename from ${from}
rename to ${to}
`;
const BINARY = (blobs: string) => `diff --git a/logo.png b/logo.png
index ${blobs} 100644
Binary files a/logo.png and b/logo.png differ
`;
const MODE = (from: string, to: string) => `diff --git a/run b/run
old mode ${from}
new mode ${to}
`;
const QUOTED = (line: string) => `diff --git "a/\\303\\244.ts" "b/\\303\\244.ts"
index 1111111..2222222 100644
--- "a/\\303\\244.ts"
+++ "b/\\303\\244.ts"
@@ -1 +1 @@
-x
+${line}
`;

describe("two diffs say the same", () => {
  test("when only the base has moved", () => {
    expect(essence(EDIT_ON_ANOTHER_BASE)).toEqual(essence(EDIT));
  });

  test.each([
    ["another line", EDIT, EDIT.replace("+new", "+newer")],
    ["white space", EDIT, EDIT.replace("+new", "+  new")],
    ["another file", EDIT, EDIT.replaceAll("src/a.ts", "src/b.ts")],
    ["another version of a binary file", BINARY("1111111..2222222"), BINARY("1111111..3333333")],
    ["another mode", MODE("100644", "100755"), MODE("100644", "120000")],
    ["another target of a rename", RENAME("a", "b"), RENAME("a", "c")],
    ["a file more", EDIT, EDIT + CREATION],
    ["a file whose name git quotes", QUOTED("y"), QUOTED("z")],
    ["such a file beside another", EDIT + QUOTED("y"), EDIT + QUOTED("z")],
  ])("never with %s", (_name, a, b) => {
    expect(essence(a)).not.toEqual(essence(b));
    expect(essence(a).length).toBeGreaterThan(0);
  });
});

describe("the inverse", () => {
  test.each([
    ["an edit", EDIT, EDIT_UNDONE],
    ["a creation", CREATION, DELETION],
    ["a deletion", DELETION, CREATION],
    ["a rename", RENAME("a", "b"), RENAME("b", "a")],
    ["a binary change", BINARY("1111111..2222222"), BINARY("2222222..1111111")],
    ["a mode", MODE("100644", "100755"), MODE("100755", "100644")],
    ["a file whose name git quotes", QUOTED("y"), QUOTED("y").replace("-x\n+y", "-y\n+x")],
  ])("of %s is what undoes it", (_name, made, reverted) => {
    expect(undone(made)).toEqual(essence(reverted));
    expect(undone(reverted)).toEqual(essence(made));
    expect(undone(made)).not.toEqual(essence(made));
  });
});

test("a removed or added line that looks like a header is a line", () => {
  const text = EDIT.replace("-old", "--- a/other\n-diff --git a/x b/x").replace("+new", "+@@ -1 +1 @@");
  expect(parseDiff(text)).toMatchObject([
    { path: "src/a.ts", removed: ["-- a/other", "diff --git a/x b/x"], added: ["@@ -1 +1 @@"] },
  ]);
});

test("an empty diff has no files", () => {
  expect(parseDiff("")).toEqual([]);
});
