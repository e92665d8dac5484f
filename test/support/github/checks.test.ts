/** Check runs, statuses, branch rules and the merge queue of the stand-in over real HTTP. */
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type ApiClient, apiClient, at, numberAt, textAt } from "./api-client.ts";
import type { AppHandle } from "./setup-apps.ts";
import { type GitHubServer, startGitHub } from "./server.ts";

const repo = "/repos/acme/shop";
const ignore = [
  // Refused on purpose.
  "POST /repos/{owner}/{repo}/check-runs request",
  "POST /repos/{owner}/{repo}/statuses/{sha} request",
  // GitHub's description offers two schemas that the same refusal matches both.
  "PUT /repos/{owner}/{repo}/contents/{path} response 409",
  "branch_protection_rule.created is not in GitHub's description",
];
const observer = strictObserver({ ignore });
/** Made once: it takes a tenth of a second. */
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
let hub: GitHubServer;
let alice: ApiClient;
let bob: ApiClient;
let bot: ApiClient;
let app: AppHandle;
let sha: string;

beforeEach(async () => {
  hub = await startGitHub({ observe: observer });
  hub.addOrganization("acme", { alice: "admin", bob: "member" });
  hub.addRepository({
    owner: "acme",
    name: "shop",
    files: { "a.txt": "a\n", "b.txt": "b\n" },
    collaborators: { bob: "write" },
  });
  const permissions = {
    contents: "write",
    pull_requests: "write",
    checks: "write",
    statuses: "write",
    merge_queues: "read",
    administration: "read",
  } as const;
  const events = [
    "pull_request",
    "push",
    "check_run",
    "check_suite",
    "status",
    "merge_group",
    "branch_protection_rule",
  ];
  app = hub.addApp({ slug: "gatekeeper", permissions, events, webhookUrl: "http://127.0.0.1:9/", privateKey });
  bot = apiClient(hub.url, hub.installationToken(hub.installApp({ app, account: "acme" })));
  alice = apiClient(hub.url, hub.userToken("alice"));
  bob = apiClient(hub.url, hub.userToken("bob"));
  sha = hub.push("acme/shop", { branch: "work", files: { "a.txt": "A\n" } });
  hub.openPull("acme/shop", { title: "Work", head: "work", login: "bob" });
});

afterEach(async () => {
  await hub.stop();
});

/** The events that the App was told of, as `event.action`. */
function told(): string[] {
  return hub.deliveries().map((row) => (row.action === null ? row.event : `${row.event}.${row.action}`));
}

function lastPayload(event: string): unknown {
  return JSON.parse(hub.deliveries().findLast((row) => row.event === event)?.body ?? "null");
}

async function runCheck(conclusion: string | null, more: object = {}): Promise<number> {
  const state = conclusion === null ? { status: "in_progress" } : { status: "completed", conclusion };
  const { status, body } = await bot(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha, ...state, ...more });
  expect(status).toBe(201);
  return numberAt(body, "id");
}

async function protect(checks: readonly object[], more: object = {}): Promise<void> {
  const required_status_checks = { strict: false, contexts: [], checks, ...more };
  const body = {
    required_status_checks,
    enforce_admins: true,
    required_pull_request_reviews: null,
    restrictions: null,
  };
  expect((await alice(`PUT ${repo}/branches/main/protection`, body)).status).toBe(200);
}

async function merge(): Promise<unknown[]> {
  const { status, body } = await bob(`PUT ${repo}/pulls/1/merge`);
  return [status, at(body, "message")];
}

