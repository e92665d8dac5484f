import { describe, expect, it } from "vitest";
import { toNumber } from "#src/budget/rational.ts";
import type { StatedImpact } from "#src/incident/incident.ts";
import { impactByComponent } from "#src/analysis/impact-minutes.ts";
import { at, incidentWith, momentsOf } from "#test/timeline/timeline.ts";

const line = (component: string, share: string, [from, to]: readonly [string, string | null]): StatedImpact => ({
  component,
  share,
  from: at(from),
  to: to === null ? null : at(to),
  by: "alice",
});
const moments = momentsOf({ started: "05:30", mitigated: "06:10" });
const said = (parts: Parameters<typeof incidentWith>[0]) =>
  impactByComponent(incidentWith(parts)).map(({ component, minutes, assumed }) => [
    component,
    minutes && toNumber(minutes),
    assumed,
  ]);

describe("impact minutes", () => {
  it.each([
    ["nobody stated any: all of it from started to mitigated", [], [["checkout", 40, true]]],
    ["half of it for 40 minutes", [line("checkout", "0.5", ["05:30", "06:10"])], [["checkout", 20, false]]],
    [
      "a line without an end ends at mitigation",
      [line("checkout", "0.25", ["05:30", null])],
      [["checkout", 10, false]],
    ],
    [
      "in waves",
      [line("checkout", "1", ["05:30", "05:40"]), line("checkout", "0.1", ["06:00", "06:10"])],
      [["checkout", 11, false]],
    ],
    [
      "where lines overlap the larger share counts",
      [line("checkout", "0.5", ["05:30", "06:10"]), line("checkout", "1", ["05:40", "05:50"])],
      [["checkout", 25, false]],
    ],
    [
      "each component by itself; one without a line is assumed",
      [line("search", "0.3", ["05:30", "05:40"])],
      [
        ["checkout", 40, true],
        ["search", 3, false],
      ],
    ],
  ])("%s", (_name, impacts, expected) => {
    expect(said({ moments, impacts })).toEqual(expected);
  });

  it("is not known while it lasts", () => {
    expect(said({ moments: momentsOf({ started: "05:30" }) })).toEqual([["checkout", null, true]]);
  });

  it("is told for an external or unconfirmed incident, too", () => {
    expect(said({ moments, external: true, confirmed: false })).toEqual([["checkout", 40, true]]);
  });

  it("is empty when no component is named", () => {
    expect(said({ moments, components: [] })).toEqual([]);
  });
});
