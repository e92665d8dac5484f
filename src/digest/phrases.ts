/** The small phrases of which a summary is made: things, people, dates and numbers, safe in any sentence and any cell. */
import { sayDay } from "#src/calendar/day.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { cleanText, escapeCell, escapeText } from "#src/markdown/escape.ts";
import type { Due } from "#src/remediation/due.ts";
import type { RemediationItem } from "#src/remediation/item.ts";

const LONGEST_TITLE = 80;

/** A person's words on one line, inert, cut between characters when they are longer than `limit`. */
export function brief(text: string, limit = LONGEST_TITLE): string {
  const characters = [...cleanText(text).replaceAll(/\s+/g, " ")];
  return escapeText(
    characters.length <= limit
      ? characters.join("")
      : `${characters
          .slice(0, limit - 1)
          .join("")
          .trimEnd()}…`,
  );
}

/** `#12 Reject carts above 500 lines`. */
export function named(issue: IssueReference & { readonly title: string }, reader: RepositoryName): string {
  return `${sayIssue(issue, reader)} ${brief(issue.title)}`;
}

/** `#12 Reject carts above 500 lines`, for an item. */
export function namedItem({ issue, title }: RemediationItem, reader: RepositoryName): string {
  return named({ ...issue, title }, reader);
}

/** Logins without `@`, so that nobody is notified: `bob, carol`; `nobody yet` for none. */
export function people(logins: readonly string[]): string {
  return logins.length === 0 ? "nobody yet" : logins.map((login) => escapeCell(login)).join(", ");
}

/** `due 14 Nov 2026`, `due 14 Nov 2026 by its priority`, `no due date`. */
export function sayDueDay(due: Due | null): string {
  if (due === null) return "no due date";
  return `due ${sayDay(due.day)}${due.stated ? "" : " by its priority"}`;
}

/** `1 item`, `2 items`; an irregular plural is given. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function sayAll(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
