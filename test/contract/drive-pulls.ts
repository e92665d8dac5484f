/** Uses every operation around pull requests, checks and merging once. */
import { CLOSING_ISSUES, TRACKED_ISSUES } from "#src/github/queries.ts";
import type { Act, Stage } from "./stage.ts";

/** Pull requests, reviews, checks, merging, the merge queue. */
export async function drivePulls(stage: Stage): Promise<void> {
  const { alice, repo, github } = stage;
  const bob = github.push("acme/shop", {
    branch: "fast",
    files: { "src/pay.ts": "export const pay = 2;\n" },
    login: "bob",
  });
  const issue = await alice(`POST ${repo}/issues`, { title: "Slow", labels: ["aftercare"] });
  await alice(`POST ${repo}/issues/${issue.number}/comments`, { body: "Noted" });
  const pull = await alice(`POST ${repo}/pulls`, {
    title: "Faster",
    head: "fast",
    base: "main",
    body: `Fixes #${issue.number}`,
    draft: true,
  });
  const one = `${repo}/pulls/${pull.number}`;
  github.markReady("acme/shop", pull.number);
  await alice(`PATCH ${one}`, { title: "Much faster", body: `Fixes #${issue.number}.`, state: "closed" });
  await alice(`PATCH ${one}`, { state: "open" });
  github.push("acme/shop", { branch: "fast", files: { "src/more.ts": "export {};\n" }, login: "bob" });
  await alice(`GET ${one}`);
  await alice(`GET ${repo}/pulls?state=all&base=main&sort=updated&direction=desc`);
  await alice(`GET ${one}/files?per_page=100`);
  await alice(`GET ${one}/commits`);
  await alice(`GET ${one}`, undefined, { accept: "application/vnd.github.diff" });
  await alice(`GET ${repo}/commits/${bob}/pulls`);
  await driveGraphql(stage, pull.number);
  await driveReviews(stage, one);
  await driveChecks(stage, (await alice(`GET ${one}`)).head.sha);
  await alice(`PUT ${repo}/contents/other.md`, { message: "Move main", content: "eA==" });
  await alice(`PUT ${one}/update-branch`, {});
  const { head } = await alice(`GET ${one}`);
  await alice(`PUT ${one}/merge`, { merge_method: "squash", sha: head.sha, commit_title: "Much faster" });
  await alice(`GET ${one}/merge`);
  await alice(`GET ${repo}/issues/${issue.number}/timeline`);
  await alice(`GET ${repo}/issues/${pull.number}`);
  await github.settled();
}

/** The documents of ours; answers with errors are no answers. */
async function driveGraphql({ bot }: Stage, number: number): Promise<void> {
  const names = { owner: "acme", repo: "shop" };
  const listing = { ...names, label: "aftercare", since: "2026-01-01T00:00:00Z", open: true, closed: true };
  const closing = await bot("POST /graphql", { query: CLOSING_ISSUES, variables: { ...names, number } });
  const tracked = await bot("POST /graphql", { query: TRACKED_ISSUES, variables: listing });
  if (closing.errors || tracked.errors) throw new Error(JSON.stringify([closing.errors, tracked.errors]));
}

/** A merge queue: one pull request goes through, one leaves. */
export async function driveQueue({ alice, bot, repo, github }: Stage): Promise<void> {
  const parameters = {
    check_response_timeout_minutes: 60,
    grouping_strategy: "ALLGREEN",
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: "MERGE",
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  };
  const checks = {
    strict_required_status_checks_policy: false,
    required_status_checks: [{ context: "aftercare/gate" }],
  };
  await alice(`POST ${repo}/rulesets`, {
    name: "queue",
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [
      { type: "merge_queue", parameters },
      { type: "required_status_checks", parameters: checks },
    ],
  });
  for (const branch of ["one", "two"]) {
    const sha = github.push("acme/shop", { branch, files: { [`${branch}.txt`]: "x\n" } });
    const pull = github.openPull("acme/shop", { title: branch, head: branch });
    await bot(`POST ${repo}/check-runs`, {
      name: "aftercare/gate",
      head_sha: sha,
      status: "completed",
      conclusion: "success",
    });
    github.enqueue("acme/shop", pull.number);
    await alice(`GET ${repo}/issues/${pull.number}/timeline`);
    if (branch === "two") github.dequeue("acme/shop", pull.number);
  }
  await alice(`GET ${repo}/rules/branches/main`);
  await github.settled();
}

async function driveReviews({ alice, bot, github }: Stage, one: string): Promise<void> {
  await alice(`POST ${one}/requested_reviewers`, { reviewers: ["bob"], team_reviewers: ["owners"] });
  await alice(`GET ${one}/requested_reviewers`);
  await alice(`DELETE ${one}/requested_reviewers`, { reviewers: [], team_reviewers: ["owners"] });
  github.review("acme/shop", Number(one.split("/").at(-1)), { login: "bob", event: "APPROVE", body: "Good" });
  const review = await bot(`POST ${one}/reviews`, { event: "REQUEST_CHANGES", body: "Not yet" });
  await alice(`GET ${one}/reviews`);
  await alice(`PUT ${one}/reviews/${review.id}/dismissals`, { message: "done" });
}

async function driveChecks({ alice, bot, repo, github }: Stage, sha: string): Promise<void> {
  const output = {
    title: "Blocked",
    summary: "why",
    text: "more",
    annotations: [{ path: "src/pay.ts", start_line: 1, end_line: 1, annotation_level: "warning", message: "here" }],
  };
  const run = await bot(`POST ${repo}/check-runs`, {
    name: "aftercare/gate",
    head_sha: sha,
    status: "in_progress",
    external_id: "a",
    started_at: "2026-01-05T09:00:00Z",
  });
  const one = `${repo}/check-runs/${run.id}`;
  const actions = [{ label: "Recheck", description: "Judge again", identifier: "recheck" }];
  await bot(`PATCH ${one}`, {
    status: "completed",
    conclusion: "failure",
    output,
    actions,
    details_url: "https://aftercare.example.org/1",
  });
  await alice(`GET ${one}`);
  await alice(`GET ${one}/annotations`);
  await alice(`GET ${repo}/commits/${sha}/check-runs?check_name=aftercare/gate&filter=latest`);
  github.clickCheckAction("acme/shop", run.id, { identifier: "recheck", login: "bob" });
  await bot(`POST ${one}/rerequest`, {});
  await driveSuites(bot, { repo, sha });
}

async function driveSuites(bot: Act, { repo, sha }: { repo: string; sha: string }): Promise<void> {
  const suites = await bot(`GET ${repo}/commits/${sha}/check-suites`);
  const suite = `${repo}/check-suites/${suites.check_suites[0].id}`;
  await bot(`POST ${repo}/check-suites`, { head_sha: sha });
  await bot(`GET ${suite}`);
  await bot(`GET ${suite}/check-runs`);
  await bot(`POST ${suite}/rerequest`, {});
}
