/** Git objects, refs and checks in GraphQL. */
import { checkState, newestRuns, newestStatuses } from "#test/support/github/required-checks.ts";
import { ruleSources } from "#test/support/github/branch-rules.ts";
import type { Call } from "#test/support/github/call.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import { resolveCommit } from "#test/support/github/git.ts";
import type { TreeEntry } from "#test/support/github/git/objects.ts";
import { isBinary } from "#test/support/github/git/patch.ts";
import { entryAt } from "#test/support/github/git/snapshot.ts";
import type { CheckRunRow, CheckSuiteRow, StatusRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { checkRunShape } from "#test/support/github/shapes/check-run.ts";
import { nodeId } from "#test/support/github/shapes/node-id.ts";
import { fullName } from "#test/support/github/state.ts";
import { actorNode } from "./actor.ts";
import { connectionOf, graphqlError, type PageArguments } from "./context.ts";

/** A `Commit`; null when there is none. */
export function commitNode(call: Call, repository: RepositoryRow, sha: string): object | null {
  const commit = repository.git.objects.commits.get(sha);
  if (!commit) return null;
  const [headline = "", ...rest] = commit.message.split("\n");
  const path = `/${fullName(repository)}/commit/${sha}`;
  return {
    __typename: "Commit",
    id: `C_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join("\n").trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    author: { __typename: "GitActor", ...commit.author },
    committer: { __typename: "GitActor", ...commit.committer },
    url: call.world.url + path,
    resourcePath: path,
    tree: () => objectNode(call, repository, { mode: "040000", name: "", sha: commit.tree }),
    parents: (page: PageArguments) =>
      connectionOf(commit.parents, { ...page, name: "parents" }, (parent) => commitNode(call, repository, parent)),
    statusCheckRollup: () => rollupNode(call, repository, sha),
    file: ({ path: file }: { path: string }) => {
      const entry = entryAt(repository.git.objects, commit.tree, file);
      // GitHub says it beside the other answers: null here, and an error of this field.
      if (!entry) throw graphqlError("NOT_FOUND", `Could not resolve file for path '${file}'.`);
      return { ...entryNode(call, repository, entry), path: file };
    },
    checkSuites: (page: PageArguments & { filterBy?: { appId?: number | null; checkName?: string | null } | null }) => {
      const { appId = null, checkName = null } = page.filterBy ?? {};
      const suites = repository.checkSuites.filter(
        (suite) =>
          suite.headSha === sha &&
          (appId === null || suite.appId === appId) &&
          (checkName === null ||
            repository.checkRuns.some((run) => run.suiteId === suite.id && run.name === checkName)),
      );
      return connectionOf(suites, { ...page, name: "checkSuites" }, (suite) => suiteNode(call, repository, suite));
    },
  };
}

/** A `CheckSuite`. */
function suiteNode(call: Call, repository: RepositoryRow, suite: CheckSuiteRow): object {
  const app = call.world.state.apps.get(suite.appId);
  return {
    __typename: "CheckSuite",
    id: nodeId("CS", suite.id),
    databaseId: suite.id,
    app: app ? { __typename: "App", id: nodeId("App", suite.appId), databaseId: suite.appId, slug: app.slug } : null,
    checkRuns: (
      page: PageArguments & { filterBy?: { checkName?: string | null; checkType?: string | null } | null },
    ) => {
      const { checkName = null, checkType = null } = page.filterBy ?? {};
      const own = repository.checkRuns.filter(
        (run) => run.suiteId === suite.id && (checkName === null || run.name === checkName),
      );
      const runs =
        checkType === "ALL" ? own : [...new Set(own.map((run) => run.name))].flatMap((name) => newestRuns(own, name));
      return connectionOf(runs, { ...page, name: "checkRuns" }, (run) => runNode(call, repository, run));
    },
  };
}

function entryNode(call: Call, repository: RepositoryRow, entry: TreeEntry): object {
  return {
    name: entry.name,
    path: entry.name,
    mode: Number.parseInt(entry.mode, 8),
    oid: entry.sha,
    type: entry.mode === "040000" ? "tree" : entry.mode === "160000" ? "commit" : "blob",
    size: repository.git.objects.blobs.get(entry.sha)?.length ?? 0,
    object: () => objectNode(call, repository, entry),
  };
}

/** What `object(expression:)` or `object(oid:)` finds: `main`, `main:path`, an id. */
export function expressionNode(call: Call, repository: RepositoryRow, expression: string): object | null {
  const colon = expression.indexOf(":");
  const name = colon < 0 ? expression : expression.slice(0, colon);
  const sha = resolveCommit(repository.git, name === "HEAD" ? repository.defaultBranch : name);
  const commit = repository.git.objects.commits.get(sha ?? "");
  if (colon < 0) return commit ? commitNode(call, repository, commit.sha) : null;
  const entry = commit && entryAt(repository.git.objects, commit.tree, expression.slice(colon + 1));
  return entry ? objectNode(call, repository, entry) : null;
}

/** A `Blob` or `Tree`. */
function objectNode(call: Call, repository: RepositoryRow, entry: TreeEntry): object | null {
  const { objects } = repository.git;
  const blob = objects.blobs.get(entry.sha);
  const common = { id: `O_${entry.sha}`, oid: entry.sha, abbreviatedOid: entry.sha.slice(0, 7) };
  if (blob) {
    const binary = isBinary(blob);
    return {
      __typename: "Blob",
      ...common,
      byteSize: blob.length,
      isBinary: binary,
      isTruncated: false,
      text: binary ? null : blob.toString("utf8"),
    };
  }
  const tree = objects.trees.get(entry.sha);
  if (!tree) return null;
  return {
    __typename: "Tree",
    ...common,
    entries: () => tree.map((one) => entryNode(call, repository, one)),
  };
}

/** A `Ref`; null when there is none. */
export function refNode(call: Call, repository: RepositoryRow, qualified: string): object | null {
  const name = [qualified, `refs/heads/${qualified}`, `refs/tags/${qualified}`].find((ref) =>
    repository.git.refs.has(ref),
  );
  if (name === undefined) return null;
  const [, kind = "heads", ...rest] = name.split("/");
  return {
    __typename: "Ref",
    id: `REF_${Buffer.from(`${repository.id}:${name}`).toString("base64url")}`,
    name: rest.join("/"),
    prefix: `refs/${kind}/`,
    target: () => commitNode(call, repository, repository.git.refs.get(name) ?? ""),
  };
}

/** A `StatusCheckRollup` of the newest runs and statuses; null when the commit has none. */
function rollupNode(call: Call, repository: RepositoryRow, sha: string): object | null {
  const all = repository.checkRuns.filter((run) => run.headSha === sha);
  const runs = [...new Set(all.map((run) => run.name))].flatMap((name) => newestRuns(all, name));
  const statuses = newestStatuses(repository, sha);
  const contexts = [...runs, ...statuses];
  if (contexts.length === 0) return null;
  return {
    __typename: "StatusCheckRollup",
    id: `SCR_${sha}`,
    state: rollupState(repository, sha, [...runs.map((run) => run.name), ...statuses.map((status) => status.context)]),
    contexts: (page: PageArguments) => ({
      ...connectionOf(contexts, { ...page, name: "contexts" }, (row) =>
        "context" in row ? statusNode(call, repository, row) : runNode(call, repository, row),
      ),
      checkRunCount: runs.length,
      statusContextCount: statuses.length,
    }),
  };
}

function rollupState(repository: RepositoryRow, sha: string, names: readonly string[]): string {
  const states = names.map((context) => checkState(repository, sha, { context, appId: null }));
  if (states.includes("failing")) return "FAILURE";
  return states.every((state) => state === "success") ? "SUCCESS" : "PENDING";
}

function isRequired(
  call: Call,
  repository: RepositoryRow,
  context: string,
): (args: { pullRequestNumber?: number | null }) => boolean {
  return ({ pullRequestNumber }) => {
    const base = repository.issues.get(pullRequestNumber ?? -1)?.pull?.baseRef ?? repository.defaultBranch;
    return ruleSources(call.world.state, repository, base).some((source) =>
      source.checks.some((check) => check.context === context),
    );
  };
}

function runNode(call: Call, repository: RepositoryRow, run: CheckRunRow): object {
  const shape = checkRunShape(call.world, repository, run);
  return {
    __typename: "CheckRun",
    id: nodeId("CR", run.id),
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    detailsUrl: shape["details_url"],
    permalink: shape["html_url"],
    url: shape["html_url"],
    startedAt: isoTimeOrNull(run.startedAt),
    completedAt: isoTimeOrNull(run.completedAt),
    title: run.title,
    summary: run.summary,
    text: run.text,
    isRequired: isRequired(call, repository, run.name),
  };
}

function statusNode(call: Call, repository: RepositoryRow, status: StatusRow): object {
  return {
    __typename: "StatusContext",
    id: nodeId("SC", status.id),
    context: status.context,
    state: status.state.toUpperCase(),
    description: status.description,
    targetUrl: status.targetUrl,
    createdAt: isoTime(status.createdAt),
    creator: () => actorNode(call, status.creator),
    isRequired: isRequired(call, repository, status.context),
  };
}
