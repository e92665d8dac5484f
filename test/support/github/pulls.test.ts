/** Pull requests of the stand-in over real HTTP: files, heads that move, merges, and everything valid by GitHub's description. */
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type ApiClient, apiClient, at, numberAt, textAt } from "./api-client.ts";
import { type GitHubServer, startGitHub } from "./server.ts";

const repo = "/repos/acme/shop";
const observer = strictObserver();
/** Made once: it takes a tenth of a second. */
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
let hub: GitHubServer;
let alice: ApiClient;

beforeEach(async () => {
  hub = await startGitHub({ observe: observer });
  hub.addOrganization("acme", { alice: "admin", bob: "member" });
  hub.addRepository({
    owner: "acme",
    name: "shop",
    files: { "README.md": "# Shop\n", "src/pay.ts": "one\ntwo\nthree\nfour\nfive\n", "src/cart.ts": "cart\n" },
    collaborators: { bob: "write" },
  });
  const app = hub.addApp({
    slug: "watcher",
    permissions: { contents: "write", pull_requests: "write", checks: "write", issues: "write", statuses: "write" },
    events: [
      "pull_request",
      "push",
      "create",
      "delete",
      "check_run",
      "check_suite",
      "status",
      "pull_request_review",
      "issues",
    ],
    webhookUrl: "http://127.0.0.1:9/",
    privateKey,
  });
  hub.installApp({ app, account: "acme" });
  alice = apiClient(hub.url, hub.userToken("alice"));
});

afterEach(async () => {
  await hub.stop();
});

/** The events that Apps were told of, as `event.action`. */
function told(): string[] {
  return hub.deliveries().map((row) => (row.action === null ? row.event : `${row.event}.${row.action}`));
}

async function openPull(title = "Pay later", more: object = {}): Promise<number> {
  hub.push("acme/shop", {
    branch: "later",
    files: { "src/pay.ts": "one\ntwo\nTHREE\nfour\nfive\n", "src/late.ts": "new\n" },
  });
  const { status, body } = await alice(`POST ${repo}/pulls`, { title, head: "later", base: "main", ...more });
  expect(status).toBe(201);
  return numberAt(body, "number");
}

describe("files of a pull request", () => {
  test("come from the diff against the merge base, with patches", async () => {
    const number = await openPull();
    hub.push("acme/shop", { branch: "main", files: { "README.md": "# Shop 2\n" } });
    const { body } = await alice(`GET ${repo}/pulls/${number}/files`);
    expect(body).toMatchObject([
      { filename: "src/late.ts", status: "added", additions: 1, deletions: 0, patch: "@@ -0,0 +1 @@\n+new" },
      {
        filename: "src/pay.ts",
        status: "modified",
        patch: "@@ -1,5 +1,5 @@\n one\n two\n-three\n+THREE\n four\n five",
      },
    ]);
    const pull = await alice(`GET ${repo}/pulls/${number}`);
    expect(pull.body).toMatchObject({ changed_files: 2, additions: 2, deletions: 1, commits: 1 });
  });

  test("name both paths of a rename, say mode changes without a patch, and cap at 3,000", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 3001 }, (_, n) => [`many/${String(n).padStart(4, "0")}.txt`, `${n}\n`]),
    );
    hub.push("acme/shop", {
      branch: "big",
      files: { ...many, "a/moved.ts": { from: "src/pay.ts" }, "src/cart.ts": { mode: "100755" } },
    });
    const { body } = await alice(`POST ${repo}/pulls`, { title: "Big", head: "big", base: "main" });
    expect(at(body, "changed_files")).toBe(3003);
    const first = await alice(`GET ${repo}/pulls/1/files?per_page=100`);
    expect(first.body).toHaveLength(100);
    expect(at(first.body, "0")).toMatchObject({
      filename: "a/moved.ts",
      previous_filename: "src/pay.ts",
      status: "renamed",
      changes: 0,
    });
    expect(first.headers.get("link")).toContain('page=30>; rel="last"');
    const last = await alice(`GET ${repo}/pulls/1/files?per_page=100&page=30`);
    expect(textAt(last.body, "99.filename")).toBe("many/2998.txt");
  });
});

