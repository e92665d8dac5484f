import { describe, expect, it } from "vitest";
import { measurePhases } from "#src/timeline/phases.ts";
import { momentsOf } from "./timeline.ts";

const minutes = (times: Parameters<typeof momentsOf>[0]) =>
  Object.fromEntries(
    measurePhases(momentsOf(times)).map(({ key, seconds }) => [key, seconds === null ? null : seconds / 60]),
  );

describe("phases of an incident", () => {
  it("are measured between the moments that define them", () => {
    const times = {
      started: "05:30",
      detected: "05:34",
      acknowledged: "05:36",
      declared: "06:20",
      mitigated: "06:10",
      resolved: "07:30",
    };
    expect(minutes(times)).toEqual({ detect: 4, acknowledge: 2, mitigate: 40, repair: 36, resolve: 120 });
  });

  it("are unknown, never 0, where a moment is unknown", () => {
    expect(minutes({ started: "05:30", mitigated: "06:10" })).toEqual({
      detect: null,
      acknowledge: null,
      mitigate: 40,
      repair: null,
      resolve: null,
    });
  });

  it("are unknown where the moments stand in the wrong order", () => {
    expect(minutes({ started: "05:30", detected: "05:20" }).detect).toBeNull();
  });

  it("are 0 when both happened in the same second", () => {
    expect(minutes({ started: "05:30", detected: "05:30" }).detect).toBe(0);
  });
});
