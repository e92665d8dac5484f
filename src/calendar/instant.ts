/** Points in time and lengths of time as plain whole seconds, so that the core never touches a clock or a float. */

/** Whole seconds since 1970-01-01T00:00:00Z. Never milliseconds; never fractional. */
export type Instant = number;

/** A length of time in whole seconds. */
export type Seconds = number;

const ISO_WITH_OFFSET = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Reads an ISO 8601 instant that carries an offset or `Z`. Fractions of a second are dropped (towards the past).
 * @returns null when the text has no offset, is not ISO 8601, or names a date or time that does not exist (30 February).
 */
export function parseInstant(text: string): Instant | null {
  const match = ISO_WITH_OFFSET.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  const second = Number(match[6] ?? "0");
  if (hour > 23 || minute > 59 || second > 59) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const offset = offsetSeconds(match[7]!);
  if (offset === null) return null;
  return midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
}

function offsetSeconds(text: string): Seconds | null {
  if (text.toUpperCase() === "Z") return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  if (hours > 18 || minutes > 59) return null;
  return (text.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Writes an instant as `2026-11-22T05:30:00Z`: the one form that we store. */
export function formatInstant(instant: Instant): string {
  return new Date(instant * 1000).toISOString().replace(".000Z", "Z");
}

/** Writes an instant for people: `22 Nov 2026 05:30Z`, always UTC, so that every face says the same words. */
export function sayInstant(instant: Instant): string {
  const date = new Date(instant * 1000);
  const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[date.getUTCMonth()];
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}Z`;
}