describe("a check run", () => {
  test("is made by Apps only", async () => {
    expect((await alice(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha })).status).toBe(403);
    const actions = apiClient(hub.url, hub.actionsToken("acme/shop"));
    const { body } = await actions(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha });
    expect(at(body, "app.slug")).toBe("github-actions");
    const fork = apiClient(hub.url, hub.actionsToken("acme/shop", { fork: true }));
    expect((await fork(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha })).status).toBe(403);
  });

  test("names its pull request, and is listed once a name, the newest", async () => {
    await runCheck("failure");
    const id = await runCheck("success", { output: { title: "Fine", summary: "All is well" } });
    const { body } = await bot(`GET ${repo}/commits/work/check-runs?check_name=gate`);
    expect(body).toMatchObject({
      total_count: 1,
      check_runs: [{ id, conclusion: "success", pull_requests: [{ number: 1 }] }],
    });
    expect(at((await bot(`GET ${repo}/commits/work/check-runs?filter=all`)).body, "total_count")).toBe(2);
    expect(told()).toEqual(
      expect.arrayContaining([
        "check_suite.requested",
        "check_run.created",
        "check_run.completed",
        "check_suite.completed",
      ]),
    );
  });

  const annotation = { path: "a.txt", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };
  const action = { label: "Re-check", description: "Judge again", identifier: "recheck" };
  test.each([
    [
      "51 annotations",
      { output: { title: "t", summary: "s", annotations: Array.from({ length: 51 }, () => annotation) } },
    ],
    ["a long summary", { output: { title: "t", summary: "s".repeat(65_536) } }],
    ["a long text", { output: { title: "t", summary: "s", text: "s".repeat(65_536) } }],
    ["four buttons", { actions: [action, action, action, action] }],
    ["a long label", { actions: [{ ...action, label: "l".repeat(21) }] }],
    ["a long description", { actions: [{ ...action, description: "d".repeat(41) }] }],
    ["a long identifier", { actions: [{ ...action, identifier: "i".repeat(21) }] }],
    ["completion without a conclusion", { status: "completed" }],
    ["an unknown commit", { head_sha: "1".repeat(40) }],
  ])("is refused with %s", async (_, more) => {
    expect((await bot(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha, ...more })).status).toBe(422);
  });

  test("gathers annotations, 50 at a time, and gives them as a list", async () => {
    const output = { title: "t", summary: "s", annotations: Array.from({ length: 50 }, () => annotation) };
    const id = await runCheck("failure", { output });
    await bot(`PATCH ${repo}/check-runs/${id}`, { output });
    expect((await bot(`GET ${repo}/check-runs/${id}/annotations?per_page=100`)).body).toHaveLength(100);
  });

  test("tells its App of Re-run and of its buttons", async () => {
    const id = await runCheck("failure", { actions: [action] });
    hub.clickCheckAction("acme/shop", id, { identifier: "recheck", login: "bob" });
    expect(lastPayload("check_run")).toMatchObject({
      action: "requested_action",
      requested_action: { identifier: "recheck" },
      sender: { login: "bob" },
    });
    hub.rerunCheck("acme/shop", id);
    expect(lastPayload("check_run")).toMatchObject({ action: "rerequested", check_run: { id } });
    expect(() => hub.clickCheckAction("acme/shop", id, { identifier: "other" })).toThrow(/no action/);
  });

  test("is changed by its own App only", async () => {
    const id = await runCheck("failure");
    const actions = apiClient(hub.url, hub.actionsToken("acme/shop"));
    expect((await actions(`PATCH ${repo}/check-runs/${id}`, { conclusion: "success" })).status).toBe(403);
    expect(at((await bot(`PATCH ${repo}/check-runs/${id}`, { conclusion: "success" })).body, "conclusion")).toBe(
      "success",
    );
  });
});

describe("a status", () => {
  test("is summed up by its newest of each context", async () => {
    for (const state of ["failure", "success"])
      await bot(`POST ${repo}/statuses/${sha}`, { state, context: "gate", description: "d" });
    const { body } = await bot(`GET ${repo}/commits/${sha}/status`);
    expect(body).toMatchObject({ state: "success", total_count: 1 });
    expect(lastPayload("status")).toMatchObject({ state: "success", sha, branches: [{ name: "work" }] });
  });

  test("is refused when too long, and after a thousand", async () => {
    expect((await bot(`POST ${repo}/statuses/${sha}`, { state: "success", description: "d".repeat(141) })).status).toBe(
      422,
    );
    const rows = hub.repository("acme/shop").statuses;
    for (let id = 1; id <= 1000; id += 1)
      rows.push({
        id,
        sha,
        context: "gate",
        state: "success",
        description: null,
        targetUrl: null,
        creator: "bob",
        appId: null,
        createdAt: 0,
      });
    expect((await bot(`POST ${repo}/statuses/${sha}`, { state: "success", context: "gate" })).status).toBe(422);
    expect((await bot(`POST ${repo}/statuses/${sha}`, { state: "success", context: "other" })).status).toBe(201);
  });
});

