/** Remarks on wording and mix: few, and only where they help. */
import { describe, expect, test } from "vitest";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import type { NewItem } from "#src/remediation/open-item.ts";
import { itemRemarks, mixRemarks } from "#src/remediation/quality.ts";
import { analysis, config, item, NOW, repository } from "#test/command/world.ts";

function one(asked: Partial<NewItem> = {}) {
  return assembleRecords({ tracked: [analysis(), item(12, asked)], asOf: NOW }, { config, repository }).items[0]!;
}

describe("wording", () => {
  const fine = [
    "Add alerting for all cases where this service returns >1% errors",
    "Handle invalid postal codes in the address form",
    "etcd detects data corruption by default",
    "Fix the retry loop that ignores the back-off header",
    "Roll back automatically when p99 doubles",
    "Document the failover in the runbook of checkout",
  ];
  test.each(fine)("“%s” is left alone", (title) => {
    expect(itemRemarks(one({ title }))).toEqual([]);
  });

  const weak: readonly [string, string][] = [
    ["Improve architecture to be more reliable", "begins with “improve”"],
    ["Look into the gateway", "begins with “look”"],
    ["Ensure that engineers check the schema", "begins with “ensure”"],
    ["We need better monitoring", "does not begin with what is to be done"],
    ["Something about the cache", "does not begin with what is to be done"],
  ];
  test.each(weak)("“%s” is asked for more", (title, words) => {
    expect(itemRemarks(one({ title })).join()).toContain(words);
  });

  test("an investigation with a clear end is fine", () => {
    const asked = { title: "Investigate the second spike", type: "investigate" } as const;
    expect(itemRemarks(one(asked))).toEqual([]);
    expect(itemRemarks(one({ ...asked, doneWhen: null })).join()).toContain("begins with “investigate”");
  });

  test("what is missing is named, and nothing once it is settled", () => {
    const bare = one({ owner: null, dueDate: null, doneWhen: null, type: null });
    expect(itemRemarks(bare)).toHaveLength(4);
    expect(itemRemarks({ ...bare, state: "done" })).toEqual([]);
  });
});

describe("the mix", () => {
  const prevent = one();
  const repair = one({ title: "Restore the lost orders", type: "repair" });
  const detect = one({ title: "Alert on errors", type: "detect" });
  const train = one({ title: "Train the team to be careful with migrations" });

  test("with a prevention says nothing", () => {
    expect(mixRemarks([prevent, repair], { required: true })).toEqual([]);
    expect(mixRemarks([], { required: true })).toEqual([]);
  });

  test("names band-aids, a missing prevention, and one that lives in heads only", () => {
    expect(mixRemarks([repair], { required: false })[0]).toContain("All items repair or mitigate");
    expect(mixRemarks([repair, detect], { required: false })[0]).toContain("No item prevents");
    expect(mixRemarks([train], { required: false })[0]).toContain("The only prevention is that people remember");
    expect(mixRemarks([train, prevent], { required: false })).toEqual([]);
    expect(mixRemarks([{ ...prevent, state: "rejected" }, detect], { required: false })[0]).toContain(
      "No item prevents",
    );
  });

  test("of a required analysis needs a P0 or P1", () => {
    const minor = one({ priority: "P2" });
    expect(mixRemarks([minor], { required: true })).toEqual([
      "No item is a P0 or P1, and this analysis needs at least one.",
    ]);
    expect(mixRemarks([minor], { required: false })).toEqual([]);
  });
});
