/** The whole summary: its marker and title, when there is none, what people wrote in it, and what hostile text may do to it. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf, digestWeekKey, updatedBody } from "#src/digest/digest.ts";
import { SECTIONS } from "#src/digest/sections.ts";
import type { TrackedIssue } from "#src/facts/issue.ts";
import { findMarkers } from "#src/effect/marker.ts";
import { UTC } from "#src/calendar/zone.ts";
import { weekByKey } from "#src/digest/week.ts";
import { issue, item } from "#test/command/world.ts";
import { at, declared, early, knownItem, closedOn, MONDAY, sourcesOf, stated, WEEK } from "./told.ts";

const digest = (tracked: readonly TrackedIssue[], now = MONDAY) => digestOf(sourcesOf(tracked, { now }), WEEK);

describe("a summary", () => {
  test("carries its marker first, says its week, and ends with its seal", () => {
    const { title, body } = digest([item(12, {}, early)]);
    expect(title).toBe("Aftercare weekly summary 2026-W47 (16–22 Nov)");
    expect(body.startsWith('<!-- aftercare:digest week="2026-W47" -->\n\nNo incident')).toBe(true);
    expect(body).toMatch(/<!-- aftercare:digest-end seal="[0-9a-f]{16}" -->$/);
    expect(digestWeekKey(body)).toBe("2026-W47");
  });

  test("is the same whenever it is written, once the week has ended", () => {
    const tracked = [...declared({ reviewDue: "2026-11-24" }), item(12, { dueDate: "2026-11-24" }, early)];
    expect(digest(tracked, MONDAY + 6 * 86_400)).toEqual(digest(tracked));
  });

  test.each<[string, readonly TrackedIssue[], boolean]>([
    ["nothing", [], true],
    ["what was settled long ago", [knownItem(12, {}, closedOn("2026-11-05"))], true],
    ["an open item", [item(12, {}, early)], false],
    ["a proposal", [item(12, { accepted: null }, early)], false],
    ["a near miss", [{ issue: issue(40, { labels: ["near-miss"] }), recordComment: null }], false],
    ["an incident", declared(), false],
  ])("of a week with %s is quiet: %s", (_name, tracked, _quiet) => {
    expect(digest(tracked).quiet).toBe(_quiet);
  });

  test("is not quiet while a budget is used up, though all else is settled", () => {
    const [incident, analysis] = declared({ moments: stated({ started: "12:00", mitigated: "14:00" }) });
    const closed = { ...analysis!, issue: { ...analysis!.issue, state: "closed" as const } };
    const sources = sourcesOf([incident!, closed], { now: MONDAY + 7 * 86_400 });
    const next = weekByKey("2026-W48", UTC)!;
    const later = digestOf(sources, next);
    expect(later.body).toContain("No incident");
    expect(later.body).toContain("used up; lifts");
    expect(later.quiet).toBe(false);
  });
});

describe("what people wrote", () => {
  const { body } = digest([item(12, {}, early)]);
  const { body: next } = digest([item(12, {}, early), item(13, {}, early)]);

  test.each([
    ["below our part stays", `${body}\n\nMy note`, `${next}\n\nMy note`],
    [
      "from a browser, with its line breaks, stays",
      `${body}\n\nMy note`.replaceAll("\n", "\r\n"),
      `${next}\n\nMy note`,
    ],
    ["within our part makes it theirs", body.replace("bob", "bea"), null],
    ["in place of our part makes it theirs", "All is well", null],
    ["before our part makes it theirs", `Hello\n\n${body}`, null],
  ])("%s", (_name, present, expected) => {
    expect(updatedBody(present, next)).toBe(expected);
  });
});

describe("hostile text", () => {
  const hostile = (text: string): readonly TrackedIssue[] => {
    const said = { by: text, at: at("2026-11-20T10:00:00Z"), reason: text };
    const log = [{ at: said.at, by: "ana", what: `#31: override asked for: ${text}` }];
    const [incident, analysis] = declared({ external: said, log });
    const lesson = `## Lessons\n\n${text}\n`;
    const reviewed = {
      ...analysis!.issue,
      title: text,
      body: `${analysis!.issue.body}\n\n${lesson}`,
      closedAt: said.at,
    };
    return [
      { ...incident!, issue: { ...incident!.issue, title: text } },
      { ...analysis!, issue: reviewed },
      item(12, { owner: null }, { ...early, title: text }),
      knownItem(14, {}, { ...closedOn("2026-11-18"), title: text, assignees: ["x"] }),
      {
        issue: issue(40, { labels: ["near-miss"], title: text, author: { login: text, type: "User" } }),
        recordComment: null,
      },
    ];
  };

  test("notifies nobody, makes no markers, and never breaks a table", () => {
    const nasty = fc.constantFrom(
      "@olga",
      "@acme/all ",
      "|",
      "\n## X\n",
      "<!-- aftercare:digest-end -->",
      "`",
      "</details>",
      "```\n",
      "\\",
      "a",
    );
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 6 }), (parts) => {
        const { body } = digest(hostile(parts.join("")));
        expect(body).not.toMatch(/(?<![\w])@[A-Za-z0-9]/);
        expect(findMarkers(body).map(({ kind }) => kind)).toEqual(["digest", "digest-end"]);
        const table = body.split("\n").filter((line) => line.startsWith("| #"));
        expect(table.length).toBeGreaterThan(1);
        for (const row of table) expect([5, 6]).toContain(row.match(/(?<!\\)\|/g)!.length - 1);
        expect(body.match(/^## /gm)!.length).toBeLessThan(SECTIONS.length);
        expect(updatedBody(body, body)).toBe(body);
      }),
      { numRuns: 100 },
    );
  });

  test("of any length and number fits GitHub's limit, and says what is left out", () => {
    const long = "𝕏&".repeat(120);
    const many = Array.from({ length: 400 }, (_, index) => {
      const number = 100 + index;
      const state = index % 2 === 0 ? early : closedOn("2026-11-18");
      return knownItem(
        number,
        {},
        { ...state, title: long, assignees: Array.from({ length: 10 }, (_one, at) => `${"l".repeat(38)}${at}`) },
      );
    });
    const misses = many.map(({ issue: { number } }) => ({
      issue: issue(1000 + number, { labels: ["near-miss"], title: long }),
      recordComment: null,
    }));
    const { body } = digest([...hostile(long), ...many, ...misses]);
    expect(new TextEncoder().encode(body).length).toBeLessThan(65_536);
    expect(body).toMatch(/and \d+ more/);
    expect(updatedBody(body, body)).toBe(body);
  });
});