describe("branch protection", () => {
  test("refuses a merge until the required check is green, in GitHub's words", async () => {
    await protect([{ context: "gate" }]);
    expect(await merge()).toEqual([405, 'Required status check "gate" is expected.']);
    await runCheck(null);
    expect(await merge()).toEqual([405, 'Required status check "gate" is in progress.']);
    await runCheck("success");
    await runCheck("failure");
    expect(await merge()).toEqual([405, 'Required status check "gate" is failing.']);
    const asked = await bob(`GET ${repo}/pulls/1`).then(() => bob(`GET ${repo}/pulls/1`));
    expect(at(asked.body, "mergeable_state")).toBe("blocked");
    await runCheck("success");
    expect((await merge())[0]).toBe(200);
  });

  test.each(["neutral", "skipped"])("is satisfied by %s", async (conclusion) => {
    await protect([{ context: "gate" }]);
    await runCheck(conclusion);
    expect((await merge())[0]).toBe(200);
  });

  test("wants both when a check run and a status have one name", async () => {
    await protect([{ context: "gate", app_id: -1 }]);
    await runCheck("success");
    await bot(`POST ${repo}/statuses/${sha}`, { state: "failure", context: "gate" });
    expect(await merge()).toEqual([405, 'Required status check "gate" is failing.']);
    await bot(`POST ${repo}/statuses/${sha}`, { state: "success", context: "gate" });
    expect((await merge())[0]).toBe(200);
  });

  test("does not count another App's check", async () => {
    await protect([{ context: "gate", app_id: app.appId }]);
    const actions = apiClient(hub.url, hub.actionsToken("acme/shop"));
    await actions(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha, conclusion: "success" });
    expect(await merge()).toEqual([405, 'Required status check "gate" is expected.']);
  });

  test("lets administrators pass unless they are included, and stops direct pushes of others", async () => {
    const required_status_checks = { strict: true, contexts: ["gate"] };
    const body = {
      required_status_checks,
      enforce_admins: null,
      required_pull_request_reviews: { required_approving_review_count: 1 },
      restrictions: null,
    };
    await alice(`PUT ${repo}/branches/main/protection`, body);
    expect(await merge()).toEqual([405, "At least 1 approving review is required by reviewers with write access."]);
    hub.review("acme/shop", 1, { login: "alice", event: "APPROVE" });
    expect(await merge()).toEqual([405, 'Required status check "gate" is expected.']);
    const put = { message: "Direct", content: btoa("x"), branch: "main" };
    expect((await bob(`PUT ${repo}/contents/x.txt`, put)).status).toBe(409);
    expect((await alice(`PUT ${repo}/pulls/1/merge`)).status).toBe(200);
    expect(told()).toContain("branch_protection_rule.created");
  });

  test("by a ruleset is worded as such, and read by anybody", async () => {
    const rules = [
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: "gate", integration_id: app.appId }],
        },
      },
    ];
    const ruleset = {
      name: "main",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules,
    };
    expect((await alice(`POST ${repo}/rulesets`, ruleset)).status).toBe(201);
    expect((await bot(`GET ${repo}/rules/branches/main`)).body).toMatchObject(rules);
    expect(await merge()).toEqual([
      405,
      'Repository rule violations found\n\nRequired status check "gate" is expected.\n\n',
    ]);
    await runCheck("success");
    expect((await merge())[0]).toBe(200);
  });
});

describe("strict protection", () => {
  test("wants the head to be current, which updating the branch makes it, and then new checks", async () => {
    await protect([{ context: "gate" }], { strict: true });
    await runCheck("success");
    hub.push("acme/shop", { branch: "main", files: { "b.txt": "B\n" } });
    expect(await merge()).toEqual([405, "Head branch is out of date. Review and try the merge again."]);
    const { body } = await bob(`GET ${repo}/pulls/1`).then(() => bob(`GET ${repo}/pulls/1`));
    expect(at(body, "mergeable_state")).toBe("behind");
    expect((await bob(`PUT ${repo}/pulls/1/update-branch`, {})).status).toBe(202);
    expect(await merge()).toEqual([405, 'Required status check "gate" is expected.']);
  });

  test("of several checks counts and names none", async () => {
    await protect([{ context: "gate" }, { context: "tests" }, { context: "lint" }]);
    expect(await merge()).toEqual([405, "3 of 3 required status checks are expected."]);
    await runCheck("failure");
    expect(await merge()).toEqual([405, "3 of 3 required status checks have not succeeded: 2 expected and 1 failing."]);
  });
});

