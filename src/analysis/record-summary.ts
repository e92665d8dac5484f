/** What the record means, for people who read it: phases, impact, error budget, oddities, and what is still missing. */
import { sayInstant } from "#src/calendar/instant.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import { toDecimal } from "#src/budget/rational.ts";
import { type Incident, mitigationOf, startOf } from "#src/incident/incident.ts";
import { escapeCell, escapeText } from "#src/markdown/escape.ts";
import { type ComponentImpact, impactByComponent } from "./impact-minutes.ts";
import { findOrderAnomalies } from "#src/timeline/order.ts";
import { measurePhases, type Phase } from "#src/timeline/phases.ts";
import { timelinePicture } from "#src/timeline/timeline-picture.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { table } from "./record-cell.ts";

/** A component's error budget before and after this incident, as words that the caller has computed. */
export interface BudgetLine {
  readonly component: string;
  /** `99.9% over 28d` */
  readonly objective: string;
  /** `74.2%`, or `unknown`. */
  readonly before: string;
  readonly after: string;
}

/** All that the summary says. */
export interface RecordView {
  readonly record: AnalysisRecord;
  readonly incident: Incident;
  readonly budgets: readonly BudgetLine[];
  /** The draft as it is by now, from `draftTimeline`: the body's own timeline belongs to people. Left out: none is shown. */
  readonly timeline?: readonly TimelineEntry[];
  /** What the analysis still needs, as sentences; empty = complete. */
  readonly missing: readonly string[];
  /** True: nothing broke, so there are no phases, no impact and no budget to tell of. */
  readonly nearMiss?: boolean;
}

/** The summary as Markdown. It holds nothing that changes with the clock, so that equal facts give equal text. */
export function recordSummary(view: RecordView): string {
  const { incident, record } = view;
  if (view.nearMiss)
    return "**A near miss**: nothing broke, nothing is due. What you add with `/pia note` is kept here.";
  const parts = [
    headline(incident),
    phasesTable(incident),
    impactWords(incident),
    budgetTable(view.budgets),
    timelinePicture(`Incident #${incident.issue.number}`, record.moments),
    bullets("**Worth a second look**", findOrderAnomalies(record.moments)),
    bullets("**Still missing**", view.missing),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function headline(incident: Incident): string {
  const start = startOf(incident);
  const end = mitigationOf(incident);
  const assumed = (isAssumed: boolean) => (isAssumed ? " (assumed from the issue)" : "");
  if (!end) return `**Going on** since ${sayInstant(start.at)}${assumed(start.assumed)}.`;
  const guess =
    start.assumed || end.assumed ? " The start or the end is assumed from the issue: state it to be sure." : "";
  if (end.at < start.at) return "**Its start and its end contradict each other**, so no length is given.";
  return `**Users were affected for ${sayDuration(end.at - start.at)}**, until ${sayInstant(end.at)}.${guess}`;
}

function phasesTable(incident: Incident): string {
  const rows = measurePhases(incident.moments).map((phase) => [
    phase.title,
    phase.seconds === null ? "unknown" : `**${sayDuration(phase.seconds)}**`,
    sayDefinition(phase),
  ]);
  return table(["Phase", "Took", "Measured"], rows);
}

function sayDefinition({ from, to, fromAt, toAt }: Phase): string {
  const unknown = [fromAt === null ? from : null, toAt === null ? to : null].filter((moment) => moment !== null);
  const commands = unknown.map((moment) => `\`/pia ${moment} TIME\``).join(" and ");
  return `${from} → ${to}${unknown.length === 0 ? "" : `: say ${commands}`}`;
}

function impactWords(incident: Incident): string {
  const impacts = impactByComponent(incident);
  if (impacts.length === 0) return "";
  const words = impacts.map(sayComponentImpact).join("; ");
  const guessed = impacts.filter((impact) => impact.assumed).map((impact) => escapeText(impact.component));
  const assumed =
    guessed.length === 0
      ? ""
      : ` Nobody stated it for ${guessed.join(", ")}, so 100% from start to mitigation is assumed.`;
  const external = incident.external ? " The cause lies outside, so it burns no error budget." : "";
  return `**Impact:** ${words}.${assumed}${external}`;
}

function sayComponentImpact({ component, minutes }: ComponentImpact): string {
  if (minutes === null) return `still counting on ${escapeText(component)}`;
  return `${shortDecimal(toDecimal(minutes, 1))} impact minutes on ${escapeText(component)}`;
}

function shortDecimal(decimal: string): string {
  return decimal.replace(/\.0$/, "");
}

function budgetTable(budgets: readonly BudgetLine[]): string {
  const rows = budgets.map((line) => [escapeCell(line.component), line.objective, line.before, line.after].map(String));
  return table(["Error budget of", "Objective", "Left before", "Left after"], rows);
}

function bullets(title: string, sentences: readonly string[]): string {
  return sentences.length === 0 ? "" : [title, ...sentences.map((sentence) => `- ${sentence}`)].join("\n");
}
