/** What an incident is to us: the facts that the gate, the budget and the analysis go by. */
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";

/** The moments of an incident, in the order in which they normally happen. */
export const MOMENTS = ["started", "detected", "acknowledged", "declared", "mitigated", "resolved"] as const;

/** `started` = the impact begins; `mitigated` = the impact ends; `resolved` = the cause is fixed. */
export type Moment = (typeof MOMENTS)[number];

/** A moment that somebody stated, and who. */
export interface StatedMoment {
  readonly at: Instant;
  readonly by: string;
  /** Address of the comment that stated it. */
  readonly source: string;
}

/** A moment as we use it: stated, or assumed from the issue's own times (then shown as assumed). */
export interface KnownMoment {
  readonly at: Instant;
  readonly assumed: boolean;
}

/** Impact on one component for a stretch of time: `/pia impact checkout 50% FROM..TO`. */
export interface StatedImpact {
  readonly component: string;
  /** 0..1 as a decimal string, so that arithmetic stays exact: `"0.5"`. */
  readonly share: string;
  readonly from: Instant;
  /** Null while it lasts (then it ends when the incident is mitigated). */
  readonly to: Instant | null;
  readonly by: string;
}

/** Severity 1 (worst) to 4. */
export type Severity = 1 | 2 | 3 | 4;

/** One incident, joined from its issue and from the record on its analysis. */
export interface Incident {
  readonly issue: IssueReference;
  readonly title: string;
  readonly url: string;
  readonly open: boolean;
  readonly createdAt: Instant;
  readonly closedAt: Instant | null;
  readonly severity: Severity | null;
  /** As they stand on the issue; criteria such as `data-loss` are read from them. */
  readonly labels?: readonly string[];
  /** Names of components, without `component:`, aliases resolved, sorted. Empty = none is stated. */
  readonly components: readonly string[];
  /** Someone with triage permission confirmed it; only then does it gate and burn budget. */
  readonly confirmed: boolean;
  /** The cause lies outside (declared by an owner, with a reason): shown, but burns nothing. */
  readonly external: boolean;
  readonly moments: Readonly<Partial<Record<Moment, StatedMoment>>>;
  readonly impacts: readonly StatedImpact[];
}

/** When the impact began: stated, else the issue's creation, marked as assumed. */
export function startOf(incident: Incident): KnownMoment {
  const stated = incident.moments.started;
  return stated ? { at: stated.at, assumed: false } : { at: incident.createdAt, assumed: true };
}

/** When the impact ended: stated, else the issue's closing, marked as assumed; null while it lasts. */
export function mitigationOf(incident: Incident): KnownMoment | null {
  const stated = incident.moments.mitigated;
  if (stated) return { at: stated.at, assumed: false };
  return incident.closedAt === null ? null : { at: incident.closedAt, assumed: true };
}
