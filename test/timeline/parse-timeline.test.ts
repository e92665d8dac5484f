/** Timelines of reports in many layouts, and what is odd about some. */
import { describe, expect, it, test } from "vitest";
import { readOutline } from "#src/markdown/outline.ts";
import { parseTimeline } from "#src/timeline/parse-timeline.ts";
import { LAYOUTS, NO_TIMELINES } from "#test/timeline/report-layouts.ts";

const parse = (text: string, file: string | null = null) => parseTimeline(readOutline(text), file);

describe("layouts", () => {
  it.each(LAYOUTS)("$name", ({ text, file, entries }) => {
    const found = parse(text, file ?? null);
    const wanted = entries.map((entry) => entry.split(" "));
    const shown = found.map(({ line, at, zone }, index) =>
      [String(line), String(at), zone].slice(0, wanted[index]?.length ?? 2),
    );
    expect(shown).toEqual(wanted);
  });

  it.each(NO_TIMELINES)("finds none in $name", ({ text }) => {
    expect(parse(text)).toEqual([]);
  });
});

describe("anomalies are named and never drop an entry", () => {
  const cases: readonly (readonly [string, string, string | null, RegExp])[] = [
    ["a step back", "- 11:08 a\n- 11:07 b\n", "2021-01-01T11:07", /out of order/],
    ["an hour that does not exist", "- 11:08 a\n- 25:10 b\n", null, /no time of day/],
    ["a day that does not exist", "- 2021-02-28 10:00 a\n- 2021-02-30 10:00 b\n", null, /does not exist/],
    ["a year with five digits", "- 2021-01-01 10:00 a\n- 20202-01-16 12:00 b\n", null, /five digits/],
    ["a year that was last year's", "- 2021-12-01: a\n- 2021-01-28: b\n", "2021-01-28", /2022-01-28 meant/],
    ["a date to be filled in", "- 2021-01-01: a\n- 2023-MM-DD: b\n", null, /filled in/],
    ["a time to be filled in", "- 10:00 a\n- 2X:XX b\n", null, /filled in/],
    ["two clocks in one time", "- 10:00 AM a\n- 13:55 PM b\n", "2021-01-01T13:55", /mixes two clocks/],
    ["another zone", "- 10:00 PST a\n- 23:00 MST b\n", "2021-01-01T23:00", /from PST to MST/],
    ["the wrong weekday", "- 10:00 a\n- Sunday, Jan 2, 2020 10:05 b\n", "2020-01-02T10:05", /Thursday, not a Sunday/],
    ["a relative time without a start", "- T+5m a\n- T+6m b\n", null, /T\+0/],
    ["a half of the day that was guessed", "- 12:10 a\n- 1:05 b\n", "2021-01-01T13:05", /without am or pm/],
  ];

  test.each(cases)("%s", (_name, lines, at, words) => {
    const second = parse(`# 2021-01-01\n\n## Timeline\n\n${lines}`).at(-1)!;
    expect([second.line, second.at]).toEqual([6, at]);
    expect(second.anomaly).toMatch(words);
  });

  test("no date anywhere", () => {
    const [first] = parse("## Timeline\n\n- 10:00 a\n- 10:05 b\n");
    expect(first).toMatchObject({ line: 3, at: null, anomaly: "no date is stated: write it once above the timeline" });
  });

  test("a long silence", () => {
    const lines = ["10:00 a", "10:05 b", "10:10 c", "10:15 d"].map((line) => `- 2021-01-01 ${line}\n`).join("");
    const entries = parse(`## Timeline\n\n${lines}- 2021-01-02 11:00 e\n`);
    expect(entries.map(({ anomaly }) => anomaly !== undefined)).toEqual([false, false, false, false, true]);
    expect(entries.at(-1)!.anomaly).toContain("1 d");
  });

  test("a sound timeline has none", () => {
    const entries = parse("# 2021-01-01\n\n## Timeline (UTC)\n\n- 10:00 a\n- 10:05 UTC b\n- 10:05 c\n");
    expect(entries.map(({ anomaly }) => anomaly)).toEqual([undefined, undefined, undefined]);
  });
});

test("the text is what happened, without marks and stamps", () => {
  const [entry] = parse(
    "# 2021-01-01\n\n## Timeline\n\n- **10:00 UTC** – [Alice](https://a.example) rolls `web` *back*\n",
  );
  expect(entry!.text).toBe("Alice rolls web back");
});

test("all times are in the zone that the lead-in names", () => {
  const entries = parse("# 2021-01-01\n\n## Timeline\n\nAll times in PST\n\n- 10:00 a\n- 10:10 PDT b\n");
  expect(entries.map(({ zone }) => zone)).toEqual(["PST", "PDT"]);
});
