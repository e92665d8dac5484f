/** Confirming, marking external, holding the session and reviewing: each is said once, by somebody, at a time. */
import { sayInstant } from "#src/calendar/instant.ts";
import { parseDay, sayDay } from "#src/calendar/day.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { AnalysisRecord, Attestation } from "./analysis.ts";
import { type RecordChange, type Statement, withCorrection, withoutUnreadable } from "./record.ts";

/** The incident is one: from now on it gates and burns budget. */
export function confirm(record: AnalysisRecord, statement: Statement): RecordChange {
  if (record.confirmed) return already("confirmed", record.confirmed);
  const next = withoutUnreadable({ ...record, confirmed: attestation(statement) }, "Fact", "confirmed");
  return { kind: "changed", record: next, said: `Confirmed by ${statement.by}.`, loosens: false };
}

/** The cause lies outside: the incident is shown and burns no budget. Refused without a reason. */
export function markExternal(record: AnalysisRecord, statement: Statement): RecordChange {
  if (record.external) return already("external", record.external);
  if (!statement.reason) {
    return {
      kind: "refused",
      why: 'Say why the cause lies outside: `/pia external reason:"the provider was down, see …"`.',
    };
  }
  const next = withoutUnreadable({ ...record, external: attestation(statement) }, "Fact", "external");
  return { kind: "changed", record: next, said: "The cause lies outside; no error budget is burnt.", loosens: true };
}

/** The session was held with these people. Stating it again replaces the list and keeps the old one under *Corrections*. */
export function hold(record: AnalysisRecord, attendees: readonly string[], statement: Statement): RecordChange {
  const names = [...new Set(attendees.map(loginOf).filter((name) => name !== ""))].toSorted();
  if (names.length === 0) return { kind: "refused", why: "Say who was there: `/pia held attendees:@a,@b`." };
  const before = record.held?.attendees.join(", ");
  const after = names.join(", ");
  if (before === after) return { kind: "unchanged", said: `It already says held with ${after}.` };
  const held = { attendees: names, by: statement.by, at: statement.now };
  const next = withoutUnreadable({ ...record, held }, "Fact", "held");
  const record2 =
    before === undefined ? next : withCorrection(next, { field: "held", from: before, to: after }, statement);
  return { kind: "changed", record: record2, said: `Session held with ${after}.`, loosens: false };
}

/**
 * Somebody reviewed the analysis. Refused to those who wrote it, unless the repository has a single maintainer.
 * @param authors logins of those who lead the analysis
 */
export function review(
  record: AnalysisRecord,
  { authors, singleMaintainer }: { readonly authors: readonly string[]; readonly singleMaintainer: boolean },
  statement: Statement,
): RecordChange {
  if (record.reviewed) return already("reviewed", record.reviewed);
  const wroteIt = authors.some((author) => author.toLowerCase() === statement.by.toLowerCase());
  if (wroteIt && !singleMaintainer) {
    return {
      kind: "refused",
      why: "A second pair of eyes sees more: somebody else than the author reviews. Ask a colleague to say `/pia reviewed`.",
    };
  }
  const next = withoutUnreadable({ ...record, reviewed: attestation(statement) }, "Fact", "reviewed");
  return { kind: "changed", record: next, said: `Reviewed by ${statement.by}.`, loosens: false };
}

/** When the review is due, as `YYYY-MM-DD`. Refused when there is no such day. */
export function setReviewDue(record: AnalysisRecord, date: string, statement: Statement): RecordChange {
  const day = parseDay(date);
  if (day === null) return { kind: "refused", why: `\`${cleanText(date)}\` is no date; write it like 2026-11-24.` };
  if (record.reviewDue === date) return { kind: "unchanged", said: `The review is already due by ${sayDay(day)}.` };
  const next = withoutUnreadable({ ...record, reviewDue: date }, "Fact", "review due");
  const change = { field: "review due", from: record.reviewDue ?? "", to: date };
  const corrected = record.reviewDue === null ? next : withCorrection(next, change, statement);
  return { kind: "changed", record: corrected, said: `The review is due by ${sayDay(day)}.`, loosens: false };
}

function attestation({ by, now, reason }: Statement): Attestation {
  return { by, at: now, reason };
}

function already(what: string, attested: Attestation): RecordChange {
  return { kind: "unchanged", said: `It was ${what} by ${attested.by} on ${sayInstant(attested.at)}.` };
}

function loginOf(text: string): string {
  return cleanText(text).replace(/^@/, "");
}
