/** Laws of the commands on items, over random comments by people with and without the right. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges } from "#src/command/apply-changes.ts";
import type { Permission } from "#src/facts/issue.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import { analysis, contextOf, incident, issue, item, NOW, say, type Saying } from "./world.ts";

const line = fc.constantFrom(
  "/pia accept #12",
  "/pia start #12",
  "/pia done #12",
  '/pia reject #12 reason:"no"',
  '/pia accept-risk #12 reason:"yes"',
  '/pia due #12 2026-12-24 reason:"later"',
  "/pia due #12 2027-12-24",
  '/pia due #12 2027-06-01 reason:"much later"',
  "/pia verify #12 evidence:https://x.test",
  "/pia link #30 priority:P3",
  "/pia link #12 priority:P3",
  '/pia add "Another thing" due:7d',
  "/pia declare sev:4",
  '/pia external reason:"x"',
  "/pia nonsense",
);
const comment = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
const tracked = [
  { issue: incident, recordComment: null },
  analysis({ confirmed: { by: "carl", at: NOW, reason: null } }),
  item(12),
];

function after(body: string, saying: Saying) {
  const all = { tracked, others: [issue(30)], ...saying };
  return applyChanges(contextOf(body, all), say(body, all).changes);
}

test("whoever has no write permission changes no item that gates, no severity, no cause", () => {
  const permission = fc.constantFrom<Permission>("none", "read", "triage");
  fc.assert(
    fc.property(comment, permission, (body, held) => {
      const { records } = after(body, { permission: held });
      const before = contextOf("", { tracked }).records;
      expect(records.items).toEqual(before.items);
      expect(records.incidents.map(({ severity, external }) => ({ severity, external }))).toEqual([
        { severity: 2, external: false },
      ]);
    }),
  );
});

test("write permission alone never closes an item by decision, and moves a date later once at most", () => {
  fc.assert(
    fc.property(comment, (body) => {
      const changed = after(body, { permission: "write" }).records.items.find(({ issue }) => issue.number === 12)!;
      expect(["rejected", "accepted-risk"]).not.toContain(changed.state);
      expect(changed.redates).toBeLessThanOrEqual(1);
      expect(changed.priority).toBe("P0");
    }),
  );
});

test("no comment, by anyone, loses an item or makes two of one", () => {
  fc.assert(
    fc.property(comment, fc.boolean(), (body, mayOverride) => {
      const { records } = after(body, { mayOverride });
      const numbers = records.items.map(({ issue }) => issue.number);
      expect(numbers.filter((number) => number === 12)).toHaveLength(1);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(records.items.every(({ state }) => STATE_WORDS[state] !== undefined)).toBe(true);
    }),
  );
});

test("the same comment carried out twice changes nothing more the second time", () => {
  const repeatable = fc.constantFrom(
    "/pia accept #12",
    "/pia start #12",
    "/pia done #12",
    "/pia confirm",
    "/pia started 14:05",
    "/pia link #30",
  );
  fc.assert(
    fc.property(fc.uniqueArray(repeatable, { maxLength: 4 }), (lines) => {
      const body = lines.filter((one) => !(one.includes("start #12") && lines.includes("/pia done #12"))).join("\n");
      const all = { tracked, others: [issue(30)] };
      const once = applyChanges(contextOf(body, all), say(body, all).changes);
      const again = say(body, { ...all, context: { records: once.records, issues: once.issues, target: once.target } });
      const twice = applyChanges(once, again.changes);
      expect(twice.records.items).toEqual(once.records.items);
      expect(twice.records.analyses).toEqual(once.records.analyses);
    }),
  );
});
