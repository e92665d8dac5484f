import { describe, expect, it } from "vitest";
import { findOrderAnomalies } from "#src/timeline/order.ts";
import { momentsOf } from "./timeline.ts";

describe("the order of an incident's moments", () => {
  it.each([
    ["in order", { started: "05:30", detected: "05:34", acknowledged: "05:36", mitigated: "06:10", resolved: "07:00" }],
    [
      "declared after it was mitigated, which many teams do",
      { started: "05:30", mitigated: "06:10", declared: "06:30" },
    ],
    ["all at once", { started: "05:30", detected: "05:30", mitigated: "05:30", resolved: "05:30" }],
    ["nothing known", {}],
  ])("has nothing odd: %s", (_name, times) => {
    expect(findOrderAnomalies(momentsOf(times))).toEqual([]);
  });

  it.each([
    [
      { started: "05:30", mitigated: "05:10" },
      "mitigated (22 Nov 2026 05:10Z) stands 20 min before started (22 Nov 2026 05:30Z). One of the two is wrong.",
    ],
    [
      { mitigated: "06:10", resolved: "06:00" },
      "resolved (22 Nov 2026 06:00Z) stands 10 min before mitigated (22 Nov 2026 06:10Z). When the cause was mended first, both happened at the same time.",
    ],
    [
      { started: "05:30", detected: "05:00" },
      "detected (22 Nov 2026 05:00Z) stands 30 min before started (22 Nov 2026 05:30Z). An alert may come before users feel anything; else one of the two is wrong.",
    ],
  ])("is named in plain words: %o", (times, sentence) => {
    expect(findOrderAnomalies(momentsOf(times))).toEqual([sentence]);
  });
});