describe("a merge queue", () => {
  beforeEach(async () => {
    const queue = {
      check_response_timeout_minutes: 60,
      grouping_strategy: "ALLGREEN",
      max_entries_to_build: 5,
      max_entries_to_merge: 5,
      merge_method: "MERGE",
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 5,
    };
    const checks = { strict_required_status_checks_policy: false, required_status_checks: [{ context: "gate" }] };
    const rules = [
      { type: "merge_queue", parameters: queue },
      { type: "required_status_checks", parameters: checks },
    ];
    const ruleset = {
      name: "queue",
      enforcement: "active",
      conditions: { ref_name: { include: ["refs/heads/main"], exclude: [] } },
      rules,
    };
    await alice(`POST ${repo}/rulesets`, ruleset);
    await runCheck("success");
    const second = hub.push("acme/shop", { branch: "more", files: { "b.txt": "B\n" } });
    hub.openPull("acme/shop", { title: "More", head: "more", login: "bob" });
    await bot(`POST ${repo}/check-runs`, { name: "gate", head_sha: second, conclusion: "success" });
  });

  /** The newest groups that were asked about, by pull request. */
  const groups = () =>
    hub
      .deliveries()
      .filter((row) => row.event === "merge_group" && row.action === "checks_requested")
      .map((row) => at(JSON.parse(row.body), "merge_group") as Record<string, string>);

  const judge = (head_sha: string | undefined, conclusion: string) =>
    bot(`POST ${repo}/check-runs`, { name: "gate", head_sha, conclusion });

  test("is the only way in, asks for checks on a merge commit, and lands exactly that", async () => {
    expect(await merge()).toEqual([
      405,
      "Repository rule violations found\n\nChanges must be made through the merge queue\n\n",
    ]);
    hub.enqueue("acme/shop", 1, "bob");
    const [group] = groups();
    expect(group?.["head_ref"]).toMatch(/^refs\/heads\/gh-readonly-queue\/main\/pr-1-[0-9a-f]{40}$/);
    const commit = await bot(`GET ${repo}/commits/${group?.["head_sha"]}`);
    expect(at(commit.body, "parents")).toMatchObject([{ sha: group?.["base_sha"] }, { sha }]);
    await judge(group?.["head_sha"], "success");
    expect(textAt((await bot(`GET ${repo}/branches/main`)).body, "commit.sha")).toBe(group?.["head_sha"]);
    expect((await bot(`GET ${repo}/pulls/1`)).body).toMatchObject({ merged: true });
    expect(lastPayload("merge_group")).toMatchObject({ action: "destroyed", reason: "merged" });
    expect(told()).toEqual(
      expect.arrayContaining(["pull_request.enqueued", "pull_request.dequeued", "pull_request.closed"]),
    );
  });

  test("ejects what fails, and builds anew what stood behind it", async () => {
    hub.enqueue("acme/shop", 1, "bob");
    hub.enqueue("acme/shop", 2, "bob");
    const [first, behind] = groups();
    expect(behind?.["base_sha"]).toBe(first?.["head_sha"]);
    await judge(first?.["head_sha"], "failure");
    expect(lastPayload("pull_request")).toMatchObject({ action: "dequeued", reason: "CI_FAILURE", number: 1 });
    const again = groups().at(-1);
    expect(again?.["head_sha"]).not.toBe(behind?.["head_sha"]);
    await judge(again?.["head_sha"], "success");
    expect((await bot(`GET ${repo}/pulls/2`)).body).toMatchObject({ merged: true });
    expect((await bot(`GET ${repo}/pulls/1`)).body).toMatchObject({ merged: false, state: "open" });
  });

  test("gives up after its time-out, and on a push", async () => {
    hub.enqueue("acme/shop", 1, "bob");
    hub.passTime(3599);
    expect(told().filter((event) => event === "pull_request.dequeued")).toHaveLength(0);
    hub.passTime(1);
    expect(lastPayload("pull_request")).toMatchObject({ action: "dequeued", reason: "CI_TIMEOUT" });
    hub.enqueue("acme/shop", 2, "bob");
    hub.push("acme/shop", { branch: "more", files: { "b.txt": "BB\n" } });
    expect(told().filter((event) => event === "pull_request.dequeued")).toHaveLength(2);
    expect(() => hub.enqueue("acme/shop", 2, "bob")).toThrow('Required status check "gate" is expected.');
  });
});

test("everything above was valid by GitHub's description", () => {
  observer.assertClean();
});
