/** From items and analyses to the open work of a component: what gates, what is minor, and what is only shown. */
import type { Zone } from "#src/calendar/zone.ts";
import { parseDay, startOfDay } from "#src/calendar/day.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { indexByIssue } from "#src/facts/issue-index.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import type { Config } from "#src/config/schema.ts";
import { type Due, dueOf, isOverdue } from "#src/remediation/due.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import type { OpenWork, RemediationEvidence } from "./evidence.ts";
import type { AnalysisStanding, RepositoryGateFacts } from "./facts.ts";
import type { Remediation } from "./input.ts";
import type { Placement } from "./placement.ts";
import type { GatePolicy } from "./policy.ts";

/** How a piece of work counts. */
type Weight = "gating" | "minor" | "shown";

/** One piece of work with the components for which it counts. */
export interface WeighedWork {
  readonly work: OpenWork;
  readonly weight: Weight;
  readonly components: readonly string[];
}

/** What the weighing goes by beside the facts. */
export interface WeighingFrame {
  readonly policy: GatePolicy;
  readonly zone: Zone;
  readonly placement: Placement;
}

interface WeighingTerms {
  readonly now: Instant;
  readonly config: Config;
  readonly policy: GatePolicy;
  readonly zone: Zone;
}

/** Weighs every item and every required analysis of the repository. Work that has no say (proposed, verified, rejected, …) is left out. */
export function weighWork(
  facts: RepositoryGateFacts,
  { policy, zone, placement }: WeighingFrame,
): readonly WeighedWork[] {
  const terms: WeighingTerms = { now: facts.now, config: facts.policy.config, policy, zone };
  const items = facts.records.items.flatMap((item) => {
    const weighed = weighItem(item, terms);
    return weighed ? [{ ...weighed, components: placement.ofItems.get(item) ?? [] }] : [];
  });
  const ofIncident = indexByIssue(facts.analyses, ({ analysis }) => analysis.incident);
  const analyses = facts.analyses.flatMap((standing) => {
    const weighed = weighAnalysis(standing, terms);
    if (!weighed || !isFirst(standing, ofIncident.of(standing.analysis.incident))) return [];
    const [incident] = placement.incidents.of(standing.analysis.incident);
    return incident?.confirmed ? [{ ...weighed, components: placement.ofIncident(incident) }] : [];
  });
  return [...items, ...analyses];
}

/** The work of each component that has any; in one pass, for a repository may have hundreds of components. */
export function byComponent(weighed: readonly WeighedWork[]): ReadonlyMap<string, readonly WeighedWork[]> {
  const sorted = new Map<string, WeighedWork[]>();
  for (const entry of weighed) {
    for (const name of entry.components) {
      const own = sorted.get(name);
      if (own) own.push(entry);
      else sorted.set(name, [entry]);
    }
  }
  return sorted;
}

/** The open work of one component, given all that concerns it: sorted by urgency, and its worst state. */
export function remediationOf(weighed: readonly WeighedWork[]): RemediationEvidence {
  const pick = (weight: Weight) =>
    weighed
      .filter((entry) => entry.weight === weight)
      .map((entry) => entry.work)
      .toSorted(mostUrgentFirst);
  const gating = pick("gating");
  const minor = pick("minor");
  return { state: worst(gating, minor), gating, minor, shown: pick("shown") };
}

/** The state of the same work at a later moment, when what falls due until then is overdue; the lists stay as they are. */
export function remediationAt(evidence: RemediationEvidence, now: Instant): RemediationEvidence {
  const { state, gating } = evidence;
  return state === "open" && gating.some((work) => isOverdue(work.due, now))
    ? { ...evidence, state: "overdue" }
    : evidence;
}

