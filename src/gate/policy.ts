/** The policy as the gate uses it: the file's keys with the preset's answers filled in. */
import { parseDuration } from "#src/calendar/duration.ts";
import type { Seconds } from "#src/calendar/instant.ts";
import type { Priority } from "#src/remediation/item.ts";
import type { TablePolicy } from "./input.ts";
import type { PolicyConfig } from "./policy-schema.ts";

/** Everything that the gate asks the policy. Percentages are decimal strings, lengths of time seconds. */
export interface GatePolicy extends TablePolicy {
  readonly strict: boolean;
  readonly blocking: readonly Priority[];
  readonly permitAbove: string;
  readonly incidentFreezeAbove: string;
  /** Calendar days until an item of this priority is due; a priority without an entry is never due by itself. */
  readonly dueDays: Readonly<Partial<Record<Priority, number>>>;
  readonly exemptDocs: readonly string[];
  readonly exemptTests: readonly string[];
  readonly exemptSecurity: boolean;
  readonly exemptRevert: boolean;
  readonly override: OverridePolicy;
}

/** Who may let a pull request through, with how many voices, and for how long. */
export interface OverridePolicy {
  readonly teams: readonly string[];
  readonly logins: readonly string[];
  readonly approvals: number;
  readonly expires: Seconds;
  readonly breakGlass: boolean;
}

const ONE_DAY = 86_400;

/** Fills in the preset: `strict` blocks on overdue items and freezes on an overspent budget unless the file says otherwise. */
export function resolvePolicy(config: PolicyConfig): GatePolicy {
  const strict = config.preset === "strict";
  return {
    strict,
    overdue: config.overdue ?? (strict ? "block" : "budget"),
    exhausted: config.exhausted ?? (strict ? "freeze" : "warn"),
    unknown: config.unknown,
    noObjective: config.no_objective,
    bots: config.bots,
    blocking: config.blocking,
    permitAbove: config.permit_above,
    incidentFreezeAbove: config.incident_freeze_above,
    dueDays: dueDays(config.due),
    exemptDocs: config.exempt.docs,
    exemptTests: config.exempt.tests,
    exemptSecurity: config.exempt.security,
    exemptRevert: config.exempt.revert,
    override: {
      teams: config.override.teams,
      logins: config.override.logins,
      approvals: config.override.approvals,
      expires: parseDuration(config.override.expires) ?? ONE_DAY,
      breakGlass: config.override.break_glass,
    },
  };
}

function dueDays(due: PolicyConfig["due"]): GatePolicy["dueDays"] {
  return Object.fromEntries(
    Object.entries(due).map(([priority, days]) => [priority, Number.parseInt(days ?? "0", 10)]),
  );
}
