/** What a report has and lacks. */
import { expect, test } from "vitest";
import { analyzeReport } from "#src/analysis/analyze-report.ts";

const missing = (text: string) =>
  analyzeReport("report.md", text)
    .completeness.filter(({ present }) => !present)
    .map(({ id }) => id);

const GOOD = `# Checkout down, 2021-02-03

## Summary

Checkout answered slowly.

## Impact

12% of requests failed for 38 minutes.

## Timeline

All times in UTC.

- 10:00 a
- 10:10 b
- 10:38 c

## Trigger

A deploy.

## Detection

An alert.

## Recovery

Rolled back.

## Root causes

- The pool had no limit.

## Five whys

- It broke
  - The pool had no limit → #12

## Lessons learned

### What went well

- The alert.

### What went poorly

- The rollback.

### Where we got lucky

- It was night.

## Action items

- Give the pool a limit. Owner: @alice, due 2021-03-01, #12
`;

test("a good report lacks nothing", () => expect(missing(GOOD)).toEqual([]));

test("an empty one lacks everything, and is told what to write", () => {
  const { completeness } = analyzeReport("-", "");
  expect(completeness.filter(({ present, line, message }) => present || line !== null || message === "")).toEqual([]);
  expect(completeness.length).toBeGreaterThan(15);
});

test.each([
  ["12% of requests failed for 38 minutes.", "Some requests failed.", ["impact-quantified"]],
  ["- 10:38 c\n", "", ["timeline"]],
  ["All times in UTC.\n", "", ["timeline-zone"]],
  ["Owner: @alice, ", "", ["action-owners"]],
  [", due 2021-03-01", "", ["action-dates"]],
  ["## Trigger\n\nA deploy.\n", "", ["trigger"]],
  ["A deploy.", "", ["trigger"]],
])("without %j", (part, instead, wanted) => {
  expect(GOOD).toContain(part);
  expect(missing(GOOD.replace(part, instead))).toEqual(wanted);
});

test("what is done needs neither owner nor date", () => {
  expect(
    missing(GOOD.replace("- Give the pool a limit. Owner: @alice, due 2021-03-01, #12", "- [x] Give the pool a limit")),
  ).toEqual([]);
});
