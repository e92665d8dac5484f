/** What the runs of a check suite amount to. */
import type { CheckRunRow, CheckSuiteRow } from "./pull-rows.ts";
import { newestRuns } from "./required-checks.ts";
import type { RepositoryRow } from "./rows.ts";

/** The runs of a suite, newest of each name only: what its conclusion is made of. */
export function latestRuns(repository: RepositoryRow, suite: CheckSuiteRow): readonly CheckRunRow[] {
  const runs = repository.checkRuns.filter((run) => run.suiteId === suite.id);
  return [...new Set(runs.map((run) => run.name))].flatMap((name) => newestRuns(runs, name));
}

/** Worst first, as GitHub sums up runs. */
const worst = [
  "action_required",
  "timed_out",
  "cancelled",
  "failure",
  "stale",
  "success",
  "neutral",
  "skipped",
] as const;

/** `queued` without runs, `completed` with a conclusion when all runs are, else `in_progress`. */
export function suiteState(
  repository: RepositoryRow,
  suite: CheckSuiteRow,
): { status: string; conclusion: string | null } {
  const runs = latestRuns(repository, suite);
  if (runs.every((run) => run.status === "queued")) return { status: "queued", conclusion: null };
  if (runs.some((run) => run.status !== "completed")) return { status: "in_progress", conclusion: null };
  return { status: "completed", conclusion: worst.find((c) => runs.some((run) => run.conclusion === c)) ?? "success" };
}
