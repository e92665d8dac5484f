/** Reads whether a pull request undoes a commit that is on its base: proven by the diffs, never by a title. */
import { z } from "zod";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { RevertEvidence } from "#src/gate/facts.ts";
import { narrow, read, type Client } from "./client.ts";
import { canonicalDiff, invertDiff, parseDiff } from "./diff.ts";
import { readAll } from "./pages.ts";
import { readCommitDiff, readCommitMessage, readPullDiff } from "./read-diff.ts";
import { listPullRequestsForCommit, readPullRequest } from "./read-pull-requests.ts";

/** What `git revert` writes into the message. It only says which commit to compare with. */
const REVERTS_COMMIT = /This reverts commit ([0-9a-f]{40})\b/;

/** What GitHub's button writes into the body: `Reverts #12` or `Reverts owner/repo#12`. */
const REVERTS_PULL = /^Reverts (?:([\w.-]+)\/([\w.-]+))?#(\d+)/m;

/**
 * The evidence on the commit that the pull request claims to undo; `"none"` when it claims none, or one that the repository
 * does not know. Costs one request without a claim, about seven with one.
 */
export async function readRevertEvidence(client: Client, pull: PullRequestFacts): Promise<RevertEvidence | "none"> {
  const commit = await claimedCommit(client, pull);
  if (commit === null) return "none";
  const [message, onBase, inverse, origin] = await Promise.all([
    readCommitMessage(client, pull, commit),
    isOnBase(client, pull, commit),
    isInverse(client, pull, commit),
    readOrigin(client, pull, commit),
  ]);
  if (message === null) return "none";
  const ofRevert = REVERTS_COMMIT.test(message) || /^(?:Revert|Reapply)\b/.test(message) || claimsRevert(origin);
  return { commit, onBase, inverse, ofRevert, pull: origin && referenceTo(origin) };
}

async function claimedCommit(client: Client, pull: PullRequestFacts): Promise<string | null> {
  const { owner, repo, number } = pull;
  const source = `the commits of ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits";
  const items = await readAll(client, { source, route, parameters: { owner, repo, pull_number: number } });
  const commits = narrow(z.array(z.object({ commit: z.object({ message: z.string() }) })), items ?? [], source);
  const texts = [...commits.map(({ commit }) => commit.message), pull.body];
  const named = texts.map((text) => REVERTS_COMMIT.exec(text)?.[1]).find((sha) => sha !== undefined);
  return named ?? (await mergeCommitOf(client, pull));
}

/** The commit that merged the pull request which the body names; only one of the same repository can be on the base. */
async function mergeCommitOf(client: Client, pull: PullRequestFacts): Promise<string | null> {
  const [, owner = pull.owner, repo = pull.repo, number] = REVERTS_PULL.exec(pull.body) ?? [];
  const here = owner.toLowerCase() === pull.owner.toLowerCase() && repo.toLowerCase() === pull.repo.toLowerCase();
  if (number === undefined || !here) return null;
  const reverted = await readPullRequest(client, { owner, repo, number: Number(number) });
  return reverted?.merged ? reverted.mergeCommitSha : null;
}

/** True when the base branch contains the commit. */
async function isOnBase(client: Client, pull: PullRequestFacts, commit: string): Promise<boolean> {
  const { owner, repo, baseRef } = pull;
  const source = `whether ${commit.slice(0, 12)} is on ${baseRef} of ${owner}/${repo}`;
  const answer = await read(client, {
    source,
    route: "GET /repos/{owner}/{repo}/compare/{basehead}",
    parameters: { owner, repo, basehead: `${commit}...${baseRef}`, per_page: 1 },
  });
  if (answer === null) return false;
  const { status } = narrow(z.object({ status: z.string() }), answer.data, source);
  return status === "ahead" || status === "identical";
}

/** True when the pull request's diff is the commit's, inverted, in the same surroundings. A diff that is not given proves nothing. */
async function isInverse(client: Client, pull: PullRequestFacts, commit: string): Promise<boolean> {
  const [made, undone] = await Promise.all([readCommitDiff(client, pull, commit), readPullDiff(client, pull)]);
  if (made === null || undone === null || made === "too large" || undone === "too large") return false;
  const inverted = canonicalDiff(invertDiff(parseDiff(made)));
  return inverted !== "" && inverted === canonicalDiff(parseDiff(undone));
}

async function readOrigin(client: Client, pull: PullRequestFacts, commit: string): Promise<PullRequestFacts | null> {
  const pulls = await listPullRequestsForCommit(client, pull, commit);
  return pulls.find((one) => one.merged) ?? null;
}

/** A squash may drop the commit's message, but the pull request that brought it keeps its own words. */
function claimsRevert(origin: PullRequestFacts | null): boolean {
  return origin !== null && (REVERTS_PULL.test(origin.body) || REVERTS_COMMIT.test(origin.body));
}

function referenceTo({ owner, repo, number }: PullRequestFacts): IssueReference {
  return { owner, repo, number };
}
