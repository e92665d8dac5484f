/** Exact fractions on whole numbers of any size: the arithmetic of budgets never passes through a float. */

/** A fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** 0 */
export const ZERO: Rational = { numerator: 0n, denominator: 1n };
/** 1 */
export const ONE: Rational = { numerator: 1n, denominator: 1n };
/** 100, for percent */
export const HUNDRED: Rational = { numerator: 100n, denominator: 1n };

/** The fraction numerator/denominator in lowest terms. @throws RangeError when the denominator is 0. */
export function ratio(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError("division by zero");
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** A whole number as a fraction. @throws RangeError when the number is not whole. */
export function whole(value: number | bigint): Rational {
  return { numerator: BigInt(value), denominator: 1n };
}

const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads a decimal number exactly as it is written: `99.95`, `-3`, `1e-7`.
 * @returns null for anything else, and for numbers of more than 40 digits on either side of the point.
 */
export function fromDecimal(text: string): Rational | null {
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign, integer, fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${integer}${fraction}`) * (sign === "-" ? -1n : 1n);
  const power = Number(exponent) - fraction.length;
  return power >= 0 ? whole(digits * 10n ** BigInt(power)) : ratio(digits, 10n ** BigInt(-power));
}

/** a + b */
export function add(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a − b */
export function subtract(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a × b */
export function multiply(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a ÷ b. @throws RangeError when b is 0. */
export function divide(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative when a < b, 0 when they are equal, positive when a > b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The largest whole number that is not above the fraction. */
export function floor(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  return value.numerator < 0n && quotient * value.denominator !== value.numerator ? quotient - 1n : quotient;
}

/** The smallest whole number that is not below the fraction. */
export function ceiling(value: Rational): bigint {
  return -floor({ numerator: -value.numerator, denominator: value.denominator });
}

/** The nearest number with at most 9 decimals (halves away from zero): for output only, never to decide by. */
export function toNumber(value: Rational): number {
  return value.denominator === 1n ? Number(value.numerator) : Number(toDecimal(value, 9));
}

/** The fraction as a decimal with exactly this many places, halves away from zero: `38.9`. */
export function toDecimal(value: Rational, places: number): string {
  const scale = 10n ** BigInt(places);
  const magnitude = value.numerator < 0n ? -value.numerator : value.numerator;
  const rounded = (magnitude * scale * 2n + value.denominator) / (value.denominator * 2n);
  const digits = String(rounded).padStart(places + 1, "0");
  const sign = value.numerator < 0n && rounded !== 0n ? "-" : "";
  const point = digits.length - places;
  return sign + (places === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`);
}

/** The greatest common divisor of two whole numbers, positive; of 0 and 0 it is 0. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
