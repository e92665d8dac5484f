/** Globs as people know them from CODEOWNERS and .gitignore. */
import { describe, expect, test } from "vitest";
import { compileGlobs, globProblem } from "#src/component/glob.ts";

type Row = readonly [patterns: readonly string[], path: string, covered: boolean];

describe("what a list of globs covers", () => {
  const rows: readonly Row[] = [
    [["services/checkout/**"], "services/checkout/cart.ts", true],
    [["services/checkout/**"], "services/checkout/a/b/c.ts", true],
    [["services/checkout/**"], "services/checkout-old/a.ts", false],
    [["services/checkout/"], "services/checkout/a/b.ts", true],
    [["services/checkout"], "services/checkout/a/b.ts", true],
    [["services/checkout"], "services/checkout", true],
    [["/services/checkout/"], "services/checkout/a.ts", true],
    [["./services/checkout/**"], "services/checkout/a.ts", true],
    [["Makefile"], "Makefile", true],
    [["Makefile"], "sub/Makefile", false],
    [["*.ts"], "a.ts", true],
    [["*.ts"], "sub/a.ts", false],
    [["**/*.ts"], "a.ts", true],
    [["**/*.ts"], "sub/deep/a.ts", true],
    [["docs/*"], "docs/a.md", true],
    [["docs/*"], "docs/sub/a.md", false],
    [["**"], ".github/workflows/ci.yml", true],
    [["**"], "a/.hidden/b", true],
    [["*"], ".env", true],
    [["a/**/b"], "a/b", true],
    [["a/**/b"], "a/x/y/b", true],
    [["src/{api,web}/**"], "src/web/a.ts", true],
    [["src/{api,web}/**"], "src/cli/a.ts", false],
    [["src/@(api|web)/**"], "src/api/a.ts", true],
    [["!(docs)/**"], "src/a.ts", true],
    [["!(docs)/**"], "docs/a.md", false],
    [["v[0-9]/**"], "v2/a", true],
    [["Services/**"], "services/a", false],
    [[], "a", false],
  ];
  test.each(rows)("%j on %j: %j", (patterns, path, covered) => {
    expect(compileGlobs(patterns)(path)).toBe(covered);
  });
});

describe("negation means negation, and the last match wins", () => {
  const rows: readonly Row[] = [
    [["services/**", "!services/docs/**"], "services/docs/a.md", false],
    [["services/**", "!services/docs/**"], "services/a.ts", true],
    [["services/**", "!services/docs/**"], "elsewhere/a.ts", false],
    [["!services/docs/**", "services/**"], "services/docs/a.md", true],
    [["a/**", "!a/b/**", "a/b/keep.ts"], "a/b/keep.ts", true],
    [["a/**", "!a/b/**", "a/b/keep.ts"], "a/b/drop.ts", false],
    [["!docs/**"], "src/a.ts", true],
    [["!docs/**"], "docs/a.md", false],
    [["a/**", "!a/b"], "a/b/c", false],
  ];
  test.each(rows)("%j on %j: %j", (patterns, path, covered) => {
    expect(compileGlobs(patterns)(path)).toBe(covered);
  });
});

describe("paths with special characters", () => {
  const rows: readonly Row[] = [
    [["app/**"], "app/(shop)/[slug]/page.tsx", true],
    [["app/(shop)/**"], "app/(shop)/page.tsx", true],
    [["app/[slug]/**"], "app/[slug]/page.tsx", true],
    [["app/[...all]/**"], "app/[...all]/page.tsx", true],
    [["a|b/**"], "a|b/c", true],
    [["a/**"], "a/with space/ä ö/#1 $x^.ts", true],
    [["a/**"], "a/line\nbreak.ts", true],
    [["a/*"], "a/back\\slash", true],
    [["a\\*"], "a*", true],
    [["a\\*"], "ab", false],
    [["C++/**"], "C++/main.cc", true],
    [["a/**"], "a/..hidden/b", true],
  ];
  test.each(rows)("%j on %j: %j", (patterns, path, covered) => {
    expect(compileGlobs(patterns)(path)).toBe(covered);
  });
});

describe("a glob that cannot be read", () => {
  test.each([
    ["a(b", 'Missing closing: ")"'],
    ["app/[slug", 'Missing closing: "]"'],
    ["", "The pattern is empty"],
    ["/", "The pattern is empty"],
    ["!", "The pattern is empty"],
    [`${"a".repeat(70_000)}/**`, "exceeds maximum"],
  ])("%.10s: says why", (pattern, says) => {
    expect(globProblem(pattern)).toContain(says);
    expect(compileGlobs(["x", pattern])("a")).toBe(false);
  });
  test.each(["**", "!docs/**", "a/[b]/c", "src/{a,b}/**"])("%s is fine", (pattern) => {
    expect(globProblem(pattern)).toBeNull();
  });
});
