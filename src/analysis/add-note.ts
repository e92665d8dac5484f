/** Adds what somebody noted to the incident's timeline. */
import { type Instant, sayInstant } from "#src/calendar/instant.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { AnalysisRecord } from "./analysis.ts";
import type { RecordChange, Statement } from "./record.ts";

const LONGEST_NOTE = 500;

/** All notes together; the record comment holds 65,536 characters at most. */
const MOST_CHARACTERS = 25_000;

const FULL =
  "The record has no room for more notes. Your comment stays; add the entry to the timeline in the analysis itself.";

/**
 * The record with the note, in order of time. Notes longer than 500 characters are cut with `…`; the comment has them whole.
 * The same note from the same comment is kept once. Refused: an empty note, and one more when the record is full.
 */
export function addNote(
  record: AnalysisRecord,
  note: { readonly at: Instant; readonly text: string },
  statement: Statement,
): RecordChange {
  const text = shorten(cleanText(note.text));
  if (text === "")
    return { kind: "refused", why: "Say what happened: `/pia note 14:12 errors fall after the rollback`." };
  const same = record.notes.some(
    (other) => other.at === note.at && other.text === text && other.source === statement.source,
  );
  if (same) return { kind: "unchanged", said: "That is noted already." };
  const used = record.notes.reduce((sum, other) => sum + other.text.length, 0);
  if (used + text.length > MOST_CHARACTERS) return { kind: "refused", why: FULL };
  const entry = { at: note.at, by: statement.by, text, source: statement.source };
  const notes = [...record.notes, entry].toSorted((a, b) => a.at - b.at);
  return { kind: "changed", record: { ...record, notes }, said: `Noted at ${sayInstant(note.at)}.`, loosens: false };
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_NOTE
    ? text
    : `${characters
        .slice(0, LONGEST_NOTE - 1)
        .join("")
        .trimEnd()}…`;
}
