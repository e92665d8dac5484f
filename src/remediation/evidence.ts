/** Merged is not fixed: after some days we ask, once, how one can see that an item works. */
import { lastOpenAt } from "#src/calendar/business-time.ts";
import { parseDuration } from "#src/calendar/duration.ts";
import { formatInstant, type Instant } from "#src/calendar/instant.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { escapeText } from "#src/markdown/escape.ts";
import type { RemediationItem } from "./item.ts";
import type { ReminderTerms } from "./reminder.ts";

/**
 * From when on we ask: `follow_up.verify_after` after the closing; at once where it was closed without a merged pull request
 * (gate.md: “verified early”). Null for what is not done, is verified, or has been asked about already.
 */
export function evidenceDueAt(item: RemediationItem, config: ReminderTerms["config"]): Instant | null {
  if (item.closedAt === null || item.evidenceAsked !== null || item.verification !== null) return null;
  if (item.state === "done-unproven") return item.closedAt;
  if (item.state !== "done") return null;
  const days = parseDuration(config.follow_up.verify_after[item.priority ?? "P1"] ?? "");
  return days === null ? null : item.closedAt + days;
}

/** True when it is time to ask, and people are at work. */
export function isEvidenceDue(item: RemediationItem, { now, hours, config }: ReminderTerms): boolean {
  const due = evidenceDueAt(item, config);
  return due !== null && lastOpenAt(now, hours) >= due;
}

/** The question. It is asked once for each closing; an answer is a command, so nothing has to be read again. `blind`: code scanning could not be looked at. */
export function evidenceQuestion(item: RemediationItem, blind = false): EnsureComment {
  const marker: Marker = { kind: "evidence", keys: { closed: formatInstant(item.closedAt ?? item.createdAt) } };
  const people = item.assignees.map((login) => `@${login}`).join(", ");
  const begin = people === "" ? "This is done, thank you." : `${people}: this is done, thank you.`;
  const body = [
    renderMarker(marker),
    `${begin} Does it do what it should? One look is enough: a graph, a test run, an alert that fired in a game day.`,
    item.doneWhen === null ? null : `It was to be done when: ${escapeText(item.doneWhen)}`,
    blind ? "Whether it brought an alert of code scanning cannot be seen from here; please look at those, too." : null,
    "Answer with a link: `/pia verify evidence:https://…`. If it turned out not to work, open this issue again; that is worth knowing too. Nothing is held back while nobody answers.",
  ];
  return {
    kind: "ensure-comment",
    issue: referenceTo(item.issue),
    marker,
    body: body.filter((paragraph) => paragraph !== null).join("\n\n"),
  };
}
