/** How a question about a budget is written as JSON: the form that `aftercare budget FILE` reads. */
import { z } from "zod";
import { parseDuration } from "#src/calendar/duration.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { PERIOD_UNITS } from "#src/calendar/period.ts";
import { openZone } from "#src/calendar/zone.ts";
import { compare, fromDecimal, HUNDRED, ONE, ZERO, type Rational } from "./rational.ts";

/** Text → value, or a message that quotes the text. */
function read<T>(parse: (text: string) => T | null, message: (text: string) => string) {
  return z.string({ error: "must be a text" }).transform((text, context): T => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: message(text) });
    return z.NEVER;
  });
}

/** An instant with its offset. */
export const instantCase = read(parseInstant, (text) =>
  /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text.trim())
    ? `instant without UTC offset: ${text} (write ${text.trim().replace(" ", "T")}Z or +01:00)`
    : `not an instant: ${text} (write 2026-11-10T08:00:00Z)`,
);

/** A JSON number is taken as it would be written in decimal, so that 99.95 and "99.95" mean the same. */
const decimal = z
  .union([z.string(), z.number()], { error: "must be a decimal number, as text" })
  .transform((value) => String(value))
  .pipe(read(fromDecimal, (text) => `not a decimal number: ${text}`));

function between(low: Rational, high: Rational, words: string) {
  return decimal.refine((value) => compare(value, low) >= 0 && compare(value, high) <= 0, { error: words });
}

const target = between(ZERO, HUNDRED, "target must lie between 0 and 100 percent");
const impact = between(ZERO, ONE, "impact must lie between 0 and 1");
const duration = read(
  (text) => parseDuration(text) || null,
  (text) => `not a duration longer than 0: ${text} (write 30d, 12h, 5m)`,
);

const rolling = z
  .object({ type: z.literal("rolling"), duration })
  .transform((window) => ({ type: "rolling" as const, seconds: window.duration }));

const calendar = z
  .object({
    type: z.literal("calendar"),
    unit: z.enum(PERIOD_UNITS, { error: `calendar unit must be one of ${PERIOD_UNITS.join(", ")}` }),
    timeZone: read(openZone, (name) => `unknown time zone: ${name} (write an IANA name such as Europe/Berlin)`),
  })
  .transform(({ unit, timeZone }) => ({ type: "calendar" as const, unit, zone: timeZone }));

const window = z.discriminatedUnion("type", [rolling, calendar], {
  error: 'window type must be "rolling" or "calendar"',
});

/** One incident: ongoing when `end` is null or absent; impact on the one component, or by component. */
export const incidentCase = z
  .object({
    id: z.string({ error: "incident needs an id (text)" }),
    start: instantCase,
    end: instantCase.nullish(),
    impact: z.union([impact, z.record(z.string(), impact)], {
      error: "impact must be a decimal between 0 and 1, or one by component",
    }),
  })
  .refine(({ start, end }) => end === null || end === undefined || end >= start, {
    error: "incident ends before it starts",
    path: ["end"],
  });

/** A percentage of at most 100; it may be negative. */
export const percentCase = decimal.refine((value) => compare(value, HUNDRED) <= 0, {
  error: "must be at most 100 percent",
});

/** How overlapping incidents add up; max unless said otherwise. */
export const combineCase = z.enum(["max", "sum"], { error: 'combine must be "max" or "sum"' }).default("max");

/** A question about time: `kind: "time"` and `kind: "alerts"`. */
export const timeCase = z.object({
  target,
  window,
  now: instantCase,
  incidents: z.array(incidentCase, { error: "incidents must be a list" }),
  component: z.string().optional(),
  combine: combineCase,
  freezeBelowRemainingPercent: percentCase.default(ZERO),
  incidentThresholdPercent: decimal.default({ numerator: 20n, denominator: 1n }),
  projectionLookback: duration.optional(),
});

const count = decimal.refine((value) => compare(value, ZERO) >= 0, { error: "must not be negative" });

/** A question about events: `kind: "events"`. */
export const eventCase = z
  .object({ target, total: count, bad: count, freezeBelowRemainingPercent: percentCase.default(ZERO) })
  .refine(({ total, bad }) => compare(bad, total) <= 0, { error: "more bad events than events", path: ["bad"] });

export type TimeCase = z.infer<typeof timeCase>;
export type IncidentCase = z.infer<typeof incidentCase>;

/** The first thing that is wrong, in one line: where it stands and what it is. */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "unreadable";
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  const words = missing ? "is missing" : issue.message;
  return issue.path.length === 0 ? words : `${sayPath(issue.path)}: ${words}`;
}

/** `incidents[0].end` */
function sayPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}
