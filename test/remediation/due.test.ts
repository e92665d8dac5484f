/** When an item is due, to the end of the day where the team lives. */
import { describe, expect, test } from "vitest";
import { formatInstant } from "#src/calendar/instant.ts";
import { openZone } from "#src/calendar/zone.ts";
import { dueOf, isOverdue } from "#src/remediation/due.ts";
import type { Priority } from "#src/remediation/item.ts";
import { at } from "#test/command/world.ts";

const terms = { zone: openZone("Europe/Berlin")!, slo: { P0: "7d", P1: "28d", P2: "90d" } };
const accepted = { by: "a", at: at("2026-11-22T23:30:00Z"), reason: null };

function item(said: { dueDate?: string; priority?: Priority; accepted?: typeof accepted }) {
  return { dueDate: null, priority: null, accepted: null, createdAt: at("2026-11-20T10:00:00Z"), ...said };
}

describe("an item is due", () => {
  test("at the end of the stated day in the zone", () => {
    const due = dueOf(item({ dueDate: "2026-12-01" }), terms)!;
    expect(due).toMatchObject({ date: "2026-12-01", stated: true });
    expect(formatInstant(due.end)).toBe("2026-12-01T23:00:00Z");
    expect([isOverdue(due, due.end - 1), isOverdue(due, due.end)]).toEqual([false, true]);
  });

  const promised: readonly [string, Parameters<typeof item>[0], string][] = [
    [
      "seven calendar days after acceptance for a P0, counted where the team lives",
      { priority: "P0", accepted },
      "2026-11-30",
    ],
    ["after creation while it is not accepted", { priority: "P0" }, "2026-11-27"],
    ["like a P1 without a priority", {}, "2026-12-18"],
    ["by its priority when the stated date cannot be read", { dueDate: "soon", priority: "P0" }, "2026-11-27"],
  ];
  test.each(promised)("%s", (_, said, date) => {
    expect(dueOf(item(said), terms)).toMatchObject({ date, stated: false });
  });

  test("never, for a P3 without a date", () => {
    expect(dueOf(item({ priority: "P3" }), terms)).toBeNull();
    expect(isOverdue(null, Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});
