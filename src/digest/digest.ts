/** The weekly summary: title and text of its one issue, from the facts of a week. */
import { sayInstant } from "#src/calendar/instant.ts";
import { findMarker, renderMarker, type Marker } from "#src/effect/marker.ts";
import { fingerprintOf } from "#src/gate/fingerprint.ts";
import { type DigestFacts, type DigestSources, digestFacts } from "./digest-facts.ts";
import { renderKeptFacts } from "./kept-facts.ts";
import { SECTIONS } from "./sections.ts";
import { type DigestWeek, sayWeek } from "./week.ts";

/** Finds the summary of a week again. */
export function digestMarker({ key }: Pick<DigestWeek, "key">): Marker {
  return { kind: "digest", keys: { week: key } };
}

/** What the issue should say. */
export interface Digest {
  readonly title: string;
  readonly body: string;
  /** True when the week brought nothing that is worth an issue: no incident, no open item, nothing done, every budget healthy. */
  readonly quiet: boolean;
}

/** Tells of one week. Equal facts give an equal text: nothing in it depends on when it is written, once the week has ended. */
export function digestOf(sources: DigestSources, week: DigestWeek): Digest {
  const facts = digestFacts(sources, week);
  const rendered = SECTIONS.map((section) => ({ section, text: section.render(facts) }));
  const quiet = rendered.every(({ section, text }) => section.background || text === null) && budgetsAreWell(facts);
  const parts = rendered.flatMap(({ section, text }) =>
    text === null ? [] : [section.title === "" ? text : `## ${section.title}\n\n${text}`],
  );
  return { title: `Aftercare weekly summary ${week.key} (${sayWeek(week)})`, body: bodyOf(parts, facts), quiet };
}

function budgetsAreWell({ budgets }: DigestFacts): boolean {
  return budgets.every(({ status }) => status === "healthy" || status === "none");
}

/** GitHub takes 65,536 characters (of some texts: bytes); what people write below needs room, too. */
const LONGEST_BYTES = 56_000;

function bodyOf(parts: readonly string[], facts: DigestFacts): string {
  const kept: string[] = [];
  let left = LONGEST_BYTES;
  for (const part of parts) {
    left -= new TextEncoder().encode(part).length + 2;
    if (left >= 0) kept.push(part);
  }
  const cut =
    kept.length < parts.length ? ["*Some sections are left out: this would be longer than GitHub allows.*"] : [];
  const hidden = facts.kept === null ? [] : [renderKeptFacts(facts.kept)];
  return sealed([renderMarker(digestMarker(facts.week)), ...kept, ...cut, footer(facts), ...hidden].join("\n\n"));
}

function footer({ asOf, week }: DigestFacts): string {
  const soFar = asOf < week.period.end ? "The week is not over yet: " : "";
  return `<sub>${soFar}As of ${sayInstant(asOf)}. Written by Aftercare and kept up to date when the facts of the week change; nobody is notified by name. Your own notes are welcome below this line or in comments.</sub>`;
}

const END = /<!-- aftercare:digest-end seal="([0-9a-f]{16})" -->/;

/** Our part ends with a seal, so that a hand edit within it is seen and never overwritten. */
function sealed(text: string): string {
  return `${text}\n\n${renderMarker({ kind: "digest-end", keys: { seal: fingerprintOf(text) } })}`;
}

/**
 * The text with our part brought up to date; what people wrote below it stays.
 * @returns null when somebody has edited our part: then it is theirs.
 */
export function updatedBody(present: string, next: string): string | null {
  const text = present.replaceAll("\r\n", "\n");
  const end = END.exec(text);
  if (!end) return null;
  const own = text.slice(0, end.index).trimEnd();
  return fingerprintOf(own) === end[1] ? next + text.slice(end.index + end[0].length) : null;
}

/** The week of a summary, from its text; null when it is none. */
export function digestWeekKey(body: string): string | null {
  return findMarker(body, "digest")?.keys["week"] ?? null;
}
