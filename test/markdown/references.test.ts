import { describe, expect, it } from "vitest";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { readReferences } from "#src/markdown/references.ts";

const found = (text: string) =>
  readReferences(parseMarkdown(text)).map(
    ({ owner, repo, number, quoted }) => `${owner ? `${owner}/${repo}` : ""}#${number}${quoted ? " quoted" : ""}`,
  );

describe("references to issues", () => {
  it.each([
    ["Fixes #12", ["#12"]],
    ["#1, #2 and #3", ["#1", "#2", "#3"]],
    ["(see #5)", ["#5"]],
    ["acme/shop#7", ["acme/shop#7"]],
    ["mona_acme/shop#7, whose enterprise gives out the logins", ["mona_acme/shop#7"]],
    ["https://github.com/acme/shop/issues/7", ["acme/shop#7"]],
    ["https://github.com/acme/shop/pull/7#issuecomment-5", ["acme/shop#7"]],
    ["<https://ghe.example:8443/acme/shop/issues/7>", ["acme/shop#7"]],
    ["[the item](https://github.com/acme/shop/issues/7)", ["acme/shop#7"]],
    ["- [ ] **do** #4", ["#4"]],
    ["| a |\n|---|\n| #4 |", ["#4"]],
    ["> as in #9", ["#9 quoted"]],
    ["> > #9\n\n#10", ["#9 quoted", "#10"]],
    ["<details><summary>#3</summary>\n#4\n</details>", ["#3", "#4"]],
    ["# About #8", ["#8"]],
  ])("are found in %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    "`#12`",
    "```\n#12\n```",
    "    #12",
    "<!-- #12 -->",
    "<!--\n#12\n-->",
    "text <!-- #12 --> text",
    "\\#12",
    "a#12",
    "#12a",
    "#12-x",
    "&#12;",
    "[#12](https://example.org/)",
    "https://example.org/#12",
    "https://example.org/?a=x&b=#12",
    '<a href="#12">x</a>',
    '<div title="#12">\n\nx\n</div>',
    "<div>\n<!-- #12 -->\n</div>",
    "#",
    "# 12",
    "#0x1f",
    "https://github.com/acme/shop/issues/",
    "![#12](https://example.org/a.png)",
    "~~~\nunclosed #12",
  ])("are not found in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("say where they stand and on which host", () => {
    const text = "Fixes https://ghe.example/acme/shop/issues/7.";
    const [reference] = readReferences(parseMarkdown(text));
    expect(text.slice(reference!.from, reference!.to)).toBe("https://ghe.example/acme/shop/issues/7");
    expect(reference!.host).toBe("ghe.example");
  });
});
