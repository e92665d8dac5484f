/** Claimed against computed: what authors state, what their moments give, and where the two differ. */
import { describe, expect, it, test } from "vitest";
import { reportMetrics } from "#src/analysis/report-metrics.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { parseTimeline } from "#src/timeline/parse-timeline.ts";

const metrics = (text: string) => {
  const outline = readOutline(text);
  return reportMetrics(outline, parseTimeline(outline, null));
};

describe("claims", () => {
  const claims: readonly (readonly [string, string, number])[] = [
    ["TTD 53m", "detect", 53],
    ["- **Time to repair**: 0h 38m", "repair", 38],
    ["Time to detection: 0 minutes", "detect", 0],
    ["| Time to resolve | 2 hours and 15 minutes |", "resolve", 135],
    ["MTTR: 1:05", "resolve", 65],
    ["The downtime was about 2h.", "impact", 120],
    ["**Total impact duration:** 5 hours 26 minutes (10:45 - 16:11 UTC)", "impact", 326],
    ["**Duration:** 21:45 to 23:28 UTC (103 minutes)", "impact", 103],
    ["The outage lasted 1 day, 2 hours.", "impact", 1560],
    ["The site was down for roughly 13 minutes.", "impact", 13],
  ];
  it.each(claims)("%s", (text, key, minutes) => {
    expect(metrics(`## Summary\n\n${text}\n`).claimed).toMatchObject([{ key, seconds: minutes * 60, line: 3 }]);
  });

  it.each([
    "Time to detection: ?",
    "Duration: unknown",
    "We cut the time to repair in half.",
    "Version 2h",
    "> Downtime: 2h",
  ])("none in %s", (text) => expect(metrics(`## Summary\n\n${text}\n`).claimed).toEqual([]));
});

const EVENTS =
  "- **Key events**\n  - First detected 2021-02-03 10:00\n  - Repaired 2021-02-03 10:38\n  - Resolved 2021-02-03 13:14\n";

describe("computed", () => {
  test("from stated moments; without a start it is counted from detection and says so", () => {
    const { computed } = metrics(`# A\n\n${EVENTS}`);
    const minutes = computed.map(({ key, seconds }) => [key, seconds / 60]);
    expect(minutes).toEqual([
      ["mitigate", 38],
      ["repair", 38],
      ["resolve", 194],
      ["impact", 38],
    ]);
    expect(computed.find(({ key }) => key === "resolve")!.definition).toContain("counted from detection");
    expect(computed.find(({ key }) => key === "repair")!.definition).not.toContain("no start");
  });

  test("from the words of the timeline", () => {
    const text =
      "# 2021-02-03\n\n## Timeline (UTC)\n\n- 10:00 Errors begin\n- 10:12 Alert fires\n- 10:15 Incident declared\n- 11:00 Service restored\n- 23:50 Incident resolved\n";
    const found = metrics(text).computed.map(({ key, seconds, from, to }) => [key, seconds / 60, from.line, to.line]);
    expect(found).toEqual([
      ["detect", 12, 5, 6],
      ["mitigate", 60, 5, 8],
      ["repair", 48, 6, 8],
      ["resolve", 830, 5, 9],
      ["impact", 60, 5, 8],
    ]);
  });

  test("across zones that are stated, and not where a zone's name may mean several", () => {
    const told = (first: string, second: string) =>
      `# 2024-01-30\n\n## Timeline\n\n- 2024-01-30 22:41 ${first} impact begins\n- 2024-01-30 15:58 ${second} impact ends\n`;
    const mitigate = (text: string) => metrics(text).computed.find(({ key }) => key === "mitigate")?.seconds;
    expect(mitigate(told("+01:00", "-0700"))).toBe(77 * 60);
    expect(mitigate(told("CET", "UTC-7"))).toBe(77 * 60);
    expect(mitigate(told("CET", "CST"))).toBeUndefined();
  });

  test("nothing where nothing is known: never 0", () => {
    expect(metrics("# A\n\n## Timeline\n\n- 10:00 a\n- 10:10 b\n").computed).toEqual([]);
  });

  test("several incidents are not measured as one", () => {
    const one = (day: string) => `### ${day}\n\n- 10:00 Errors begin\n- 10:10 Service fully restored\n\n`;
    expect(metrics(`## Timeline\n\n${one("2021-01-01")}${one("2021-02-01")}`).computed).toEqual([]);
  });
});

describe("disagreements", () => {
  const words = (text: string) => metrics(text).disagreements.map(({ line, message }) => `${line}: ${message}`);

  test("a claim against the moments", () => {
    expect(words(`# A\n\n${EVENTS}\n- **Time to repair**: 27m\n`)).toEqual([
      "8: Time to repair: the text says 27 min, lines 4 and 5 give 38 min (from detection until users no longer felt it).",
    ]);
  });

  test("a claim against the times beside it", () => {
    expect(words("Outage duration: 2h (10:00 - 11:30 UTC)\n")).toEqual([
      "1: It says 2 h, but the times beside it are 1 h 30 min apart.",
    ]);
  });

  test("the preamble against the timeline", () => {
    const text =
      "# A\n\n- **Key events**\n  - Incident declared 2021-02-03 10:00\n\n## Timeline\n\n- 2021-02-03 10:11 Incident declared\n- 10:20 b\n- 10:30 c\n";
    expect(words(text)).toEqual(["4: It was declared at 2021-02-03 10:00 here, and at 2021-02-03 10:11 in line 8."]);
  });

  test("rough claims have room, and what agrees is quiet", () => {
    expect(words(`# A\n\n${EVENTS}\n- **Time to repair**: about 40m\n- **Time to resolve**: 3h 14m\n`)).toEqual([]);
  });
});
