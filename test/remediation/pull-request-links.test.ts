/** What counts as “this pull request fixes that item”. */
import { describe, expect, test } from "vitest";
import { pullRequestLinks } from "#src/remediation/pull-request-links.ts";

const repository = { owner: "acme", repo: "shop", url: "https://github.com/acme/shop" };

function said(body: string): string[] {
  return pullRequestLinks(body, repository).map(
    ({ issue, keyword }) => `${keyword} ${issue.owner}/${issue.repo}#${issue.number}`,
  );
}

describe("a pull request links an item", () => {
  const linked: readonly [string, string, string[]][] = [
    [
      "by each closing keyword",
      "Close #1\nfixed #2\nResolves: #3",
      ["close acme/shop#1", "fix acme/shop#2", "resolve acme/shop#3"],
    ],
    ["by Remediates", "Remediates #7.", ["remediate acme/shop#7"]],
    [
      "by a chain: one keyword, three items",
      "Fixes #1, #2 and #3",
      ["fix acme/shop#1", "fix acme/shop#2", "fix acme/shop#3"],
    ],
    ["by a list under one keyword", "Fixes:\n- #1\n- #2\n", ["fix acme/shop#1", "fix acme/shop#2"]],
    ["across repositories", "fixes acme/api#12", ["fix acme/api#12"]],
    ["by address", "Fixes https://github.com/acme/api/issues/5", ["fix acme/api#5"]],
    ["by a Markdown link", "Fixes [the retry storm](https://github.com/acme/shop/issues/5)", ["fix acme/shop#5"]],
    ["in bold", "Fixes **#5**", ["fix acme/shop#5"]],
    ["with a colon and Windows line ends", "Summary\r\n\r\nFixes: #5\r\n", ["fix acme/shop#5"]],
    ["once, however often it is said", "Fixes #5. Really fixes #5.", ["fix acme/shop#5"]],
    ["after another sentence with a negation", "This is not pretty. Fixes #5", ["fix acme/shop#5"]],
    ["when “not only” stands far before", "It is not only faster, it also fixes #5", ["fix acme/shop#5"]],
  ];
  test.each(linked)("%s", (_, body, expected) => {
    expect(said(body)).toEqual(expected);
  });
});

describe("a pull request does not link an item", () => {
  const unlinked: readonly [string, string][] = [
    ["by a mere mention", "See #5 and #6"],
    ["in code", "`Fixes #5`"],
    ["in a fence", "```\nFixes #5\n```\n~~~\nFixes #6\n~~~"],
    ["in indented code", "text\n\n    Fixes #5\n"],
    ["in a quote", "> Fixes #5"],
    ["in a hidden comment", "<!-- Fixes #5 -->"],
    ["when struck out", "~~Fixes #5~~"],
    ["when it says that it does not", "This does not fix #5"],
    ["with a short form of not", "It doesn't fix #5 and won't ever close #6"],
    ["by “not fixed by”", "This was not fixed by #5"],
    ["by “fixed by”", "fixed by #5"],
    ["by “fixes part of”", "Fixes part of #5"],
    ["by a word that only ends so", "prefixes #5, unresolved #6"],
    ["on another host", "Fixes https://codeberg.org/acme/shop/issues/5"],
    ["by number zero", "Fixes #0"],
    ["by a mention after the chain has ended", "Thanks to #4. And #5"],
  ];
  test.each(unlinked)("%s", (_, body) => {
    expect(said(body)).toEqual([]);
  });

  test("a sentence after the chain is a mention", () => {
    expect(said("Fixes #1. #2 is another matter")).toEqual(["fix acme/shop#1"]);
    expect(said("Fixes #1\n\n#2 is another matter")).toEqual(["fix acme/shop#1"]);
  });

  test("sixty thousand characters of near misses are read quickly", () => {
    const started = performance.now();
    said("fixes ".repeat(10_000));
    said("fixes #1, ".repeat(6_000));
    said(`not ${"a ".repeat(30_000)}fixes #1`);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
