import { describe, expect, it } from "vitest";
import { addNote } from "#src/analysis/add-note.ts";
import { confirm, hold, markExternal, review, setReviewDue } from "#src/analysis/attest.ts";
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { emptyRecord, type RecordChange } from "#src/analysis/record.ts";
import { stateImpact } from "#src/analysis/state-impact.ts";
import { stateMoment } from "#src/analysis/state-moment.ts";
import type { Moment } from "#src/incident/incident.ts";
import { at, momentsOf } from "#test/timeline/timeline.ts";
import { INCIDENT, statement } from "./analyses.ts";

const record = (parts: Partial<AnalysisRecord> = {}) => ({ ...emptyRecord(INCIDENT), ...parts });
const changed = (change: RecordChange) => {
  if (change.kind !== "changed") throw new Error(`expected a change, got: ${JSON.stringify(change)}`);
  return change;
};

describe("stating a moment", () => {
  it("records it, who said so and where", () => {
    const change = changed(stateMoment(record(), { moment: "started", at: at("05:30") }, statement));
    expect(change.record.moments).toEqual({ started: { at: at("05:30"), by: "alice", source: statement.source } });
    expect(change.record.corrections).toEqual([]);
    expect(change.said).toBe("Started 22 Nov 2026 05:30Z.");
  });

  it("keeps the old value when it is corrected", () => {
    const before = record({ moments: momentsOf({ started: "05:30" }) });
    const change = changed(
      stateMoment(before, { moment: "started", at: at("05:20") }, { ...statement, by: "bob", reason: "graph" }),
    );
    expect(change.record.corrections).toEqual([
      {
        field: "started",
        from: "22 Nov 2026 05:30Z",
        to: "22 Nov 2026 05:20Z",
        by: "bob",
        at: at("08:00"),
        reason: "graph",
      },
    ]);
    expect(change.said).toBe("Started 22 Nov 2026 05:20Z (it said 22 Nov 2026 05:30Z).");
  });

  it("changes nothing when it says so already", () => {
    const before = record({ moments: momentsOf({ started: "05:30" }) });
    expect(stateMoment(before, { moment: "started", at: at("05:30") }, statement).kind).toBe("unchanged");
  });

  it.each<[[Moment, string], Parameters<typeof momentsOf>[0], string]>([
    [["mitigated", "05:20"], { started: "05:30" }, "it would be before started (22 Nov 2026 05:30Z)"],
    [["started", "06:30"], { mitigated: "06:10" }, "it would be after mitigated (22 Nov 2026 06:10Z)"],
    [
      ["resolved", "06:00"],
      { started: "05:30", mitigated: "06:10" },
      "it would be before mitigated (22 Nov 2026 06:10Z)",
    ],
    [["started", "08:06"], {}, "22 Nov 2026 08:06Z lies ahead; it is 22 Nov 2026 08:00Z now"],
  ])("refuses %j with %o and says why", ([moment, time], known, why) => {
    const change = stateMoment(record({ moments: momentsOf(known) }), { moment, at: at(time) }, statement);
    expect(change).toMatchObject({ kind: "refused", why: expect.stringContaining(why) });
  });

  it.each<[Moment, string, Parameters<typeof momentsOf>[0]]>([
    ["declared", "06:30", { started: "05:30", mitigated: "06:10" }],
    ["detected", "05:20", { started: "05:30" }],
    ["started", "08:04", {}],
    ["mitigated", "05:30", { started: "05:30" }],
  ])("accepts %s %s with %o: unusual, not impossible", (moment, time, known) => {
    expect(stateMoment(record({ moments: momentsOf(known) }), { moment, at: at(time) }, statement).kind).toBe(
      "changed",
    );
  });

  it.each<[Moment, string, boolean]>([
    ["started", "05:40", true],
    ["started", "05:20", false],
    ["mitigated", "06:00", true],
    ["mitigated", "06:20", false],
    ["detected", "05:50", false],
  ])("knows whether %s %s makes the incident look smaller: %s", (moment, time, loosens) => {
    const before = record({ moments: momentsOf({ started: "05:30", detected: "05:34", mitigated: "06:10" }) });
    expect(changed(stateMoment(before, { moment, at: at(time) }, statement)).loosens).toBe(loosens);
  });

  it("clears the row that nobody could read", () => {
    const unreadable = [
      { table: "Moment", cells: ["Started", "half past five"], why: "…" },
      { table: "Moment", cells: ["detected", "later"], why: "…" },
    ];
    const change = changed(stateMoment(record({ unreadable }), { moment: "started", at: at("05:30") }, statement));
    expect(change.record.unreadable).toEqual([unreadable[1]]);
  });
});

