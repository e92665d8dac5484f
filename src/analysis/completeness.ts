/** The gate's question: is this analysis complete? The definition stands in gate.md; the checklist asks for more. */
import type { Config } from "#src/config/schema.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";
import type { WrittenReference } from "#src/markdown/references.ts";
import type { Analysis } from "./analysis.ts";
import { type Cause, type Findings, readFindings } from "./read-findings.ts";

/** An item of this analysis, as far as completeness goes; a `RemediationItem` is one. */
export interface FollowUp {
  readonly issue: IssueReference;
  readonly assignees: readonly string[];
  readonly dueDate: string | null;
  readonly type: string | null;
  readonly priority: string | null;
  /** An `ItemState`. */
  readonly state: string;
}

/** What completeness is decided by. */
export interface CompletenessFacts {
  readonly analysis: Analysis;
  readonly incident: Incident;
  /** Those of this analysis only. */
  readonly items: readonly FollowUp[];
  readonly config: Pick<Config, "single_maintainer">;
}

/** Whether anything is missing, and each thing as a sentence that says what to do. */
export interface Completeness {
  readonly complete: boolean;
  readonly missing: readonly string[];
}

/**
 * Complete = started and mitigated known, impact stated, at least one contributing cause that is not a person, each cause
 * with an item or "no action, because …", reviewed by somebody other than the author (`single_maintainer` lifts this).
 */
export function analysisComplete(facts: CompletenessFacts): Completeness {
  const { analysis, incident } = facts;
  const findings = readFindings(analysis.issue.body);
  const missing = [
    ...missingMoments(incident, ["started", "mitigated"]),
    ...missingImpact(incident),
    ...missingCauses(findings, facts),
    ...missingReview(facts),
  ];
  return { complete: missing.length === 0, missing };
}

/** One sentence a moment that nobody has stated. */
export function missingMoments(incident: Incident, wanted: readonly (keyof Incident["moments"])[]): string[] {
  return wanted
    .filter((moment) => !incident.moments[moment])
    .map((moment) => `Say when it ${PAST[moment]}: \`/pia ${moment} TIME\`.`);
}

const PAST: Readonly<Record<keyof Incident["moments"], string>> = {
  started: "started",
  detected: "was detected",
  acknowledged: "was acknowledged",
  declared: "was declared",
  mitigated: "was mitigated",
  resolved: "was resolved",
};

/** Impact counts as stated from the first line on. */
export function missingImpact(incident: Incident): string[] {
  if (incident.impacts.length > 0) return [];
  const component = incident.components[0] ?? "COMPONENT";
  return [`Say how much was affected: \`/pia impact ${component} 100% FROM..TO\`.`];
}

/** Causes that are absent, that are people, or that have neither an item nor a reason for none. */
export function missingCauses({ causes }: Findings, facts: CompletenessFacts): string[] {
  const systemic = causes.filter((cause) => !cause.namesPerson);
  if (causes.length === 0) return ["Name at least one cause under *Contributing factors*."];
  const first =
    systemic.length === 0
      ? ["Name at least one cause that is a condition of the system; a person's deed has conditions, too."]
      : [];
  return [
    ...first,
    ...causes
      .filter((cause) => !isAnswered(cause, facts))
      .map((cause) => `Cause “${quote(cause.text)}” needs an item (\`→ #12\`) or “no action, because …”.`),
  ];
}

function isAnswered(cause: Cause, { items, analysis }: CompletenessFacts): boolean {
  if (cause.noAction) return true;
  return cause.references.some((reference) =>
    items.some((item) => sameIssue(item.issue, resolve(reference, analysis.issue))),
  );
}

function resolve({ owner, repo, number }: WrittenReference, here: IssueReference): IssueReference {
  return { owner: owner ?? here.owner, repo: repo ?? here.repo, number };
}

/** Nobody has reviewed it, or only its author has. Authors are the people that the analysis is assigned to. */
export function missingReview({ analysis, config }: Pick<CompletenessFacts, "analysis" | "config">): string[] {
  const reviewed = analysis.record?.reviewed;
  if (!reviewed) return ["Somebody other than the author reviews it: `/pia reviewed`."];
  const isAuthor = analysis.issue.assignees.some((login) => login.toLowerCase() === reviewed.by.toLowerCase());
  if (!isAuthor || config.single_maintainer) return [];
  return [`It was reviewed by its author (${escapeText(reviewed.by)}); somebody else reviews it: \`/pia reviewed\`.`];
}

/** The beginning of a person's sentence, for quoting it in ours. */
export function quote(text: string): string {
  const characters = [...text];
  return escapeText(characters.length <= 60 ? text : `${characters.slice(0, 59).join("").trimEnd()}…`);
}
