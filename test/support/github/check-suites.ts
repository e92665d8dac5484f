/** Check suites: what one App says about one commit as a whole. */
import { grants } from "./access.ts";
import { branchTip } from "./git.ts";
import type { Doer } from "./branch-rules.ts";
import type { World } from "./call.ts";
import type { CheckSuiteRow } from "./pull-rows.ts";
import type { RepositoryRow } from "./rows.ts";
import { webhookSuiteShape } from "./shapes/check-run.ts";
import { accountOf, installationsOn, nextId } from "./state.ts";

/** The App's suite on a commit; made when there is none. */
export function suiteOn(
  world: World,
  repository: RepositoryRow,
  on: { appId: number; sha: string; before?: string | null },
): CheckSuiteRow {
  const known = repository.checkSuites.find((suite) => suite.appId === on.appId && suite.headSha === on.sha);
  if (known) return known;
  const head = [...repository.git.refs].find(([ref, sha]) => sha === on.sha && ref.startsWith("refs/heads/"));
  const now = world.clock.now();
  const suite: CheckSuiteRow = {
    id: nextId(world.state, "check-suite"),
    appId: on.appId,
    headSha: on.sha,
    headBranch: head?.[0].slice("refs/heads/".length) ?? null,
    before: on.before ?? null,
    createdAt: now,
    updatedAt: now,
  };
  repository.checkSuites.push(suite);
  return suite;
}

/** After a push: every App that may write checks gets a suite and `check_suite.requested`. */
export function requestSuites(
  world: World,
  repository: RepositoryRow,
  push: { sha: string; branch: string; before: string | null },
): void {
  if (branchTip(repository.git, push.branch) !== push.sha) return;
  for (const installation of installationsOn(world.state, repository)) {
    if (!grants(installation.permissions, ["checks", "write"])) continue;
    const { appId } = installation;
    if (repository.checkSuites.some((suite) => suite.appId === appId && suite.headSha === push.sha)) continue;
    const suite = suiteOn(world, repository, { appId, sha: push.sha, before: push.before });
    const app = world.state.apps.get(appId);
    const login = app ? accountOf(world.state, `${app.slug}[bot]`).login : repository.owner;
    emitSuite(world, repository, { suite, action: "requested", doer: { login, appId } });
  }
}

/** Sends `check_suite.<action>`: `completed` to all who may read checks, the others to the suite's App. */
export function emitSuite(
  world: World,
  repository: RepositoryRow,
  what: {
    readonly suite: CheckSuiteRow;
    readonly action: "requested" | "rerequested" | "completed";
    readonly doer: Doer;
  },
): void {
  const { suite, action, doer } = what;
  world.emit({
    event: "check_suite",
    action,
    repository,
    sender: doer.login,
    payload: { check_suite: webhookSuiteShape(world, repository, suite) },
    ...(action === "completed" ? {} : { onlyApps: [suite.appId] }),
  });
}
