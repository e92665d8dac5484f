/** Lines of the log are neither lost nor repeated by a later try. */
import { expect, test } from "vitest";
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { logLinesOf, withLogLines } from "#src/command/log-lines.ts";
import type { CommandChange } from "#src/command/outcome.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";

const analysis = { owner: "acme", repo: "shop", number: 7 };
const old = { at: 10, by: "bob", what: "#9 accepted" };
const said = { at: 20, by: "bob", what: "#9 due 2026-02-02" };

function recordWith(log: AnalysisRecord["log"]): AnalysisRecord {
  return { ...emptyRecord({ owner: "acme", repo: "shop", number: 6 }), log };
}

function recordsWith(log: AnalysisRecord["log"]): RepositoryRecords {
  return { analyses: [{ issue: analysis, record: recordWith(log) }] } as unknown as RepositoryRecords;
}

const writes = (log: AnalysisRecord["log"]): CommandChange => ({ kind: "record", analysis, next: recordWith(log) });

test("what is added is what the record does not have yet", () => {
  expect(logLinesOf([writes([old, said])], recordsWith([old]))).toEqual([{ analysis, lines: [said] }]);
  expect(logLinesOf([writes([old])], recordsWith([old]))).toEqual([]);
});

const again = { ...said, at: 25 };
const other = { at: 22, by: "carol", what: "#8 closed" };

test.each([
  ["a later try that has nothing to change adds the line", [old], [], [old, said]],
  ["beside what others wrote meanwhile", [old, other], [], [old, other, said]],
  ["the line stands already", [old, said], [], null],
  ["the later try says it itself", [old], [writes([old, again])], [old, again]],
  ["the later try would say it once more", [old, said], [writes([old, said, again])], [old, said]],
  ["it was said long ago for another reason", [{ ...said, at: 5 }], [], [{ ...said, at: 5 }, said]],
] as const)("%s", (_, standing, changes, expected) => {
  const [change] = withLogLines(changes, [{ analysis, lines: [said] }], recordsWith(standing));
  expect(change?.kind === "record" ? change.next.log : null).toEqual(expected);
});

test("an analysis that is gone is left alone", () => {
  expect(withLogLines([], [{ analysis, lines: [said] }], { analyses: [] } as unknown as RepositoryRecords)).toEqual([]);
});
