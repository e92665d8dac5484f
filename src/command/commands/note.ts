/** `/pia note [TIME] text`: a line for the timeline, by anyone who was there. */
import { addNote } from "#src/analysis/add-note.ts";
import { sayInstant, type Instant } from "#src/calendar/instant.ts";
import type { Command } from "#src/command/command.ts";
import type { CommandContext } from "#src/command/context.ts";
import { timeTerms } from "#src/command/incident-time.ts";
import { misunderstood } from "#src/command/outcome.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";
import { readTime, type Reading } from "#src/command/when.ts";

/** Adds to the timeline. */
export const noteCommand: Command = {
  name: "note",
  where: ["incident", "pia"],
  group: "incident",
  summary: "Add a line to the timeline, now or at a time",
  syntax: "/pia note [TIME] TEXT",
  examples: ["/pia note 14:12 errors fall after the rollback", "/pia note the vendor confirms the outage"],
  permission: "anyone who may comment",
  options: {},
  freeText: true,
  run: (context, { rest }) => {
    const note = readNote(context, rest);
    if ("problem" in note) return misunderstood(note.problem);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = addNote(recorded.record, note.value, statementOf(context, null));
    return outcomeOf(recorded, { change, loosening: "Adding a note", reason: null }, context);
  },
};

function readNote(context: CommandContext, rest: string): Reading<{ at: Instant; text: string }> {
  const end = rest.search(/\s/);
  const first = end < 0 ? rest : rest.slice(0, end);
  const isTime = /^\d{1,2}:\d{2}(:\d{2})?$|^\d{4}-\d{2}-\d{2}T/.test(first);
  const text = isTime ? rest.slice(first.length).trim() : rest;
  if (text === "") return { problem: "Say what happened." };
  if (!isTime) return { value: { at: context.comment.createdAt, text } };
  const time = readTime(first, timeTerms(context));
  if ("problem" in time) return time;
  if (time.value > context.now + 300) {
    return { problem: `${sayInstant(time.value)} lies ahead; it is ${sayInstant(context.now)} now.` };
  }
  return { value: { at: time.value, text } };
}
