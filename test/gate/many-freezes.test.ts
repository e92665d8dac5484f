/** Many incidents that each freeze a component: the largest are named, the rest are counted, and nothing is buried. */
import { expect, test } from "vitest";
import { evidenceMarkdown } from "#src/gate/evidence-markdown.ts";
import { judge } from "#src/gate/judge.ts";
import { factsOf, incident } from "./facts-of.ts";

const verdictAfter = (count: number) =>
  judge(factsOf({ incidents: Array.from({ length: count }, (_, index) => incident(300 + index, 60 + index)) })).verdict;

test.each([
  { count: 3, ends: "which nobody has accepted yet." },
  { count: 4, ends: "One more incident freezes it too." },
  { count: 60, ends: "57 more incidents freeze it too." },
])("of $count incidents at most three are named", ({ count, ends }) => {
  const { reason, components } = verdictAfter(count);
  expect(reason.match(/Incident #\d+ used/g)).toHaveLength(3);
  expect(reason).toContain(`Incident #${300 + count - 1} used`);
  expect(reason.endsWith(ends)).toBe(true);
  expect(components[0]!.unblock.filter((step) => step.includes("one budget window after"))).toHaveLength(3);
});

test("the evidence lists fifty of them and counts the rest", () => {
  const evidence = evidenceMarkdown(verdictAfter(60));
  expect(evidence.match(/Incident freeze: /g)).toHaveLength(50);
  expect(evidence).toContain("\n\nand 10 more.\n\n");
});
