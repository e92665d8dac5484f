/** Reads diffs, and what follows from them: the patch id, and whether a pull request is a revert. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts, PushedRange, UndonePull } from "#src/facts/pull-request.ts";
import { GitHubUnavailable } from "#src/flow/services.ts";
import type { Looked, RevertEvidence } from "#src/gate/facts.ts";
import { narrow, read, readOfCommit, type Client } from "./client.ts";
import { essenceOf, inverseOf, parseDiff, type FileDiff } from "./diff.ts";
import { givenBack, showsNothing, tells } from "./given-back.ts";
import { readFile } from "./read-file.ts";
import { listPullRequestsForCommit, readPullRequest } from "./read-pull-requests.ts";

const AS_DIFF = { mediaType: { format: "diff" } } as const;

/**
 * Identifies the change whatever its base: a hash over what each file loses and gains, after `git patch-id --stable`, but
 * with whitespace, and without context lines, so that a base update keeps it. A new version of a binary file changes it.
 * GitHub prints no diff of more than 20,000 lines: then the head commit stands for the change, and every push ends it.
 */
export async function readPatchId(client: Client, pull: PullRequestFacts): Promise<string> {
  const files = await readPrintedDiff(client, pull);
  if (files.length === 0) return `head-${pull.headSha}`;
  const hash = createHash("sha256");
  for (const essence of files.map(essenceOf).toSorted()) hash.update(`${essence}\n`);
  return hash.digest("hex").slice(0, 32);
}

async function readPullDiff(client: Client, { owner, repo, number }: IssueReference): Promise<FileDiff[]> {
  const source = `the diff of ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const answer = await read(client, { source, route, parameters: { owner, repo, pull_number: number, ...AS_DIFF } });
  return parseDiff(narrow(z.string(), answer?.data, source));
}

const commitAnswer = z.object({ commit: z.object({ message: z.string() }) });
const compareAnswer = z.object({ status: z.string() });

/** Looks whether the pull request undoes a commit that it names (by SHA, or by the pull request that brought it). */
export async function readRevertEvidence(client: Client, pull: PullRequestFacts): Promise<Looked<RevertEvidence>> {
  const commit = await namedCommit(client, pull);
  if (commit === null) return "none";
  const { owner, repo } = pull;
  const source = `the commit ${commit.slice(0, 12)} of ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/commits/{ref}";
  const parameters = { owner, repo, ref: commit };
  const [meta, diff, own, onBase, pulls] = await Promise.all([
    // Whoever opens a pull request can name any commit: one that is not there must not keep the verdict waiting.
    readOfCommit(client, { source, route, parameters }),
    readOfCommit(client, { source, route, parameters: { ...parameters, ...AS_DIFF } }),
    readPrintedDiff(client, pull),
    isOnBase(client, pull, commit),
    listPullRequestsForCommit(client, pull, commit),
  ]);
  if (!meta || !diff) return "none";
  const { message } = narrow(commitAnswer, meta.data, source).commit;
  const origin = pulls.find((other) => other.merged);
  return {
    commit,
    onBase,
    inverse: undoes(own, parseDiff(narrow(z.string(), diff.data, source))),
    ofRevert: /^revert\b/i.test(message) || /^This reverts commit /m.test(message),
    pull: origin ? { owner: origin.owner, repo: origin.repo, number: origin.number } : null,
  };
}

function undoes(own: readonly FileDiff[], theirs: readonly FileDiff[]): boolean {
  if (own.length === 0 || own.length !== theirs.length) return false;
  const wanted = theirs.map((file) => essenceOf(inverseOf(file))).toSorted();
  return own
    .map(essenceOf)
    .toSorted()
    .every((essence, index) => essence === wanted[index]);
}

/**
 * Which of these merged pull requests `change` undoes, by the diffs alone: it gives back what they changed in a file, line by line,
 * whatever else it does and whatever it calls itself. A diff that GitHub does not print (too large) undoes nothing.
 */
