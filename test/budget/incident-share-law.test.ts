/** The comparison without a division says what the one with it says. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isAbove, sharePercent, usesMoreThan } from "#src/budget/incident-share.ts";
import { ratio } from "#src/budget/rational.ts";

test("more than a threshold is used exactly when the share is above it, for any budget and for none", () => {
  const part = fc.tuple(fc.bigInt(0n, 10n ** 9n), fc.bigInt(1n, 1_000n)).map(([a, b]) => ratio(a, b));
  fc.assert(
    fc.property(part, part, part, (used, budget, threshold) => {
      expect(usesMoreThan(used, budget, threshold)).toBe(isAbove(sharePercent(used, budget), threshold));
    }),
    {
      examples: [
        [ratio(1n, 2n), ratio(1n, 1n), ratio(50n, 1n)],
        [ratio(0n, 1n), ratio(0n, 1n), ratio(0n, 1n)],
        [ratio(1n, 1n), ratio(0n, 1n), ratio(99n, 1n)],
      ],
    },
  );
});
