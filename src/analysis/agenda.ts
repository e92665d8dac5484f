/** The review as a meeting: what is said first, then step by step what to talk about, from what is known and what is missing. */
import { sayDuration } from "#src/calendar/duration.ts";
import { sayInstant } from "#src/calendar/instant.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import type { Factors } from "./factors.ts";

/** What the agenda is made from. */
export interface AgendaTerms {
  /** In order of time. */
  readonly timeline: readonly TimelineEntry[];
  readonly factors: Factors;
  /** There is a way to tell something without saying it in the round. */
  readonly hasPrivateWay: boolean;
}

const OPENING =
  "> We are here to understand how our system made this possible, not who. Everybody did what made sense to them with what they knew at the time. What surprised you matters more than what you would do today. “I do not know” is a good answer. Thank you to everybody who helped, and to everybody who says what they saw.";

/** An hour in five steps, as Markdown. */
export function agenda(terms: AgendaTerms): string {
  return [
    "**1. Opening words**, to be read aloud:",
    OPENING,
    `**2. The timeline together** (20 min). ${timelineStep(terms.timeline)} At each point: what did you see, what did you make of it, what did you try next? What is missing goes in at once: \`/pia note 14:12 TEXT\`${terms.hasPrivateWay ? "; what somebody would rather not say here has its own way, named above: read that aloud, too" : ""}.`,
    `**3. What made it possible** (20 min). ${factorStep(terms.factors)} Ask “how was that possible?” until you reach something that can be changed; where a person stands, ask what made it the natural thing to do.`,
    // What there is stands in the list of items: told here too, each new item would edit two comments.
    '**4. What changes** (15 min). Go through the list of items: does each have an owner and a date, and is one not worth doing? Rejecting it with a reason is a fine answer. What would rule out the whole class? `/pia add "…" owner:@login due:14d type:prevent`.',
    "**5. Close** (5 min). What went well, and where were we lucky? Say each decision as `/pia decided TEXT`, and who was there as `/pia held attendees:@a,@b`.",
  ].join("\n\n");
}

function timelineStep(timeline: readonly TimelineEntry[]): string {
  const [first, last] = [timeline[0], timeline.at(-1)];
  if (first === undefined || last === undefined)
    return "Nothing is written down yet: begin with what each of you remembers.";
  const told = `${timeline.length === 1 ? "One entry" : `${timeline.length} entries`}, from ${sayInstant(first.at)} to ${sayInstant(last.at)}; begin with those that are starred.`;
  const silence = longestSilence(timeline);
  return silence === null
    ? told
    : `${told} Stop at the longest silence, ${sayDuration(silence.to.at - silence.from.at)} from ${sayInstant(silence.from.at)}: what happened then that nobody wrote down?`;
}

const WORTH_ASKING = 600;

/** Between two entries of the time in which people were at it: until the impact had ended, where that is stated. */
function longestSilence(timeline: readonly TimelineEntry[]): { from: TimelineEntry; to: TimelineEntry } | null {
  const end = timeline.findLast(({ source }) => source === "moment")?.at ?? Number.MAX_SAFE_INTEGER;
  const within = timeline.filter(({ at }) => at <= end);
  let longest: { from: TimelineEntry; to: TimelineEntry } | null = null;
  for (const [index, to] of within.entries()) {
    const from = within[index - 1];
    if (from === undefined || to.at - from.at < WORTH_ASKING) continue;
    if (longest === null || to.at - from.at > longest.to.at - longest.from.at) longest = { from, to };
  }
  return longest;
}

function factorStep({ triggers, causes }: Factors): string {
  if (causes.length === 0) return "No cause is written down yet: begin with what users felt.";
  const count = causes.length === 1 ? "One cause is" : `${causes.length} causes are`;
  const trigger = triggers.length === 0 ? "; what set it off is not said yet" : "";
  return `${count} written down${trigger}. Which others had to be so as well?`;
}
