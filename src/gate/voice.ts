/** How the gate speaks: references as the reader sees them, numbers that never round a limit away, lists that stay short. */
import { sayDay } from "#src/calendar/day.ts";
import { type Instant, sayInstant } from "#src/calendar/instant.ts";
import { type IssueReference, type RepositoryName, sayIssue } from "#src/facts/issue-reference.ts";
import type { Due } from "#src/remediation/due.ts";
import type { BudgetEvidence, OpenWork } from "./evidence.ts";

/** Who is spoken to, and about which component. */
export interface Voice {
  readonly component: string;
  readonly reader: RepositoryName;
  readonly now: Instant;
}

/** `#412`, or with its repository when that is another one. */
export function sayReference(voice: Pick<Voice, "reader">, reference: IssueReference): string {
  return sayIssue(reference, voice.reader);
}

/** `#412 (P0)`; for an analysis `the analysis #410`. */
export function sayWork(voice: Pick<Voice, "reader">, work: OpenWork): string {
  const reference = sayReference(voice, work.reference);
  return work.what === "analysis" ? `the analysis ${reference}` : `${reference} (${work.priority})`;
}

/** Names the open work and how it stands: `#412 (P0) and #413 (P1) are open, and the analysis #399 is not complete`. */
export function sayOpen(voice: Pick<Voice, "reader">, works: readonly OpenWork[]): string {
  const groups = CONDITIONS.flatMap(({ states, one, many }) => {
    const group = works.filter((work) => states.includes(work.state));
    if (group.length === 0) return [];
    return [`${sayList(group.map((work) => sayWork(voice, work)))} ${group.length === 1 ? one : many}`];
  });
  return groups.join(", and ");
}

interface Condition {
  readonly states: readonly OpenWork["state"][];
  readonly one: string;
  readonly many: string;
}

/** How work that counts can stand, in the order in which it is named. */
const CONDITIONS: readonly Condition[] = [
  { states: ["accepted", "in-progress", "reopened"], one: "is open", many: "are open" },
  {
    states: ["closed-without-reason"],
    one: "was closed without a fix or a reason",
    many: "were closed without a fix or a reason",
  },
  { states: ["done-unproven"], one: "was closed without proof", many: "were closed without proof" },
  { states: ["missing"], one: "cannot be found", many: "cannot be found" },
  { states: ["analysis-incomplete"], one: "is not complete", many: "are not complete" },
];

/** `a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 5 more`. */
export function sayList(parts: readonly string[], most = 3): string {
  if (parts.length <= 1) return parts[0] ?? "";
  const shown = parts.length <= most ? parts : [...parts.slice(0, most - 1), `${parts.length - most + 1} more`];
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** `14 Nov 2026`. */
export function sayDue(due: Due): string {
  return sayDay(due.day);
}

/** A remaining share, rounded down to a tenth so that 19.96 never reads as the 20 that is asked for: `19.9%`, `74%`. */
export function sayRemaining(percent: number): string {
  return `${plainNumber(Math.floor(tidy(percent * 10)) / 10)}%`;
}

/** A used share, rounded up to a tenth so that it never reads as the limit that it exceeds. */
export function sayUsed(percent: number): string {
  return `${plainNumber(Math.ceil(tidy(percent * 10)) / 10)}%`;
}

/** Minutes with one decimal: `60.0`. */
export function sayMinutes(minutes: number): string {
  return minutes.toFixed(1);
}

/** `74% of the budget remains`, `the budget is overspent by 38.9% (60.0 of 43.2 min)`, … as a clause. */
export function sayBudget(budget: BudgetEvidence): string {
  switch (budget.status) {
    case "none":
      return "no objective is configured, so no budget can permit it";
    case "unknown":
      return `there is no usable budget data (${budget.reason ?? saySource(budget)})`;
    case "exhausted":
      return sayOverspent(budget);
    default:
      return `${budget.remainingPercent === null ? "part" : sayRemaining(budget.remainingPercent)} of the budget remains`;
  }
}

/** Where the budget's numbers come from. */
export function saySource(budget: Pick<BudgetEvidence, "source">): string {
  return { incidents: "the incident history", prometheus: "Prometheus", snapshot: "the App's snapshot" }[budget.source];
}

function sayOverspent(budget: BudgetEvidence): string {
  if (budget.remainingPercent === null) return "the budget is zero and something was used";
  return `the budget is overspent by ${sayUsed(-budget.remainingPercent)}${saySpent(budget)}`;
}

/** ` (60.0 of 43.2 min)`; empty when the minutes are not known. */
export function saySpent(budget: BudgetEvidence): string {
  if (budget.consumedMinutes === null || budget.budgetMinutes === null) return "";
  return ` (${sayMinutes(budget.consumedMinutes)} of ${sayMinutes(budget.budgetMinutes)} min)`;
}

/** A moment from which something holds, rounded up to the minute, so that nobody looks too early: `1 Dec 2026 00:16Z`. */
export function sayFrom(instant: Instant): string {
  return sayInstant(Math.ceil(instant / 60) * 60);
}

/** ` Lifts 1 Dec 2026 00:16Z if nothing else fails.`; empty when that is not known. */
export function sayThaw(budget: BudgetEvidence): string {
  return budget.thawAt === null ? "" : ` Lifts ${sayFrom(budget.thawAt)} if nothing else fails.`;
}

/** The first letter in upper case, for the start of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Removes the dust that floats leave, so that 92.6 stays 92.6 when it is rounded up. */
function tidy(value: number): number {
  return Number(value.toFixed(6));
}

function plainNumber(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}
