/** A fact shows that a fix did not hold: the item is open again, with the reason, and somebody is told once. */
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import { issueKey, referenceTo, sameIssue, sayIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { escapeText } from "#src/markdown/escape.ts";
import type { ItemChange } from "./change-item.ts";
import type { FollowedItem } from "./follow-pull-request.ts";
import type { ItemPullRequest, RemediationItem, VerificationFailure } from "./item.ts";

/** Closed as fixed: only of these can a fact show that they are not. */
export function isDelivered({ state }: Pick<RemediationItem, "state">): boolean {
  return state === "done" || state === "done-unproven" || state === "verified";
}

/**
 * What must change. Each fact fails an item once, however often it is heard of: whoever closes it again afterwards has
 * looked. An earlier proof no longer counts. Null when nothing changes: the item is not delivered, or the fact is known.
 */
export function failVerification({ item, found }: FollowedItem, failure: VerificationFailure): ItemChange | null {
  const { failures } = found.block;
  const isKnown = failures.some((one) => one.kind === failure.kind && sameIssue(one.by, failure.by));
  if (isKnown || !isDelivered(item)) return null;
  const block = { failures: [...failures, failure], verification: null, evidenceAsked: null };
  return { block, label: null, state: "open" };
}

/**
 * The item when merged pull requests of it were undone; null when it shows that already. It is open again when it was
 * delivered; one that is open anyway keeps the fact, and is in progress no longer unless another pull request is open.
 */
export function undoDelivery(
  followed: FollowedItem,
  undone: readonly IssueReference[],
  failure: VerificationFailure,
): ItemChange | null {
  const before = followed.found.block.pullRequests;
  const isUndone = (row: ItemPullRequest) =>
    (row.state === "merged" || row.state === "open") && undone.some((pull) => sameIssue(pull, row.reference));
  if (!before.some(isUndone)) return null;
  const pullRequests = before.map((row) => (isUndone(row) ? { ...row, state: "reverted" as const } : row));
  const failed = failVerification(followed, failure) ?? noted(followed, failure);
  const rests = followed.item.state === "in-progress" && !pullRequests.some(({ state }) => state === "open");
  return { ...failed, ...(rests ? { label: null } : {}), block: { ...failed.block, pullRequests } };
}

function noted({ found }: FollowedItem, failure: VerificationFailure): ItemChange {
  const { failures } = found.block;
  const isKnown = failures.some((one) => one.kind === failure.kind && sameIssue(one.by, failure.by));
  return isKnown ? {} : { block: { failures: [...failures, failure] } };
}

/** In the past tense, after the item's number: `was undone by #15`. Nobody is named. */
export function sayFailure({ kind, by }: VerificationFailure, reader: IssueReference): string {
  const said = sayIssue(by, reader);
  if (kind === "reverted") return `was undone by ${said}`;
  return kind === "guard-removed" ? `lost its guard in ${said}` : `did not keep it from happening again: ${said}`;
}

/** One comment a fact on the item; its making notifies those who see it through. */
export function failureComment(item: RemediationItem, failure: VerificationFailure): EnsureComment {
  const key = `${failure.kind} ${issueKey(failure.by)}`;
  const marker: Marker = { kind: "not-held", keys: { by: key } };
  const people = item.assignees.map((login) => `@${login}`).join(", ");
  const guard =
    failure.kind === "guard-removed" && item.guard !== null ? ` The guard was ${escapeText(item.guard)}.` : "";
  const body = [
    renderMarker(marker),
    `${people === "" ? "" : `${people}: `}this ${sayFailure(failure, item.issue)}, so it is open again.${guard}`,
    NEXT[failure.kind],
  ].join("\n\n");
  return { kind: "ensure-comment", issue: referenceTo(item.issue), marker, body };
}

const NEXT: Readonly<Record<VerificationFailure["kind"], string>> = {
  reverted:
    "There was surely a reason. What is needed now: a fix that can stay, or the decision that this will not be done (`/pia reject` or `/pia accept-risk`, with a reason). If it came back in another way, say `/pia done` and with what.",
  "guard-removed":
    "If the guard moved, or something better took its place, say so with `/pia done` and correct the row *Guard* in the table; else bring it back.",
  recurrence:
    "Look at both together: what did this item not reach? If the new incident has another cause after all, close this again; it will not be opened a second time for that.",
};
