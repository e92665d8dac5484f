/** Lengths of time as they are read and said. */
import { describe, expect, it } from "vitest";
import { parseDuration, sayDuration } from "#src/calendar/duration.ts";

describe("durations", () => {
  it.each([
    ["90s", 90],
    ["5m", 300],
    ["48h", 172_800],
    ["28d", 2_419_200],
    ["2w", 1_209_600],
    ["0d", 0],
  ])("%s is %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "d", "28", "-1d", "1.5h", "1y", "28 d", "999999999w"])("%j is refused", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([
    [3900, "1 h 5 min"],
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [150, "2 min 30 s"],
    [3601, "1 h"],
    [86_400, "1 d"],
    [86_400 + 300, "1 d"],
    [90_000, "1 d 1 h"],
    [-3900, "-1 h 5 min"],
  ])("%d seconds are said as %s", (seconds, words) => {
    expect(sayDuration(seconds)).toBe(words);
  });
});
