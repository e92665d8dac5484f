/** Time zones as people write them beside a time: `UTC`, `PST`, `+02:00`, `(Pacific)`, `Europe/London`. */

/** A zone as written (brackets gone, `Z` as `UTC`). */
export interface WrittenZone {
  readonly zone: string;
  readonly end: number;
}

const NAMES = new Set(
  (
    "UTC GMT PST PDT PT EST EDT ET CST CDT CT MST MDT MT AKST AKDT HST BST IST CET CEST MEZ MESZ EET EEST WET WEST MSK TRT " +
    "JST KST SGT HKT PHT WIB ICT PKT AEST AEDT AET ACST ACDT AWST NZST NZDT NZT BRT BRST ART CLT SAST EAT WAT GST"
  ).split(" "),
);
const WITH_OFFSET = /(?:UTC|GMT)\s?[+−-]\d{1,2}(?::?\d{2})?(?!\d|:\d)/y;
const OFFSET = /\+\d{2}:?\d{2}(?!\d|:\d)|[−-]\d{4}(?!\d|:\d)/y;
const NEGATIVE = /[−-]\d{2}:\d{2}(?!\d|:\d)/y;
const ZULU = /Z(?![A-Za-z\d])/y;
const AREA = /(?:US|Europe|America|Asia|Australia|Africa|Pacific|Atlantic)\/[A-Z][A-Za-z_]{1,30}/y;
const REGION = /(Eastern|Central|Mountain|Pacific)(?:\s(?:Standard|Daylight))?(?:\sTime)?(?![A-Za-z])/y;
const WORD = /[A-Za-z]{2,4}(?![A-Za-z])/y;
const LOCAL = /local(?:\stime)?(?![A-Za-z])/iy;
const LEAD = /[ ,]{0,2}[([]?\s?/y;
const CLOSE = /\s?(?:\([A-Za-z+:\d/ −-]{1,20}\)|\btime\b)?\s?[)\]]?/y;

/** The zone that stands at the offset, spaces and an opening bracket before it allowed; null when none does. */
export function readZone(text: string, at: number): WrittenZone | null {
  LEAD.lastIndex = at;
  const lead = LEAD.exec(text)![0];
  const from = at + lead.length;
  const zone = zoneAt(text, from, lead === "" && endsAsIso(text, at));
  if (zone === null) return null;
  const end = from + zone.length;
  if (!/[([]/.test(lead)) return { zone: named(zone), end };
  CLOSE.lastIndex = end;
  return { zone: named(zone), end: end + CLOSE.exec(text)![0].length };
}

function named(zone: string): string {
  return zone === "Z" ? "UTC" : zone.toUpperCase() === "UTC" ? "UTC" : zone;
}

/** `10:00:00` or `T10:00` stands before. */
function endsAsIso(text: string, at: number): boolean {
  return /(?::\d{2}:\d{2}|T\d{2}:\d{2})$/.test(text.slice(Math.max(0, at - 8), at));
}

// `10:00:00-05:00` ends with an offset, `10:00-10:30` with the end of a range.
function zoneAt(text: string, at: number, asIso: boolean): string | null {
  for (const pattern of [WITH_OFFSET, OFFSET, ...(asIso ? [NEGATIVE] : []), ZULU, AREA, REGION, LOCAL]) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return null;
  if (NAMES.has(word)) return word;
  // `utc` in small letters is a zone; `est`, `art` and `et` may be words.
  return /^(?:utc|gmt|pst|pdt|cest)$/i.test(word) ? word.toUpperCase() : null;
}

const STATED = /\b(?:times?|timestamps?|timezone|time zone|timeline|dates?|hours|zeiten|uhrzeiten)\b/i;

/**
 * The zone that a sentence such as `All times in CET (GMT+1)` or a title such as `Timeline (UTC)` states for what follows.
 * Null when it names none, or more than one that differ.
 */
export function statedZone(text: string): string | null {
  if (!STATED.test(text)) return null;
  for (let at = 0; at < Math.min(text.length, 400); at += 1) {
    const isStart = at === 0 || /[\s([,:/]/.test(text[at - 1]!);
    const zone = isStart ? zoneAt(text, at, false) : null;
    if (zone !== null && zone !== "Z") return named(zone);
  }
  return null;
}

const HOUR = 3600;
// Names that mean one offset wherever they are written; `CST`, `IST` and `BST` mean several.
const FIXED: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  CET: 1,
  MEZ: 1,
  CEST: 2,
  MESZ: 2,
  EET: 2,
  EEST: 3,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MDT: -6,
  PST: -8,
  PDT: -7,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
};

/** Seconds east of Greenwich of a zone as written; null when the name alone does not say. */
export function offsetOfZone(zone: string): number | null {
  const name = zone.trim();
  const fixed = FIXED[name.toUpperCase()];
  if (fixed !== undefined) return fixed * HOUR;
  const written = /^(?:UTC|GMT)?\s?([+−-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (!written) return null;
  const length = Number(written[2]) * HOUR + Number(written[3] ?? 0) * 60;
  return written[1] === "+" ? length : -length;
}
