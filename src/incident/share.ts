/** Shares of impact: `50%` for people, `"0.5"` in the record, exact in both directions. */

/**
 * Reads `50%`, `0.5%` or `100 %` as a decimal string between 0 and 1: `"0.5"`, `"0.005"`, `"1"`.
 * @returns null without a percent sign, below 0 or above 100 percent, and beyond nine decimals.
 */
export function parseShare(text: string): string | null {
  const match = /^(\d{1,3})(?:\.(\d{1,9}))?\s*%$/.exec(text.trim());
  if (!match) return null;
  const digits = match[1]!.padStart(3, "0");
  const integer = digits.slice(0, -2);
  const share = withoutZeros(`${integer}.${digits.slice(-2)}${match[2] ?? ""}`);
  return Number(share) > 1 ? null : share;
}

/** Writes a share as people read it: `"0.5"` gives `50%`. Inverse of `parseShare`. */
export function sayShare(share: string): string {
  const [integer = "0", fraction = ""] = share.split(".");
  const padded = fraction.padEnd(2, "0");
  return `${withoutZeros(`${integer}${padded.slice(0, 2)}.${padded.slice(2)}`)}%`;
}

function withoutZeros(decimal: string): string {
  const [integer = "0", fraction = ""] = decimal.split(".");
  const whole = integer.replace(/^0+(?=\d)/, "");
  const rest = fraction.replace(/0+$/, "");
  return rest === "" ? whole : `${whole}.${rest}`;
}
