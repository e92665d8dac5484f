/** How snoozes, failures and moments of an item's block are written and read. */
import { parseChange, writeChange } from "#src/facts/change-reference.ts";
import { formatInstant, parseInstant, type Instant } from "#src/calendar/instant.ts";
import { readDate, readDecision, type Reading, writeDecision } from "./block-text.ts";
import type { Snooze, VerificationFailure } from "./item.ts";

/** `2026-12-04 by @bob, 2026-12-01T10:00:00Z: reason`. */
export function writeSnooze(snooze: Snooze): string {
  return `${snooze.until} by ${writeDecision(snooze)}`;
}

/** Reads what `writeSnooze` wrote. */
export function readSnooze(text: string): Reading<Snooze> {
  const parts = /^(\S+) by (.+)$/.exec(text);
  const until = parts ? readDate(parts[1]!) : null;
  const decision = parts ? readDecision(parts[2]!) : null;
  if (!until || !decision || !("value" in until) || !("value" in decision)) {
    return { problem: "does not read “2026-12-04 by @login, 2026-12-01T10:00:00Z: reason”" };
  }
  return { value: { until: until.value, ...decision.value } };
}

const KIND_WORDS: Readonly<Record<VerificationFailure["kind"], string>> = {
  reverted: "reverted by",
  "partly-reverted": "partly reverted by",
  "guard-removed": "guard removed by",
  recurrence: "happened again in",
  "new-alert": "brought",
  "new-incident": "brought on",
};

/** `reverted by owner/repo#12, 2026-12-01T10:00:00Z`. */
export function writeFailure({ kind, by, at }: VerificationFailure): string {
  return `${KIND_WORDS[kind]} ${writeChange(by)}, ${formatInstant(at)}`;
}

/** Reads what `writeFailure` wrote. */
export function readFailure(text: string): Reading<VerificationFailure> {
  const parts = /^(.+) (\S+), (\S+)$/.exec(text);
  const kind = (Object.keys(KIND_WORDS) as VerificationFailure["kind"][]).find((one) => KIND_WORDS[one] === parts?.[1]);
  const by = parts ? parseChange(parts[2]!) : null;
  const at = parts ? parseInstant(parts[3]!) : null;
  if (!kind || !by || at === null) {
    return { problem: "does not read “reverted by owner/repo#12, 2026-12-01T10:00:00Z”" };
  }
  return { value: { kind, by, at } };
}

/** `2026-12-01T10:00:00Z`. */
export function writeInstant(at: Instant): string {
  return formatInstant(at);
}

/** Reads a moment with its offset. */
export function readInstant(text: string): Reading<Instant> {
  const at = parseInstant(text);
  return at === null ? { problem: "is not a time such as 2026-12-01T10:00:00Z" } : { value: at };
}
