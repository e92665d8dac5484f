/** What time alone does to a verdict: exact, and said only when it turns. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "#src/gate/judge.ts";
import type { Remediation } from "#src/gate/input.ts";
import { remediationAt } from "#src/gate/open-work.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { at, factsOf, incident, issue, item } from "./facts-of.ts";

describe("a due date", () => {
  test("changes nothing where the policy treats overdue like open", () => {
    const { verdict } = judge(factsOf({ items: [item(412, { dueDate: "2026-11-25" })], incidents: [] }));
    expect(verdict).toMatchObject({ rule: "G5", nextChangeAt: null, liftsAt: null });
  });

  test("turns a warning into a block under `overdue: block`, at the end of the day", () => {
    const items = [item(412, { priority: "P0", dueDate: "2026-11-25" })];
    const { verdict } = judge(factsOf({ items, policy: { overdue: "block" } }));
    expect(verdict).toMatchObject({ verdict: "warn", nextChangeAt: at("2026-11-26T00:00"), liftsAt: null });
  });
});

test("a block by a low budget lifts exactly when the budget permits again, and not a second earlier", () => {
  const given = {
    items: [item(412, { priority: "P0", dueDate: "2027-06-01" })],
    incidents: [incident(398, 35)],
  };
  const { verdict } = judge(factsOf(given));
  const lifts = verdict.liftsAt ?? 0;
  expect(verdict.fails).toBe(true);
  expect(lifts).toBeGreaterThan(verdict.asOf);
  expect(judge(factsOf({ ...given, now: lifts - 1 })).verdict.fails).toBe(true);
  expect(judge(factsOf({ ...given, now: lifts })).verdict.fails).toBe(false);
});

describe("a pause", () => {
  const pause = {
    issue: issue(1),
    components: ["search"],
    by: "kim",
    reason: "renamed",
    from: at("2026-11-22"),
    until: at("2026-12-20"),
  };
  const due = (days: number) =>
    Array.from({ length: days }, (_, index) =>
      item(400 + index, { components: ["search"], dueDate: `2026-12-${String(index + 1).padStart(2, "0")}` }),
    );
  const paused = (items: readonly RemediationItem[]) =>
    judge(factsOf({ items, paths: ["services/search/query.ts"], pauses: [pause] })).verdict;

  test("holds beyond a due date that changes nothing, and its end is told", () => {
    expect(paused(due(1))).toMatchObject({ verdict: "warn", nextChangeAt: pause.until, liftsAt: null });
    expect(paused(due(11)).nextChangeAt).toBe(pause.until);
  });

  test("that ends after twelve other moments is not looked for: the twelfth is told", () => {
    expect(paused(due(12)).nextChangeAt).toBe(at("2026-12-13"));
    expect(paused(due(14)).nextChangeAt).toBe(at("2026-12-13"));
  });
});

describe("the end of a pause", () => {
  const pause = (component: string) => ({
    issue: issue(1),
    components: [component],
    by: "kim",
    reason: "renamed",
    from: at("2026-11-22"),
    until: at("2026-12-20"),
  });
  const search = (number: number, dueDate: string | null) => item(number, { components: ["search"], dueDate });
  const paths = ["services/search/query.ts"];

  test("is told however many dates are over already", () => {
    const items = Array.from({ length: 13 }, (_, index) =>
      search(400 + index, `2026-11-${String(index + 1).padStart(2, "0")}`),
    );
    expect(judge(factsOf({ items, paths, pauses: [pause("search")] })).verdict.nextChangeAt).toBe(at("2026-12-20"));
  });

  test("is told in report mode, too: the warning becomes a block that is only reported", () => {
    const given = { items: [search(415, null)], paths, pauses: [pause("search")], policy: { due: {} } };
    expect(judge(factsOf({ ...given, config: { mode: "report" } })).verdict).toMatchObject({
      verdict: "warn",
      rule: "G7",
      nextChangeAt: at("2026-12-20"),
    });
  });

  test("is told beside a block of the same rule that is only reported: then the check fails", () => {
    const components = {
      checkout: { paths: ["services/checkout/**"] },
      search: { paths: ["services/search/**"], mode: "report" },
    };
    const given = {
      config: { components },
      policy: { due: {} },
      items: [search(415, null), item(412, { dueDate: null })],
      paths: [...paths, "services/checkout/cart.ts"],
      pauses: [pause("checkout")],
    };
    const { verdict } = judge(factsOf(given));
    expect(verdict).toMatchObject({ verdict: "block", rule: "G7", fails: false, nextChangeAt: at("2026-12-20") });
    expect(judge(factsOf({ ...given, now: at("2026-12-20") })).verdict).toMatchObject({ rule: "G7", fails: true });
  });
});

describe("work at a later moment", () => {
  const given = { items: [item(412, { dueDate: "2026-11-25" })] };
  test.each<readonly [string, Remediation, string, Remediation]>([
    ["is open up to the end of its day", "open", "2026-11-25T23:59", "open"],
    ["is overdue from the next day on", "open", "2026-11-26T00:00", "overdue"],
    ["stays overdue", "overdue", "2026-11-25T12:00", "overdue"],
    ["stays minor", "open-minor", "2026-11-26T00:00", "open-minor"],
    ["stays none", "none", "2026-11-26T00:00", "none"],
  ])("%s", (_, state, then, later) => {
    const { remediation } = judge(factsOf(given)).verdict.components[0]!.evidence;
    expect(remediationAt({ ...remediation, state }, at(then)).state).toBe(later);
  });
});

describe("the moment at which a block lifts", () => {
  const stretch = (day: string, minutes: number) => ({
    started: { at: at(`2026-11-${day}T10:00`), by: "lea", source: "" },
    mitigated: { at: at(`2026-11-${day}T10:00`) + minutes * 60, by: "lea", source: "" },
  });
  const policy = { exhausted: "freeze", incident_freeze_above: "1000%" };
  const later = [
    incident(396, null, { moments: stretch("05", 30), components: [] }),
    incident(397, 36, { components: [] }),
  ];

  test("counts the incidents without a component where there is one component only, step by step", () => {
    const config = { components: { checkout: { paths: ["**"], slo: { target: "99.9", window: "28d" } } } };
    const given = { config, policy, incidents: later, items: [item(412, { dueDate: null })] };
    const { verdict } = judge(factsOf(given));
    expect(verdict.rule).toBe("G4");
    expect(judge(factsOf({ ...given, now: verdict.nextChangeAt! })).verdict).toMatchObject({ rule: "G7", fails: true });
    expect(judge(factsOf({ ...given, now: verdict.liftsAt! })).verdict.fails).toBe(false);
    expect(judge(factsOf({ ...given, now: verdict.liftsAt! - 1 })).verdict.fails).toBe(true);
  });

  test("does not count them where there are several", () => {
    const incidents = [...later, incident(398, null, { moments: stretch("06", 36) })];
    const given = { policy, incidents, items: [item(412, { dueDate: null })] };
    const { verdict } = judge(factsOf(given));
    expect(verdict.rule).toBe("G7");
    expect(judge(factsOf({ ...given, now: verdict.liftsAt! })).verdict.fails).toBe(false);
    expect(judge(factsOf({ ...given, now: verdict.liftsAt! - 1 })).verdict.fails).toBe(true);
  });

  test("is that of the component that holds back, beside one that only warns", () => {
    const items = [item(412), item(415, { components: ["search"], priority: "P2" })];
    const paths = ["services/checkout/a.ts", "services/search/b.ts"];
    const alone = judge(factsOf({ items, incidents: [incident(398, 35)] })).verdict.liftsAt;
    expect(alone).not.toBeNull();
    expect(judge(factsOf({ items, incidents: [incident(398, 35)], paths })).verdict.liftsAt).toBe(alone);
  });

  test("is the same where nobody can tell what is touched", () => {
    const given = { items: [item(412)], incidents: [incident(398, 35)], policy, paths: null };
    const away = { ...given, unavailable: [{ source: "files", detail: "502" }] as const };
    expect(judge(factsOf(away)).verdict.liftsAt).toBe(
      judge(factsOf({ ...given, paths: ["services/checkout/a.ts"] })).verdict.liftsAt,
    );
  });

  test("is none for what passes by an override: only its end is told", () => {
    const asked = {
      by: "sam",
      at: at("2026-11-22T11:00"),
      url: "",
      reason: "the fair",
      expires: null,
      breakGlass: false,
      edited: false,
      patchId: "patch-1",
    };
    const given = {
      items: [item(412)],
      incidents: [incident(398, 35)],
      override: { requests: [asked], approvals: [] },
      permissions: { sam: "maintain" } as const,
    };
    expect(judge(factsOf(given)).verdict).toMatchObject({
      rule: "G9",
      fails: false,
      nextChangeAt: at("2026-11-23T11:00"),
      liftsAt: null,
    });
  });
});

test("whatever the due dates, a verdict that names a moment turns at that moment", () => {
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(days, (list) => {
      const items = list.map((day, index) =>
        item(400 + index, {
          priority: "P1",
          dueDate: new Date((at("2026-11-22") + day * 86_400) * 1000).toISOString().slice(0, 10),
        }),
      );
      const given = { items, policy: { overdue: "block" } };
      const { verdict } = judge(factsOf(given));
      const moment = verdict.nextChangeAt ?? Infinity;
      expect(moment).toBeLessThan(Infinity);
      expect(judge(factsOf({ ...given, now: moment })).verdict.rule).not.toBe(verdict.rule);
      expect(judge(factsOf({ ...given, now: moment - 1 })).verdict.rule).toBe(verdict.rule);
    }),
    { numRuns: 30 },
  );
});
