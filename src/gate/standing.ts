/** How each component of a repository stands: its remediation, its freezes and its budget. The same for every pull request. */
import { type ComponentMap, compileComponents } from "#src/component/component-map.ts";
import { withoutNumbers } from "#src/budget/component-budget.ts";
import type { ComponentName } from "#src/budget/incident-burns.ts";
import { type IncidentFreeze, incidentFreezes } from "#src/budget/incident-freeze.ts";
import { groupIncidents } from "#src/budget/group-incidents.ts";
import { openZone, UTC, type Zone } from "#src/calendar/zone.ts";
import { type IssueIndex, indexByIssue } from "#src/facts/issue-index.ts";
import { issueKey, type RepositoryName } from "#src/facts/issue-reference.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import { type Pause, pausedComponents } from "#src/remediation/pause.ts";
import type { BudgetEvidence, FreezeEvidence, RemediationEvidence } from "./evidence.ts";
import type { RepositoryGateFacts } from "./facts.ts";
import { byComponent, remediationOf, weighWork } from "./open-work.ts";
import { placeRecords, type Placement } from "./placement.ts";
import { type GatePolicy, resolvePolicy } from "./policy.ts";

/** How one component stands. */
export interface ComponentStanding {
  readonly name: string;
  readonly remediation: RemediationEvidence;
  readonly freezes: readonly FreezeEvidence[];
  readonly budget: BudgetEvidence;
  readonly mode: "report" | "enforce";
  /** The pause that holds now and lasts longest; null when there is none. */
  readonly pause: Pause | null;
}

/** How the whole repository stands. */
export interface RepositoryStanding {
  readonly policy: GatePolicy;
  readonly map: ComponentMap;
  readonly zone: Zone;
  /** The incidents that can use a component's budget, among others. */
  readonly incidentsOf: (name: ComponentName) => readonly Incident[];
  readonly components: ReadonlyMap<string, ComponentStanding>;
  readonly placement: Placement;
  /** Everything that gates some component, by `issueKey`. */
  readonly gatingItems: ReadonlySet<string>;
}

/** Works out the standing of every component, once for all pull requests of the repository. */
export function standRepository(facts: RepositoryGateFacts, repository: RepositoryName): RepositoryStanding {
  const policy = resolvePolicy(facts.policy.config.policy);
  const map = compileComponents(facts.policy.config, repository);
  const names = [...map.keys()];
  const zone = openZone(facts.policy.config.timezone) ?? UTC;
  const placement = placeRecords(facts.records, names);
  const weighed = weighWork(facts, { policy, zone, placement });
  const work = byComponent(weighed);
  const frame: Frame = { policy, map, zone, ...indexesOf(facts.records) };
  const components = names.map((name): readonly [string, ComponentStanding] => [
    name,
    {
      name,
      remediation: remediationOf(work.get(name) ?? []),
      freezes: freezesOf(name, facts, frame),
      budget: budgetOf(name, facts, frame),
      mode: map.get(name)?.config.mode ?? facts.policy.config.mode,
      pause: pauseOf(name, facts),
    },
  ]);
  const gating = weighed.filter((entry) => entry.weight === "gating" && entry.components.length > 0);
  return {
    policy,
    map,
    zone,
    incidentsOf: frame.incidentsOf,
    components: new Map(components),
    placement,
    gatingItems: new Set(gating.map(({ work }) => issueKey(work.reference))),
  };
}

/** True when the component concerns the pull requests that touch it. */
export function hasSomethingToSay({ remediation, freezes, budget }: ComponentStanding): boolean {
  return (
    remediation.state !== "none" || freezes.length > 0 || (budget.status !== "none" && budget.status !== "healthy")
  );
}

interface Frame extends Pick<RepositoryStanding, "policy" | "map" | "zone" | "incidentsOf"> {
  /** By the incident that they are of. */
  readonly analyses: IssueIndex<Analysis>;
  /** By the analysis that they stand on. */
  readonly items: IssueIndex<RemediationItem>;
}

function indexesOf({
  incidents,
  analyses,
  items,
}: RepositoryRecords): Pick<Frame, "incidentsOf" | "analyses" | "items"> {
  return {
    incidentsOf: groupIncidents(incidents),
    analyses: indexByIssue(analyses, (analysis) => analysis.incident),
    items: indexByIssue(items, (item) => item.analysis),
  };
}

function budgetOf(name: string, facts: RepositoryGateFacts, { policy, map }: Frame): BudgetEvidence {
  const slo = map.get(name)?.config.slo;
  const permitAbove = policy.permitAbove;
  const status = facts.budgets.get(name);
  if (status) return { ...status, permitAbove };
  const missing = slo
    ? { status: "unknown" as const, reason: "it was not measured" }
    : { status: "none" as const, reason: null };
  return { ...withoutNumbers({ component: name, slo }, missing), permitAbove };
}

function freezesOf(name: string, { now }: RepositoryGateFacts, frame: Frame): readonly FreezeEvidence[] {
  const { policy, map, zone } = frame;
  const asked = { component: name, soleComponent: map.size === 1 };
  const incidents = frame.incidentsOf(asked);
  const slo = map.get(name)?.config.slo;
  const candidates = incidentFreezes({ ...asked, slo, zone, now, incidents }, policy.incidentFreezeAbove);
  return candidates.flatMap((candidate) => standingFreeze(candidate, frame));
}

/** A freeze ends when its systemic items have left the gating states; at least one must have been accepted. */
function standingFreeze(
  { incident, sharePercent, until }: IncidentFreeze,
  { analyses, items, policy }: Frame,
): readonly FreezeEvidence[] {
  const systemic = analyses.of(incident.issue).flatMap(({ issue }) => items.of(issue).filter(isSystemic));
  const open = systemic.filter((item) => !hasLeft(item, policy));
  if (systemic.length > 0 && open.length === 0) return [];
  const waitsFor = open.map((item) => item.issue).toSorted((a, b) => a.number - b.number);
  return [{ incident: incident.issue, title: incident.title, sharePercent, waitsFor, until }];
}

/** A proposal is no decision yet: it neither ends a freeze nor is it waited for. */
function isSystemic(item: RemediationItem): boolean {
  return (item.type === "prevent" || item.type === "mitigate") && item.state !== "proposed";
}

function hasLeft(item: RemediationItem, policy: GatePolicy): boolean {
  if (item.state === "done-unproven") return !policy.strict;
  return ["done", "verified", "rejected", "accepted-risk"].includes(item.state);
}

function pauseOf(name: string, facts: RepositoryGateFacts): Pause | null {
  const holding = facts.records.pauses.filter((pause) => pausedComponents([pause], facts.now).includes(name));
  return holding.toSorted((a, b) => b.until - a.until)[0] ?? null;
}
