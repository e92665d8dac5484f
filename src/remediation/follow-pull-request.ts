/** Moves an item with a pull request that says it delivers it: in progress while it is open, done when it is merged. */
import { issueKey, referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { ChangeableItem, ItemChange } from "./change-item.ts";
import type { ItemPullRequest, RemediationItem } from "./item.ts";

/** The item as it stands, with its issue and block. */
export interface FollowedItem extends ChangeableItem {
  readonly item: RemediationItem;
}

/**
 * The change that the pull request's state asks for; null when the item shows it already. It goes by the facts as they
 * are now, not by the event, so that order and repetition of deliveries do not matter. A proposal stays a proposal;
 * with several pull requests the item is done when the last open one is merged. A merge that was reverted counts as
 * reverted, whatever GitHub says of the pull request. `part`: it delivers a sub-issue of the item, so its merge is not the item's end.
 */
export function followPullRequest(
  { item, issue, found }: FollowedItem,
  pull: PullRequestFacts,
  part = false,
): ItemChange | null {
  const reference = referenceTo(pull);
  const before = found.block.pullRequests;
  const known = before.find((one) => sameIssue(one.reference, reference));
  if (known?.state === "reverted") return null;
  const state = pull.merged ? (part ? "part-merged" : "merged") : pull.state;
  if (known?.state === state) return null;
  const row: ItemPullRequest = { reference, state };
  const others = before.filter((one) => one !== known);
  const pullRequests = [...others, row].toSorted((a, b) => (issueKey(a.reference) < issueKey(b.reference) ? -1 : 1));
  // What showed since then that it did not hold goes before a merge that we hear of late.
  const isOld = item.failures.some(({ kind, at }) => kind !== "partly-reverted" && at > (pull.mergedAt ?? at));
  const isOpen = issue.state === "open" && item.state !== "proposed" && !(pull.merged && isOld);
  // GitHub closes an item by a keyword before we hear of the merge: its label must not say that it is still in progress.
  const settled: Pick<ItemChange, "label"> = issue.state === "closed" && pull.merged ? { label: null } : {};
  return { block: { pullRequests }, ...(isOpen ? movesTo(pullRequests, item) : settled) };
}

function movesTo(pullRequests: readonly ItemPullRequest[], item: RemediationItem): Pick<ItemChange, "label" | "state"> {
  if (pullRequests.some(({ state }) => state === "open")) return { label: "in-progress" };
  if (pullRequests.some(({ state }) => state === "merged")) return { label: null, state: "completed" };
  // A part of it is done: the work goes on.
  if (pullRequests.some(({ state }) => state === "part-merged")) return {};
  return item.state === "in-progress" ? { label: null } : {};
}
