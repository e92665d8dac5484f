/** Whether required checks are green on a commit, by GitHub's rules, and its words when they are not. */
import type { CheckRunRow, RequiredCheck, StatusRow } from "./pull-rows.ts";
import type { RepositoryRow } from "./rows.ts";

/** Where one required check stands. */
export type CheckState = "success" | "expected" | "queued" | "in progress" | "pending" | "failing";

/** Conclusions that satisfy a requirement. Source: "About protected branches", "Troubleshooting required status checks". */
const satisfying = new Set(["success", "neutral", "skipped"]);

/** The newest run of each App under one name. */
export function newestRuns(runs: readonly CheckRunRow[], name: string): readonly CheckRunRow[] {
  const newest = new Map<number, CheckRunRow>();
  for (const run of runs)
    if (run.name === name && run.id >= (newest.get(run.appId)?.id ?? 0)) newest.set(run.appId, run);
  return [...newest.values()];
}

/** The newest status of each context on a commit, oldest context first. */
export function newestStatuses(repository: RepositoryRow, sha: string): readonly StatusRow[] {
  const newest = new Map<string, StatusRow>();
  for (const status of repository.statuses.filter((row) => row.sha === sha)) newest.set(status.context, status);
  return [...newest.values()];
}

/** Where a required check stands on a commit: runs and a status under one name must all pass. */
export function checkState(repository: RepositoryRow, sha: string, check: RequiredCheck): CheckState {
  const mine = (row: { readonly appId: number | null }) => check.appId === null || row.appId === check.appId;
  const runs = newestRuns(
    repository.checkRuns.filter((run) => run.headSha === sha && mine(run)),
    check.context,
  );
  const status = newestStatuses(repository, sha).find((row) => row.context === check.context && mine(row));
  const states = new Set([...runs.map(stateOfRun), ...(status ? [stateOfStatus(status)] : [])]);
  const order: readonly CheckState[] = ["failing", "queued", "in progress", "pending", "success"];
  return order.find((state) => states.has(state)) ?? "expected";
}

function stateOfRun(run: CheckRunRow): CheckState {
  if (run.status === "completed") return satisfying.has(run.conclusion ?? "") ? "success" : "failing";
  if (run.status === "in_progress") return "in progress";
  return run.status === "queued" ? "queued" : "pending";
}

function stateOfStatus(status: StatusRow): CheckState {
  if (status.state === "success" || status.state === "pending") return status.state;
  return "failing";
}

/** GitHub's sentence about required checks that are not green; null when all are. With several, it counts and names none. */
export function unmetChecks(repository: RepositoryRow, sha: string, checks: readonly RequiredCheck[]): string | null {
  const states = checks.map((check) => ({ check, state: checkState(repository, sha, check) }));
  const unmet = states.filter(({ state }) => state !== "success");
  const [first] = unmet;
  if (!first) return null;
  if (checks.length === 1 || unmet.length === 1)
    return `Required status check "${first.check.context}" is ${first.state}.`;
  const kinds = new Set(unmet.map(({ state }) => state));
  if (kinds.size === 1 && unmet.length === checks.length)
    return `${unmet.length} of ${checks.length} required status checks are ${first.state}.`;
  const told = (["expected", "pending", "failing"] as const)
    .map((state) => ({ state, count: unmet.filter((u) => u.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  return `${unmet.length} of ${checks.length} required status checks have not succeeded${told.length ? `: ${told.join(" and ")}` : ""}.`;
}
