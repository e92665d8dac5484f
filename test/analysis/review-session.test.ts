/** When the review is, its versions, what was decided, what was starred, and who was missed. */
import { describe, expect, it, test } from "vitest";
import { absentFrom } from "#src/analysis/absent.ts";
import { agenda } from "#src/analysis/agenda.ts";
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { emptyRecord, type RecordChange } from "#src/analysis/record.ts";
import { appointReview, decide, invitationOf, reviewTime } from "#src/analysis/review-session.ts";
import { emptyStars, star, starredEntries, unstar } from "#src/analysis/starred.ts";
import { readBusinessHours } from "#src/calendar/business-time.ts";
import { formatInstant } from "#src/calendar/instant.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import { configSchema } from "#src/config/schema.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import { at } from "#test/timeline/timeline.ts";
import { INCIDENT, statement } from "./analyses.ts";

const record = (parts: Partial<AnalysisRecord> = {}): AnalysisRecord => ({ ...emptyRecord(INCIDENT), ...parts });
const changed = (change: RecordChange) => {
  if (change.kind !== "changed") throw new Error(JSON.stringify(change));
  return change.record;
};

describe("the time", () => {
  test.each([
    ["09:00-17:00", "UTC", "2026-11-25T10:00:00Z"],
    ["09:00-17:00", "Europe/Berlin", "2026-11-25T09:00:00Z"],
    ["09:00-10:30", "UTC", "2026-11-25T09:30:00Z"],
    ["09:00-09:30", "UTC", "2026-11-25T09:00:00Z"],
  ])("is proposed within %s %s", (hours, zone, start) => {
    const open = readBusinessHours(hours, [], openZone(zone) ?? UTC)!;
    expect(formatInstant(reviewTime(record({ reviewDue: "2026-11-25" }), open)!.start)).toBe(start);
    expect(reviewTime(record(), open)).toBeNull();
  });

  it("has one identity and growing versions as it is set and moved; saying it again changes nothing", () => {
    const hours = readBusinessHours("09:00-17:00", [], UTC)!;
    const proposed = record({ reviewDue: "2026-11-25" });
    const set = changed(appointReview(proposed, at("09:30"), statement));
    const moved = changed(appointReview(set, at("10:30"), { ...statement, now: at("08:10") }));
    expect(appointReview(moved, at("10:30"), statement).kind).toBe("unchanged");
    const analysis = { url: "https://github.com/acme/shop/issues/9", createdAt: at("06:00") };
    const invitations = [proposed, set, moved].map((one) =>
      invitationOf({ record: one, time: reviewTime(one, hours)!, incident: INCIDENT, repositoryId: 901, analysis }),
    );
    expect(invitations.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(invitations.map(({ stamp }) => stamp)).toEqual([at("06:00"), at("08:00"), at("08:10")]);
    expect(new Set(invitations.map(({ uid }) => uid))).toEqual(new Set(["review-901-7@aftercare"]));
  });
});

test("a decision is kept once from one comment, in one line, cut where it grows long", () => {
  const once = changed(decide(record(), "We page\non the queue", statement));
  expect(once.decisions).toEqual([
    { at: at("08:00"), by: "alice", text: "We page on the queue", source: statement.source },
  ]);
  expect(decide(once, "We page on the queue", statement).kind).toBe("unchanged");
  expect(changed(decide(record(), "x".repeat(900), statement)).decisions[0]!.text).toHaveLength(500);
  expect(decide(record(), " ", statement).kind).toBe("refused");
  const many = record({
    decisions: Array.from({ length: 16 }, () => ({ ...once.decisions[0]!, text: "x".repeat(500) })),
  });
  expect(decide(many, "one more", statement).kind).toBe("refused");
});

const entry = (time: string, text: string, by: string | null = "bob"): TimelineEntry => ({
  at: at(time),
  text,
  by,
  url: null,
  source: "activity",
});

describe("stars", () => {
  const timeline = [
    entry("05:30", "started"),
    { ...entry("05:34", "detected"), at: at("05:34") + 31 },
    entry("06:00", "⭐ rolled back"),
  ];

  it("mark every entry of their minute, beside entries that carry one; those without an entry are named", () => {
    const sources = {
      record: record({
        stars: [
          { at: at("05:34"), by: "a" },
          { at: at("05:50"), by: "a" },
        ],
      }),
      timeline,
      body: "",
    };
    expect(starredEntries(sources).map(({ text }) => text)).toEqual(["detected", "rolled back"]);
    expect(emptyStars(sources)).toEqual([at("05:50")]);
  });

  it("in the analysis lead to the same entry, or stand as written where the draft has none", () => {
    const body = [
      "## Timeline",
      "",
      "| When (UTC) | What happened | Seen in |",
      "|---|---|---|",
      "| 22 Nov 2026 05:34Z | ⭐ Detected (bob) | [stated](https://a.example/1) |",
      "| 22 Nov 2026 05:45Z | ⭐ the bank called | |",
      "| 22 Nov 2026 05:47Z | nothing to see | |",
    ].join("\n");
    const starred = starredEntries({ record: record(), timeline: timeline.slice(0, 2), body });
    expect(starred.map(({ text, at: time }) => [text, time])).toEqual([
      ["detected", at("05:34") + 31],
      ["the bank called", at("05:45")],
    ]);
  });

  it("are set once and taken away", () => {
    const set = changed(star(record(), [at("05:34"), at("05:30"), at("05:34")], statement));
    expect(set.stars.map((one) => one.at)).toEqual([at("05:30"), at("05:34")]);
    expect(star(set, [at("05:30") + 20], statement).kind).toBe("unchanged");
    expect(changed(unstar(set, [at("05:30")])).stars).toHaveLength(1);
    expect(unstar(set, [at("07:00")]).kind).toBe("unchanged");
    const full = record({ stars: Array.from({ length: 100 }, (_, index) => ({ at: index * 60, by: "a" })) });
    expect(star(full, [at("05:30")], statement).kind).toBe("refused");
  });
});

test("who is missed: each once by the first reason, teams as teams, bots never", () => {
  const config = configSchema.parse({
    components: { checkout: { paths: ["a/**"], owners: ["@bob", "@dan", "@acme/pay"] } },
    review: { invite: ["@Dan", "support lead", "@rita"] },
  });
  const timeline = [entry("05:30", "x", "Carol"), entry("05:31", "x", "ci[bot]"), entry("05:32", "x", null)];
  const absent = absentFrom({ attendees: ["BOB"], incident: { components: ["checkout", "gone"] }, timeline, config });
  expect(absent.map(({ name, why, team }) => `${name}: ${why}${team ? " (team)" : ""}`)).toEqual([
    "Carol: took part",
    "dan: owns checkout",
    "acme/pay: owns checkout (team)",
    "support lead: always invited",
    "rita: always invited",
  ]);
});

describe("the agenda", () => {
  const stated = (time: string, text: string): TimelineEntry => ({ ...entry(time, text), source: "moment" });
  const none = { triggers: [], causes: [] };

  it("asks about the longest silence before the impact ended, and not about the quiet after it", () => {
    const timeline = [stated("05:30", "a"), entry("05:34", "b"), stated("06:10", "c"), entry("09:00", "d")];
    expect(agenda({ timeline, factors: none, hasPrivateWay: false })).toContain(
      "longest silence, 36 min from 22 Nov 2026 05:34Z",
    );
    expect(agenda({ timeline: timeline.slice(0, 2), factors: none, hasPrivateWay: false })).not.toContain("silence");
  });

  it("begins where there is nothing", () => {
    const empty = agenda({ timeline: [], factors: none, hasPrivateWay: false });
    expect(empty).toContain("begin with what each of you remembers");
    expect(empty).toContain("begin with what users felt");
    expect(empty).toContain("does each have an owner and a date");
  });
});
