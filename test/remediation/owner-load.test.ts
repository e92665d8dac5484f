/** A date is judged by what else its owner has due that week; what is offered can be taken over with one line. */
import { expect, test } from "vitest";
import { UTC } from "#src/calendar/zone.ts";
import { configSchema } from "#src/config/schema.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { loadRemarks } from "#src/remediation/owner-load.ts";
import type { NewItem } from "#src/remediation/open-item.ts";
import { analysis, config, item, NOW, repository } from "#test/command/world.ts";

const withOwners = configSchema.parse({
  components: { checkout: { paths: ["checkout/**"], owners: ["@acme/payments", "@bob", "@carol"] } },
});

/** Numbered from 12; the week of Monday 30 November 2026 unless said otherwise. */
function remarksOn(asked: readonly Partial<NewItem>[], chosen = config): Readonly<Record<number, string>> {
  const tracked = asked.map((one, index) => item(12 + index, { dueDate: "2026-12-02", priority: "P1", ...one }));
  const { items } = assembleRecords({ tracked: [analysis(), ...tracked], asOf: NOW }, { config: chosen, repository });
  const remark = loadRemarks({ everything: items, now: NOW, config: chosen, zone: UTC, slo: chosen.policy.due });
  return Object.fromEntries(items.flatMap((one) => (remark(one) ? [[one.issue.number, remark(one)!]] : [])));
}

test("two a week fit; of three the least urgent is offered the same day a week later", () => {
  expect(remarksOn([{}, {}])).toEqual({});
  expect(remarksOn([{ priority: "P2" }, {}, { priority: "P0" }])).toEqual({
    12: 'is one of 3 that bob has due in that week; easier to keep: `/pia due #12 2026-12-09 reason:"several due in one week"`',
  });
});

test("a week that is full as well is passed over", () => {
  const next = { dueDate: "2026-12-10" };
  expect(remarksOn([{}, {}, { priority: "P3" }, next, next])[14]).toContain("/pia due #14 2026-12-16");
});

test("an owner of the component who has room is offered first, and the only way for what can hit again now", () => {
  expect(remarksOn([{}, {}, {}], withOwners)[14]).toContain("`/pia edit #14 owner:@carol`");
  const hers = { owner: "carol" };
  expect(remarksOn([{}, {}, {}, hers, hers], withOwners)[14]).toContain("/pia due #14");
  const urgent = { priority: "P0" } as const;
  expect(remarksOn([urgent, urgent, urgent])[14]).toBe(
    "is one of 3 that bob has due in that week: perhaps somebody can share them",
  );
});

test("proposals, other weeks, other people, items with two owners or none, and what is late already are left out", () => {
  expect(remarksOn([{}, {}, { accepted: null }])).toEqual({});
  expect(remarksOn([{}, {}, { dueDate: "2026-12-07" }])).toEqual({});
  expect(remarksOn([{}, {}, { owner: "carol" }, { owner: null }])).toEqual({});
  const late = { dueDate: "2026-11-18" };
  expect(remarksOn([late, late, late])).toEqual({});
});
