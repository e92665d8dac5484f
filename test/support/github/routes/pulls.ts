/** Pull requests: opened, listed, read, edited, merged and updated. */
import { permissionsOn, reaches, repositoryWith, roleOf } from "#test/support/github/access.ts";
import { flag, limitedText, optionalText, optionalWord, requiredText } from "#test/support/github/body-fields.ts";
import {
  type Call,
  GitHubRefusal,
  type Json,
  NO_CONTENT,
  type Reply,
  type Route,
  bodyOf,
  created,
  notFound,
  ok,
  validationFailed,
} from "#test/support/github/call.ts";
import { diffReply, wantsDiff } from "#test/support/github/diff-media.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { branchTip } from "#test/support/github/git.ts";
import { commitsBetween } from "#test/support/github/git/history.ts";
import { testMerge } from "#test/support/github/merge-commits.ts";
import { mergeabilityKey } from "#test/support/github/merge-requirements.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { LISTED_FILES, type PullIssue, asPull, pullCommits, pullFiles } from "#test/support/github/pull-diff.ts";
import { closePull, editPull, openPull, reopenPull, retarget } from "#test/support/github/pull-lifecycle.ts";
import { mergePull, updateBranch } from "#test/support/github/pull-merge.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { commitShape, fileShape } from "#test/support/github/shapes/commit.ts";
import { pullApi, pullShape, pullSimpleShape } from "#test/support/github/shapes/pull-request.ts";
import { findRepository } from "#test/support/github/state.ts";

const pulls = "/repos/{owner}/{repo}/pulls";
const one = `${pulls}/{pull_number}`;

/** Routes of pull requests. */
export const PULL_ROUTES: readonly Route[] = [
  { method: "GET", template: pulls, handle: listPulls },
  { method: "POST", template: pulls, handle: createPull },
  { method: "GET", template: one, handle: readPull },
  { method: "PATCH", template: one, handle: patchPull },
  { method: "GET", template: `${one}/files`, handle: listFiles },
  { method: "GET", template: `${one}/commits`, handle: listPullCommits },
  { method: "GET", template: `${one}/merge`, handle: isMerged },
  { method: "PUT", template: `${one}/merge`, handle: merge },
  { method: "PUT", template: `${one}/update-branch`, handle: update },
];

/** A body may have so many characters. */
const LONGEST_BODY = 65_536;

/** The pull request of the path, for a reader. */
export function pullToRead(call: Call): { repository: RepositoryRow; issue: PullIssue } {
  const repository = repositoryWith(call, { needs: [["pull_requests", "read"]] });
  return { repository, issue: pullIn(call, repository) };
}

/** The pull request of the path, for somebody who changes it. */
export function pullToWrite(
  call: Call,
  role: "read" | "triage" | "write",
): { repository: RepositoryRow; issue: PullIssue } {
  const repository = repositoryWith(call, { needs: [["pull_requests", "write"]], role });
  return { repository, issue: pullIn(call, repository) };
}

function pullIn(call: Call, repository: RepositoryRow): PullIssue {
  const issue = asPull(repository.issues.get(Number(call.params["pull_number"])));
  if (!issue) throw notFound();
  return issue;
}

function listPulls(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["pull_requests", "read"]] });
  const state = call.query.get("state") ?? "open";
  const head = call.query.get("head");
  const base = call.query.get("base");
  const by = call.query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const sorted = call.query.has("sort") && call.query.get("sort") !== "created";
  const direction = call.query.get("direction") ?? (sorted ? "asc" : "desc");
  const rows = [...call.world.listed(repository).issues.values()]
    .flatMap((row) => asPull(row) ?? [])
    .filter((row) => (state === "all" || row.state === state) && (base === null || row.pull.baseRef === base))
    .filter(
      (row) =>
        head === null ||
        !head.includes(":") ||
        `${row.pull.headOwner}:${row.pull.headRef}`.toLowerCase() === head.toLowerCase(),
    )
    .toSorted((a, b) => (a[by] - b[by] || a.number - b.number) * (direction === "asc" ? 1 : -1));
  return pagedReply(call, rows, (row) => pullSimpleShape(call.world, repository, row));
}

