/** How a reminder is said: one comment on the item, edited in place, and one short word to the people concerned when a new stage begins. */
import { parseDay, sayDay } from "#src/calendar/day.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import { type IssueReference, referenceTo, sayIssue } from "#src/facts/issue-reference.ts";
import { escapeText } from "#src/markdown/escape.ts";
import type { RemediationItem } from "./item.ts";
import { isSameRound, type Reminder } from "./reminder.ts";

/** Finds the reminder of an item again. */
export const REMINDER_MARKER: Marker = { kind: "reminder", keys: {} };

type Owners = Pick<Config, "components">;

/**
 * The comments that should stand. GitHub notifies nobody of an edit, so the first reminder names its person in the comment
 * itself, and each later stage in one word of its own: at most one notification a stage, however often this runs.
 */
export function reminderComments(item: RemediationItem, reminder: Reminder, config: Owners): EnsureComment[] {
  return stagedComments({
    issue: referenceTo(item.issue),
    reminder,
    reminded: item.reminded,
    people: peopleFor(item, reminder, config),
    words: (people) => wordsOf(item, reminder, { people, hasOwners: ownersFor(item, config).length > 0 }),
    notice: NOTICE[reminder.stage],
  });
}

/** What a reminder of any kind is said with. */
export interface StagedReminder {
  readonly issue: IssueReference;
  readonly reminder: Pick<Reminder, "round">;
  /** The key that was said last; null = this is the first. */
  readonly reminded: string | null;
  /** Mentions of those who are told when the stage begins. */
  readonly people: readonly string[];
  /** The standing comment, which names these people. */
  words(people: readonly string[]): string;
  /** The one sentence of a later stage. */
  readonly notice: string;
}

/** The standing comment, and before it the short word of a stage that is new. */
export function stagedComments(staged: StagedReminder): EnsureComment[] {
  const { issue, reminder, reminded, people } = staged;
  const isFirst = reminded === null;
  const standing: EnsureComment = {
    kind: "ensure-comment",
    issue,
    marker: REMINDER_MARKER,
    body: [renderMarker(REMINDER_MARKER), staged.words(isFirst ? people : [])].join("\n"),
  };
  if (isFirst || isSameRound(reminder, reminded) || people.length === 0) return [standing];
  const marker: Marker = { kind: "reminder-notice", keys: { round: reminder.round } };
  const body = [renderMarker(marker), `${people.join(", ")}: ${staged.notice}`].join("\n");
  return [{ kind: "ensure-comment", issue, marker, body }, standing];
}

/** The key of a reminder that was taken back: the date moved, or somebody asked for quiet. A later one begins a new round. */
export const QUIET = "quiet";

/** What the comment says when there is nothing to remind of any more. */
export function quietComment(item: RemediationItem): EnsureComment {
  const words =
    item.snooze === null
      ? "There is nothing to remind of just now."
      : `There is nothing to remind of just now. Last time somebody asked for quiet, it was until ${sayDay(parseDay(item.snooze.until)!)}.`;
  const body = [renderMarker(REMINDER_MARKER), words].join("\n");
  return { kind: "ensure-comment", issue: referenceTo(item.issue), marker: REMINDER_MARKER, body };
}

const NOTICE: Readonly<Record<Reminder["stage"], string>> = {
  soon: "this is due soon; the reminder above has the date.",
  overdue: "the date of this has passed. If it no longer fits, another one is fine; the reminder above says how.",
  escalated:
    "this could do with your help: a hand, another date, or the decision to let it be. The reminder above says how.",
};

/** Whoever can move it: its assignees; from escalation on the owners of its components, where any are named. */
function peopleFor(item: RemediationItem, { stage }: Reminder, config: Owners): string[] {
  const owners = stage === "escalated" ? ownersFor(item, config) : [];
  return owners.length > 0 ? owners : item.assignees.map((login) => `@${login}`);
}

function ownersFor({ components }: RemediationItem, config: Owners): string[] {
  return ownersOf(components, config.components);
}

/** The owners of these components that GitHub can know, each once, as mentions. */
export function ownersOf(names: readonly string[], components: Config["components"]): string[] {
  const owners = names.flatMap((name) => (Object.hasOwn(components, name) ? components[name]!.owners : []));
  return [...new Set(owners)].filter((owner) => /^@[\w-]+(\/[\w.-]+)?$/.test(owner));
}

interface Told {
  readonly people: readonly string[];
  /** Somebody is named as owner of a component. */
  readonly hasOwners: boolean;
}

function wordsOf(item: RemediationItem, { stage, due, weeks }: Reminder, { people, hasOwners }: Told): string {
  const said = sayIssue(item.issue, item.issue);
  const day = sayDay(parseDay(due.date)!);
  const byPriority = due.stated ? "" : " (by its priority)";
  const late = weeks === 0 ? "" : ` That is ${weeks === 1 ? "a week" : `${weeks} weeks`} ago.`;
  const first = {
    soon: `This is due on **${day}**${byPriority}.`,
    overdue: `This was due on **${day}**${byPriority}.${late}`,
    escalated: `This was due on **${day}**${byPriority}.${late} ${hasOwners ? "The owners of its component have been asked to help." : "Nobody is named as owner of its component, whom one could ask for help (`owners` in the configuration)."}`,
  }[stage];
  const owner =
    item.assignees.length === 0
      ? "Nobody is assigned yet: assigning one person is the next step."
      : "Whatever you know helps those who plan with it:";
  return [
    people.length === 0 ? first : `${people.join(", ")}: ${first}`,
    [
      owner,
      `- done? Close this issue, or merge a pull request that says \`Fixes ${said}\``,
      '- it takes longer: `/pia due 14d reason:"…"`; not now: `/pia snooze 3d reason:"…"`',
      '- it will not be done: an owner of the component says `/pia reject reason:"…"` or `/pia accept-risk reason:"…"`',
      ...(item.doneWhen === null ? [] : [`\nDone when: ${escapeText(item.doneWhen)}`]),
    ].join("\n"),
  ].join("\n\n");
}
