/** Clock times as people write them: `14:05`, `2:05 PM`, `14h05`, `14.05 Uhr`, `1405Z`, `noon`; also those that cannot be. */

/** A clock time as written. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  /** Null when no seconds are written. Fractions are dropped. */
  readonly second: number | null;
  readonly meridiem: "am" | "pm" | null;
  /** `09:05` rather than `9:05`: then it is no 12-hour clock without am or pm. */
  readonly padded: boolean;
  /** `2X:XX`, `??:??`: somebody meant to fill it in. */
  readonly unknown: boolean;
  /** Offset of the first character behind it. */
  readonly end: number;
}

const COLON = /(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:[.,]\d{1,9})?)?(?!\d|:\d)/y;
const BROKEN = /[\dXx?]{1,2}:[\dXx?]{2}(?::[\dXx?]{2})?(?![\dA-Za-z:?])/y;
/** `[???] the first errors`: the brackets are passed over before. */
const QUESTION_MARKS = /\?{2,4}(?=[\s\]):–—-])/y;
const LETTER_H = /(\d{1,2})(?:\sh\s(?=\d{2})|h|[時时点])(?:(\d{2})分?)?(?![\dA-Za-z])/y;
const DOT = /(\d{1,2})\.(\d{2})(?=\s?(?:uhr\b|[ap]\.?m\b|utc\b|gmt\b|ce?s?t\b|h\b))/iy;
/** `14.05 – Alarm`: only with two digits each and a mark behind; versions look alike. */
const DOTTED = /([01]\d|2[0-3])\.([0-5]\d)(?=(?:\s?[–—-]|:)\s)/y;
const FOUR = /([01]\d|2[0-3])([0-5]\d)(?=\s?(?:z\b|utc\b|gmt\b|hrs?\b|hours\b|h\b|[ecmp][sd]?t\b|ce?s?t\b|bst\b))/iy;
const HOUR_ONLY = /(\d{1,2})(?=\s?[ap]\.?m\b)/iy;
const WORD = /(?:12\s)?(noon|midnight)\b/iy;
const MERIDIEM = /[ \u00a0]?([ap])\.?\s?m\b\.?/iy;
const SUFFIX = /\s?(?:uhr|hrs?|hours|h)\b/iy;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The clock time that begins exactly at the offset; null when none does. Hours and minutes may be impossible (`25:70`). */
export function readClock(text: string, at: number): Clock | null {
  const digits = readDigits(text, at);
  if (digits !== null) return withMeridiem(text, digits);
  const word = match(WORD, text, at);
  if (word) {
    const hour = word[1]!.toLowerCase() === "noon" ? 12 : 0;
    return { hour, minute: 0, second: null, meridiem: null, padded: true, unknown: false, end: at + word[0].length };
  }
  const broken = match(BROKEN, text, at) ?? match(QUESTION_MARKS, text, at);
  if (!broken || !/[Xx?]/.test(broken[0])) return null;
  const end = at + broken[0].length;
  return { hour: 0, minute: 0, second: null, meridiem: null, padded: true, unknown: true, end };
}

function readDigits(text: string, at: number): Clock | null {
  const found =
    match(COLON, text, at) ??
    match(LETTER_H, text, at) ??
    match(DOT, text, at) ??
    match(DOTTED, text, at) ??
    match(FOUR, text, at) ??
    match(HOUR_ONLY, text, at);
  if (!found) return null;
  return {
    hour: Number(found[1]),
    minute: Number(found[2] ?? 0),
    second: found[3] === undefined ? null : Number(found[3]),
    meridiem: null,
    padded: found[1]!.startsWith("0") || Number(found[1]) > 12,
    unknown: false,
    end: at + found[0].length,
  };
}

function withMeridiem(text: string, clock: Clock): Clock {
  const found = match(MERIDIEM, text, clock.end);
  if (found) {
    const meridiem = found[1]!.toLowerCase() === "a" ? "am" : "pm";
    return { ...clock, meridiem, end: clock.end + found[0].length };
  }
  const suffix = match(SUFFIX, text, clock.end);
  return suffix ? { ...clock, padded: true, end: clock.end + suffix[0].length } : clock;
}

/** Minutes since midnight on a 24-hour clock, with am and pm applied where they make sense; null for what no clock shows. */
export function minutesOf({ hour, minute, second, meridiem, unknown }: Clock): number | null {
  if (unknown || minute > 59 || (second ?? 0) > 59 || hour > 24 || (hour === 24 && minute > 0)) return null;
  if (meridiem === "am" && hour === 12) return minute;
  if (meridiem === "pm" && hour < 12) return (hour + 12) * 60 + minute;
  return hour * 60 + minute;
}
