/** The first line of a verdict, and the still shorter one that a commit status has room for. The same words everywhere. */
import { sayFrom, sentence } from "./voice.ts";
import type { Verdict } from "./verdict.ts";

const LONGEST_LINE = 160;
const LONGEST_STATUS = 140;
/** A reason that is cut shorter than this says nothing any more; then the step goes instead. */
const SHORTEST_REASON = 60;

/** At most 160 characters: the verdict, the item or reason, what to do, and when it changes, as far as there is room. */
export function firstLine(verdict: Verdict): string {
  return fit(verdict, LONGEST_LINE);
}

/** At most 140 characters, ending in the fingerprint in brackets, by which the next run sees whether it has to write. */
export function statusDescription(verdict: Verdict): string {
  const mark = ` [${verdict.fingerprint}]`;
  return fit(verdict, LONGEST_STATUS - mark.length) + mark;
}

/** `Blocked`, `Report only, would block`, `Warning` or `Passes`. */
export function sayVerdict({ verdict, fails, rule }: Pick<Verdict, "verdict" | "fails" | "rule">): string {
  if (fails) return "Blocked";
  if (verdict === "block") return "Report only, would block";
  if (verdict === "warn") return "Warning";
  return rule === "G9" ? "Passes by override" : "Passes";
}

/** What time alone will change, as a sentence: when a block lifts, else when the verdict turns; empty when it never does. */
export function sayNextChange({
  fails,
  nextChangeAt,
  liftsAt,
}: Pick<Verdict, "fails" | "nextChangeAt" | "liftsAt">): string {
  if (fails) return liftsAt === null ? "" : `Lifts ${sayFrom(liftsAt)}.`;
  return nextChangeAt === null ? "" : `Next change ${sayFrom(nextChangeAt)}.`;
}

function fit(verdict: Verdict, room: number): string {
  const reason = `${sayVerdict(verdict)}${sayPlace(verdict)}: ${oneLine(verdict.reason)}`;
  const todo = verdict.todo === null ? "" : `${sentence(oneLine(verdict.todo))}.`;
  const when = verdict.verdict === "pass" && verdict.rule !== "G9" ? "" : sayNextChange(verdict);
  const wanted = [
    [reason, todo, when],
    [reason, todo],
    ...(todo === "" ? [] : [[cut(reason, Math.max(SHORTEST_REASON, room - todo.length - 1)), todo]]),
    [reason, when],
    [reason],
  ].map((parts) => parts.filter((part) => part !== "").join(" "));
  return wanted.find((line) => [...line].length <= room) ?? cut(reason, room);
}

/** ` (checkout)`, ` (checkout and 2 more)`; the whole pull request needs no place. */
function sayPlace({ components, rule }: Verdict): string {
  const [first, ...others] = components;
  if (!first || rule === "G9" || rule === "config" || rule === "unavailable") return "";
  return others.length === 0 ? ` (${first.name})` : ` (${first.name} and ${others.length} more)`;
}

/** Cuts at a space where one is near, and says so with an ellipsis. */
function cut(text: string, room: number): string {
  const characters = [...text];
  if (characters.length <= room) return text;
  const kept = characters.slice(0, Math.max(0, room - 1)).join("");
  const space = kept.lastIndexOf(" ");
  return `${(space > room * 0.7 ? kept.slice(0, space) : kept).replace(/[\s,;:]+$/, "")}…`;
}

/** Line breaks become spaces, so that nothing can begin a line of its own in a log. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
