/** What a command may know: who says it, where, and everything that is recorded. Facts only; nothing here reads or writes. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Signal } from "#src/analysis/signal-comment.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Zone } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { CommentFacts, IssueFacts, Permission } from "#src/facts/issue.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";

/** Where a comment can stand. `issue` = an issue that is none of ours (yet). */
export type Place = "incident" | "pia" | "item" | "pull-request" | "issue";

/** The person who comments, with what GitHub says of them at this time. */
export interface CommandActor {
  readonly login: string;
  readonly permission: Permission;
  /** True for an owner of the component by the configuration, directly or through a team. */
  isOwnerOf(component: string): boolean;
  /** In an override team or list; without either, maintain permission. */
  readonly mayOverride: boolean;
}

/** Everything that a command goes by. */
export interface CommandContext {
  readonly now: Instant;
  readonly zone: Zone;
  readonly config: Config;
  readonly repository: RepositoryFacts;
  readonly comment: CommentFacts;
  readonly actor: CommandActor;
  /** The issue or pull request on which the comment stands. */
  readonly target: IssueFacts;
  readonly records: RepositoryRecords;
  /** The tracked issues, and every other issue that the commands mention and that exists. */
  readonly issues: readonly IssueFacts[];
  /** Titles of items that earlier lines of the same comment open; they have no number yet. */
  readonly asked?: readonly string[];
  /** By component: its error signal around the incident, and the expression behind it. Read for `/pia graph` only; left out where no monitoring can be asked. */
  readonly signals?: ReadonlyMap<string, Omit<Signal, "component">>;
  /** On a pull request: the analyses whose items or incidents hold it back; there overrides are logged. */
  readonly concerned: readonly Analysis[];
  /** On a pull request: what the gate says of it, for `/pia explain`. */
  readonly explanation: string | null;
  /** On a pull request: identifies the change whatever its base, so that an override ends with it. */
  readonly patchId: string | null;
}

/** What the target is to us. */
export function placeOf({ target, records }: Pick<CommandContext, "target" | "records">): Place {
  if (target.isPullRequest) return "pull-request";
  if (records.analyses.some((analysis) => sameIssue(analysis.issue, target))) return "pia";
  if (records.items.some((item) => sameIssue(item.issue, target))) return "item";
  return records.incidents.some((incident) => sameIssue(incident.issue, target)) ? "incident" : "issue";
}

/** The analysis to which the target belongs: itself, its incident's, or its item's; null when there is none. */
export function analysisAt({ target, records }: Pick<CommandContext, "target" | "records">): Analysis | null {
  const { analyses, items } = records;
  const own = analyses.find((analysis) => sameIssue(analysis.issue, target) || sameIssue(analysis.incident, target));
  if (own) return own;
  const parent = items.find((item) => sameIssue(item.issue, target))?.analysis;
  return (parent && analyses.find((analysis) => sameIssue(analysis.issue, parent))) ?? null;
}

/** The incident of an analysis; null when its issue is gone. */
export function incidentOf(analysis: Pick<Analysis, "incident">, { incidents }: RepositoryRecords): Incident | null {
  return incidents.find((incident) => sameIssue(incident.issue, analysis.incident)) ?? null;
}

/** The incident that the target is or belongs to. */
export function incidentAt(context: Pick<CommandContext, "target" | "records">): Incident | null {
  const own = context.records.incidents.find((incident) => sameIssue(incident.issue, context.target));
  const analysis = analysisAt(context);
  return own ?? (analysis && incidentOf(analysis, context.records));
}

/** Names of the components that exist, sorted. */
export function componentNames({ config }: Pick<CommandContext, "config">): string[] {
  return Object.keys(config.components).toSorted();
}
