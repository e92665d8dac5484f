/** The instant from which `T+5m` counts, where a report states it outside of its timeline. */
import type { Outline } from "#src/markdown/outline.ts";
import { readStamp, type Stamp } from "./stamp.ts";

const STATED = [
  /(?<!\w)T[ -]?\+?0\b\s?(?:is|was|=|:|at|means|\()\s?(?:at |on )?(?=[\d\p{L}])/iu,
  /\brelative to\b[^.\d\n]{0,80}(?=\d)/i,
  /^\W{0,4}(?:(?:incident|impact|outage|event)\s)?(?:start(?:ed|s)?|began|begins?)(?:\s(?:time|at))?\W{0,4}(?=\d)/im,
] as const;
const MOST = 400;

/** The stamp of `T0 = 18:10 UTC`, else of `relative to the deploy at …`, else of `Start: …`; null when none states a time of day. */
export function findTimeZero({ units }: Outline): Stamp | null {
  const told = units.filter(({ kind, quoted }) => kind !== "code" && !quoted);
  for (const pattern of STATED) {
    for (const { text } of told) {
      const found = pattern.exec(text.slice(0, MOST));
      const stamp = found ? readStamp(text.slice(found.index + found[0].length)) : null;
      if (stamp?.clock) return stamp;
    }
  }
  return null;
}
