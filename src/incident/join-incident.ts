/** Joins an incident's issue with what people stated about it by command. */
import { defaultComponentName } from "#src/component/component-identity.ts";
import type { Config } from "#src/config/schema.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { Incident, Moment, StatedImpact, StatedMoment } from "./incident.ts";
import { componentsOf, severityOf } from "./recognise.ts";

/** What the record on the analysis says; an `AnalysisRecord` is one. */
export interface StatedFacts {
  readonly confirmed: object | null;
  readonly external: object | null;
  readonly moments: Readonly<Partial<Record<Moment, StatedMoment>>>;
  readonly impacts: readonly StatedImpact[];
}

/**
 * The incident as the gate, the budget and the analysis see it. `stated: null` = nothing is known, so it is unconfirmed.
 * When no component label is set and the repository has a single component (or configures none), it is that one.
 */
export function joinIncident(
  issue: IssueFacts,
  stated: StatedFacts | null,
  config: Pick<Config, "labels" | "components">,
): Incident {
  const { known } = componentsOf(issue.labels, config);
  const only = onlyComponent(issue, config);
  return {
    issue: { owner: issue.owner, repo: issue.repo, number: issue.number },
    title: issue.title,
    url: issue.url,
    open: issue.state === "open",
    createdAt: issue.createdAt,
    closedAt: issue.closedAt,
    severity: severityOf(issue.labels, config),
    labels: issue.labels,
    components: known.length === 0 && only !== null ? [only] : known,
    confirmed: stated?.confirmed != null,
    external: stated?.external != null,
    moments: stated?.moments ?? {},
    impacts: stated?.impacts ?? [],
  };
}

function onlyComponent(issue: IssueFacts, config: Pick<Config, "components">): string | null {
  const names = Object.keys(config.components);
  if (names.length === 0) return defaultComponentName(issue);
  return names.length === 1 ? names[0]! : null;
}
