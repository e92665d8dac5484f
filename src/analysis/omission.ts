/** What somebody adds to the timeline without a name, and the words that invite to it. */
import type { Instant } from "#src/calendar/instant.ts";
import { escapeText, isPlainUrl } from "#src/markdown/escape.ts";
import { addNote } from "./add-note.ts";
import type { AnalysisRecord } from "./analysis.ts";
import type { RecordChange } from "./record.ts";

/** One fact that was left out. */
export interface ToldOmission {
  readonly text: string;
  /** When it happened; null = not told. */
  readonly at: Instant | null;
  /** A time as typed that could not be read; kept as words. */
  readonly unread: string | null;
  /** When it was told. */
  readonly told: Instant;
}

const UNNAMED = "(told without a name)";
const MOST = 20;
const FULL = "Twenty facts without a name are on this record already.";

/** The record with the fact as a note by nobody. Refused: an empty one, one on a full record, and more than twenty. */
export function addOmission(record: AnalysisRecord, { text, at, unread, told }: ToldOmission): RecordChange {
  const known = record.notes.filter((note) => note.by === "" && note.text.endsWith(UNNAMED)).length;
  if (known >= MOST) return { kind: "refused", why: FULL };
  const said = text.trim().slice(0, 400);
  if (said === "") return { kind: "refused", why: "Nothing was told." };
  const when = unread === null ? (at === null ? "at some time: " : "") : `at “${unread.slice(0, 40)}”: `;
  const note = { at: at ?? told, text: `${when}${said} ${UNNAMED}` };
  return addNote(record, note, { by: "", now: told, reason: null, source: "" });
}

/** The ways in which something can be told that is hard to say in public. */
export interface PrivateWays {
  /** Whom to tell: a name, an address, a link; null = nobody is configured. */
  readonly contact: string | null;
  /** A page where it is told without a name; null = there is none. */
  readonly page: string | null;
}

/** One paragraph; the empty string when there is no such way. */
export function privateWords({ contact, page }: PrivateWays): string {
  const ways = [
    page === null ? null : `[add it without your name](${page}): it joins the timeline, and nobody learns from whom`,
    contact === null ? null : `tell ${sayContact(contact)} privately`,
  ].filter((way) => way !== null);
  if (ways.length === 0) return "";
  const how = ways.length === 1 ? `You can ${ways[0]}` : `Either ${ways.join("; or ")}`;
  return `**Left out, and hard to say here?** What is missing is welcome in any way. ${how}.`;
}

function sayContact(contact: string): string {
  const text = contact.trim();
  if (/^https?:/.test(text) && isPlainUrl(text)) return `the facilitator [here](${text})`;
  return escapeText(text);
}
