/** The small lines between comments: who did what. */
import { html, type Html, type Piece } from "./html.ts";
import { avatar, labelPill, person, time } from "./layout.ts";
import type { ViewedEvent } from "./view.ts";

type Details = Readonly<Record<string, unknown>>;

/** A line for an event; null for those that GitHub does not show. */
export function eventLine(event: ViewedEvent): Html | null {
  const words = WORDS[event.event];
  if (words === undefined) return null;
  return html`<div class="event">
    ${avatar(event.actor)} ${person(event.actor)} ${words(event.details)}
    <span class="small">on ${time(event.at)}</span>
  </div>`;
}

const WORDS: Readonly<Record<string, (details: Details) => Piece>> = {
  labeled: (details) => html`added the ${label(details)} label`,
  unlabeled: (details) => html`removed the ${label(details)} label`,
  assigned: (details) => html`assigned ${person(text(part(details, "assignee"), "login"))}`,
  unassigned: (details) => html`removed the assignment of ${person(text(part(details, "assignee"), "login"))}`,
  renamed: (details) =>
    html`changed the title from <del>${text(part(details, "rename"), "from")}</del> to
      <b>${text(part(details, "rename"), "to")}</b>`,
  closed: (details) => `closed this${text(details, "state_reason") === "not_planned" ? " as not planned" : ""}`,
  reopened: () => "reopened this",
  merged: () => "merged this",
  sub_issue_added: (details) => `added a sub-issue ${numbered(part(details, "sub_issue"))}`,
  sub_issue_removed: (details) => `removed a sub-issue ${numbered(part(details, "sub_issue"))}`,
  parent_issue_added: (details) => `added a parent issue ${numbered(part(details, "parent_issue"))}`,
  parent_issue_removed: (details) => `removed the parent issue ${numbered(part(details, "parent_issue"))}`,
  blocked_by_added: () => "marked this as blocked",
  blocked_by_removed: () => "removed a blocking issue",
  "cross-referenced": () => "mentioned this",
  head_ref_force_pushed: () => "force-pushed the branch",
  ready_for_review: () => "marked this as ready for review",
  convert_to_draft: () => "marked this as a draft",
  locked: () => "locked the conversation",
  unlocked: () => "unlocked the conversation",
};

function part(details: Details, key: string): Details {
  const value = details[key];
  return typeof value === "object" && value !== null ? (value as Details) : {};
}

function text(details: Details, key: string): string {
  const value = details[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function label(details: Details): Html {
  const one = part(details, "label");
  return labelPill({ name: text(one, "name"), color: text(one, "color"), description: null });
}

function numbered(issue: Details): string {
  const number = text(issue, "number");
  return number === "" ? "" : `#${number} ${text(issue, "title")}`;
}
