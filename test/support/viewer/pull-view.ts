/** The part of a pull request's page that issues do not have: its checks, and whether it can be merged. */
import { ruleSources } from "#test/support/github/branch-rules.ts";
import type { World } from "#test/support/github/call.ts";
import { mergeProblem } from "#test/support/github/merge-requirements.ts";
import type { PullIssue } from "#test/support/github/pull-diff.ts";
import type { CheckRunRow, StatusRow } from "#test/support/github/pull-rows.ts";
import { newestRuns, newestStatuses, unmetChecks } from "#test/support/github/required-checks.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import type { ViewedCheck, ViewedMerge, ViewedPull } from "./view.ts";

/** What the page shows of a pull request. */
export function viewPull(world: World, repository: RepositoryRow, issue: PullIssue): ViewedPull {
  const { baseRef, headRef, headSha } = issue.pull;
  const sources = ruleSources(world.state, repository, baseRef);
  const required = new Set(sources.flatMap((source) => source.checks.map((check) => check.context)));
  return {
    base: baseRef,
    head: headRef,
    sha: headSha,
    checks: viewChecks(world, repository, headSha).map((check) => ({ ...check, required: required.has(check.name) })),
    merge: viewMerge(world, repository, issue),
  };
}

function viewMerge(world: World, repository: RepositoryRow, issue: PullIssue): ViewedMerge {
  if (issue.pull.mergedAt !== null) return { state: "merged", reasons: [] };
  if (issue.state === "closed") return { state: "closed", reasons: [] };
  if (issue.pull.draft) return { state: "draft", reasons: [] };
  const problem = mergeProblem(world, repository, { issue, doer: { login: issue.user, appId: null } });
  // An administrator may pass by: people should still see what is not green.
  const unmet = ruleSources(world.state, repository, issue.pull.baseRef).map((source) =>
    unmetChecks(repository, issue.pull.headSha, source.checks),
  );
  const reasons = [problem?.message, ...unmet].filter((reason) => typeof reason === "string");
  return { state: reasons.length > 0 ? "blocked" : "ready", reasons: [...new Set(reasons)] };
}

function viewChecks(world: World, repository: RepositoryRow, sha: string): Omit<ViewedCheck, "required">[] {
  const runs = repository.checkRuns.filter((run) => run.headSha === sha);
  const newest = [...new Set(runs.map((run) => run.name))].flatMap((name) => newestRuns(runs, name));
  const checks = [...newest.map((run) => viewRun(world, run)), ...newestStatuses(repository, sha).map(viewStatus)];
  return checks.toSorted((a, b) => Number(b.tone === "bad") - Number(a.tone === "bad") || (a.name < b.name ? -1 : 1));
}

const GOOD = new Set(["success"]);
const NEUTRAL = new Set(["neutral", "skipped", "stale"]);

function viewRun(world: World, run: CheckRunRow): Omit<ViewedCheck, "required"> {
  const outcome = run.conclusion ?? run.status.replaceAll("_", " ");
  return {
    name: run.name,
    by: world.state.apps.get(run.appId)?.name ?? "an App",
    outcome,
    tone: run.status === "completed" ? toneOf(outcome) : "waiting",
    title: run.title ?? "",
    summary: run.summary ?? "",
    text: run.text ?? "",
    annotations: run.annotations.map(({ path, startLine, level, message }) => ({
      path,
      line: startLine,
      level,
      message,
    })),
    actions: run.actions.map(({ label, description }) => ({ label, description })),
  };
}

function toneOf(conclusion: string): ViewedCheck["tone"] {
  if (GOOD.has(conclusion)) return "good";
  return NEUTRAL.has(conclusion) ? "neutral" : "bad";
}

function viewStatus(status: StatusRow): Omit<ViewedCheck, "required"> {
  return {
    name: status.context,
    by: status.creator,
    outcome: status.state,
    tone: status.state === "pending" ? "waiting" : toneOf(status.state),
    title: status.description ?? "",
    summary: "",
    text: "",
    annotations: [],
    actions: [],
  };
}