/** The gating work that would be left if these were done. */
export function remediationWithout(
  evidence: RemediationEvidence,
  done: readonly IssueReference[],
): RemediationEvidence {
  const isLeft = (work: OpenWork) => !done.some((reference) => sameIssue(reference, work.reference));
  const gating = evidence.gating.filter(isLeft);
  return { ...evidence, state: worst(gating, evidence.minor), gating };
}

function worst(gating: readonly OpenWork[], minor: readonly OpenWork[]): Remediation {
  if (gating.some((work) => work.overdue)) return "overdue";
  if (gating.length > 0) return "open";
  return minor.length > 0 ? "open-minor" : "none";
}

/** Overdue first, then by priority, due date and number. */
function mostUrgentFirst(a: OpenWork, b: OpenWork): number {
  return (
    Number(b.overdue) - Number(a.overdue) ||
    Number(a.priority[1]) - Number(b.priority[1]) ||
    (a.due?.end ?? Infinity) - (b.due?.end ?? Infinity) ||
    a.reference.number - b.reference.number
  );
}

function weighItem(item: RemediationItem, terms: WeighingTerms): Omit<WeighedWork, "components"> | null {
  const weight = weightOfItem(item, terms.policy);
  if (weight === null) return null;
  const due = dueOf(item, { zone: terms.zone, slo: terms.config.policy.due });
  const work: OpenWork = {
    what: "item",
    reference: item.issue,
    title: item.title,
    url: item.url,
    priority: item.priority ?? "P1",
    priorityStated: item.priority !== null,
    state: item.state,
    type: item.type,
    owners: item.assignees,
    due,
    overdue: isOverdue(due, terms.now),
    since: item.accepted?.at ?? item.createdAt,
    missing: [],
  };
  return { work, weight };
}

function weightOfItem(item: RemediationItem, policy: GatePolicy): Weight | null {
  switch (item.state) {
    case "accepted":
    case "in-progress":
    case "reopened":
    case "closed-without-reason":
    case "missing":
      return byPriority(item, policy);
    case "done-unproven":
      return policy.strict ? byPriority(item, policy) : "shown";
    default:
      return null;
  }
}

function byPriority(item: RemediationItem, policy: GatePolicy): Weight {
  return policy.blocking.includes(item.priority ?? "P1") ? "gating" : "minor";
}

/** Redeliveries can leave two analyses of one incident: the one with the lowest number counts. */
function isFirst({ analysis }: AnalysisStanding, all: readonly AnalysisStanding[]): boolean {
  return all.every((other) => other.analysis.issue.number >= analysis.issue.number);
}

function weighAnalysis(standing: AnalysisStanding, terms: WeighingTerms): Omit<WeighedWork, "components"> | null {
  const { analysis, required, missing } = standing;
  if (!required || missing.length === 0) return null;
  const due = reviewDue(analysis.record?.reviewDue ?? null, terms.zone);
  const work: OpenWork = {
    what: "analysis",
    reference: analysis.issue,
    title: analysis.issue.title,
    url: analysis.issue.url,
    priority: "P1",
    priorityStated: false,
    state: "analysis-incomplete",
    type: null,
    owners: analysis.issue.assignees,
    due,
    overdue: isOverdue(due, terms.now),
    since: analysis.issue.createdAt,
    missing,
  };
  return { work, weight: weightOfAnalysis(standing, terms.policy) };
}

/** Closed as completed before it is complete: shown, as it is for items; closed in any other way it goes on counting. */
function weightOfAnalysis({ analysis }: AnalysisStanding, policy: GatePolicy): Weight {
  const { state, stateReason } = analysis.issue;
  const letGo = state === "closed" && stateReason !== "not_planned" && stateReason !== "duplicate";
  if (letGo && !policy.strict) return "shown";
  return policy.blocking.includes("P1") ? "gating" : "minor";
}

function reviewDue(date: string | null, zone: Zone): Due | null {
  if (date === null) return null;
  const day = parseDay(date);
  return day === null ? null : { day, date, end: startOfDay(day + 1, zone), stated: true };
}
