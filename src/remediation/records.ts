/** Everything Aftercare knows of one repository, joined from the two listings: the input of the gate, the digest and the recheck. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "./item.ts";
import type { Pause } from "./pause.ts";

/** Incidents, analyses and items of one repository as of one moment. */
export interface RepositoryRecords {
  readonly incidents: readonly Incident[];
  readonly analyses: readonly Analysis[];
  readonly items: readonly RemediationItem[];
  /** Pauses of the gate that were asked for and not taken back, ended ones included. */
  readonly pauses: readonly Pause[];
  readonly asOf: Instant;
}
