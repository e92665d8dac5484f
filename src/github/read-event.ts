/** From a webhook's payload (or an Action's event file) to an event in our words; what we have no use for is dropped here. */
import { z } from "zod";
import type { RepositoryEvent } from "#src/facts/event.ts";
import type { Actor } from "#src/facts/issue.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { eventOfTexts, keepTexts } from "./comment-texts.ts";
import { pushedCommit, touchesPolicy } from "./touches-policy.ts";

const actorView = z.object({ login: z.string(), type: z.string().default("User") });
const repositoryView = z.object({
  id: z.int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string().default("main"),
});
const from = { installation: z.object({ id: z.int() }).optional(), sender: actorView.optional() };
const base = z.object({ ...from, action: z.string(), repository: repositoryView });
const numbered = z.object({ number: z.int() });
const labelled = z.object({ name: z.string() });
const fullName = z.object({ full_name: z.string() });
/** After a while in which nothing was sent to us, or in which we could not write, everything is looked at again. */
const REOPENED = new Set(["unsuspend", "new_permissions_accepted"]);
/** The same repository under another name; markers go by its id. What becomes private or archived changes no verdict. */
const MOVED = new Set(["renamed", "transferred", "unarchived"]);

const issueView = numbered.extend({ labels: z.array(labelled).default([]), pull_request: z.object({}).optional() });
/** Of a description only the item block is kept: an edit of anything else means nothing to us. */
const itemBlock = z
  .string()
  .nullish()
  // What is narrowed is read once more from the queue, where an absent block is an absent key.
  .transform((text) => /<!-- aftercare:item [\s\S]*?<!-- aftercare:item-end -->/.exec(text ?? "")?.[0]);
const issues = base.extend({
  issue: issueView.extend({ body: itemBlock }),
  label: labelled.nullish(),
  changes: z.object({ body: z.object({ from: itemBlock }).optional() }).optional(),
});
const issueComment = base
  .extend({
    issue: issueView,
    comment: z.object({ id: z.int(), body: z.string().nullish(), user: actorView.nullish() }),
    changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
  })
  .transform(({ comment, changes, ...rest }) => ({ ...rest, ...keepTexts({ comment, changes }) }));
const subIssues = base.extend({
  parent_issue: numbered.optional(),
  parent_issue_repo: repositoryView.partial().optional(),
});
const pullRequest = base.extend({
  pull_request: numbered.extend({ merged: z.boolean().nullish() }),
  before: z.string().optional(),
});
const mergeGroup = base.extend({
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_ref: z.string(), base_sha: z.string() }),
});
const checkRun = base.extend({
  check_run: z.object({ head_sha: z.string() }),
  requested_action: z.object({ identifier: z.string() }).nullish(),
});
const repositoryLabel = base.extend({
  label: labelled,
  changes: z.object({ name: z.object({ from: z.string() }).optional() }).optional(),
});
const checkSuite = base.extend({ check_suite: z.object({ head_sha: z.string() }) });
const push = z.object({
  ...from,
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  repository: repositoryView,
  forced: z.boolean().optional(),
  commits: z.array(pushedCommit).default([]),
});
const installation = z.object({
  ...from,
  action: z.string(),
  repositories: z.array(fullName).nullish(),
  repositories_added: z.array(fullName).nullish(),
});

/** How one webhook is read: the part of its payload that we keep, and the event that it means (null = nothing to us). */
interface Reader<View extends z.ZodType> {
  readonly view: View;
  toEvent(payload: z.output<View>): RepositoryEvent | null;
}

function reader<View extends z.ZodType>(
  view: View,
  toEvent: (payload: z.output<View>) => RepositoryEvent | null,
): Reader<View> {
  return { view, toEvent };
}

const READERS = {
  issues: reader(issues, ({ action, repository, issue, label, changes, sender }) => ({
    kind: "issue",
    action,
    issue: { ...nameOf(repository), number: issue.number },
    isPullRequest: issue.pull_request !== undefined,
    labels: issue.labels.map(({ name }) => name),
    label: label?.name ?? null,
    ...(changes?.body ? { edit: { before: changes.body.from ?? "", after: issue.body ?? "" } } : {}),
    sender: actorOf(sender),
  })),
  issue_comment: reader(issueComment, ({ action, repository, issue, comment, changes, sender }) => ({
    kind: "comment",
    action,
    issue: { ...nameOf(repository), number: issue.number },
    isPullRequest: issue.pull_request !== undefined,
    commentId: comment.id,
    ...eventOfTexts(action, { comment, ...(changes ? { changes } : {}) }),
    sender: actorOf(sender),
  })),
  sub_issues: reader(subIssues, ({ action, repository, parent_issue, parent_issue_repo, sender }) => {
    if (!parent_issue) return null;
    const { owner, name } = parent_issue_repo ?? {};
    const home = owner && name ? { owner: owner.login, repo: name } : nameOf(repository);
    return { kind: "sub-issue", action, parent: { ...home, number: parent_issue.number }, sender: actorOf(sender) };
  }),
  pull_request: reader(pullRequest, ({ action, repository, pull_request, before, sender }) => ({
    kind: "pull-request",
    action,
    pull: { ...nameOf(repository), number: pull_request.number },
    merged: pull_request.merged === true,
    ...(before === undefined ? {} : { before }),
    sender: actorOf(sender),
  })),
  merge_group: reader(mergeGroup, ({ action, repository, merge_group: group }) => {
    const { head_sha: headSha, head_ref: headRef, base_sha: baseSha, base_ref: baseRef } = group;
    return { kind: "merge-group", action, repository: nameOf(repository), headSha, headRef, baseSha, baseRef };
  }),
  check_run: reader(checkRun, ({ action, repository, check_run }) => {
    if (action !== "rerequested" && action !== "requested_action") return null;
    return { kind: "check-requested", repository: nameOf(repository), headSha: check_run.head_sha };
  }),
  check_suite: reader(checkSuite, ({ action, repository, check_suite }) => {
    if (action !== "rerequested") return null;
    return { kind: "check-requested", repository: nameOf(repository), headSha: check_suite.head_sha };
  }),
  push: reader(push, ({ ref, before, after, repository, commits, forced }) => {
    const drops = forced === true && ![before, after].some((sha) => /^0+$/.test(sha));
    if (ref !== `refs/heads/${repository.default_branch}` || (commits.length === 0 && !drops)) return null;
    const range = { ...nameOf(repository), before, after, ...(drops ? { forced: true as const } : {}) };
    // What is dropped may have been a change of the policy.
    if (drops || commits.some(touchesPolicy))
      return { kind: "policy-changed", repository: nameOf(repository), push: range };
    return { kind: "push", push: range };
  }),
  label: reader(repositoryLabel, ({ action, repository, label, changes, sender }) => {
    const lost = { kind: "label", repository: nameOf(repository), sender: actorOf(sender) } as const;
    if (action === "deleted") return { ...lost, label: label.name, renamedTo: null };
    const from = action === "edited" ? changes?.name?.from : undefined;
    return from === undefined ? null : { ...lost, label: from, renamedTo: label.name };
  }),
  repository: reader(base, ({ action, repository }) =>
    MOVED.has(action) ? { kind: "installed", repositories: [nameOf(repository)] } : null,
  ),
  installation: reader(installation, installed),
  installation_repositories: reader(installation, installed),
};