function createPull(call: Call): Reply {
  const { world } = call;
  const repository = repositoryWith(call, { needs: [["pull_requests", "write"]], role: "read" });
  const body = bodyOf(call);
  const title = optionalText(body, "title");
  if (title === undefined || title.trim() === "")
    throw validationFailed({ resource: "PullRequest", field: "title", code: "missing_field" });
  refuseLongBody(body);
  const base = requiredText(body, "base");
  const head = findHead(call, repository, body);
  checkEnds(repository, { base, head });
  const issue = openPull(world, repository, {
    title,
    body: optionalText(body, "body") ?? null,
    head,
    base,
    draft: flag(body, "draft", false),
    maintainerCanModify: flag(body, "maintainer_can_modify", head.repository !== repository),
    doer: doerOf(call),
  });
  return created(pullShape(world, repository, issue), pullApi(world, repository, issue));
}

function refuseLongBody(body: Json): void {
  if ([...(optionalText(body, "body") ?? "")].length > LONGEST_BODY)
    throw validationFailed({
      resource: "PullRequest",
      field: "body",
      code: "custom",
      message: `body is too long (maximum is ${LONGEST_BODY} characters)`,
    });
}

interface Head {
  readonly repository: RepositoryRow;
  readonly branch: string;
}

/** `branch`, `owner:branch`, or `owner:branch` with `head_repo` for forks inside one organisation. */
function findHead(call: Call, repository: RepositoryRow, body: Json): Head {
  const text = requiredText(body, "head");
  const colon = text.indexOf(":");
  const branch = text.slice(colon + 1);
  const owner = colon < 0 ? repository.owner : text.slice(0, colon);
  const name = optionalText(body, "head_repo");
  const forks = [...call.world.state.repositories.values()].filter((row) => row.git.objects === repository.git.objects);
  const own = owner.toLowerCase() === repository.owner.toLowerCase() && name === undefined ? repository : undefined;
  const named = name === undefined ? undefined : findRepository(call.world.state, owner, name.split("/").at(-1) ?? "");
  const head = own ?? named ?? forks.find((row) => row.owner.toLowerCase() === owner.toLowerCase());
  if (!head || branchTip(head.git, branch) === undefined)
    throw validationFailed({ resource: "PullRequest", field: "head", code: "invalid" });
  return { repository: head, branch };
}

function checkEnds(repository: RepositoryRow, ends: { base: string; head: Head }): void {
  const { base, head } = ends;
  const custom = (message: string) => validationFailed({ resource: "PullRequest", field: "", code: "custom", message });
  const tip = branchTip(repository.git, base);
  if (tip === undefined) throw validationFailed({ resource: "PullRequest", field: "base", code: "invalid" });
  const label = `${head.repository.owner}:${head.branch}`;
  const twin = [...repository.issues.values()]
    .flatMap((row) => asPull(row) ?? [])
    .some(
      (row) =>
        row.state === "open" &&
        row.pull.baseRef === base &&
        row.pull.headRef === head.branch &&
        row.pull.headRepositoryId === head.repository.id,
    );
  if (twin) throw custom(`A pull request already exists for ${label}.`);
  const brings = commitsBetween(repository.git.objects, tip, branchTip(head.repository.git, head.branch) ?? "");
  const from = head.repository === repository ? head.branch : label;
  if (brings.length === 0) throw custom(`No commits between ${base} and ${from}`);
}

/** GitHub starts computing mergeability when it is first asked for, and answers null meanwhile. */
function readPull(call: Call): Reply {
  const { repository, issue } = pullToRead(call);
  if (wantsDiff(call)) return diffReply(repository, { files: pullFiles(repository, issue), resource: "PullRequest" });
  const body = pullShape(call.world, repository, issue);
  const key = mergeabilityKey(repository, issue);
  if (issue.state === "open" && issue.pull.mergeabilityOf !== key) {
    const merged = testMerge(call.world, repository, issue);
    issue.pull.mergeabilityOf = key;
    issue.pull.mergeCommitSha = merged;
    if (merged !== null) repository.git.refs.set(`refs/pull/${issue.number}/merge`, merged);
  }
  return ok(body);
}

