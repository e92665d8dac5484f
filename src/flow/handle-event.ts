/** THE table of events: each kind to its flow. The App and the Action both come through here. */
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import type { CommentEvent, IssueEvent, PullRequestEvent, RepositoryEvent } from "#src/facts/event.ts";
import { hasLabel, recogniseIncident } from "#src/incident/recognise.ts";
import type { HandMove } from "#src/remediation/hand-move.ts";
import { followSubIssues } from "./adopt-sub-issues.ts";
import { followPush } from "./follow-push.ts";
import { followTransfer } from "./follow-transfer.ts";
import { type Forgotten, forgetWhatChanged, LAG } from "./forget.ts";
import { gateMergeGroup } from "./gate-merge-group.ts";
import { loadPolicy } from "./load-policy.ts";
import { openAnalysis } from "./open-analysis.ts";
import { putBackEdit } from "./put-back-block.ts";
import { putBackClosing } from "./put-back-closing.ts";
import { putBackLabel } from "./put-back-label.ts";
import { putBackRecord } from "./put-back-record.ts";
import { recheckCommit, recheckRepository } from "./recheck.ts";
import { runCommandsOf } from "./run-command.ts";
import { recallSharing } from "./remember.ts";
import { lostByEvent, restore } from "./restore-analysis.ts";
import { followLabel } from "./restore-label.ts";
import type { Services } from "./services.ts";
import { trackPullRequest } from "./track-pull-request.ts";
import { trackRemediation } from "./track-remediation.ts";
import { voidEditedVoice } from "./void-voice.ts";

type Handler<Kind extends RepositoryEvent["kind"]> = (
  services: Services,
  event: Extract<RepositoryEvent, { kind: Kind }>,
) => Promise<unknown>;

const HANDLERS: { readonly [Kind in RepositoryEvent["kind"]]: Handler<Kind> } = {
  issue: followIssue,
  comment: followComment,
  "sub-issue": (services, event) => (isSelf(services, event.sender) ? idle() : followSubIssues(services, event)),
  "pull-request": followPullRequest,
  "merge-group": (services, event) => (event.action === "checks_requested" ? gateMergeGroup(services, event) : idle()),
  "check-requested": (services, { repository, headSha }) => recheckCommit(services, repository, headSha),
  push: (services, { push }) => followPush(services, push),
  label: (services, event) => (isSelf(services, event.sender) ? idle() : followLabel(services, event)),
  "policy-changed": async (services, { repository, push }) => {
    await recheckRepository(services, repository);
    await followPush(services, push);
  },
  // The App queues a sweep for each; a face without a queue hears of the named ones only.
  installed: async (services, { repositories }) => {
    if (repositories === "all") return;
    for (const repository of repositories) await recheckRepository(services, repository);
  },
};

/** Hands an event to its flow. Events only say what to look at again: repeating or reordering them ends in the same state. */
export async function handleEvent<Kind extends RepositoryEvent["kind"]>(
  services: Services,
  event: Extract<RepositoryEvent, { kind: Kind }>,
): Promise<void> {
  const { projection, github } = services;
  const lost = await lostByEvent(services, event);
  const forgotten = projection && (await forgetWhatChanged(projection, event, github.self));
  const handler: Handler<Kind> = HANDLERS[event.kind];
  if (lost) await restore(services, lost);
  await handler(services, event);
  if (forgotten === "records" || forgotten === "mended") await lookAgain(services, event, forgotten);
}

/** What people mend in a record counts at once; without a memory only the schedule looks at it again. */
async function lookAgain(services: Services, event: RepositoryEvent, forgotten: Forgotten): Promise<void> {
  const issue = "issue" in event ? event.issue : "parent" in event ? event.parent : null;
  if (!issue) return;
  if (forgotten === "mended") await trackRemediation(services, issue);
  await services.rechecks.requestAt?.({ owner: issue.owner, repo: issue.repo }, services.github.now() + LAG);
}

/** Our own writes are known by their sender: what should follow from them was done by the flow that wrote. */
function isSelf({ github }: Services, sender: { readonly login: string } | null): boolean {
  return sender?.login.toLowerCase() === github.self.toLowerCase();
}

