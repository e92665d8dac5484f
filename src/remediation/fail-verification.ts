/** A fact shows that a fix did not hold: the item is open again, with the reason, and somebody is told once. */
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import { sameChange, sayChange, writeChange } from "#src/facts/change-reference.ts";
import { referenceTo, sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { escapeLink, escapeText } from "#src/markdown/escape.ts";
import type { ItemChange } from "./change-item.ts";
import type { FollowedItem } from "./follow-pull-request.ts";
import { sayGuarded } from "./guards.ts";
import { hostOf } from "./issue-mention.ts";
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
  if (isKnown(failures, failure) || !isDelivered(item)) return null;
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
    row.state !== "closed" && row.state !== "reverted" && undone.some((pull) => sameIssue(pull, row.reference));
  if (!before.some(isUndone)) return null;
  const pullRequests = before.map((row) => (isUndone(row) ? { ...row, state: "reverted" as const } : row));
  const failed = failVerification(followed, failure) ?? noted(followed, failure);
  const rests = followed.item.state === "in-progress" && !pullRequests.some(({ state }) => state === "open");
  return { ...failed, ...(rests ? { label: null } : {}), block: { ...failed.block, pullRequests } };
}

function noted({ found }: FollowedItem, failure: VerificationFailure): ItemChange {
  const { failures } = found.block;
  return isKnown(failures, failure) ? {} : { block: { failures: [...failures, failure] } };
}

function isKnown(failures: readonly VerificationFailure[], { kind, by }: VerificationFailure): boolean {
  return failures.some((one) => one.kind === kind && sameChange(one.by, by));
}

/**
 * The item when a part of what delivered it was given back; null when that is known. It stays as it is, since only a person can
 * tell whether the rest is enough; an earlier proof was about the whole, so it no longer counts, and we ask anew.
 */
export function questionDelivery({ item, found }: FollowedItem, failure: VerificationFailure): ItemChange | null {
  const { failures } = found.block;
  if (isKnown(failures, failure)) return null;
  const asked = isDelivered(item) ? { verification: null, evidenceAsked: null } : {};
  const label = item.state === "verified" ? { label: null } : {};
  return { block: { failures: [...failures, failure], ...asked }, ...label };
}

const SAID: Readonly<Record<VerificationFailure["kind"], (by: string) => string>> = {
  reverted: (by) => `was undone by ${by}`,
  "partly-reverted": (by) => `was undone in part by ${by}`,
  "guard-removed": (by) => `lost its guard in ${by}`,
  recurrence: (by) => `did not keep it from happening again: ${by}`,
  "new-alert": (by) => `brought ${by}`,
  "new-incident": (by) => `changed what ${by} came from`,
};

/** In the past tense, after the item's number: `was undone by #15`. Nobody is named. */
export function sayFailure({ kind, by }: VerificationFailure, reader: IssueReference): string {
  return SAID[kind](sayChange(by, reader));
}

/** One comment a fact on the item; its making notifies those who see it through. `incident`: what the item's guard was there for. */
export function failureComment(
  item: RemediationItem,
  failure: VerificationFailure,
  incident: Incident | null = null,
): EnsureComment {
  const key = `${failure.kind} ${writeChange(failure.by).toLowerCase()}`;
  const marker: Marker = { kind: "not-held", keys: { by: key } };
  const people = item.assignees.map((login) => `@${login}`).join(", ");
  const isAsked = failure.kind === "partly-reverted";
  const guard =
    failure.kind === "guard-removed" && item.guard !== null
      ? ` ${escapeText(item.guard)} kept ${sayGuarded(incident, item.issue)}.`
      : "";
  const body = [
    renderMarker(marker),
    `${people === "" ? "This" : `${people}: this`} ${saidWithLink(failure, item)}${isAsked ? "." : ", so it is open again."}${guard}`,
    NEXT[failure.kind],
  ].join("\n\n");
  return { kind: "ensure-comment", issue: referenceTo(item.issue), marker, body };
}

/** GitHub makes no link of an alert's number by itself. */
function saidWithLink(failure: VerificationFailure, { issue, url }: RemediationItem): string {
  const { by } = failure;
  const said = sayFailure(failure, issue);
  if (!("alert" in by)) return said;
  const address = `${hostOf(url)}/${by.owner}/${by.repo}/security/code-scanning/${by.alert}`;
  return `brought ${escapeLink(sayChange(by, issue), address)}`;
}

const NEXT: Readonly<Record<VerificationFailure["kind"], string>> = {
  reverted:
    'There was surely a reason. What is needed now: a fix that can stay, or the decision that this will not be done (`/pia reject` or `/pia accept-risk`, with a reason). If it came back in another way, say with what: `/pia done reason:"…"`.',
  "partly-reverted":
    "Some of its files are again as they were before. Does the rest do what it should? Then say so with a link: `/pia verify evidence:https://…`. If it does not, open this issue again. Nothing is held back while nobody answers.",
  "guard-removed":
    "If the guard moved, or something better took its place, name it (`/pia edit guard:PATH`) and say `/pia done`; else bring it back.",
  recurrence:
    "Look at both together: what did this item not reach? If the new incident has another cause after all, close this again; it will not be opened a second time for that.",
  "new-alert":
    "The alert stands in a file that was last changed by this fix. Mend it, or dismiss the alert with its reason on GitHub and close this again; it will not be opened a second time for that alert.",
  "new-incident":
    "The incident names something that this fix changed. Look at both together: what else does the fix need? If it is a coincidence, close this again; it will not be opened a second time for that.",
};
