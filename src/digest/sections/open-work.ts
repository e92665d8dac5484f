/** What is open, the most urgent first: with whom, until when, since when. */
import { sayDuration } from "#src/calendar/duration.ts";
import type { DigestFacts, WeekItem } from "#src/digest/digest-facts.ts";
import { fitting } from "#src/digest/bullets.ts";
import { namedItem, people, sayAll } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import { mostUrgentFirst } from "#src/digest/urgency.ts";
import { sayDay } from "#src/calendar/day.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";

/** Open items as a table; proposals are counted only. */
export const openWork: Section = {
  title: "Open work",
  background: false,
  render: (facts) => {
    const open = facts.items.filter((entry) => entry.open).toSorted(mostUrgentFirst);
    const proposed = open.filter(({ item }) => item.state === "proposed");
    const accepted = open.filter(({ item }) => item.state !== "proposed");
    const parts = [...tableOf(accepted, facts), ...advice(accepted), ...proposals(proposed, facts)];
    return parts.length === 0 ? null : parts.join("\n\n");
  },
};

const HEADING = ["| Item | Priority | Owner | Due | Open for | |", "| :-- | :-- | :-- | :-- | :-- | :-- |"];

function tableOf(open: readonly WeekItem[], facts: DigestFacts): string[] {
  if (open.length === 0) return [];
  const rows = fitting(open.map((entry) => rowOf(entry, facts)));
  const more = open.length - rows.length;
  return [[...HEADING, ...rows].join("\n"), ...(more > 0 ? [`and ${more} more.`] : [])];
}

function rowOf({ item, due, overdue, settledSince }: WeekItem, { repository, asOf }: DigestFacts): string {
  const since = item.accepted?.at ?? item.createdAt;
  const late = overdue ? ", now past" : "";
  const cells = [
    namedItem(item, repository),
    item.priority ?? "P1 (none set)",
    people(item.assignees),
    due === null ? "no date" : `${sayDay(due.day)}${due.stated ? "" : " (by priority)"}${late}`,
    sayDuration(Math.max(0, asOf - since)),
    settledSince ? `✅ ${STATE_WORDS[item.state].word} since` : STATE_WORDS[item.state].word,
  ];
  return `| ${cells.join(" | ")} |`;
}

function advice(open: readonly WeekItem[]): string[] {
  if (!open.some(({ overdue, settledSince }) => overdue && !settledSince)) return [];
  return [
    `Where a date no longer fits, comment on the item with a new one and why: \`/pia due DATE reason:"…"\`. Where something is in the way, say so here, so that others can help.`,
  ];
}

const MOST_PROPOSALS = 8;

function proposals(waiting: readonly WeekItem[], { repository }: DigestFacts): string[] {
  if (waiting.length === 0) return [];
  const named = waiting.slice(0, MOST_PROPOSALS).map(({ item }) => sayIssue(item.issue, repository));
  const more = waiting.length - named.length;
  const all = sayAll(more > 0 ? [...named, `${more} more`] : named);
  const wait = waiting.length === 1 ? "is only proposed" : "are only proposed";
  return [`${all} ${wait}: a comment there decides, \`/pia accept\` or \`/pia reject reason:"…"\`.`];
}