describe("a head", () => {
  test("moves with a push and says synchronize with before and after", async () => {
    const number = await openPull();
    const before = textAt((await alice(`GET ${repo}/pulls/${number}`)).body, "head.sha");
    const put = await alice(`PUT ${repo}/contents/src/more.ts`, {
      message: "More",
      content: btoa("more\n"),
      branch: "later",
    });
    expect(put.status).toBe(201);
    const { body } = await alice(`GET ${repo}/pulls/${number}`);
    expect(textAt(body, "head.sha")).toBe(textAt(put.body, "commit.sha"));
    const event = hub.deliveries().findLast((row) => row.event === "pull_request");
    expect(JSON.parse(event?.body ?? "{}")).toMatchObject({
      action: "synchronize",
      before,
      after: textAt(body, "head.sha"),
    });
    expect(told()).toEqual(
      expect.arrayContaining(["push", "check_suite.requested", "pull_request.opened", "pull_request.synchronize"]),
    );
  });

  test("that is deleted closes its pull request", async () => {
    const number = await openPull();
    expect((await alice(`DELETE ${repo}/git/refs/heads/later`)).status).toBe(204);
    expect((await alice(`GET ${repo}/pulls/${number}`)).body).toMatchObject({ state: "closed", merged: false });
    expect(told()).toEqual(expect.arrayContaining(["delete", "pull_request.closed"]));
  });

  test("of a fork is seen by its owner and found only from the fork", async () => {
    hub.addUser("carol");
    const carol = apiClient(hub.url, hub.userToken("carol"));
    expect((await carol(`POST ${repo}/forks`, {})).status).toBe(202);
    const sha = hub.push("carol/shop", { branch: "fix", files: { "src/pay.ts": "fixed\n" }, login: "carol" });
    const { status, body } = await carol(`POST ${repo}/pulls`, { title: "Fix", head: "carol:fix", base: "main" });
    expect([status, at(body, "head.label"), at(body, "head.repo.full_name")]).toEqual([201, "carol:fix", "carol/shop"]);
    expect((await alice(`GET ${repo}/commits/${sha}/pulls`)).body).toEqual([]);
    expect((await alice(`GET /repos/carol/shop/commits/${sha}/pulls`)).body).toMatchObject([{ number: 1 }]);
    hub.push("carol/shop", { branch: "fix", files: { "src/pay.ts": "fixed better\n" }, login: "carol" });
    expect(told().filter((event) => event === "pull_request.synchronize")).toHaveLength(1);
  });
});