function patchPull(call: Call): Reply {
  const { repository, issue } = pullToWrite(call, "read");
  const { world } = call;
  refuseStranger(call, repository, issue);
  const body = bodyOf(call);
  refuseLongBody(body);
  const doer = doerOf(call);
  editPull(world, repository, {
    issue,
    doer,
    title: limitedText(body, "title", 256),
    body: "body" in body ? (optionalText(body, "body") ?? null) : undefined,
  });
  const base = optionalText(body, "base");
  if (base !== undefined && base !== issue.pull.baseRef) changeBase(call, repository, { issue, base });
  const state = optionalWord(body, "state", ["open", "closed"]);
  if (state === "closed") closePull(world, repository, { issue, doer });
  if (state === "open" && issue.state === "closed" && !reopenPull(world, repository, { issue, doer }))
    throw validationFailed({
      resource: "PullRequest",
      field: "state",
      code: "invalid",
      message: "state cannot be changed.",
    });
  issue.pull.maintainerCanModify = flag(body, "maintainer_can_modify", issue.pull.maintainerCanModify);
  return ok(pullShape(world, repository, issue));
}

/** People change pull requests of their own, and others' with triage. */
function refuseStranger(call: Call, repository: RepositoryRow, issue: PullIssue): void {
  if (permissionsOn(call, repository) !== null) return;
  const { login } = doerOf(call);
  if (login !== issue.user && !reaches(roleOf(call.world.state, repository, login), "triage")) throw notFound();
}

function changeBase(call: Call, repository: RepositoryRow, what: { issue: PullIssue; base: string }): void {
  const { issue, base } = what;
  const tip = branchTip(repository.git, base);
  if (tip === undefined || issue.state === "closed")
    throw validationFailed({ resource: "PullRequest", field: "base", code: "invalid" });
  if (commitsBetween(repository.git.objects, tip, issue.pull.headSha).length === 0)
    throw validationFailed({
      resource: "PullRequest",
      field: "base",
      code: "custom",
      message: `There are no new commits between base branch '${base}' and head branch '${issue.pull.headRef}'`,
    });
  retarget(call.world, repository, { issue, base, doer: doerOf(call) });
}

function listFiles(call: Call): Reply {
  const { repository, issue } = pullToRead(call);
  const files = pullFiles(repository, issue).slice(0, LISTED_FILES);
  return pagedReply(call, files, (file) => fileShape(call.world, repository, { file, sha: issue.pull.headSha }));
}

/** At most 250, oldest first. */
function listPullCommits(call: Call): Reply {
  const { repository, issue } = pullToRead(call);
  return pagedReply(call, pullCommits(repository, issue).slice(0, 250), (commit) =>
    commitShape(call.world, repository, commit),
  );
}

function isMerged(call: Call): Reply {
  const { issue } = pullToRead(call);
  if (issue.pull.mergedAt === null) throw notFound();
  return NO_CONTENT;
}

function merge(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["contents", "write"]], role: "write" });
  const issue = pullIn(call, repository);
  const body = bodyOf(call);
  const sha = mergePull(call.world, repository, {
    issue,
    doer: doerOf(call),
    method: optionalWord(body, "merge_method", ["merge", "squash", "rebase"]) ?? "merge",
    expected: optionalText(body, "sha"),
    title: optionalText(body, "commit_title"),
    message: optionalText(body, "commit_message"),
  });
  return ok({ sha, merged: true, message: "Pull Request successfully merged" });
}

function update(call: Call): Reply {
  const { repository, issue } = pullToWrite(call, "write");
  const expected = optionalText(bodyOf(call), "expected_head_sha");
  if (expected !== undefined && expected !== issue.pull.headSha)
    throw new GitHubRefusal(422, `expected head sha didn’t match current head ref.`);
  updateBranch(call.world, repository, { issue, doer: doerOf(call) });
  const url = pullApi(call.world, repository, issue);
  return { status: 202, body: { message: "Updating pull request branch.", url } };
}
