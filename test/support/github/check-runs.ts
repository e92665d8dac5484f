/** Check runs: made and changed by their App, asked for again or answered by people. */
import type { Doer } from "./branch-rules.ts";
import { type Json, type World, GitHubRefusal } from "./call.ts";
import { emitSuite, suiteOn } from "./check-suites.ts";
import { suiteState } from "./suite-state.ts";
import { settleQueues } from "./merge-queue.ts";
import type { CheckRunRow } from "./pull-rows.ts";
import type { RepositoryRow } from "./rows.ts";
import { webhookRunShape } from "./shapes/check-run.ts";
import { nextId } from "./state.ts";

/** What a run may be given, already checked; `undefined` keeps what is there. */
export interface RunChange {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  readonly detailsUrl?: string | undefined;
  readonly status?: CheckRunRow["status"] | undefined;
  readonly conclusion?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly completedAt?: number | undefined;
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  readonly text?: string | null | undefined;
  /** Added to those that are there. */
  readonly annotations?: CheckRunRow["annotations"] | undefined;
  readonly actions?: CheckRunRow["actions"] | undefined;
}

/** One suite keeps at most so many runs of one name; the oldest go. Source: "Create a check run". */
const RUNS_OF_ONE_NAME = 1000;

/** Makes a run on a commit and tells everybody. */
export function createCheckRun(
  world: World,
  repository: RepositoryRow,
  what: {
    readonly doer: Doer & { readonly appId: number };
    readonly sha: string;
    readonly name: string;
    readonly change: RunChange;
  },
): CheckRunRow {
  const suite = suiteOn(world, repository, { appId: what.doer.appId, sha: what.sha });
  const run: CheckRunRow = {
    id: nextId(world.state, "check-run"),
    suiteId: suite.id,
    appId: what.doer.appId,
    headSha: what.sha,
    name: what.name,
    externalId: null,
    detailsUrl: null,
    status: "queued",
    conclusion: null,
    startedAt: world.clock.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  apply(world, run, what.change);
  repository.checkRuns.push(run);
  forgetOldest(repository, run);
  emitRun(world, repository, { run, action: "created", doer: what.doer });
  if (run.status === "completed") finish(world, repository, { run, doer: what.doer });
  return run;
}

function forgetOldest(repository: RepositoryRow, run: CheckRunRow): void {
  const alike = repository.checkRuns.filter((row) => row.suiteId === run.suiteId && row.name === run.name);
  const oldest = alike.length > RUNS_OF_ONE_NAME ? alike[0] : undefined;
  if (oldest) repository.checkRuns.splice(repository.checkRuns.indexOf(oldest), 1);
}

/** Changes a run; a completed one that is set to another status is open again. */
export function updateCheckRun(
  world: World,
  repository: RepositoryRow,
  what: { readonly run: CheckRunRow; readonly doer: Doer; readonly change: RunChange },
): void {
  const wasDone = what.run.status === "completed";
  apply(world, what.run, what.change);
  if (what.run.status === "completed" && (!wasDone || what.change.conclusion !== undefined))
    finish(world, repository, what);
  else settleQueues(world, repository);
}

function apply(world: World, run: CheckRunRow, change: RunChange): void {
  const { conclusion, annotations, completedAt, ...plain } = change;
  Object.assign(run, Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)));
  if (annotations) run.annotations = [...run.annotations, ...annotations];
  if (conclusion !== undefined) run.status = "completed";
  if (run.status !== "completed") Object.assign(run, { conclusion: null, completedAt: null });
  else if (conclusion !== undefined || run.completedAt === null) {
    run.conclusion = conclusion ?? run.conclusion;
    run.completedAt = completedAt ?? world.clock.now();
  }
}

function finish(world: World, repository: RepositoryRow, what: { run: CheckRunRow; doer: Doer }): void {
  const suite = repository.checkSuites.find((row) => row.id === what.run.suiteId);
  emitRun(world, repository, { ...what, action: "completed" });
  if (suite && suiteState(repository, suite).status === "completed") {
    suite.updatedAt = world.clock.now();
    emitSuite(world, repository, { suite, action: "completed", doer: what.doer });
  }
  settleQueues(world, repository);
}

/** Sends `check_run.<action>`; what people ask of a run goes to its App only. */
export function emitRun(
  world: World,
  repository: RepositoryRow,
  what: { readonly run: CheckRunRow; readonly action: string; readonly doer: Doer; readonly extra?: Json },
): void {
  const asked = what.action === "rerequested" || what.action === "requested_action";
  world.emit({
    event: "check_run",
    action: what.action,
    repository,
    sender: what.doer.login,
    payload: { check_run: webhookRunShape(world, repository, what.run), ...what.extra },
    ...(asked ? { onlyApps: [what.run.appId] } : {}),
  });
}

/** A person clicks "Re-run" on a check: the run is queued again and its App asked. */
export function rerequestRun(world: World, repository: RepositoryRow, what: { run: CheckRunRow; doer: Doer }): void {
  Object.assign(what.run, { status: "queued", conclusion: null, completedAt: null });
  emitRun(world, repository, { ...what, action: "rerequested" });
}

/** A person clicks a button of the check. Throws 422 for a button that the run does not have. */
export function requestAction(
  world: World,
  repository: RepositoryRow,
  what: { readonly run: CheckRunRow; readonly doer: Doer; readonly identifier: string },
): void {
  const { run, doer, identifier } = what;
  if (!run.actions.some((action) => action.identifier === identifier))
    throw new GitHubRefusal(422, `The check run has no action "${identifier}".`);
  emitRun(world, repository, { run, doer, action: "requested_action", extra: { requested_action: { identifier } } });
}
