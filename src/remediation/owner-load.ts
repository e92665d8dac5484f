/** Whether a date is realistic: what else its owner has open and due in the same week, and what would fit better. */
import { formatDay, weekdayOf, type Day } from "#src/calendar/day.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import { sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { type Due, dueOf, type DueTerms, isOverdue } from "./due.ts";
import type { RemediationItem } from "./item.ts";
import { STATE_WORDS } from "./state-words.ts";

/** Beside everything else that a person does, so many follow-ups fit into a week. */
const FITS_A_WEEK = 2;

/** What the load is worked out from. */
export interface LoadTerms extends DueTerms {
  /** All items of the repository. */
  readonly everything: readonly RemediationItem[];
  readonly now: Instant;
  readonly config: Pick<Config, "components">;
}

interface Dated {
  readonly item: RemediationItem;
  /** In lower case. */
  readonly owner: string;
  readonly due: Due;
}

/** Items by owner and week, the most urgent first. */
type Weeks = ReadonlyMap<string, readonly Dated[]>;

/**
 * One sentence for an item that is one too many in its owner's week, with a line that takes over a better date or another owner;
 * null when it fits. The most urgent keep their place; what can hit again now is never put off, only handed over.
 */
export function loadRemarks(terms: LoadTerms): (item: RemediationItem) => string | null {
  const dated = terms.everything.flatMap((item) => datedOf(item, terms) ?? []);
  const weeks = new Map<string, Dated[]>();
  for (const one of dated.toSorted(byUrgency)) {
    const key = weekKey(one.owner, one.due.day);
    weeks.set(key, [...(weeks.get(key) ?? []), one]);
  }
  return (item) => {
    const own = dated.find((one) => sameIssue(one.item.issue, item.issue));
    return own && !isOverdue(own.due, terms.now) ? remarkOn(own, weeks, terms) : null;
  };
}

/** Only what is taken on, has one owner and a day. */
function datedOf(item: RemediationItem, terms: DueTerms): Dated | null {
  const [owner, ...others] = item.assignees;
  if (!STATE_WORDS[item.state].gates || item.id === null || owner === undefined || others.length > 0) return null;
  const due = dueOf(item, terms);
  return due && { item, owner: owner.toLowerCase(), due };
}

function byUrgency(a: Dated, b: Dated): number {
  const urgency = ({ item }: Dated) => item.priority ?? "P1";
  if (urgency(a) !== urgency(b)) return urgency(a) < urgency(b) ? -1 : 1;
  return a.due.day - b.due.day || a.item.issue.number - b.item.issue.number;
}

function weekKey(owner: string, day: Day): string {
  return `${owner.toLowerCase()} ${day - weekdayOf(day)}`;
}

function loadOf(owner: string, day: Day, weeks: Weeks): readonly Dated[] {
  return weeks.get(weekKey(owner, day)) ?? [];
}

function remarkOn(own: Dated, weeks: Weeks, terms: LoadTerms): string | null {
  const week = loadOf(own.owner, own.due.day, weeks);
  if (week.indexOf(own) < FITS_A_WEEK) return null;
  const said = `is one of ${week.length} that ${escapeText(own.item.assignees[0]!)} has due in that week`;
  const line = handOver(own, weeks, terms) ?? putOff(own, weeks);
  return line === null ? `${said}: perhaps somebody can share them` : `${said}; easier to keep: \`${line}\``;
}

/** An owner of the component who has room that week; teams are nobody in particular. */
function handOver({ item, owner, due }: Dated, weeks: Weeks, { config }: LoadTerms): string | null {
  const named = item.components.flatMap((name) =>
    Object.hasOwn(config.components, name) ? config.components[name]!.owners : [],
  );
  const logins = named.filter((name) => /^@[\w-]+$/.test(name)).map((name) => name.slice(1));
  const hasRoom = (login: string) => loadOf(login, due.day, weeks).length < FITS_A_WEEK;
  const free = logins.find((login) => login.toLowerCase() !== owner && hasRoom(login));
  return free === undefined ? null : `/pia edit ${sayIssue(item.issue, item.issue)} owner:@${free}`;
}

const MOST_WEEKS = 8;

/** The same weekday of the first week with room. */
function putOff({ item, owner, due }: Dated, weeks: Weeks): string | null {
  if (item.priority === "P0") return null;
  for (let ahead = 1; ahead <= MOST_WEEKS; ahead += 1) {
    const later = due.day + ahead * 7;
    if (loadOf(owner, later, weeks).length < FITS_A_WEEK) {
      return `/pia due ${sayIssue(item.issue, item.issue)} ${formatDay(later)} reason:"several due in one week"`;
    }
  }
  return null;
}
