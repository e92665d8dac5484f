/** Times that count from the start of the incident: `T+5m`, `T-00:10`, `T minus 10 minutes`, `+20 min`, `+00:35`. */

/** Seconds since the start, and where the words end. */
export interface RelativeTime {
  readonly offset: number;
  readonly end: number;
}

const UNIT = "s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?";
const ZERO = /T[- ]?0(?!\d|[.:]\d)/y;
const SIGNED = /T\s?(?:([+−–-])|(plus|minus))\s?/iy;
const PLUS = /\+\s?(?=\d)/y;
const CLOCK = /(\d{1,3}):(\d{2})(?::(\d{2}))?(?!\d)/y;
const COUNT = new RegExp(`(\\d{1,5})\\s?(${UNIT})?(?![\\w:.])`, "iy");
const UNITS = new RegExp(`(\\d{1,5})\\s?(${UNIT})(?=[^a-z]|\\d|$)\\s?`, "iy");

/** The relative time that begins exactly at the offset; null when none does. A bare `+5` is none, `T+5` is minutes. */
export function readRelative(text: string, at: number): RelativeTime | null {
  const zero = match(ZERO, text, at);
  if (zero) return { offset: 0, end: at + zero[0].length };
  const signed = match(SIGNED, text, at);
  if (signed) {
    const length = readLength(text, at + signed[0].length, true);
    const sign = signed[2]?.toLowerCase() === "minus" || /[−–-]/.test(signed[1] ?? "") ? -1 : 1;
    return length && { offset: sign * length.offset, end: length.end };
  }
  const plus = match(PLUS, text, at);
  return plus && readLength(text, at + plus[0].length, false);
}

/** `1:20`, `5`, `5 min`, `1h20m`. */
function readLength(text: string, at: number, mayBeBare: boolean): RelativeTime | null {
  const clock = match(CLOCK, text, at);
  if (clock) {
    const offset = Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
    return { offset, end: at + clock[0].length };
  }
  let offset = 0;
  let end = at;
  for (let part = match(UNITS, text, end); part; part = match(UNITS, text, end)) {
    offset += Number(part[1]) * secondsOf(part[2]!);
    end += part[0].length;
  }
  if (end > at) return { offset, end: at + text.slice(at, end).trimEnd().length };
  const count = mayBeBare ? match(COUNT, text, at) : null;
  return count && { offset: Number(count[1]) * secondsOf(count[2] ?? "m"), end: at + count[0].length };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function secondsOf(unit: string): number {
  return { s: 1, m: 60, h: 3600, d: 86_400 }[unit[0]!.toLowerCase()] ?? 60;
}
