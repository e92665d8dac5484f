/** What should exist on GitHub once an incident is declared: the analysis, its links both ways, and its record. */
import { sayDay, parseDay } from "#src/calendar/day.ts";
import type { Config } from "#src/config/schema.ts";
import type { Effect, EnsureComment, EnsureIssue } from "#src/effect/effect.ts";
import { type Marker, renderMarker } from "#src/effect/marker.ts";
import { type IssueReference, sayIssue } from "#src/facts/issue-reference.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { type AnalysisNeed, sayNeed } from "./criteria.ts";
import type { Incident } from "./incident.ts";

/** Finds the analysis of an incident again: by the repository's id, which renaming does not change, and the number. */
export function analysisMarker(
  repository: Pick<RepositoryFacts, "id">,
  incident: Pick<IssueReference, "number">,
): Marker {
  return { kind: "pia", keys: { incident: `${repository.id}:${incident.number}` } };
}

/** What the analysis issue is made of. */
export interface DeclareInput {
  readonly incident: Incident;
  readonly nearMiss: boolean;
  readonly repository: RepositoryFacts;
  readonly config: Pick<Config, "labels">;
  /** From `analysis/template`; its body carries the marker. */
  readonly document: { readonly title: string; readonly body: string };
  /** Who leads the analysis; GitHub drops those who cannot be assigned. */
  readonly lead: readonly string[];
}

/** First step: the analysis should exist, once, whatever is redelivered. */
export function declareIncident(input: DeclareInput): EnsureIssue {
  const { incident, repository, config, document } = input;
  return {
    kind: "ensure-issue",
    repository: { owner: repository.owner, repo: repository.repo },
    marker: analysisMarker(repository, incident.issue),
    title: document.title,
    body: document.body,
    labels: analysisLabels(input, config),
    assignees: input.lead,
    parent: incident.issue,
  };
}

function analysisLabels({ incident, nearMiss }: DeclareInput, { labels }: Pick<Config, "labels">): string[] {
  return [
    labels.umbrella,
    labels.pia,
    ...(nearMiss ? [labels.near_miss] : []),
    ...incident.components.map((name) => labels.component + name),
    ...(incident.severity === null ? [] : [`${labels.severity}${incident.severity}`]),
  ];
}

/** What ties an analysis that exists to its incident. */
export interface LinkInput {
  readonly incident: Incident;
  readonly nearMiss: boolean;
  readonly analysis: IssueReference;
  readonly config: Pick<Config, "labels" | "components">;
  /** Component labels that no component has. */
  readonly unknownComponents: readonly string[];
  readonly need: AnalysisNeed;
  /** `YYYY-MM-DD`, or null when none is due. */
  readonly reviewDue: string | null;
  /** Markdown paragraphs about earlier incidents like this one; from `remediation/recurrence`. */
  readonly before?: readonly string[];
  /** From `analysis/record-markdown`. */
  readonly recordBody: string;
  /** The record comment as it was read; null when there was none. What somebody has written there meanwhile is never overwritten. */
  readonly recordSeen: string | null;
  /** The analysis was made under its incident just now. */
  readonly isLinked?: boolean;
}

/** Finds our one comment on the incident again. */
export const INCIDENT_LINK: Marker = { kind: "incident-link", keys: {} };

/** Finds the record comment on the analysis again. */
export const RECORD: Marker = { kind: "record", keys: {} };

/** Second step, once the analysis has its number. Idempotent like the first. */
export function linkAnalysis(input: LinkInput): Effect[] {
  const { incident, analysis, config } = input;
  const link: Effect = { kind: "ensure-sub-issue", parent: incident.issue, child: analysis };
  return [
    { kind: "ensure-label", issue: incident.issue, label: config.labels.umbrella },
    ensureRecord(input),
    ...(input.isLinked === true ? [] : [link]),
    incidentLink(input),
  ];
}

/** The record, written only over the text that it was made from. */
export function ensureRecord({
  analysis,
  recordBody,
  recordSeen,
}: Pick<LinkInput, "analysis" | "recordBody" | "recordSeen">): EnsureComment {
  // Where none was seen, none is expected: one that a listing does not show yet must not lose what it says.
  return { kind: "ensure-comment", issue: analysis, marker: RECORD, body: recordBody, expected: recordSeen ?? "" };
}

/** Our one comment on the incident: where its analysis is, and what is still to be said. It follows the labels and the confirmation. */
export function incidentLink(input: Omit<LinkInput, "recordBody" | "recordSeen">): EnsureComment {
  const paragraphs = input.nearMiss ? nearMissWords(input) : incidentWords(input);
  const body = [renderMarker(INCIDENT_LINK), ...paragraphs].join("\n\n");
  return { kind: "ensure-comment", issue: input.incident.issue, marker: INCIDENT_LINK, body };
}

function nearMissWords({ incident, analysis }: Omit<LinkInput, "recordBody" | "recordSeen">): string[] {
  const link = sayIssue(analysis, incident.issue);
  return [
    `Thank you for telling: a near miss costs nothing and teaches as much. ${link} has five short questions about it.`,
    "Nothing is held back and nothing is due; answer while it is fresh.",
  ];
}

function incidentWords(input: Omit<LinkInput, "recordBody" | "recordSeen">): string[] {
  const { incident, analysis } = input;
  const link = sayIssue(analysis, incident.issue);
  const due = input.reviewDue === null ? null : parseDay(input.reviewDue);
  const review = due === null ? "" : ` Its review is due by ${sayDay(due)}.`;
  return [
    `**${link} is the analysis of this incident.** ${sayNeed(input.need)}${review}`,
    "Mend things first. What happens here goes into the draft timeline by itself; when there is a minute, say what you know:",
    "```\n/pia started 14:05\n/pia mitigated 14:40\n/pia note 14:12 errors fall after the rollback\n```",
    openQuestions(input)
      .map((question) => `- ${question}`)
      .join("\n"),
    ...(input.before ?? []),
  ].filter((paragraph) => paragraph !== "");
}

function openQuestions({
  incident,
  config,
  unknownComponents,
}: Omit<LinkInput, "recordBody" | "recordSeen">): string[] {
  const prefix = config.labels.component;
  const names = Object.keys(config.components).slice(0, 8);
  const known = names.map((name) => `\`${prefix}${name}\``).join(", ");
  const unknown = unknownComponents.map((name) => escapeText(prefix + name)).join(", ");
  return [
    incident.confirmed
      ? null
      : "It holds no merges back until someone with triage permission confirms it: `/pia confirm`.",
    incident.severity === null
      ? `Its severity is not known: set a label from \`${config.labels.severity}1\` to \`${config.labels.severity}4\`.`
      : null,
    unknown === "" ? null : `No component is called ${unknown}. Known: ${known || "none"}.`,
    incident.components.length > 0 ? null : `No component is set; set one of ${known} so that its owners hear of it.`,
  ].filter((question) => question !== null);
}