describe("stating an impact", () => {
  const impact = { component: "checkout", share: "0.5", from: at("05:30"), to: null };
  const known = record({ impacts: [{ ...impact, by: "alice" }] });

  it("adds a wave, in order of component and time", () => {
    const change = changed(stateImpact(known, { ...impact, from: at("05:10"), to: at("05:20") }, statement));
    expect(change.record.impacts.map((line) => line.from)).toEqual([at("05:10"), at("05:30")]);
    expect(change.record.corrections).toEqual([]);
  });

  it("corrects the line with the same component and start", () => {
    const change = changed(stateImpact(known, { ...impact, share: "0.25", to: at("06:10") }, statement));
    expect(change.record.impacts).toEqual([{ ...impact, share: "0.25", to: at("06:10"), by: "alice" }]);
    expect(change.record.corrections[0]).toMatchObject({
      field: "impact checkout",
      from: "checkout 50% from 22 Nov 2026 05:30Z, still lasting",
      to: "checkout 25% from 22 Nov 2026 05:30Z to 22 Nov 2026 06:10Z",
    });
    expect(change.loosens).toBe(true);
  });

  it("does not loosen when it grows", () => {
    expect(changed(stateImpact(known, { ...impact, share: "1" }, statement)).loosens).toBe(false);
  });

  it.each([
    [{ ...impact, to: at("05:30") }, "before it begins"],
    [{ ...impact, to: at("09:00") }, "lies ahead"],
    [{ ...impact, from: at("09:00") }, "lies ahead"],
  ])("refuses %o", (line, why) => {
    expect(stateImpact(known, line, statement)).toMatchObject({ kind: "refused", why: expect.stringContaining(why) });
  });

  it("changes nothing when it says so already", () => {
    expect(stateImpact(known, impact, statement).kind).toBe("unchanged");
  });
});

describe("what is said once", () => {
  it("is confirmed by the first who says so", () => {
    const first = changed(confirm(record(), statement)).record;
    expect(first.confirmed).toEqual({ by: "alice", at: at("08:00"), reason: null });
    expect(confirm(first, { ...statement, by: "bob" })).toEqual({
      kind: "unchanged",
      said: "It was confirmed by alice on 22 Nov 2026 08:00Z.",
    });
  });

  it("is external only with a reason", () => {
    expect(markExternal(record(), statement).kind).toBe("refused");
    expect(changed(markExternal(record(), { ...statement, reason: "provider" })).loosens).toBe(true);
  });

  it("was held with people, each once, whose list can be corrected", () => {
    const first = changed(hold(record(), ["@bob", "alice", "@bob", " "], statement)).record;
    expect(first.held!.attendees).toEqual(["alice", "bob"]);
    const second = changed(hold(first, ["carol"], statement)).record;
    expect(second.corrections[0]).toMatchObject({ field: "held", from: "alice, bob", to: "carol" });
    expect(hold(record(), ["@"], statement).kind).toBe("refused");
  });

  it("is reviewed by somebody other than its author, unless there is only one maintainer", () => {
    const by = { ...statement, by: "Alice" };
    expect(review(record(), { authors: ["alice"], singleMaintainer: false }, by).kind).toBe("refused");
    expect(review(record(), { authors: ["alice"], singleMaintainer: true }, by).kind).toBe("changed");
    expect(review(record(), { authors: ["bob"], singleMaintainer: false }, by).kind).toBe("changed");
  });

  it("is due on a day that exists", () => {
    const first = changed(setReviewDue(record(), "2026-11-25", statement)).record;
    expect(first.reviewDue).toBe("2026-11-25");
    expect(changed(setReviewDue(first, "2026-11-26", statement)).record.corrections).toHaveLength(1);
    expect(setReviewDue(record(), "2026-02-30", statement).kind).toBe("refused");
  });
});

describe("noting something", () => {
  it("keeps notes in order of time, each once", () => {
    const first = changed(addNote(record(), { at: at("06:00"), text: "rolled back " }, statement)).record;
    const second = changed(addNote(first, { at: at("05:50"), text: "errors rise" }, statement)).record;
    expect(second.notes.map((note) => note.text)).toEqual(["errors rise", "rolled back"]);
    expect(addNote(second, { at: at("06:00"), text: "rolled back" }, statement).kind).toBe("unchanged");
  });

  it("cuts a long note, and refuses an empty one and one more than there is room for", () => {
    const long = changed(addNote(record(), { at: at("06:00"), text: "x".repeat(900) }, statement)).record.notes[0]!
      .text;
    expect(long).toBe(`${"x".repeat(499)}…`);
    expect(addNote(record(), { at: at("06:00"), text: " \u200b " }, statement).kind).toBe("refused");
    const notes = Array.from({ length: 50 }, (_, index) => ({ at: index, by: "a", text: long, source: "" }));
    expect(addNote(record({ notes }), { at: at("06:00"), text: "more" }, statement).kind).toBe("refused");
  });
});