async function idle(): Promise<void> {}

const DECLARING = new Set(["labeled", "opened"]);

async function followIssue(services: Services, event: IssueEvent): Promise<unknown> {
  if (event.isPullRequest || isSelf(services, event.sender)) return;
  const labels = event.label === null ? event.labels : [...event.labels, event.label];
  // An issue without any label is none of ours, whatever the labels are called here.
  if (labels.length === 0) return;
  const policy = await loadPolicy(services, event.issue);
  if (!policy) return;
  const { config } = policy;
  const sets = event.action === "labeled" ? [event.label ?? ""] : event.labels;
  if (DECLARING.has(event.action) && recogniseIncident(sets, config) !== "neither") {
    const sender = event.sender?.type === "User" ? event.sender.login : null;
    const opened = await openAnalysis(services, { issue: event.issue, declaredBy: sender });
    // What followed from our own labels would be dropped as ours: an analysis that is new may hold back at once.
    if (opened) return recheckRepository(services, event.issue);
  }
  if (!hasLabel(labels, config.labels.umbrella)) return;
  // Before the verdicts, so that none is judged by what somebody loosened without the right to.
  await putBackLabel(services, event, policy);
  await putBackEdit(services, event, policy);
  await putBackClosing(services, event, policy);
  await followTransfer(services, event, policy);
  const editor = event.action === "edited" ? (event.sender?.login ?? null) : null;
  await trackRemediation(services, event.issue, { editor, move: moveOf(event) });
  return undefined;
}

function moveOf({ action, sender }: IssueEvent): HandMove | null {
  if ((action !== "closed" && action !== "reopened") || sender?.type !== "User") return null;
  return { action, by: sender.login };
}

async function followComment(services: Services, event: CommentEvent): Promise<void> {
  if (isSelf(services, event.sender)) return;
  if (event.isPullRequest && mayEndOverride(event)) {
    await voidEditedVoice(services, event);
    await services.rechecks.request([event.issue]);
  }
  // Before the verdicts, so that none is judged by what somebody loosened without the right to.
  if (!event.isPullRequest) await putBackRecord(services, event);
  if (event.sender === null || event.sender.type === "Bot" || event.action === "deleted") return;
  await runCommandsOf(services, { comment: event.commentId, repository: event.issue, before: event.before });
}

/** An edited voice for an override is void, a deleted one is gone: neither asks for anything, so nothing else would look again. */
function mayEndOverride({ action, before }: CommentEvent): boolean {
  return action === "deleted" || (action === "edited" && before !== null && before !== "");
}

/** What can make or end the link of an item, or its delivery. */
const MOVES_ITEMS = new Set(["opened", "reopened", "edited", "closed"]);
const JUDGED = new Set([
  "opened",
  "reopened",
  "synchronize",
  "edited",
  "ready_for_review",
  "converted_to_draft",
  "labeled",
  "unlabeled",
]);

/** The verdict goes first: decorations must never hold it up. */
async function followPullRequest(services: Services, event: PullRequestEvent): Promise<void> {
  if (JUDGED.has(event.action)) await services.rechecks.request([event.pull]);
  if (event.action === "closed") await recheckSharing(services, event.pull);
  if (event.before !== undefined) await recheckLeft(services, event.pull, event.before);
  if (MOVES_ITEMS.has(event.action)) await trackPullRequest(services, event.pull);
}

/** Its verdict counted for every pull request on its commit, and does no longer. */
async function recheckSharing({ github, rechecks }: Services, closed: IssueReference): Promise<void> {
  const pull = await github.readPullRequest(closed);
  if (pull) await recheckCommit({ github, rechecks }, pull, pull.headSha);
}

/** The same for those that a push has left alone on the old head; where pull requests are remembered, that costs no read. */
async function recheckLeft(services: Services, pushed: IssueReference, head: string): Promise<void> {
  const { projection, rechecks } = services;
  const known = projection && (await recallSharing(projection, pushed, head));
  if (!known) return void (await recheckCommit(services, pushed, head));
  await rechecks.request(known.filter((pull) => !sameIssue(pull, pushed)));
}
