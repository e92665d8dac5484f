/** Spikes of an error signal: what counts as one, when it begins and ends. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findSpikes, type Sample, thinOut } from "#src/timeline/signal.ts";

/** One sample a minute. */
const minutes = (values: readonly number[]): Sample[] => values.map((value, index) => ({ at: index * 60, value }));
const spans = (values: readonly number[], calm = 5) =>
  findSpikes(minutes(values), calm * 60).map(({ from, to, peak }) => [from / 60, to / 60, peak.value]);

describe("a spike", () => {
  test.each<[string, readonly number[], readonly (readonly number[])[]]>([
    ["is a stretch well above the usual height", [1, 1, 1, 1, 1, 9, 12, 8, 1, 1], [[5, 7, 12]]],
    ["rises from nothing at all", [0, 0, 0, 0, 0, 0, 4, 5, 0], [[6, 7, 5]]],
    ["of one sample is a hiccup", [1, 1, 1, 1, 1, 50, 1, 1], []],
    ["does not end at a dip of one sample", [1, 1, 1, 1, 1, 9, 1, 9, 9, 1, 1], [[5, 8, 9]]],
    [
      "ends at a longer one",
      [1, 1, 1, 1, 1, 9, 9, 1, 1, 8, 8],
      [
        [5, 6, 9],
        [9, 10, 8],
      ],
    ],
    ["is not what wavers as much as usual", [4, 6, 5, 4, 6, 7, 7, 6, 4], []],
    ["is not a stray error beside a real one", [0, 0, 0, 1, 1, 0, 0, 90, 95, 0], [[7, 8, 95]]],
    ["is passed over where there are no numbers", [1, 1, 1, 1, 1, NaN, 9, NaN, 9, 1], [[6, 8, 9]]],
  ])("%s", (_name, values, wanted) => {
    expect(spans(values)).toEqual(wanted);
  });

  test("nothing rises in no samples", () => {
    expect(findSpikes([], 0)).toEqual([]);
  });

  test("whatever the unit, the same stretches are found", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 60 }), fc.constantFrom(2, 8, 1024), (values, factor) => {
        const scaled = spans(values.map((value) => value * factor));
        expect(scaled.map(([from, to]) => [from, to])).toEqual(spans(values).map(([from, to]) => [from, to]));
      }),
    );
  });
});

test("thinned out, the highest of each part stays", () => {
  const thin = thinOut(minutes([1, 9, 2, 3, 7, 1, 0]), 3);
  expect(thin.map(({ value }) => value)).toEqual([9, 7, 0]);
  expect(thinOut(minutes([1, 2]), 3)).toHaveLength(2);
});
