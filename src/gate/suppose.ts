/** What if: the same facts with one thing changed, for `explain --if '#412 closed'`. */
import { parseDay } from "#src/calendar/day.ts";
import { type Instant, parseInstant } from "#src/calendar/instant.ts";
import { type IssueReference, type RepositoryName, sameIssue } from "#src/facts/issue-reference.ts";
import type { ItemState, Priority, RemediationItem } from "#src/remediation/item.ts";
import { atTime } from "./at-time.ts";
import type { GateFacts } from "./facts.ts";

/** One thing that might be otherwise. */
export type Supposition =
  | { readonly kind: "item"; readonly issue: IssueReference; readonly change: ItemChange }
  | { readonly kind: "time"; readonly at: Instant };

/** What becomes of an item. */
export type ItemChange = { readonly state: ItemState } | { readonly dueDate: string } | { readonly priority: Priority };

const FORMS =
  "`#412 closed`, `#412 reopened`, `#412 accepted`, `#412 rejected`, `#412 due 2026-12-01`, `#412 priority P2`, `at 2026-12-01T00:00Z`";
const STATES: Readonly<Record<string, ItemState>> = {
  closed: "done",
  done: "done",
  verified: "verified",
  reopened: "reopened",
  open: "reopened",
  accepted: "accepted",
  rejected: "rejected",
};

/** Reads a supposition. @returns what is accepted, when the text is none. */
export function parseSupposition(text: string, here: RepositoryName): Supposition | { readonly problem: string } {
  const time = /^at\s+(\S+)$/i.exec(text.trim());
  const at = time ? parseInstant(time[1]!) : null;
  if (at !== null) return { kind: "time", at };
  const match = /^(?:([\w.-]+)\/([\w.-]+))?#(\d{1,10})\s+(\w+)(?:\s+(\S+))?$/.exec(text.trim());
  const change = match && readChange(match[4]!.toLowerCase(), match[5] ?? "");
  if (!match || !change) return { problem: `“${text}” is not understood. Accepted: ${FORMS}.` };
  const issue = { owner: match[1] ?? here.owner, repo: match[2] ?? here.repo, number: Number(match[3]) };
  return { kind: "item", issue, change };
}

/** The facts as they would be. An item that is not there, or a time in the past, is a problem. */
export function suppose(facts: GateFacts, supposition: Supposition): GateFacts | { readonly problem: string } {
  if (supposition.kind === "time") {
    return supposition.at < facts.now ? { problem: "That time is over." } : atTime(facts, supposition.at);
  }
  const { issue, change } = supposition;
  if (!facts.records.items.some((item) => sameIssue(item.issue, issue))) {
    return { problem: `${issue.owner}/${issue.repo}#${issue.number} is no remediation item of this repository.` };
  }
  const items = facts.records.items.map((item) => (sameIssue(item.issue, issue) ? changed(item, change, facts) : item));
  return { ...facts, records: { ...facts.records, items } };
}

function readChange(word: string, value: string): ItemChange | null {
  if (word === "due") return parseDay(value) === null ? null : { dueDate: value };
  if (word === "priority") return /^P[0-3]$/i.test(value) ? { priority: value.toUpperCase() as Priority } : null;
  const state = STATES[word];
  return state === undefined || value !== "" ? null : { state };
}

function changed(item: RemediationItem, change: ItemChange, { now }: GateFacts): RemediationItem {
  if (!("state" in change)) return { ...item, ...change };
  const isClosed = ["done", "verified", "rejected"].includes(change.state);
  return { ...item, state: change.state, closedAt: isClosed ? now : null };
}
