import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseShare, sayShare } from "#src/incident/share.ts";

describe("shares of impact", () => {
  it.each([
    ["50%", "0.5"],
    ["100 %", "1"],
    ["0%", "0"],
    ["0.5%", "0.005"],
    ["12.50%", "0.125"],
    ["5%", "0.05"],
    ["099%", "0.99"],
  ])("%s is %s", (text, share) => {
    expect(parseShare(text)).toBe(share);
  });

  it.each(["50", "101%", "100.1%", "-5%", "5.%", "50%%", "", "half", "1e1%"])("%j is none", (text) => {
    expect(parseShare(text)).toBeNull();
  });

  it("come back exactly from what people read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionths) => {
        const share = String(millionths / 1_000_000).includes("e") ? "0" : String(millionths / 1_000_000);
        expect(parseShare(sayShare(share))).toBe(share);
      }),
    );
  });
});
