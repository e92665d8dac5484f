/** The moments of an incident as a mermaid timeline, with the same as a sentence for readers who see no pictures. */
import { sayInstant } from "#src/calendar/instant.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import { type Incident, type Moment, MOMENTS } from "#src/incident/incident.ts";

interface Known {
  readonly moment: Moment;
  readonly at: number;
}

/** Known moments in order of time; empty when fewer than two are known, because one point is no picture. */
function knownMoments(moments: Incident["moments"]): Known[] {
  const known = MOMENTS.flatMap((moment) => (moments[moment] ? [{ moment, at: moments[moment].at }] : []));
  return known.length < 2 ? [] : known.toSorted((a, b) => a.at - b.at);
}

/**
 * A fenced mermaid block that GitHub draws (checked with mermaid 11.17.2), and below it the same in words.
 * The empty string when fewer than two moments are known.
 */
export function timelinePicture(title: string, moments: Incident["moments"]): string {
  const known = knownMoments(moments);
  if (known.length === 0) return "";
  const lines = known.map(({ moment, at }, index) => {
    const before = known[index - 1];
    const after = before === undefined ? "" : ` : ${sayDuration(at - before.at)} later`;
    return `    ${mermaidText(sayInstant(at))} : ${moment}${after}`;
  });
  const picture = ["```mermaid", "timeline", `    title ${mermaidText(title)}`, ...lines, "```"].join("\n");
  return `${picture}\n\n${inWords(known)}`;
}

function inWords(known: readonly Known[]): string {
  return known.map(({ moment, at }) => `${moment} ${sayInstant(at)}`).join(" → ");
}

/** Any text as one that mermaid shows and never reads: everything but letters, digits and plain punctuation becomes a character code. */
export function mermaidText(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim().slice(0, 120).toWellFormed();
  return line.replaceAll(/[^\p{L}\p{N} .,()/-]/gu, (character) => `#${character.codePointAt(0)};`);
}
