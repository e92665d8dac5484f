/** What those who were affected hear when an analysis is published: one comment on the incident. */
import { type Instant, sayInstant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { type Marker, renderMarker } from "#src/effect/marker.ts";
import { referenceTo, sayIssue } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { writtenIn } from "./written-in.ts";
import type { Analysis, AnalysisRecord } from "./analysis.ts";
import type { FollowUp } from "./completeness.ts";
import { handlesOf } from "./attendees.ts";

const NOTICE: Marker = { kind: "published-notice", keys: {} };
const LONGEST = 600;

/** What the notice is made from. */
export interface NoticeInput {
  readonly analysis: Analysis & { readonly record: AnalysisRecord };
  readonly incident: Incident;
  readonly items: readonly FollowUp[];
  readonly config: Pick<Config, "components" | "review">;
  /** Nothing broke: five short sections, and thanks. */
  readonly nearMiss?: boolean;
}

/** The comment that should stand on the incident; null while nothing is published. People are named for being told once: GitHub notifies of no edit. */
export function publicationNotice({
  analysis,
  incident,
  items,
  config,
  nearMiss = false,
}: NoticeInput): EnsureComment | null {
  const { record } = analysis;
  if (record.published === null) return null;
  const { at } = record.published;
  const issue = referenceTo(incident.issue);
  const summary = said(analysis, ["summary", "what happened"]);
  const lesson = said(analysis, ["lessons", "lessons learned", "what we learned"]);
  const owners = incident.components.flatMap((component) => config.components[component]?.owners ?? []);
  const told = handlesOf([...owners, ...config.review.invite]);
  const body = [
    `${renderMarker(NOTICE)}\n**${nearMiss ? "What was learned from this near miss" : "The analysis of this incident"} is published: ${sayIssue(analysis.issue, issue)}.**${nearMiss ? " Thank you for telling it before it could hurt anybody." : ""}`,
    summary === null ? "" : `In short: ${summary}`,
    lesson === null ? "" : `What others can learn: ${lesson}`,
    itemWords(items),
    correctionWords(record, at),
    told === "" ? "" : `For you to know: ${told}.`,
    "Something is missing or not as you saw it? Say so on the analysis: corrections are welcome, and stay visible.",
  ];
  return { kind: "ensure-comment", issue, marker: NOTICE, body: body.filter((part) => part !== "").join("\n\n") };
}

function said({ issue }: Pick<Analysis, "issue">, titles: readonly string[]): string | null {
  const text = writtenIn(parseMarkdown(issue.body), titles);
  if (text === null) return null;
  const characters = [...text];
  return escapeText(
    characters.length <= LONGEST
      ? text
      : `${characters
          .slice(0, LONGEST - 1)
          .join("")
          .trimEnd()}…`,
  );
}

const SETTLED = new Set(["done", "done-unproven", "verified", "rejected", "accepted-risk"]);

function itemWords(items: readonly FollowUp[]): string {
  if (items.length === 0) return "";
  const settled = items.filter(({ state }) => SETTLED.has(state)).length;
  return `What changes: ${items.length === 1 ? "one item" : `${items.length} items`}, ${settled} of them settled by now.`;
}

function correctionWords({ corrections }: AnalysisRecord, published: Instant): string {
  const since = corrections.filter(({ at }) => at > published);
  if (since.length === 0) return "";
  const names = [...new Set(since.map(({ field }) => escapeText(field)))].join(", ");
  return `Corrected since, last on ${sayInstant(since.at(-1)!.at)}: ${names}. Old and new stand in the analysis' first comment.`;
}
