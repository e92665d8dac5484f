/** Laws of exact fractions, and how they are read and written. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  ceiling,
  compare,
  divide,
  floor,
  fromDecimal,
  greatestCommonDivisor,
  multiply,
  ratio,
  subtract,
  toDecimal,
  toNumber,
  whole,
  ZERO,
  type Rational,
} from "#src/budget/rational.ts";

const fraction = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => ratio(numerator, denominator));

describe("laws", () => {
  it("addition and multiplication are commutative, associative, and distribute", () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
      }),
    );
  });

  it("subtraction and division undo addition and multiplication", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        if (b.numerator !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
      }),
    );
  });

  it("every result is in lowest terms with a positive denominator", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        for (const { numerator, denominator } of [add(a, b), subtract(a, b), multiply(a, b)]) {
          expect(denominator > 0n && greatestCommonDivisor(numerator, denominator) === 1n).toBe(true);
        }
      }),
    );
  });

  it("compare agrees with the sign of the difference", () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const { numerator } = subtract(a, b);
        expect(compare(a, b)).toBe(numerator < 0n ? -1 : numerator > 0n ? 1 : 0);
      }),
    );
  });

  it("floor and ceiling enclose the fraction within one", () => {
    fc.assert(
      fc.property(fraction, (a) => {
        expect(compare(whole(floor(a)), a)).toBeLessThanOrEqual(0);
        expect(compare(whole(ceiling(a)), a)).toBeGreaterThanOrEqual(0);
        expect(ceiling(a) - floor(a)).toBe(a.denominator === 1n ? 0n : 1n);
      }),
    );
  });

  it("reading what was written gives the same decimal", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(9), (digits, places) => {
        const value = ratio(digits, 10n ** BigInt(places));
        expect(fromDecimal(toDecimal(value, places))).toEqual(value);
      }),
    );
  });
});

describe("fromDecimal", () => {
  it.each<[string, bigint, bigint]>([
    ["99.95", 1999n, 20n],
    ["-3", -3n, 1n],
    ["+0.5", 1n, 2n],
    [" 0.10 ", 1n, 10n],
    ["1e-7", 1n, 10_000_000n],
    ["2.5E2", 250n, 1n],
    ["-0", 0n, 1n],
  ])("reads %s", (text, numerator, denominator) => {
    expect(fromDecimal(text)).toEqual({ numerator, denominator });
  });

  it.each(["", "many", "1,5", ".5", "5.", "0x10", "1e999", "NaN", "Infinity", "1 2", "9".repeat(41), "--1", "50%"])(
    "refuses %j",
    (text) => {
      expect(fromDecimal(text)).toBeNull();
    },
  );
});

describe("output", () => {
  it.each<[Rational, number, string]>([
    [ratio(1n, 3n), 9, "0.333333333"],
    [ratio(2n, 3n), 9, "0.666666667"],
    [ratio(-1n, 3n), 1, "-0.3"],
    [ratio(1n, 2n), 0, "1"],
    [ratio(-1n, 2n), 0, "-1"],
    [ratio(-1n, 100n), 1, "0.0"],
    [ratio(12_345n, 100n), 1, "123.5"],
    [whole(7), 2, "7.00"],
  ])("%o with %i places is %s", (value, places, text) => {
    expect(toDecimal(value, places)).toBe(text);
  });

  it("numbers have at most 9 decimals, and no negative zero", () => {
    expect(toNumber(ratio(1n, 3n))).toBe(0.333333333);
    expect(Object.is(toNumber(ratio(-1n, 10n ** 12n)), 0)).toBe(true);
  });

  it("division by zero and parts of a whole number are our own faults: they throw", () => {
    expect(() => divide(whole(1), ZERO)).toThrow(RangeError);
    expect(() => whole(0.5)).toThrow(RangeError);
  });
});
