/** An item whose issue was moved to another repository: read where it lives now, shown where it belongs. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { type IssueReference, referenceTo, sameRepository, sayIssue } from "#src/facts/issue-reference.ts";
import { hasLabel, isOurs } from "#src/incident/recognise.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { itemMarker, parseItemBlock } from "./item-table.ts";
import type { RemediationItem } from "./item.ts";
import { type ItemSurroundings, readItem, STATE_LABELS } from "./read-item.ts";

/**
 * The item as people should see it: title, owner, date and state as they are where it lives now. Who decides that it is not done
 * must do so here, where its owners are; so a decision that stands there does not show.
 */
export function asMoved(item: RemediationItem, found: IssueFacts, surroundings: ItemSurroundings): RemediationItem {
  const title = `${found.title} (now ${sayIssue(found, item.issue)})`;
  const moved = { ...item, title, url: found.url, assignees: found.assignees };
  const there = readItem(found, surroundings);
  if (there === null || there.adopted) return moved;
  const { dueDate, type, doneWhen, accepted, verification, pullRequests, failures, priority, closedAt } = there;
  const isDecided = there.state === "rejected" || there.state === "accepted-risk";
  return {
    ...moved,
    dueDate,
    type,
    doneWhen,
    accepted,
    verification,
    pullRequests,
    failures,
    closedAt,
    priority: priority ?? item.priority,
    state: isDecided ? item.state : there.state,
  };
}

/** An issue that moved, where it was and which labels it had there. */
export interface Move {
  readonly from: IssueReference;
  readonly found: IssueFacts;
  readonly labels: readonly string[];
}

/**
 * What makes the moved issue an item of its old analysis still: the block names the whole place, and our labels are there again. One
 * that somebody else wrote gets the umbrella label alone: we hear of it, and go by what it hangs under.
 */
export function settleMove({ from, found, labels }: Move, config: Pick<Config, "labels" | "app" | "writer">): Effect[] {
  const parsed = isOurs(found.author, config) ? parseItemBlock(found.body) : null;
  const issue = referenceTo(found);
  if (sameRepository(from, found)) return [];
  const { umbrella, remediation } = config.labels;
  if (!parsed) {
    const isAdopted = hasLabel(labels, umbrella) && hasLabel(labels, remediation) && !hasLabel(found.labels, umbrella);
    return isAdopted && !found.isPullRequest ? [{ kind: "ensure-label", issue, label: umbrella }] : [];
  }
  const { pia, source } = parsed.identity;
  const next = /^\d+$/.test(pia)
    ? found.body.replace(
        renderMarker(itemMarker({ pia, source })),
        renderMarker(itemMarker({ pia: `${from.owner}/${from.repo}#${pia}`, source })),
      )
    : found.body;
  const ours = labels.filter((label) => isOursLabel(label, config) && !hasLabel(found.labels, label));
  return [
    ...(next === found.body ? [] : [{ kind: "edit-issue", issue, body: { expected: found.body, next } } as const]),
    ...ours.map((label): Effect => ({ kind: "ensure-label", issue, label })),
  ];
}

function isOursLabel(label: string, { labels }: Pick<Config, "labels">): boolean {
  const whole = [labels.umbrella, labels.remediation, ...Object.values(STATE_LABELS)];
  const prefixes = [labels.component, labels.priority].map((prefix) => prefix.toLowerCase());
  return hasLabel(whole, label) || prefixes.some((prefix) => label.toLowerCase().startsWith(prefix));
}
