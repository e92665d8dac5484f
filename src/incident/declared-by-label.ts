/** When an incident was declared: the label says it, with its time and who set it, where nobody states anything else. */
import type { ActivityFacts, IssueFacts } from "#src/facts/issue.ts";
import type { Config } from "#src/config/schema.ts";
import type { StatedMoment } from "./incident.ts";
import { isOurs } from "./recognise.ts";

/** What decides. */
export interface LabelTerms {
  readonly activity: readonly ActivityFacts[];
  readonly issue: Pick<IssueFacts, "url" | "createdAt" | "author">;
  /** Who confirmed it: for them we set the label on command; null when nobody did. */
  readonly confirmedBy: string | null;
  readonly config: Pick<Config, "labels" | "app">;
}

/** The first time that a label of incidents was set. It may have been set with the issue, which not every host tells. Null when only we did, as for an alert. */
export function declaredByLabel({ activity, issue, confirmedBy, config }: LabelTerms): StatedMoment | null {
  const names = new Set(config.labels.incident.map((name) => name.toLowerCase()));
  const labelled = activity.find(({ event, detail }) => event === "labeled" && names.has(detail.toLowerCase()));
  const { at, actor, url } = labelled ?? { at: issue.createdAt, actor: issue.author, url: null };
  const by = actor !== null && isOurs(actor, config) ? confirmedBy : (actor?.login ?? null);
  // People state moments by the minute.
  return by === null ? null : { at: at - (at % 60), by, source: url ?? issue.url };
}
