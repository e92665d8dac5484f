/** Check runs and suites. */
import { allow, repositoryFor, repositoryWith } from "#test/support/github/access.ts";
import {
  limitedText,
  optionalNumber,
  optionalObject,
  optionalObjects,
  optionalText,
  optionalTime,
  optionalWord,
  requiredText,
} from "#test/support/github/body-fields.ts";
import type { Doer } from "#test/support/github/branch-rules.ts";
import {
  type Call,
  GitHubRefusal,
  type Json,
  type Reply,
  type Route,
  bodyOf,
  created,
  notFound,
  ok,
} from "#test/support/github/call.ts";
import { type RunChange, createCheckRun, rerequestRun, updateCheckRun } from "#test/support/github/check-runs.ts";
import { emitSuite, suiteOn } from "#test/support/github/check-suites.ts";
import { latestRuns } from "#test/support/github/suite-state.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { pageOf, pagedReply } from "#test/support/github/paging.ts";
import type { AnnotationRow, CheckRunRow, CheckSuiteRow } from "#test/support/github/pull-rows.ts";
import { newestRuns } from "#test/support/github/required-checks.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { annotationShape, checkRunShape, checkSuiteShape } from "#test/support/github/shapes/check-run.ts";
import { commitNamed } from "./commits.ts";

const base = "/repos/{owner}/{repo}";

/** Routes of checks. */
export const CHECK_ROUTES: readonly Route[] = [
  { method: "POST", template: `${base}/check-runs`, handle: createRun },
  { method: "GET", template: `${base}/check-runs/{check_run_id}`, handle: readRun },
  { method: "PATCH", template: `${base}/check-runs/{check_run_id}`, handle: patchRun },
  { method: "GET", template: `${base}/check-runs/{check_run_id}/annotations`, handle: listAnnotations },
  { method: "POST", template: `${base}/check-runs/{check_run_id}/rerequest`, handle: rerequest },
  { method: "GET", template: `${base}/commits/{ref}/check-runs`, handle: runsOfRef },
  { method: "GET", template: `${base}/commits/{ref}/check-suites`, handle: suitesOfRef },
  { method: "POST", template: `${base}/check-suites`, handle: createSuite },
  { method: "GET", template: `${base}/check-suites/{check_suite_id}`, handle: readSuite },
  { method: "GET", template: `${base}/check-suites/{check_suite_id}/check-runs`, handle: runsOfSuite },
  { method: "POST", template: `${base}/check-suites/{check_suite_id}/rerequest`, handle: rerequestSuite },
];

const statuses = ["queued", "in_progress", "completed", "waiting", "requested", "pending"] as const;
const conclusions = ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"] as const;
const levels = ["notice", "warning", "failure"] as const;
const longestText = 65_535;

function reading(call: Call): RepositoryRow {
  return repositoryWith(call, { needs: [["checks", "read"]] });
}

/** Only Apps write checks: people get 403, with whatever token. */
function writing(call: Call): { repository: RepositoryRow; doer: Doer & { appId: number } } {
  const repository = repositoryFor(call);
  if (call.actor.kind === "user") throw new GitHubRefusal(403, "You must authenticate via a GitHub App.");
  allow(call, repository, { needs: [["checks", "write"]], role: "write" });
  const { login, appId } = doerOf(call);
  if (appId === null) throw new GitHubRefusal(403, "You must authenticate via a GitHub App.");
  return { repository, doer: { login, appId } };
}

function createRun(call: Call): Reply {
  const { repository, doer } = writing(call);
  const body = bodyOf(call);
  const name = requiredText(body, "name");
  const { sha } = commitNamed(repository, requiredText(body, "head_sha"));
  const change = readChange(body);
  const run = createCheckRun(call.world, repository, { doer, sha, name, change });
  return created(checkRunShape(call.world, repository, run));
}

function runRow(call: Call, repository: RepositoryRow): CheckRunRow {
  const run = repository.checkRuns.find((row) => String(row.id) === call.params["check_run_id"]);
  if (!run) throw notFound();
  return run;
}

function readRun(call: Call): Reply {
  const repository = reading(call);
  return ok(checkRunShape(call.world, repository, runRow(call, repository)));
}

function patchRun(call: Call): Reply {
  const { repository, doer } = writing(call);
  const run = runRow(call, repository);
  if (run.appId !== doer.appId)
    throw new GitHubRefusal(
      403,
      `Invalid app_id \`${doer.appId}\` - check run can only be modified by the GitHub App that created it.`,
    );
  const body = bodyOf(call);
  updateCheckRun(call.world, repository, {
    run,
    doer,
    change: { ...readChange(body), name: optionalText(body, "name") },
  });
  return ok(checkRunShape(call.world, repository, run));
}

function readChange(body: Json): RunChange {
  const status = optionalWord(body, "status", statuses);
  const conclusion = optionalWord(body, "conclusion", conclusions);
  if (status === "completed" && conclusion === undefined)
    throw new GitHubRefusal(422, `Invalid request.\n\nNo subschema in "anyOf" matched.\n"conclusion" wasn't supplied.`);
  const actions = optionalObjects(body, "actions", 3)?.map((action) => ({
    label: limitedRequired(action, "label", 20),
    description: limitedRequired(action, "description", 40),
    identifier: limitedRequired(action, "identifier", 20),
  }));
  return {
    status: conclusion === undefined ? status : "completed",
    conclusion,
    externalId: optionalText(body, "external_id"),
    detailsUrl: optionalText(body, "details_url"),
    startedAt: optionalTime(body, "started_at"),
    completedAt: optionalTime(body, "completed_at"),
    actions,
    ...readOutput(optionalObject(body, "output")),
  };
}

