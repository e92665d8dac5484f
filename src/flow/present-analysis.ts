/** What should stand on an analysis for people to see: the record, the live list of items, the ticked checklist. */
import { checklistMissing, evaluateChecklist, tickChecklist } from "#src/analysis/checklist.ts";
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { readRecord } from "#src/analysis/read-record.ts";
import { renderRecord } from "#src/analysis/record-markdown.ts";
import { publicationNotice } from "#src/analysis/publication-notice.ts";
import { reviewComment } from "#src/analysis/review-comment.ts";
import type { BudgetLine } from "#src/analysis/record-summary.ts";
import { budgetBeforeAndAfter, type RemainingBudget } from "#src/budget/before-and-after.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import { incidentCost } from "#src/cost/incident-cost.ts";
import type { Rates } from "#src/cost/rates.ts";
import { costSection } from "#src/cost/say-cost.ts";
import type { Effect } from "#src/effect/effect.ts";
import { referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import { itemsOf, needOf } from "#src/gate/stand-analyses.ts";
import { measureBudgets } from "#src/gate/measure-budgets.ts";
import type { AnalysisNeed } from "#src/incident/criteria.ts";
import { ensureRecord, incidentLink } from "#src/incident/declare.ts";
import type { Incident } from "#src/incident/incident.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import { componentsOf, recogniseIncident } from "#src/incident/recognise.ts";
import { itemsComment } from "#src/remediation/items-comment.ts";
import { withItems } from "#src/remediation/kept-item.ts";
import { recurrenceWords } from "#src/remediation/recurrence.ts";
import { similarIncidents } from "#src/remediation/similar-incidents.ts";
import { writtenItems } from "#src/remediation/written-items.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import { hoursOf } from "./hours-of.ts";
import type { OmissionPage, Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** What an analysis is shown with here, whichever it is. */
export interface Showing {
  /** What an hour costs; absent = no figure is shown. */
  readonly rates?: Rates | undefined;
  /** Leads to a page where something is added without a name; absent = there is none. */
  readonly omissionPage?: OmissionPage | undefined;
  /** The host shows no sub-issues: the list of items says it by a task list. */
  readonly taskList?: boolean;
}

/** What this face and its host have to show analyses with. */
export function showingOf({ rates, omissionPage, github }: Services): Showing {
  return { rates, omissionPage, taskList: github.lacksSubIssues() };
}

/** Where an analysis is shown: all that is known, and the draft timeline as it is by now. */
export interface AnalysisScene extends Showing {
  readonly view: RepositoryView;
  readonly timeline: readonly TimelineEntry[];
}

/** The effects that bring one analysis up to what is known, each of them empty when GitHub shows it already. */
export function presentAnalysis(known: Analysis, scene: AnalysisScene): Effect[] {
  const { view, timeline, rates, omissionPage, taskList = false } = scene;
  const { records, policy, now } = view;
  const items = itemsOf(known, records);
  const analysis = { ...known, record: known.record && withItems(known.record, items) };
  const incident = records.incidents.find((one) => sameIssue(one.issue, analysis.incident));
  const zone = openZone(policy.config.timezone) ?? UTC;
  const need = incident && needOf(incident, { records, budgets: budgetsOf(view) });
  const required = need?.level === "required";
  const written = writtenItems(analysis.issue.body, records.items, view.repository);
  const before = incident ? recurrenceOf(incident, view) : [];
  const load = { everything: records.items, config: policy.config };
  const slo = policy.config.policy.due;
  const list = itemsComment({ analysis, items, now, required, zone, slo, load, written, before, taskList });
  if (!incident || !need || !analysis.record) {
    return [...nearMissRecord(analysis, { view, timeline }), ...setAsideRecord(analysis, { view, timeline }), list];
  }
  const lines = evaluateChecklist({ analysis, incident, items, config: policy.config });
  const ticks = tickChecklist({ analysis }, lines);
  const record = ensureRecord({
    analysis: referenceTo(analysis.issue),
    recordBody: recordBody(analysis, incident, { view, timeline, missing: checklistMissing(lines) }),
    recordSeen: recordSeen(incident, view),
  });
  const review = reviewComment({
    analysis: { ...analysis, record: analysis.record },
    incident,
    repositoryId: view.repository.id,
    timeline,
    hours: hoursOf(policy.config),
    config: policy.config,
    // Whoever reads a public page could fill the record.
    omissionPage: view.repository.isPrivate ? (omissionPage?.(analysis.issue) ?? null) : null,
    cost:
      rates && mayShowCost(view.repository, rates)
        ? costSection(incidentCost({ incident, record: analysis.record, timeline }, rates))
        : "",
  });
  const notice = publicationNotice({
    analysis: { ...analysis, record: analysis.record },
    incident,
    items,
    config: policy.config,
  });
  return [
    record,
    list,
    review,
    ...(notice ? [notice] : []),
    ...linkOn(incident, { analysis, need, view, before }),
    ...(ticks ? [ticks] : []),
  ];
}

/** What is public is read by everybody, and what stands with another account by strangers: rates could be guessed from totals. */
function mayShowCost({ isPrivate, owner }: RepositoryView["repository"], rates: Rates): boolean {
  return isPrivate && owner.toLowerCase() === rates.owner.toLowerCase();
}

/** What people state of a near miss is kept like anything else. Nothing is due and nothing is measured, so nothing more is shown. */
function nearMissRecord(analysis: Analysis, { view, timeline }: AnalysisScene): Effect[] {
  const issue = view.tracked.tracked.find((one) => sameIssue(one.issue, analysis.incident))?.issue;
  const { config } = view.policy;
  if (!issue || !analysis.record || recogniseIncident(issue.labels, config) !== "near-miss") return [];
  const incident = joinIncident(issue, analysis.record, config);
  const body = recordBody(analysis, incident, { view, timeline, missing: [], nearMiss: true });
  const seen = recordSeen(incident, view);
  const known = { ...analysis, record: analysis.record };
  const items = itemsOf(analysis, view.records);
  const notice = publicationNotice({ analysis: known, incident, items, config, nearMiss: true });
  const record = ensureRecord({ analysis: referenceTo(analysis.issue), recordBody: body, recordSeen: seen });
  return notice ? [record, notice] : [record];
}

/** What is decided about an incident that lost its label, or whose issue is gone, is kept, too; where it is gone the summary goes by the analysis' own issue. */
function setAsideRecord(analysis: Analysis, { view, timeline }: AnalysisScene): Effect[] {
  const issue = view.tracked.tracked.find((one) => sameIssue(one.issue, analysis.incident))?.issue;
  if (issue && recogniseIncident(issue.labels, view.policy.config) !== "neither") return [];
  const place = { issue: analysis.incident };
  const seen = recordSeen(place, view);
  const known = seen === null ? null : readRecord(seen, analysis.incident)?.record;
  if (!analysis.record || !known || isSame({ ...known, incident: analysis.incident }, analysis.record)) return [];
  const about = issue ?? { ...analysis.issue, ...analysis.incident };
  const incident = joinIncident(about, analysis.record, view.policy.config);
  const body = recordBody(analysis, incident, { view, timeline, missing: [] });
  return [ensureRecord({ analysis: referenceTo(analysis.issue), recordBody: body, recordSeen: seen })];
}

function isSame(a: AnalysisRecord, b: AnalysisRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

interface LinkScene {
  readonly analysis: Analysis;
  readonly need: AnalysisNeed;
  readonly view: RepositoryView;
  readonly before: readonly string[];
}

/** What is said of earlier incidents like this one. */
export function recurrenceOf(incident: Incident, { records, policy }: RepositoryView): string[] {
  return recurrenceWords(incident, similarIncidents(incident, records, policy.config));
}

/** What the incident's own comment asks for changes with its labels and its confirmation. Nothing while the listings do not show the incident. */
function linkOn(incident: Incident, { analysis, need, view, before }: LinkScene): Effect[] {
  const { config } = view.policy;
  const issue = view.tracked.tracked.find((one) => sameIssue(one.issue, incident.issue))?.issue;
  if (!issue) return [];
  const unknownComponents = componentsOf(issue.labels, config).unknown;
  const reviewDue = analysis.record?.reviewDue ?? null;
  const link = { incident, nearMiss: false, analysis: referenceTo(analysis.issue), config, need, reviewDue, before };
  return [incidentLink({ ...link, unknownComponents })];
}

/** What the record comment tells beside the record. */
interface RecordScene extends AnalysisScene {
  readonly missing: readonly string[];
  /** Nothing happened: neither phases nor impact are told. */
  readonly nearMiss?: boolean;
}

/** The text of the record comment; what people wrote below our part of it stays. */
export function recordBody(
  analysis: Pick<Analysis, "record">,
  incident: Incident,
  { view, timeline, missing, nearMiss = false }: RecordScene,
): string {
  if (!analysis.record) throw new Error("An analysis without a record has no record to show");
  const budgets = nearMiss ? [] : budgetLines(incident, view);
  return renderRecord(
    { record: analysis.record, incident, budgets, timeline, missing, nearMiss },
    recordSeen(incident, view) ?? "",
  );
}

/** The record comment as the view has it. */
export function recordSeen(
  incident: Pick<Incident, "issue">,
  { records, tracked }: Pick<RepositoryView, "records" | "tracked">,
): string | null {
  const analysis = records.analyses.find((one) => sameIssue(one.incident, incident.issue));
  const comment = tracked.tracked.find(({ issue }) => analysis && sameIssue(issue, analysis.issue))?.recordComment;
  return comment?.body ?? null;
}

function budgetsOf({ policy, repository, records, now }: RepositoryView) {
  return measureBudgets({ config: policy.config, repository, records, now });
}

function budgetLines(incident: Incident, { policy, records, now }: RepositoryView): BudgetLine[] {
  const zone = openZone(policy.config.timezone) ?? UTC;
  const components = Object.entries(policy.config.components);
  return components.flatMap(([component, { slo }]) => {
    const question = {
      component,
      slo,
      zone,
      now,
      incidents: records.incidents,
      soleComponent: components.length === 1,
    };
    const budget = budgetBeforeAndAfter(question, incident.issue);
    if (!budget || !slo) return [];
    const objective = `${slo.target}% over ${slo.window}`;
    return [{ component, objective, before: sayRemaining(budget.before), after: sayRemaining(budget.after) }];
  });
}

function sayRemaining({ minutes, percent }: RemainingBudget): string {
  return percent === null ? "none" : `${percent.toFixed(1)}% (${minutes.toFixed(1)} min)`;
}