export async function readUndone(
  client: Client,
  change: IssueReference | PushedRange,
  merged: readonly IssueReference[],
): Promise<readonly UndonePull[]> {
  if (merged.length === 0) return [];
  const [own = [], ...theirs] = await Promise.all([change, ...merged].map((one) => readPrintedDiff(client, one)));
  return merged.flatMap((pull, index): UndonePull[] => {
    const back = (theirs[index] ?? []).map((file) => givenBack(file, own));
    if (back.every((one) => one === "no")) return [];
    return [{ pull, extent: back.every((one) => one === "whole") ? "whole" : "part" }];
  });
}

/** A change of so many files is not looked through. */
const MOST_FILES = 30;

/** What is left of a merged pull request on a commit, by the lines of its files. Where lines cannot tell, all of it is. */
export async function readRemains(client: Client, pull: IssueReference, ref: string): Promise<"all" | "some" | "none"> {
  const files = await readPrintedDiff(client, pull);
  if (files.length === 0 || files.length > MOST_FILES || files.some((file) => file.blobs !== null)) return "all";
  const judged = files.filter(tells);
  const gone = await Promise.all(
    judged.map(async (file) => showsNothing(file, await readFile(client, pull, { path: file.path, ref }))),
  );
  const left = gone.filter((one) => !one).length;
  return left === gone.length ? "all" : left === 0 ? "none" : "some";
}

async function readPushDiff(client: Client, { owner, repo, before, after }: PushedRange): Promise<FileDiff[]> {
  const source = `the diff of the push to ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const basehead = `${before}...${after}`;
  const answer = await readOfCommit(client, { source, route, parameters: { owner, repo, basehead, ...AS_DIFF } });
  return answer ? parseDiff(narrow(z.string(), answer.data, source)) : [];
}

async function readPrintedDiff(client: Client, change: IssueReference | PushedRange): Promise<FileDiff[]> {
  try {
    return "after" in change ? await readPushDiff(client, change) : await readPullDiff(client, change);
  } catch (error) {
    if (error instanceof GitHubUnavailable && error.retryAt === null && !error.outage) return [];
    throw error;
  }
}

async function namedCommit(client: Client, pull: PullRequestFacts): Promise<string | null> {
  const sha = /\bThis reverts commit ([0-9a-f]{7,40})\b/i.exec(pull.body)?.[1];
  if (sha) return sha;
  const number = /\breverts?\s+(?:([\w.-]+)\/([\w.-]+))?#(\d{1,9})\b/i.exec(pull.body);
  if (!number) return null;
  const [, owner = pull.owner, repo = pull.repo, digits] = number;
  if (!isSame({ owner, repo }, pull)) return null;
  return (await readPullRequest(client, { owner, repo, number: Number(digits) }))?.mergeCommitSha ?? null;
}

function isSame(a: RepositoryName, b: RepositoryName): boolean {
  return a.owner.toLowerCase() === b.owner.toLowerCase() && a.repo.toLowerCase() === b.repo.toLowerCase();
}

function isOnBase(client: Client, { owner, repo, baseRef }: PullRequestFacts, commit: string): Promise<boolean> {
  return contains(client, { owner, repo }, { commit, ref: baseRef });
}

/** A commit is in a branch when the branch is ahead of it, or is it. */
export async function contains(
  client: Client,
  { owner, repo }: RepositoryName,
  { commit, ref }: { readonly commit: string; readonly ref: string },
): Promise<boolean> {
  const source = `the comparison of ${commit.slice(0, 12)} with ${ref}`;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const answer = await readOfCommit(client, {
    source,
    route,
    parameters: { owner, repo, basehead: `${commit}...${ref}`, per_page: 1 },
  });
  return answer !== null && ["ahead", "identical"].includes(narrow(compareAnswer, answer.data, source).status);
}
