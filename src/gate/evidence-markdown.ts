/** The evidence behind a verdict, folded: paths, open work with owners and dates, and the budget with its incidents. */
import { type Instant, sayInstant } from "#src/calendar/instant.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { escapeCell, escapeText } from "#src/markdown/escape.ts";
import type { BudgetEvidence, FreezeEvidence, OpenWork } from "./evidence.ts";
import type { ComponentVerdict, Verdict } from "./verdict.ts";
import { sayDue, sayFrom, saySource, sayMinutes, sayReference, sayRemaining, sayUsed, sentence } from "./voice.ts";

const MOST_PATHS = 30;
const MOST_ROWS = 50;

/** One folded section for each component; a line that says so when nothing concerns the pull request. */
export function evidenceMarkdown(verdict: Verdict): string {
  if (verdict.components.length === 0) return "No component that this pull request touches has anything open.";
  return verdict.components.map((component) => section(component, verdict)).join("\n\n");
}

function section(component: ComponentVerdict, verdict: Verdict): string {
  const { remediation, budget, incidentFreeze } = component.evidence;
  const work = [...remediation.gating, ...remediation.minor, ...remediation.shown];
  const parts = [
    pathList(component),
    ...(work.length > 0 ? [workTable(work, verdict)] : []),
    ...freezeLines(incidentFreeze, verdict.pull),
    budgetText(budget, verdict.pull),
  ];
  return `<details><summary>${component.name}: the evidence</summary>\n\n${parts.join("\n\n")}\n\n</details>`;
}

function pathList({ paths }: ComponentVerdict): string {
  if (paths.length === 0) return "Which files touch it is not known, so it counts as touched.";
  const shown = paths.slice(0, MOST_PATHS).map((path) => `- ${escapeText(path)}`);
  const more = paths.length - shown.length;
  return `Touched by:\n\n${shown.join("\n")}${more > 0 ? `\n- and ${more} more` : ""}`;
}

function workTable(work: readonly OpenWork[], { pull, asOf }: Verdict): string {
  const rows = work.slice(0, MOST_ROWS).map((entry) => workRow(entry, pull, asOf));
  const more = work.length - rows.length;
  const table = [
    "| Open work | Priority | State | Owner | Due | Open for |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ];
  return table.join("\n") + (more > 0 ? `\n\nand ${more} more.` : "");
}

function workRow(work: OpenWork, reader: RepositoryName, now: Instant): string {
  const owners = work.owners.length > 0 ? work.owners.map((login) => escapeCell(`@${login}`)).join(", ") : "nobody yet";
  const cells = [
    `${sayReference({ reader }, work.reference)} ${escapeCell(work.title)}`,
    `${work.priority}${work.priorityStated || work.what === "analysis" ? "" : " (none set)"}`,
    work.state,
    owners,
    sayDueCell(work),
    sayDuration(Math.max(0, now - work.since)),
  ];
  return `| ${cells.join(" | ")} |`;
}

function sayDueCell({ due, overdue }: OpenWork): string {
  if (due === null) return "none";
  return `${sayDue(due)}${due.stated ? "" : " (by priority)"}${overdue ? ", overdue" : ""}`;
}

function freezeLines(freezes: readonly FreezeEvidence[], reader: RepositoryName): readonly string[] {
  const lines = freezes.slice(0, MOST_ROWS).map((freeze) => freezeLine(freeze, reader));
  const more = freezes.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more.`] : lines;
}

function freezeLine(freeze: FreezeEvidence, reader: RepositoryName): string {
  const share = freeze.sharePercent === null ? "all" : sayUsed(freeze.sharePercent);
  const incident = `${sayReference({ reader }, freeze.incident)} (${escapeText(freeze.title)})`;
  return `Incident freeze: ${incident} used ${share} of the budget; until ${sayFrom(freeze.until)} at the latest.`;
}

function budgetText(budget: BudgetEvidence, reader: RepositoryName): string {
  if (budget.status === "none") return "Error budget: no objective is configured.";
  const head = `Error budget: **${budget.status}**, from ${saySource(budget)}.`;
  if (budget.reason !== null) return `${head} ${sentence(escapeText(budget.reason))}.`;
  return [`${head} ${budgetNumbers(budget)}`, ...incidentList(budget, reader)].join("\n\n");
}

function incidentList({ incidents }: BudgetEvidence, reader: RepositoryName): readonly string[] {
  if (incidents.length === 0) return [];
  const shown = incidents.slice(0, MOST_ROWS).map((incident) => {
    const share = incident.sharePercent === null ? "" : ` (${sayUsed(incident.sharePercent)})`;
    const flags = `${incident.ongoing ? ", ongoing" : ""}${incident.assumed ? ", times assumed" : ""}`;
    return `- ${sayReference({ reader }, incident.issue)} ${escapeText(incident.title)}: ${sayMinutes(incident.minutes)} min${share}${flags}`;
  });
  const more = incidents.length - shown.length;
  return [shown.join("\n") + (more > 0 ? `\n- and ${more} more` : "")];
}

function budgetNumbers(budget: BudgetEvidence): string {
  const { window, target, combine, remainingPercent, consumedMinutes, budgetMinutes, thawAt, permitsAt } = budget;
  const { origin, readAt, source, status } = budget;
  const left = remainingPercent === null ? "" : `${sayRemaining(remainingPercent)} remains`;
  const sentences = [
    target === null ? null : `Target ${escapeText(target)}%.`,
    window === null ? null : `Window ${sayInstant(window.start)} to ${sayInstant(window.end)}.`,
    origin === undefined ? null : `Objective from ${escapeText(origin)}.`,
    consumedMinutes === null || budgetMinutes === null
      ? left && `${sentence(left)}.`
      : `Used ${sayMinutes(consumedMinutes)} of ${sayMinutes(budgetMinutes)} min${left && `, ${left}`}.`,
    readAt === undefined ? null : `Read ${sayInstant(readAt)}.`,
    combine === null ? null : `Overlapping incidents: ${combine}.`,
    `Permits merging at ${sayRemaining(Number(budget.permitAbove))} or more.`,
    thawAt === null ? null : `No longer overspent from ${sayFrom(thawAt)}.`,
    permitsAt === null ? null : `Permits again from ${sayFrom(permitsAt)}.`,
    source === "incidents" || status === "healthy" ? null : "When it permits again cannot be told from a share.",
  ];
  return sentences.filter(Boolean).join(" ");
}
