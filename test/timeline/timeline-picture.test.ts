import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mermaidText, timelinePicture } from "#src/timeline/timeline-picture.ts";
import { hostileText } from "#test/markdown/hostile-text.ts";
import { momentsOf } from "./timeline.ts";

describe("the picture of an incident", () => {
  it("shows known moments in order of time, and says the same in words", () => {
    expect(
      timelinePicture(
        "Incident 7",
        momentsOf({ started: "05:30", detected: "05:34", declared: "06:30", mitigated: "06:10" }),
      ),
    ).toBe(
      [
        "```mermaid",
        "timeline",
        "    title Incident 7",
        "    22 Nov 2026 05#58;30Z : started",
        "    22 Nov 2026 05#58;34Z : detected : 4 min later",
        "    22 Nov 2026 06#58;10Z : mitigated : 36 min later",
        "    22 Nov 2026 06#58;30Z : declared : 20 min later",
        "```",
        "",
        "started 22 Nov 2026 05:30Z → detected 22 Nov 2026 05:34Z → mitigated 22 Nov 2026 06:10Z → declared 22 Nov 2026 06:30Z",
      ].join("\n"),
    );
  });

  it("is no picture with fewer than two moments", () => {
    expect(timelinePicture("x", momentsOf({ started: "05:30" }))).toBe("");
  });

  it("takes any title as text: no line break, no separator, no end of the fence", () => {
    fc.assert(
      fc.property(hostileText, (title) => {
        expect(mermaidText(title)).toMatch(/^(?:[\p{L}\p{N} .,()/-]|#\d+;)*$/u);
      }),
    );
  });
});
