import { describe, expect, it } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import type { ActivityFacts } from "#src/facts/issue.ts";
import { draftTimeline } from "#src/timeline/draft-timeline.ts";
import { timelineTable } from "#src/timeline/timeline-table.ts";
import { at, momentsOf } from "./timeline.ts";

const url = "https://github.com/acme/shop/issues/7";
const alice = { login: "alice", type: "User" as const };
const ours = { login: "aftercare[bot]", type: "Bot" as const };
const event = (time: string, parts: Partial<ActivityFacts>): ActivityFacts => ({
  at: at(time),
  actor: alice,
  event: "commented",
  detail: "",
  url: null,
  ...parts,
});
const draft = (activity: readonly ActivityFacts[], parts: Partial<Parameters<typeof draftTimeline>[0]> = {}) =>
  draftTimeline({
    activity,
    moments: {},
    notes: [],
    config: configSchema.parse({}),
    issue: { title: "Checkout is down", author: alice, createdAt: at("05:36"), url },
    ...parts,
  });
const texts = (activity: readonly ActivityFacts[]) =>
  draft(activity)
    .slice(1)
    .map((entry) => entry.text);

describe("the draft timeline", () => {
  it.each<[string, Partial<ActivityFacts>, string[]]>([
    ["an incident label", { event: "labeled", detail: "incident" }, ["Labelled incident"]],
    ["a severity label", { event: "labeled", detail: "sev:2" }, ["Labelled sev:2"]],
    ["any other label", { event: "labeled", detail: "good first issue" }, []],
    ["an assignment", { event: "assigned", detail: "bob" }, ["bob joined"]],
    [
      "a pull request that mentions it",
      { event: "cross-referenced", detail: "Roll back" },
      ["Mentioned in “Roll back”"],
    ],
    ["a comment's first own line", { detail: "> quoted\n\nRolling back now\nmore" }, ["Rolling back now"]],
    ["a comment of commands only", { detail: "/pia started 05:30\n/pia detected 05:34" }, []],
    ["what our App did", { actor: ours, event: "labeled", detail: "incident" }, []],
    ["somebody's alert bot", { actor: { login: "alerts[bot]", type: "Bot" }, detail: "FIRING" }, ["FIRING"]],
    ["a deleted account", { actor: null, detail: "It is the cache" }, ["It is the cache"]],
    ["a subscription", { event: "subscribed", detail: "subscribed" }, []],
    ["a very long comment", { detail: "x".repeat(1000) }, [`${"x".repeat(159)}…`]],
  ])("says what happened: %s", (_name, parts, expected) => {
    expect(texts([event("05:40", parts)])).toEqual(expected);
  });

  it("puts opening, moments, notes and activity in order of time, moments first", () => {
    const entries = draft([event("05:40", { detail: "Rolling back" })], {
      moments: momentsOf({ started: "05:29", detected: "05:40" }),
      notes: [{ at: at("05:31"), by: "bob", text: "first complaints", source: "" }],
    });
    expect(entries.map((entry) => entry.text)).toEqual([
      "Impact started",
      "first complaints",
      "Opened “Checkout is down”",
      "Detected",
      "Rolling back",
    ]);
  });

  it("gives evidence for all that GitHub saw", () => {
    const comment = `${url}#issuecomment-5`;
    const entries = draft([
      event("05:40", { detail: "a", url: comment }),
      event("05:41", { event: "labeled", detail: "sev:1" }),
    ]);
    expect(entries.map((entry) => entry.url)).toEqual([url, comment, url]);
  });
});

describe("the timeline as a table", () => {
  const room = { characters: 30_000, restUrl: url };
  it("escapes what people wrote", () => {
    const table = timelineTable(draft([event("05:40", { detail: "a | b <!-- c --> @bob" })]), room);
    expect(table.split("\n").at(-1)).toBe(
      `| 22 Nov 2026 05:40Z | a \\| b &lt;!-- c --&gt; @\u200bbob (alice) | [GitHub](${url}) |`,
    );
  });

  it("leaves out the middle when it is too long, and says how much and where it is", () => {
    const activity = Array.from({ length: 900 }, (_, index) =>
      event("06:00", { detail: `entry ${index} ${"x".repeat(100)}` }),
    );
    const table = timelineTable(draft(activity), room);
    expect(table.length).toBeLessThanOrEqual(30_000);
    expect(table).toContain("entry 0 ");
    expect(table).toContain("entry 899 ");
    const shown = table.match(/entry \d+ /g)!.length;
    expect(table).toContain(`*${900 - shown} entries left out here for length: see [the incident](${url})*`);
  });
});
