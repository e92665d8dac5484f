/** Check runs, suites, annotations and statuses as GitHub's JSON. */
import type { World } from "#test/support/github/call.ts";
import { suiteState } from "#test/support/github/suite-state.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import { openPulls } from "#test/support/github/pull-diff.ts";
import type { AnnotationRow, CheckRunRow, CheckSuiteRow, StatusRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { appShapeOrNull } from "./app.ts";
import { simpleCommitShape } from "./commit.ts";
import { nodeId } from "./node-id.ts";
import { repositoryApi, repositoryPage, repositoryShape } from "./repository.ts";
import { userShape } from "./user.ts";

type Json = Record<string, unknown>;

/** The open pull requests of this repository's own branches at a commit: those of forks are never listed. */
export function pullsAtShape(world: World, repository: RepositoryRow, sha: string): readonly Json[] {
  const repo = { id: repository.id, url: repositoryApi(world, repository), name: repository.name };
  return openPulls(repository)
    .filter(({ pull }) => pull.headSha === sha && pull.headRepositoryId === repository.id)
    .map(({ number, pull }) => ({
      url: `${repositoryApi(world, repository)}/pulls/${number}`,
      id: pull.id,
      number,
      head: { ref: pull.headRef, sha: pull.headSha, repo },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo },
    }));
}

/** A `check-run`. `actions` are not in it: GitHub never gives them back. */
export function checkRunShape(world: World, repository: RepositoryRow, run: CheckRunRow): Json {
  const url = `${repositoryApi(world, repository)}/check-runs/${run.id}`;
  const page = `${repositoryPage(world, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CR", run.id),
    head_sha: run.headSha,
    external_id: run.externalId ?? "",
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: isoTimeOrNull(run.startedAt),
    completed_at: isoTimeOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appShapeOrNull(world, run.appId),
    pull_requests: pullsAtShape(world, repository, run.headSha),
  };
}

/** What a run's webhook says of its suite. */
const shortSuite = new Set([
  "id",
  "node_id",
  "head_branch",
  "head_sha",
  "status",
  "conclusion",
  "url",
  "before",
  "after",
  "pull_requests",
  "app",
  "created_at",
  "updated_at",
]);

/** The `check_run` of a webhook: with a short form of its suite. */
export function webhookRunShape(world: World, repository: RepositoryRow, run: CheckRunRow): Json {
  const suite = repository.checkSuites.find((row) => row.id === run.suiteId);
  const entries = Object.entries(suite ? checkSuiteShape(world, repository, suite) : {});
  const check_suite = Object.fromEntries(entries.filter(([key]) => shortSuite.has(key)));
  return { ...checkRunShape(world, repository, run), check_suite };
}

/** A `check-suite`. */
export function checkSuiteShape(world: World, repository: RepositoryRow, suite: CheckSuiteRow): Json {
  const url = `${repositoryApi(world, repository)}/check-suites/${suite.id}`;
  const commit = repository.git.objects.commits.get(suite.headSha);
  return {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...suiteState(repository, suite),
    url,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsAtShape(world, repository, suite.headSha),
    app: appShapeOrNull(world, suite.appId),
    created_at: isoTime(suite.createdAt),
    updated_at: isoTime(suite.updatedAt),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: repository.checkRuns.filter((run) => run.suiteId === suite.id).length,
    check_runs_url: `${url}/check-runs`,
    head_commit: commit ? simpleCommitShape(commit) : null,
    repository: repositoryShape(world, repository),
  };
}

/** The `check_suite` of a webhook. */
export function webhookSuiteShape(world: World, repository: RepositoryRow, suite: CheckSuiteRow): Json {
  const { repository: _, ...shape } = checkSuiteShape(world, repository, suite);
  return shape;
}

/** A `check-annotation`. */
export function annotationShape(
  world: World,
  repository: RepositoryRow,
  what: { row: AnnotationRow; sha: string },
): Json {
  const { row, sha } = what;
  return {
    path: row.path,
    blob_href: `${repositoryPage(world, repository)}/blob/${sha}/${row.path}`,
    start_line: row.startLine,
    end_line: row.endLine,
    start_column: row.startColumn,
    end_column: row.endColumn,
    annotation_level: row.level,
    title: row.title,
    message: row.message,
    raw_details: row.rawDetails,
  };
}

/** A `status`, without its creator: the form of the combined status. */
export function simpleStatusShape(world: World, repository: RepositoryRow, row: StatusRow): Json {
  return {
    url: `${repositoryApi(world, repository)}/statuses/${row.sha}`,
    avatar_url: userShape(world, row.creator)["avatar_url"],
    id: row.id,
    node_id: nodeId("SC", row.id),
    state: row.state,
    description: row.description,
    target_url: row.targetUrl,
    context: row.context,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.createdAt),
  };
}

/** A `status` with its creator. */
export function statusShape(world: World, repository: RepositoryRow, row: StatusRow): Json {
  return { ...simpleStatusShape(world, repository, row), creator: userShape(world, row.creator) };
}