function limitedRequired(body: Json, name: string, limit: number): string {
  return limitedText(body, name, limit) ?? requiredText(body, name);
}

function readOutput(output: Json | undefined): RunChange {
  if (!output) return {};
  return {
    title: optionalText(output, "title"),
    summary: limitedRequired(output, "summary", longestText),
    text: limitedText(output, "text", longestText),
    annotations: optionalObjects(output, "annotations", 50)?.map(readAnnotation),
  };
}

function readAnnotation(given: Json): AnnotationRow {
  const startLine = optionalNumber(given, "start_line");
  const endLine = optionalNumber(given, "end_line");
  if (startLine === undefined || endLine === undefined)
    throw new GitHubRefusal(
      422,
      `Invalid request.\n\n"${startLine === undefined ? "start_line" : "end_line"}" wasn't supplied.`,
    );
  const startColumn = optionalNumber(given, "start_column") ?? null;
  const endColumn = optionalNumber(given, "end_column") ?? null;
  if (startLine !== endLine && (startColumn !== null || endColumn !== null))
    throw new GitHubRefusal(
      422,
      "Invalid request.\n\nAnnotations may only include start_column and end_column if start_line and end_line are on the same line.",
    );
  const level = optionalWord(given, "annotation_level", levels);
  return {
    path: requiredText(given, "path"),
    startLine,
    endLine,
    startColumn,
    endColumn,
    level: level ?? requiredText(given, "annotation_level"),
    message: requiredText(given, "message"),
    title: limitedText(given, "title", 255) ?? null,
    rawDetails: limitedText(given, "raw_details", 64 * 1024) ?? null,
  };
}

function listAnnotations(call: Call): Reply {
  const repository = reading(call);
  const run = runRow(call, repository);
  return pagedReply(call, run.annotations, (row) => annotationShape(call.world, repository, { row, sha: run.headSha }));
}

/** Newest first; `filter=latest` (the default) keeps the newest run of each name and suite. */
function runsOfRef(call: Call): Reply {
  const repository = reading(call);
  const { sha } = commitNamed(repository, call.params["ref"] ?? "");
  return runList(
    call,
    repository,
    repository.checkRuns.filter((run) => run.headSha === sha),
  );
}

function runsOfSuite(call: Call): Reply {
  const repository = reading(call);
  const suite = suiteRow(call, repository);
  return runList(
    call,
    repository,
    repository.checkRuns.filter((run) => run.suiteId === suite.id),
  );
}

function runList(call: Call, repository: RepositoryRow, all: readonly CheckRunRow[]): Reply {
  const { query } = call;
  const latest = [...new Set(all.map((run) => run.name))].flatMap((name) => newestRuns(all, name));
  const runs = (query.get("filter") === "all" ? all : latest)
    .filter(
      (run) =>
        matches(query.get("check_name"), run.name) &&
        matches(query.get("status"), run.status) &&
        matches(query.get("app_id"), String(run.appId)),
    )
    .toSorted((a, b) => b.id - a.id);
  const { rows, headers } = pageOf(call, runs);
  return {
    status: 200,
    headers,
    body: { total_count: runs.length, check_runs: rows.map((run) => checkRunShape(call.world, repository, run)) },
  };
}

function matches(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === value;
}

function suiteRow(call: Call, repository: RepositoryRow): CheckSuiteRow {
  const suite = repository.checkSuites.find((row) => String(row.id) === call.params["check_suite_id"]);
  if (!suite) throw notFound();
  return suite;
}

function suitesOfRef(call: Call): Reply {
  const repository = reading(call);
  const { query } = call;
  const { sha } = commitNamed(repository, call.params["ref"] ?? "");
  const suites = repository.checkSuites.filter(
    (suite) =>
      suite.headSha === sha &&
      matches(query.get("app_id"), String(suite.appId)) &&
      (query.get("check_name") === null ||
        latestRuns(repository, suite).some((run) => run.name === query.get("check_name"))),
  );
  const { rows, headers } = pageOf(call, suites);
  return {
    status: 200,
    headers,
    body: {
      total_count: suites.length,
      check_suites: rows.map((suite) => checkSuiteShape(call.world, repository, suite)),
    },
  };
}

function createSuite(call: Call): Reply {
  const { repository, doer } = writing(call);
  const { sha } = commitNamed(repository, requiredText(bodyOf(call), "head_sha"));
  const known = repository.checkSuites.some((suite) => suite.appId === doer.appId && suite.headSha === sha);
  const suite = suiteOn(call.world, repository, { appId: doer.appId, sha });
  return { status: known ? 200 : 201, body: checkSuiteShape(call.world, repository, suite) };
}

function readSuite(call: Call): Reply {
  const repository = reading(call);
  return ok(checkSuiteShape(call.world, repository, suiteRow(call, repository)));
}

function rerequest(call: Call): Reply {
  const { repository, doer } = writing(call);
  const run = runRow(call, repository);
  if (run.appId !== doer.appId) throw new GitHubRefusal(403, "This check run is not rerequestable");
  rerequestRun(call.world, repository, { run, doer });
  return { status: 201, body: {} };
}

function rerequestSuite(call: Call): Reply {
  const { repository, doer } = writing(call);
  emitSuite(call.world, repository, { suite: suiteRow(call, repository), action: "rerequested", doer });
  return { status: 201, body: {} };
}
