/** Reads the changed files of a pull request, and says whether they are all of them. */
import { z } from "zod";
import type { ChangedFile, ChangedFiles, PullRequestFacts, PushedRange } from "#src/facts/pull-request.ts";
import { narrow, readOfCommit, type Answer, type Attempt, type Call, type Client } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { hasNextPage, itemsOf, PAGE_SIZE } from "./pages.ts";
import { readPullRequest } from "./read-pull-requests.ts";

/** GitHub lists no more files than this of one pull request (its documentation of "List pull requests files"). */
const MOST_FILES = 3000;

/** On very large pull requests GitHub answers 422 to a page of 100; smaller pages were seen to work. */
const SMALLER_PAGES = [50, 20] as const;

const fileAnswer = z.object({ filename: z.string(), previous_filename: z.string().nullish(), status: z.string() });

/**
 * The files, all pages together: ceil(F/100) requests in one round when `pull.changedFiles` is known, one request and one round
 * more when it is not. `complete` is false when GitHub counts more than it lists, or the pull request is gone.
 */
export async function readChangedFiles(client: Client, pull: PullRequestFacts): Promise<ChangedFiles> {
  const counted = pull.changedFiles ?? (await readPullRequest(client, pull))?.changedFiles ?? null;
  if (counted === null) return { files: [], complete: false, counted: 0 };
  if (counted === 0) return { files: [], complete: true, counted };
  for (const size of [PAGE_SIZE, ...SMALLER_PAGES]) {
    const files = await readInPagesOf(client, { pull, counted, size });
    if (files === "missing") return { files: [], complete: false, counted };
    if (files !== "page too large") return { files, complete: files.length >= counted, counted };
  }
  return { files: [], complete: false, counted };
}

const compareAnswer = z.object({ files: z.array(fileAnswer).default([]) });

/** What a push changed: the first 300 files, which is what GitHub compares; none when its commits are gone. */
export async function readPushedFiles(
  client: Client,
  { owner, repo, before, after }: PushedRange,
): Promise<readonly ChangedFile[]> {
  const source = `the files of the push to ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const parameters = { owner, repo, basehead: `${before}...${after}`, per_page: 1 };
  const answer = await readOfCommit(client, { source, route, parameters });
  return answer ? narrow(compareAnswer, answer.data, source).files.map(toChangedFile) : [];
}

interface Listing {
  readonly pull: PullRequestFacts;
  readonly counted: number;
  readonly size: number;
}

async function readInPagesOf(client: Client, listing: Listing): Promise<ChangedFile[] | "missing" | "page too large"> {
  const numbers = Array.from({ length: pageCount(listing) }, (_, index) => index + 1);
  const attempts = await Promise.all(numbers.map((number) => client.attempt(page(listing, number))));
  const answers: Answer[] = [];
  for (const attempt of attempts) {
    const problem = problemOf(attempt, page(listing, 1));
    if (problem !== null) return problem;
    if (attempt.ok) answers.push(attempt.answer);
  }
  answers.push(...(await readOnward(client, listing, answers)));
  const items = answers.flatMap((answer) => itemsOf(answer, page(listing, 1)));
  return narrow(z.array(fileAnswer), items, page(listing, 1).source).map(toChangedFile);
}

/** After a push since we counted, GitHub may list more than we asked for. */
async function readOnward(client: Client, listing: Listing, answers: readonly Answer[]): Promise<Answer[]> {
  const more: Answer[] = [];
  let last = answers.at(-1);
  for (let number = answers.length + 1; last && hasNextPage(last) && number <= MOST_FILES / listing.size; number += 1) {
    const attempt = await client.attempt(page(listing, number));
    if (!attempt.ok) throw toUnavailable(page(listing, number).source, attempt.failure);
    last = attempt.answer;
    more.push(last);
  }
  return more;
}

function problemOf(attempt: Attempt, call: Call): "missing" | "page too large" | null {
  if (attempt.ok) return null;
  if (attempt.failure.kind === "missing") return "missing";
  if (attempt.failure.kind === "invalid" && attempt.failure.status === 422) return "page too large";
  throw toUnavailable(call.source, attempt.failure);
}

function pageCount({ counted, size }: Listing): number {
  return Math.ceil(Math.min(counted, MOST_FILES) / size);
}

function page({ pull, size }: Listing, number: number): Call {
  const { owner, repo } = pull;
  return {
    source: `the changed files of ${owner}/${repo}#${pull.number}`,
    route: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
    parameters: { owner, repo, pull_number: pull.number, per_page: size, ...(number > 1 ? { page: number } : {}) },
  };
}

const STATUSES: readonly ChangedFile["status"][] = [
  "added",
  "removed",
  "modified",
  "renamed",
  "copied",
  "changed",
  "unchanged",
];

function toChangedFile(answer: z.infer<typeof fileAnswer>): ChangedFile {
  return {
    path: answer.filename,
    previousPath: answer.previous_filename ?? null,
    status: STATUSES.find((status) => status === answer.status) ?? "changed",
  };
}