describe("a merge", () => {
  test.each([
    ["merge", 2, "Merge pull request #1 from acme/later"],
    ["squash", 1, "Pay later (#1)"],
    ["rebase", 1, "Change src/pay.ts"],
  ])("by %s makes a commit with %i parents", async (merge_method, parents, title) => {
    const number = await openPull();
    const merged = await alice(`PUT ${repo}/pulls/${number}/merge`, { merge_method });
    expect(merged.body).toMatchObject({ merged: true });
    const commit = await alice(`GET ${repo}/commits/main`);
    expect(textAt(commit.body, "sha")).toBe(textAt(merged.body, "sha"));
    expect([
      (at(commit.body, "parents") as unknown[]).length,
      textAt(commit.body, "commit.message").split("\n")[0],
    ]).toEqual([parents, title]);
    const pull = await alice(`GET ${repo}/pulls/${number}`);
    expect(pull.body).toMatchObject({ merged: true, state: "closed", merged_by: { login: "alice" }, changed_files: 2 });
    expect((await alice(`GET ${repo}/contents/src/late.ts`)).status).toBe(200);
  });

  test("is refused with a stale sha, as a draft, on conflict and twice", async () => {
    const number = await openPull("Draft", { draft: true });
    expect((await alice(`PUT ${repo}/pulls/${number}/merge`)).body).toMatchObject({
      message: "Pull Request is still a draft",
    });
    hub.markReady("acme/shop", number);
    const stale = await alice(`PUT ${repo}/pulls/${number}/merge`, { sha: "1".repeat(40) });
    expect([stale.status, at(stale.body, "message")]).toEqual([
      409,
      "Head branch was modified. Review and try the merge again.",
    ]);
    hub.push("acme/shop", { branch: "main", files: { "src/pay.ts": "other\n" } });
    const conflict = await alice(`PUT ${repo}/pulls/${number}/merge`);
    expect([conflict.status, at(conflict.body, "message")]).toEqual([405, "Pull Request is not mergeable"]);
    hub.push("acme/shop", { branch: "later", from: "main", force: true, files: { "src/late.ts": "new\n" } });
    expect((await alice(`PUT ${repo}/pulls/${number}/merge`)).status).toBe(200);
    expect((await alice(`PUT ${repo}/pulls/${number}/merge`)).status).toBe(405);
  });

  test("closes the issues that the body and the sidebar name, each with its own keyword", async () => {
    for (const title of ["One", "Two", "Three", "Four"])
      expect((await alice(`POST ${repo}/issues`, { title })).status).toBe(201);
    const number = await openPull("Fixes", { body: "Fixes #1, #2 and closes acme/shop#3. Mentions `fixes #2`." });
    const four = hub.repository("acme/shop").issues.get(4);
    if (four) hub.linkIssue("acme/shop", number, { issue: four });
    await alice(`PUT ${repo}/pulls/${number}/merge`);
    const states = await Promise.all(
      [1, 2, 3, 4].map(async (n) => at((await alice(`GET ${repo}/issues/${n}`)).body, "state")),
    );
    expect(states).toEqual(["closed", "open", "closed", "closed"]);
    const events = await alice(`GET ${repo}/issues/1/events`);
    expect(events.body).toMatchObject([{ event: "closed", commit_id: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
    expect(told().filter((event) => event === "issues.closed")).toHaveLength(3);
  });
});

describe("mergeability", () => {
  test("is unknown until GitHub has looked, then clean, behind or dirty", async () => {
    const number = await openPull();
    const ask = async () => {
      const { body } = await alice(`GET ${repo}/pulls/${number}`);
      return [at(body, "mergeable"), at(body, "mergeable_state")];
    };
    expect(await ask()).toEqual([null, "unknown"]);
    expect(await ask()).toEqual([true, "clean"]);
    hub.push("acme/shop", { branch: "main", files: { "src/pay.ts": "other\n" } });
    expect(await ask()).toEqual([null, "unknown"]);
    expect(await ask()).toEqual([false, "dirty"]);
  });
});

describe("an edit", () => {
  test("of the base says what the base was", async () => {
    const number = await openPull();
    hub.push("acme/shop", { branch: "release", files: { VERSION: "1\n" } });
    const { body } = await alice(`PATCH ${repo}/pulls/${number}`, { base: "release" });
    expect(at(body, "base.ref")).toBe("release");
    const event = hub.deliveries().findLast((row) => row.event === "pull_request");
    expect(JSON.parse(event?.body ?? "{}")).toMatchObject({
      action: "edited",
      changes: { base: { ref: { from: "main" } } },
    });
  });

  test("closes and reopens", async () => {
    const number = await openPull();
    expect(at((await alice(`PATCH ${repo}/pulls/${number}`, { state: "closed" })).body, "state")).toBe("closed");
    expect(at((await alice(`PATCH ${repo}/pulls/${number}`, { state: "open", title: "Later" })).body, "title")).toBe(
      "Later",
    );
    expect(told().filter((event) => event.startsWith("pull_request."))).toEqual(
      ["opened", "closed", "edited", "reopened"].map((a) => `pull_request.${a}`),
    );
  });
});

describe("what people do to a pull request", () => {
  test("is told as pull_request events and stands on its timeline", async () => {
    const number = await openPull();
    const issue = `${repo}/issues/${number}`;
    await alice(`POST ${issue}/labels`, { labels: ["urgent"] });
    await alice(`DELETE ${issue}/labels/urgent`);
    await alice(`POST ${issue}/assignees`, { assignees: ["bob"] });
    await alice(`DELETE ${issue}/assignees`, { assignees: ["bob"] });
    await alice(`POST ${repo}/pulls/${number}/requested_reviewers`, { reviewers: ["bob"] });
    await alice(`DELETE ${repo}/pulls/${number}/requested_reviewers`, { reviewers: ["bob"] });
    await alice(`PUT ${issue}/lock`, { lock_reason: "resolved" });
    await alice(`DELETE ${issue}/lock`);
    hub.convertToDraft("acme/shop", number);
    hub.markReady("acme/shop", number);
    hub.review("acme/shop", number, { login: "bob", event: "APPROVE", body: "Good" });
    hub.push("acme/shop", { branch: "later", from: "main", force: true, files: { "src/late.ts": "x\n" } });
    await alice(`PATCH ${repo}/pulls/${number}`, { title: "Pay much later" });
    await alice(`PUT ${repo}/pulls/${number}/merge`);
    await alice(`DELETE ${repo}/git/refs/heads/later`);
    const actions = told().flatMap((event) =>
      event.startsWith("pull_request.") ? [event.slice("pull_request.".length)] : [],
    );
    expect(actions).toEqual([
      "opened",
      "labeled",
      "unlabeled",
      "assigned",
      "unassigned",
      "review_requested",
      "review_request_removed",
      "locked",
      "unlocked",
      "converted_to_draft",
      "ready_for_review",
      "synchronize",
      "edited",
      "closed",
    ]);
    const timeline = await alice(`GET ${issue}/timeline?per_page=100`);
    const events = (timeline.body as { event: string }[]).map((row) => row.event);
    expect(events).toEqual(
      expect.arrayContaining(["reviewed", "head_ref_force_pushed", "renamed", "merged", "closed", "head_ref_deleted"]),
    );
  });

  test("to a review is told as well", async () => {
    const number = await openPull();
    const bob = apiClient(hub.url, hub.userToken("bob"));
    const review = await bob(`POST ${repo}/pulls/${number}/reviews`, { event: "REQUEST_CHANGES", body: "Not yet" });
    expect((await alice(`POST ${repo}/pulls/${number}/reviews`, { event: "APPROVE" })).status).toBe(422);
    await alice(`PUT ${repo}/pulls/${number}/reviews/${numberAt(review.body, "id")}/dismissals`, { message: "Done" });
    expect((await alice(`GET ${repo}/pulls/${number}/reviews`)).body).toMatchObject([
      { state: "DISMISSED", user: { login: "bob" } },
    ]);
    expect(told()).toEqual(expect.arrayContaining(["pull_request_review.submitted", "pull_request_review.dismissed"]));
  });
});

test("everything above was valid by GitHub's description", () => {
  observer.assertClean();
});
