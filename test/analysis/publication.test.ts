/** A published text is kept whole and inert, and what differs from it later is named by section. */
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  changedSections,
  explainCorrections,
  publish,
  readSnapshot,
  snapshotComments,
  withSectionChanges,
} from "#src/analysis/publication.ts";
import { publishedText } from "#src/analysis/published-text.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { findMarkers } from "#src/effect/marker.ts";
import { hostileText } from "#test/markdown/hostile-text.ts";
import { at } from "#test/timeline/timeline.ts";
import { INCIDENT, statement } from "./analyses.ts";

const snapshotOf = (text: string) =>
  snapshotComments({ analysis: INCIDENT, text, summary: "", by: "alice", at: at("08:00") });

describe("the snapshot", () => {
  it("gives any text back whole, mentions nobody and carries no marker but its own", () => {
    const body = fc.array(hostileText, { maxLength: 20 }).map((parts) => parts.join("\n"));
    fc.assert(
      fc.property(body, (written) => {
        const text = publishedText(written);
        const comments = snapshotOf(text).map((comment) => comment.body);
        expect(readSnapshot(comments)).toBe(text);
        expect(readSnapshot(comments.map((comment) => comment.replaceAll("\n", "\r\n")))).toBe(text);
        expect(publishedText(text)).toBe(text);
        expect(text.replaceAll(/`\/pia [^`\n]*`/g, "")).not.toMatch(/(?<![A-Za-z0-9_])@[A-Za-z0-9]/);
        const kinds = comments.flatMap((comment) => findMarkers(comment).map(({ kind }) => kind));
        expect(new Set(kinds)).toEqual(new Set(["published", "published-text", "published-end"]));
      }),
    );
  });

  it("takes several comments where one would be too long, and is nothing when one of them is gone", () => {
    const text = publishedText(Array.from({ length: 4_000 }, (_, index) => `line ${index} of many ünits`).join("\n"));
    const comments = snapshotOf(text).map((comment) => comment.body);
    expect(comments.length).toBeGreaterThan(1);
    for (const comment of comments) expect(new TextEncoder().encode(comment).length).toBeLessThan(60_000);
    expect(readSnapshot(comments.toReversed())).toBe(text);
    expect(readSnapshot(comments.slice(0, -1).concat("a comment"))).not.toBe(text);
    expect(readSnapshot(comments.slice(1))).toBeNull();
  });

  it("leaves commands in code as they can be copied, and makes names inert everywhere else", () => {
    const command = "Say `/pia held attendees:@ana,@bo` then.";
    expect(publishedText(command)).toBe(command);
    const others = ["`@ana`", "``/pia add @ana``", "/pia add @ana", "```\n/pia add @ana\n```", "a ` b\n`/pia x @ana`"];
    for (const other of others) expect(publishedText(other)).toContain("@\u200bana");
  });

  it("takes a ticked box for an empty one: the checklist ticks itself", () => {
    expect(publishedText("- [x] a\n* [X] b")).toBe(publishedText("- [ ] a\n* [ ] b"));
  });
});

describe("corrections", () => {
  it("are none where only invisible spaces differ, as in texts that were published earlier", () => {
    expect(changedSections("Ask @\u200bana: `/pia add @\u200bbo`", "Ask @\u200bana: `/pia add @bo`")).toEqual([]);
  });

  const BEFORE = "Told.\n\n## Impact\n\n5 customers\nfor an hour\n\n## Lessons\n\nNone.";

  test.each([
    ["a figure", BEFORE.replace("5 c", "50 c"), [{ section: "Impact", from: "5 customers", to: "50 customers" }]],
    ["the beginning", BEFORE.replace("Told", "Said"), [{ section: "the beginning", from: "Told.", to: "Said." }]],
    ["a section that is gone", BEFORE.split("## Lessons")[0]!, [{ section: "Lessons", from: "None.", to: "" }]],
    ["a new section", `${BEFORE}\n\n## Luck\n\nYes`, [{ section: "Luck", from: "", to: "Yes" }]],
    [
      "order alone",
      BEFORE.replace("5 customers\nfor an hour", "for an hour\n5 customers"),
      [{ section: "Impact", from: "5 customers / for an hour", to: "for an hour / 5 customers" }],
    ],
    ["white space", BEFORE.replaceAll("\n\n", "\n\n\n"), []],
    ["the checklist", `${BEFORE}\n\n## Follow-up checklist\n\n- [ ] a`, []],
  ])("names %s", (_name, after, changes) => {
    expect(changedSections(publishedText(BEFORE), publishedText(after))).toEqual(changes);
  });

  it("tells each change once, and when it was taken back", () => {
    const first = [{ section: "Impact", from: "5", to: "50" }];
    const once = withSectionChanges(emptyRecord(INCIDENT), first, { by: "bob", now: 1 });
    expect(withSectionChanges(once, first, { by: "carol", now: 2 })).toBe(once);
    const back = withSectionChanges(once, [], { by: "carol", now: 3 });
    expect(back.corrections.map(({ field, from, to, by }) => [field, from, to, by])).toEqual([
      ["section Impact", "5", "50", "bob"],
      ["section Impact", "50", "as it was published", "carol"],
    ]);
    expect(withSectionChanges(back, [], { by: "carol", now: 4 })).toBe(back);
  });

  it("keeps the newest of a section that is changed again and again: the record has room for so much only", () => {
    const often = Array.from({ length: 400 }, (_, index) => index).reduce(
      (record, now) =>
        withSectionChanges(record, [{ section: "A", from: "x".repeat(100), to: `${"y".repeat(100)} ${now}` }], {
          by: "bob",
          now,
        }),
      withSectionChanges(emptyRecord(INCIDENT), [{ section: "B", from: "1", to: "2" }], { by: "bob", now: 0 }),
    );
    const length = often.corrections.reduce((sum, { from, to }) => sum + from.length + to.length, 0);
    expect(length).toBeLessThan(12_000);
    expect(often.corrections.at(-1)!.to).toMatch(/ 399$/);
    expect(often.corrections.map(({ field }) => field)).toContain("section B");
  });

  it("takes the reason of whoever corrected, for their corrections alone", () => {
    const both = withSectionChanges(emptyRecord(INCIDENT), [{ section: "A", from: "1", to: "2" }], {
      by: "Alice",
      now: 1,
    });
    const more = withSectionChanges(both, [{ section: "A", from: "1", to: "3" }], { by: "bob", now: 2 });
    const change = explainCorrections(more, { ...statement, reason: "bots" });
    expect(change).toMatchObject({ kind: "changed", record: { corrections: [{ reason: "bots" }, { reason: null }] } });
    expect(explainCorrections(emptyRecord(INCIDENT), statement).kind).toBe("unchanged");
  });
});

test("only what was reviewed is published, and only once", () => {
  const terms = { print: "a", unreviewed: false };
  const record = emptyRecord(INCIDENT);
  expect(publish(record, terms, statement)).toMatchObject({ kind: "refused" });
  const reviewed = { ...record, reviewed: { by: "bob", at: 1, reason: null } };
  const published = publish(reviewed, terms, statement);
  expect(published).toMatchObject({ kind: "changed", record: { published: { by: "alice", text: "a" } } });
  if (published.kind !== "changed") throw new Error("not published");
  expect(publish(published.record, { ...terms, print: "b" }, statement).kind).toBe("unchanged");
  expect(publish(record, { ...terms, unreviewed: true }, statement).kind).toBe("changed");
});
