/** Markdown is shown as GitHub shows it, and nothing that people write runs. */
import { describe, expect, test } from "vitest";
import { createMarkdown } from "./markdown.ts";

const render = createMarkdown();
const place = { repository: "acme/shop", base: "/view", webUrl: "http://127.0.0.1:9" };
const shown = (text: string): string => render(text, place).html.trim();

describe("as on GitHub", () => {
  test.each([
    ["hidden comments are hidden", 'a <!-- aftercare:pia incident="1:2" --> b', "<p>a  b</p>"],
    ["a comment over several lines is hidden", "<!-- one\n\ntwo -->\n\nafter", "<p>after</p>"],
    ["an unticked box", "- [ ] cap it", '<ul>\n<li class="task"><input type="checkbox" disabled> cap it</li>\n</ul>'],
    [
      "a ticked box",
      "- [x] cap it",
      '<ul>\n<li class="task"><input type="checkbox" disabled checked> cap it</li>\n</ul>',
    ],
    ["strikethrough", "~~no~~", "<p><s>no</s></p>"],
    [
      "an issue of this repository",
      "see #12.",
      '<p>see <a href="/view/acme/shop/issues/12" class="reference">#12</a>.</p>',
    ],
    [
      "an issue elsewhere",
      "acme/.github#3",
      '<p><a href="/view/acme/.github/issues/3" class="reference">acme/.github#3</a></p>',
    ],
    ["a person", "by @alice", '<p>by <a href="/view/alice" class="mention">@alice</a></p>'],
    ["a person in an option", "owner:@alice", '<p>owner:<a href="/view/alice" class="mention">@alice</a></p>'],
    [
      "no reference in code or within words",
      "`#12` a#12 me@alice.example x",
      '<p><code>#12</code> a#12 <a href="mailto:me@alice.example">me@alice.example</a> x</p>',
    ],
    [
      "links into the stand-in lead to pages",
      "[here](http://127.0.0.1:9/acme/shop/issues/7)",
      '<p><a href="/view/acme/shop/issues/7">here</a></p>',
    ],
    [
      "the address of an issue is shortened",
      "http://127.0.0.1:9/acme/shop/issues/7",
      '<p><a href="/view/acme/shop/issues/7">#7</a></p>',
    ],
    ["line breaks of comments stay", "one\ntwo", "<p>one<br>\ntwo</p>"],
    ["mermaid", "```mermaid\na-->b\n```", '<pre class="mermaid">a--&gt;b\n</pre>'],
    [
      "an alert",
      "> [!WARNING]\n> Blocked",
      '<blockquote class="alert warning" data-alert="Warning">\n<p>Blocked</p>\n</blockquote>',
    ],
  ])("%s", (_name, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test("details fold, with Markdown inside", () => {
    expect(shown("<details open><summary>More</summary>\n\n**x**\n\n</details>")).toBe(
      "<details open><summary>More</summary>\n<p><strong>x</strong></p>\n</details>",
    );
  });
  test("a table has its cells", () => {
    expect(shown("| a |\n|---|\n| b |")).toContain("<td>b</td>");
  });
  test("summaries of checks join lines, as files do", () => {
    expect(render("one\ntwo", place, false).html.trim()).toBe("<p>one\ntwo</p>");
  });
});

describe("nothing runs", () => {
  test.each([
    ["<script>alert(1)</script>"],
    ["a <img src=x onerror=alert(1)> b"],
    ["<details onclick=alert(1)>x</details>"],
    ["<b onmouseover='alert(1)'>x</b>"],
    ["[x](javascript:alert(1))"],
    ["<iframe src=//evil></iframe>"],
    ["```mermaid\n</pre><script>alert(1)</script>\n```"],
    ['```"><img src=x onerror=alert(1)>\n```'],
    ["<details open onclick=alert(1)>x</details>"],
    ["<!-- --!> <script>alert(1)</script>"],
    ["<svg/onload=alert(1)>"],
  ])("%s", (text) => {
    const live = shown(text).replaceAll(/&lt;.*?&gt;/gs, "");
    expect(live).not.toMatch(/<(script|img|iframe|svg)|<[^>]*\son\w+=|href="javascript:/i);
  });
});
