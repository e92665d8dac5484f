/** A new incident like an old one: what was learned then, what became of it, and what it might have saved. Opening an item again is a person's decision, except where its fix is shown not to have held. */
import { dayAt, sayDay } from "#src/calendar/day.ts";
import { UTC } from "#src/calendar/zone.ts";
import { sayIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { mitigationOf, startOf, type Incident } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { isDelivered } from "./fail-verification.ts";
import type { RemediationItem } from "./item.ts";
import type { SimilarIncident } from "./similar-incidents.ts";
import { STATE_WORDS } from "./state-words.ts";

const MOST_ITEMS = 8;
const LONGEST_CAUSE = 160;

/** Markdown paragraphs for a comment of ours; none when nothing like it is known. */
export function recurrenceWords(incident: Incident, similar: readonly SimilarIncident[]): string[] {
  if (similar.length === 0) return [];
  const lines = similar.flatMap((one) => linesOf(one, incident.issue));
  const items = similar.filter(({ components }) => components.length > 0).flatMap((one) => one.items);
  return [`**It has happened before**\n\n${lines.join("\n")}`, ...(items.length > 0 ? [mightHaveSaved(incident)] : [])];
}

function linesOf(similar: SimilarIncident, reader: IssueReference): string[] {
  const { incident, components, causes, words, items, learned } = similar;
  const why =
    causes.length > 0
      ? `the same cause (${causes.map(escapeText).join(", ")})`
      : `the same words (${words.slice(0, 6).map(escapeText).join(", ")})`;
  const where =
    components.length > 0
      ? `also ${components.map(escapeText).join(" and ")}`
      : `elsewhere${incident.components.length > 0 ? ` (${incident.components.map(escapeText).join(", ")})` : ""}`;
  const when = sayDay(dayAt(startOf(incident).at, UTC));
  const head = `- ${sayIssue(incident.issue, reader)} ${escapeText(incident.title)}, ${when}: ${where}, and ${why}`;
  const then = learned.map((cause) => `  - what made it possible then: “${escapeText(shortened(cause))}”`);
  const shown = items.slice(0, MOST_ITEMS).map((item) => `  - ${sayItem(item, reader)}`);
  const more = items.length - shown.length;
  return [head, ...then, ...shown, ...(more > 0 ? [`  - and ${more} more`] : [])];
}

function shortened(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, " ")];
  return characters.length <= LONGEST_CAUSE
    ? characters.join("")
    : `${characters.slice(0, LONGEST_CAUSE - 1).join("")}…`;
}

function sayItem(item: RemediationItem, reader: IssueReference): string {
  const { decision, state } = item;
  const decided = (state === "rejected" || state === "accepted-risk") && decision?.reason;
  const reason = decided ? `: “${escapeText(decided)}”` : "";
  return `${sayIssue(item.issue, reader)} ${escapeText(item.title)}: ${STATE_WORDS[state].word}${reason}`;
}

function mightHaveSaved(incident: Incident): string {
  const end = mitigationOf(incident);
  const minutes = end === null ? null : Math.round((end.at - startOf(incident).at) / 60);
  const saved = minutes === null || minutes <= 0 ? "this" : `up to ${minutes} min of this`;
  return `Work that keeps its promise might have saved ${saved}. Look at it together: what holds, what is worth doing after all? \`/pia accept #n\` opens one again.`;
}

/** Of what was done about the same cause before this incident began, what claims to prevent it: it did not. */
export function disprovenItems(incident: Incident, similar: readonly SimilarIncident[]): readonly RemediationItem[] {
  const began = startOf(incident).at;
  return similar
    .filter(({ sameCause }) => sameCause)
    .flatMap(({ items }) => items)
    .filter((item) => isDelivered(item) && (item.type === "prevent" || item.type === null))
    .filter(({ closedAt }) => closedAt !== null && closedAt < began);
}