/** The webhooks that we read: app.yml subscribes to the same (GitHub sends the installation events to every App), and a test compares them. */
export const WEBHOOK_NAMES = Object.keys(READERS) as readonly (keyof typeof READERS)[];

/** A delivery narrowed to the fields that we use, in GitHub's own shape, with the key that orders it. */
export interface NarrowedDelivery {
  readonly kind: "narrowed";
  readonly payload: Readonly<Record<string, unknown>>;
  readonly orderingKey: string;
  readonly installation: number | null;
}

/** Numbers and a commit: what is not of this form no database would have to take. */
const STORABLE = /^[\w#@-]{1,200}$/;

/** Narrows one payload. `ignored` = nothing to us; `malformed` = not what GitHub documents. Never throws on what came from outside. */
export function narrowDelivery(
  name: string,
  payload: unknown,
): NarrowedDelivery | { readonly kind: "ignored" | "malformed" } {
  const known = readerOf(name);
  if (!known) return { kind: "ignored" };
  const parsed = known.view.safeParse(payload);
  if (!parsed.success) return { kind: "malformed" };
  const event = known.toEvent(parsed.data);
  if (!event) return { kind: "ignored" };
  const narrowed = parsed.data as NarrowedDelivery["payload"] & Envelope;
  const key = orderingKey(event, narrowed.repository?.id ?? narrowed.installation?.id);
  if (!STORABLE.test(key)) return { kind: "malformed" };
  return { kind: "narrowed", payload: narrowed, orderingKey: key, installation: narrowed.installation?.id ?? null };
}

interface Envelope {
  readonly repository?: { readonly id: number };
  readonly installation?: { readonly id: number };
}

/** The event that a payload means, whole or narrowed; null when it means nothing to us or is not what GitHub documents. */
export function readEvent(name: string, payload: unknown): RepositoryEvent | null {
  const known = readerOf(name);
  const parsed = known?.view.safeParse(payload);
  return known && parsed?.success ? known.toEvent(parsed.data) : null;
}

interface AnyReader {
  readonly view: z.ZodType;
  toEvent(payload: unknown): RepositoryEvent | null;
}

function readerOf(name: string): AnyReader | undefined {
  return Object.hasOwn(READERS, name) ? READERS[name as keyof typeof READERS] : undefined;
}

/** What has to stay in order: everything about one issue or pull request, else about one commit, else about one repository or installation. */
function orderingKey(event: RepositoryEvent, home: number | undefined): string {
  if (event.kind === "issue" || event.kind === "comment") return `${home}#${event.issue.number}`;
  if (event.kind === "pull-request") return `${home}#${event.pull.number}`;
  if (event.kind === "sub-issue") return `${home}#${event.parent.number}`;
  if (event.kind === "merge-group" || event.kind === "check-requested") return `${home}@${event.headSha}`;
  return `${home}`;
}

function installed({
  action,
  repositories,
  repositories_added: added,
}: z.output<typeof installation>): RepositoryEvent | null {
  if (REOPENED.has(action)) return { kind: "installed", repositories: "all" };
  const names = action === "created" ? repositories : action === "added" ? added : null;
  if (!names || names.length === 0) return null;
  return { kind: "installed", repositories: names.map(({ full_name }) => splitName(full_name)) };
}

function splitName(full: string): RepositoryName {
  const [owner = "", repo = ""] = full.split("/");
  return { owner, repo };
}

function nameOf(repository: z.infer<typeof repositoryView>): RepositoryName {
  return { owner: repository.owner.login, repo: repository.name };
}

function actorOf(sender: z.infer<typeof actorView> | undefined): Actor | null {
  if (!sender) return null;
  const known = ["User", "Bot", "Organization", "Mannequin"].includes(sender.type);
  return { login: sender.login, type: known ? (sender.type as Actor["type"]) : "User" };
}
