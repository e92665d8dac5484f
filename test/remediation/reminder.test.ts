/** Reminders: at work, in time, once a stage, and in words that help. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBusinessHours } from "#src/calendar/business-time.ts";
import { openZone } from "#src/calendar/zone.ts";
import { configSchema } from "#src/config/schema.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { reminderComments } from "#src/remediation/reminder-comment.ts";
import { reminderOf } from "#src/remediation/reminder.ts";
import { analysis, at, config, item, NOW, repository } from "#test/command/world.ts";

const berlin = openZone("Europe/Berlin")!;
const hours = readBusinessHours("09:00-17:00", ["2026-12-25"], berlin)!;

function itemDue(dueDate: string | null, said: Partial<RemediationItem> = {}): RemediationItem {
  const tracked = [analysis(), item(12, { dueDate })];
  return { ...assembleRecords({ tracked, asOf: NOW }, { config, repository }).items[0]!, ...said };
}

const keyAt = (one: RemediationItem, iso: string) => reminderOf(one, { now: at(iso), hours, config })?.key ?? null;

describe("the stage", () => {
  // Due on Tuesday 1 December; the day ends at 23:00Z.
  test.each([
    ["three days before nothing is said", "2026-11-28T12:00:00Z", null],
    ["two days before is a Sunday night: the first word waits for Monday's opening", "2026-11-30T07:59:59Z", null],
    ["on Monday at nine it is said", "2026-11-30T08:00:00Z", "soon 2026-12-01"],
    ["on the due day it still is", "2026-12-01T15:59:00Z", "soon 2026-12-01"],
    ["in the night after it nobody is told anything new", "2026-12-02T03:00:00Z", "soon 2026-12-01"],
    ["the next morning it is overdue", "2026-12-02T08:00:00Z", "overdue 2026-12-01"],
    ["a week later, at work, its owners are asked", "2026-12-09T08:00:00Z", "escalated 2026-12-01 +1w"],
    ["holidays count as weekends do", "2026-12-25T12:00:00Z", "escalated 2026-12-01 +3w"],
  ])("%s", (_name, now, key) => {
    expect(keyAt(itemDue("2026-12-01"), now)).toBe(key);
  });

  test("proposals, what is settled, what has no date to miss, and what nobody wants to hear of are left in peace", () => {
    const late = "2026-12-09T12:00:00Z";
    for (const state of ["proposed", "done", "verified", "rejected", "accepted-risk", "missing"] as const)
      expect(keyAt(itemDue("2026-12-01", { state }), late)).toBeNull();
    expect(keyAt(itemDue(null, { priority: "P3" }), late)).toBeNull();
    const quiet = configSchema.parse({ follow_up: { reminders: false } });
    expect(reminderOf(itemDue("2026-12-01"), { now: at(late), hours, config: quiet })).toBeNull();
  });

  test("a snooze keeps it quiet until its day begins, and then a new round starts", () => {
    const snooze = { until: "2026-12-04", by: "bob", at: NOW, reason: "fair" };
    const one = itemDue("2026-12-01", { snooze });
    expect(keyAt(one, "2026-12-03T15:00:00Z")).toBeNull();
    expect(keyAt(one, "2026-12-04T07:00:00Z")).toBeNull();
    expect(keyAt(one, "2026-12-04T08:00:00Z")).toBe("overdue 2026-12-01, quiet until 2026-12-04");
  });

  test("whatever the time, it goes forward only: soon, overdue, escalated", () => {
    const order = [null, "soon", "overdue", "escalated"];
    const times = fc.integer({ min: at("2026-11-20T00:00:00Z"), max: at("2027-02-01T00:00:00Z") });
    const stage = (now: number) => reminderOf(itemDue("2026-12-01"), { now, hours, config })?.stage ?? null;
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(order.indexOf(stage(Math.min(a, b)))).toBeLessThanOrEqual(order.indexOf(stage(Math.max(a, b))));
      }),
    );
  });
});

describe("the words", () => {
  const owned = configSchema.parse({ components: { checkout: { owners: ["@acme/payments", "@bob", "not a login"] } } });
  const commentsAt = (one: RemediationItem, iso: string, named = owned) =>
    reminderComments(one, reminderOf(one, { now: at(iso), hours, config })!, named);

  test("the first reminder names the person in the one comment", () => {
    const comments = commentsAt(itemDue("2026-12-01"), "2026-11-30T09:00:00Z");
    expect(comments).toHaveLength(1);
    expect(comments[0]!.body).toContain("@bob: This is due on **1 Dec 2026**.");
    expect(comments[0]!.body).toContain("/pia due 14d");
  });

  test("a new stage tells its people once, in a word of its own; the comment itself names nobody again", () => {
    const one = itemDue("2026-12-01", { reminded: "soon 2026-12-01" });
    const [notice, standing] = commentsAt(one, "2026-12-02T09:00:00Z");
    expect(notice!.marker).toEqual({ kind: "reminder-notice", keys: { round: "overdue 2026-12-01" } });
    expect(notice!.body).toContain("@bob:");
    expect(standing!.body).not.toContain("@bob");
  });

  test("a week more changes the words and tells nobody", () => {
    const one = itemDue("2026-12-01", { reminded: "escalated 2026-12-01 +1w" });
    const comments = commentsAt(one, "2026-12-16T09:00:00Z");
    expect(comments).toHaveLength(1);
    expect(comments[0]!.body).toContain("That is 2 weeks ago.");
  });

  test("where nobody is named as owner, escalation says so and asks whoever is on it; it claims no help that nobody was asked for", () => {
    const one = itemDue("2026-12-01", { reminded: "overdue 2026-12-01" });
    const [notice, standing] = commentsAt(one, "2026-12-09T09:00:00Z", configSchema.parse({}));
    expect(notice!.body).toContain("@bob: this could do with your help");
    expect(standing!.body).toContain("Nobody is named as owner of its component");
    expect(standing!.body).not.toContain("have been asked");
  });

  test("escalation asks the owners of the component, never a name that is none, and blames nobody", () => {
    const one = itemDue("2026-12-01", { reminded: "overdue 2026-12-01" });
    const [notice, standing] = commentsAt(one, "2026-12-09T09:00:00Z");
    expect(notice!.body).toContain("@acme/payments, @bob: this could do with your help");
    for (const { body } of [notice!, standing!]) expect(body).not.toMatch(/fail|late\b|still not|ignored|must/i);
  });
});
