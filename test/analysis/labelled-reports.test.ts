/** Made-up reports in the manner of many organisations: every point of a timeline, every action item and every phrase of blame that a reader sees, and no other. */
import { describe, expect, test } from "vitest";
import { analyzeReport } from "#src/analysis/analyze-report.ts";
import { readLabelledReports } from "#test/analysis/labelled-reports.ts";

const REPORTS = readLabelledReports();

describe.each(REPORTS)("$name", ({ name, text, timeline, actions, blame }) => {
  const analysis = analyzeReport(name, text);

  test("its timeline", () => {
    expect(analysis.timeline.map(({ line, at }) => `${line} ${at}`)).toEqual([...timeline]);
  });

  test("its action items", () => {
    expect(analysis.actions.map(({ line }) => line)).toEqual([...actions]);
  });

  test("its language: what a kind reader would mend at any severity, nothing else as a warning", () => {
    const { language } = analysis;
    const found = new Set(language.map(({ line }) => line));
    const warned = new Set(language.filter(({ severity }) => severity === "warning").map(({ line }) => line));
    expect([...blame].filter((line) => !found.has(line))).toEqual([]);
    expect([...warned].filter((line) => !blame.has(line))).toEqual([]);
  });
});

test("there are many, with many labels", () => {
  const total = (key: "timeline" | "actions" | "blame") => REPORTS.reduce((sum, report) => sum + report[key].size, 0);
  expect(REPORTS.length).toBeGreaterThanOrEqual(56);
  expect([total("timeline"), total("actions"), total("blame")]).toEqual([309, 162, 34]);
});
