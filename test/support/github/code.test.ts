/** Contents, git data, commits, diffs, branches and security alerts of the stand-in over real HTTP. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type ApiClient, apiClient, at, textAt } from "./api-client.ts";
import { type GitHubServer, startGitHub } from "./server.ts";

const repo = "/repos/acme/shop";
const raw = { accept: "application/vnd.github.raw+json" };
const asDiff = { accept: "application/vnd.github.v3.diff" };
const observer = strictObserver({
  ignore: [
    // Refused on purpose.
    "PUT /repos/{owner}/{repo}/contents/{path} request",
    // GitHub's description offers two schemas that the same refusal matches both.
    "PUT /repos/{owner}/{repo}/contents/{path} response 409",
  ],
});
let hub: GitHubServer;
let alice: ApiClient;
let bob: ApiClient;
let actions: ApiClient;

beforeEach(async () => {
  hub = await startGitHub({ observe: observer });
  hub.addOrganization("acme", { alice: "admin", bob: "member" });
  const files = {
    "README.md": "# Shop\n",
    "src/a.ts": "a\n",
    "src/b.ts": "b\n",
    "bin/run": { content: "#!/bin/sh\n", mode: "100755" as const },
  };
  hub.addRepository({ owner: "acme", name: "shop", files });
  alice = apiClient(hub.url, hub.userToken("alice"));
  bob = apiClient(hub.url, hub.userToken("bob"));
  actions = apiClient(hub.url, hub.actionsToken("acme/shop"));
});

afterEach(async () => {
  await hub.stop();
});

describe("contents", () => {
  test("come as JSON, raw, and as a listing", async () => {
    const file = await alice(`GET ${repo}/contents/src/a.ts`);
    expect(file.body).toMatchObject({ type: "file", encoding: "base64", content: "YQo=\n", size: 2, path: "src/a.ts" });
    const text = await alice(`GET ${repo}/contents/src/a.ts?ref=main`, undefined, raw);
    expect([text.body, text.headers.get("content-type")]).toEqual(["a\n", "application/vnd.github.raw; charset=utf-8"]);
    const folder = await alice(`GET ${repo}/contents/src`);
    expect(folder.body).toMatchObject([{ name: "a.ts", type: "file" }, { name: "b.ts" }]);
    expect((await alice(`GET ${repo}/contents/`)).body).toHaveLength(3);
  });

  test.each([
    ["src/none.ts", "Not Found"],
    ["src/a.ts?ref=nowhere", "No commit found for the ref nowhere"],
  ])("that are not there are 404: %s", async (path, message) => {
    const { status, body } = await alice(`GET ${repo}/contents/${path}`);
    expect([status, at(body, "message")]).toEqual([404, message]);
  });

  test("are written with the blob's sha, never over somebody else's", async () => {
    const sha = textAt((await alice(`GET ${repo}/contents/src/a.ts`)).body, "sha");
    const put = (more: object) =>
      alice(`PUT ${repo}/contents/src/a.ts`, { message: "A", content: btoa("A\n"), ...more });
    expect((await put({})).status).toBe(422);
    expect((await put({ sha: "1".repeat(40) })).status).toBe(409);
    expect((await put({ sha, branch: "nowhere" })).status).toBe(404);
    expect((await put({ sha })).status).toBe(200);
    expect((await put({ sha })).status).toBe(409);
    const now = textAt((await alice(`GET ${repo}/contents/src/a.ts`)).body, "sha");
    expect((await alice(`DELETE ${repo}/contents/src/a.ts`, { message: "Gone", sha: now })).body).toMatchObject({
      content: null,
    });
    expect((await alice(`GET ${repo}/contents/src/a.ts`)).status).toBe(404);
  });

  test("need the right to write, and workflows one of their own", async () => {
    const put = { message: "x", content: btoa("x") };
    expect((await bob(`PUT ${repo}/contents/x`, put)).status).toBe(403);
    expect((await actions(`PUT ${repo}/contents/x`, put)).status).toBe(403);
    const writer = apiClient(hub.url, hub.actionsToken("acme/shop", { permissions: { contents: "write" } }));
    expect((await writer(`PUT ${repo}/contents/x`, put)).status).toBe(201);
    expect((await writer(`PUT ${repo}/contents/.github/workflows/x.yml`, put)).status).toBe(403);
  });
});

describe("git data", () => {
  test("makes a commit from blob, tree and commit, and a branch that points to it", async () => {
    const main = textAt((await alice(`GET ${repo}/git/ref/heads/main`)).body, "object.sha");
    const blob = await alice(`POST ${repo}/git/blobs`, { content: "new\n", encoding: "utf-8" });
    const entries = [
      { path: "src/new.ts", mode: "100644", type: "blob", sha: textAt(blob.body, "sha") },
      { path: "src/b.ts", mode: "100644", type: "blob", sha: null },
    ];
    const tree = await alice(`POST ${repo}/git/trees`, { base_tree: main, tree: entries });
    const commit = await alice(`POST ${repo}/git/commits`, {
      message: "New",
      tree: textAt(tree.body, "sha"),
      parents: [main],
    });
    const sha = textAt(commit.body, "sha");
    expect((await alice(`POST ${repo}/git/refs`, { ref: "refs/heads/feature/new", sha })).status).toBe(201);
    expect((await alice(`POST ${repo}/git/refs`, { ref: "refs/heads/feature/new", sha })).body).toMatchObject({
      message: "Reference already exists",
    });
    const listed = await alice(`GET ${repo}/git/trees/${encodeURIComponent("feature/new")}?recursive=1`);
    expect((at(listed.body, "tree") as { path: string }[]).map((entry) => entry.path)).toEqual([
      "README.md",
      "bin",
      "bin/run",
      "src",
      "src/a.ts",
      "src/new.ts",
    ]);
    expect((await alice(`GET ${repo}/git/blobs/${textAt(blob.body, "sha")}`)).body).toMatchObject({
      content: btoa("new\n"),
      size: 4,
    });
    expect((await alice(`GET ${repo}/git/commits/${sha}`)).body).toMatchObject({
      message: "New",
      parents: [{ sha: main }],
    });
    const refs = await alice(`GET ${repo}/git/matching-refs/heads/feature`);
    expect(refs.body).toMatchObject([{ ref: "refs/heads/feature/new" }]);
  });

  test("moves a branch backwards only by force", async () => {
    const main = textAt((await alice(`GET ${repo}/git/ref/heads/main`)).body, "object.sha");
    hub.push("acme/shop", { branch: "main", files: { "c.ts": "c\n" } });
    expect((await alice(`PATCH ${repo}/git/refs/heads/main`, { sha: main })).body).toMatchObject({
      message: "Update is not a fast forward",
    });
    expect((await alice(`PATCH ${repo}/git/refs/heads/main`, { sha: main, force: true })).status).toBe(200);
    expect((await alice(`DELETE ${repo}/git/refs/heads/nowhere`)).body).toMatchObject({
      message: "Reference does not exist",
    });
  });
});

describe("commits", () => {
  test("are listed newest first, by path, and compared with three dots", async () => {
    hub.push("acme/shop", { branch: "main", files: { "src/a.ts": "A\n" }, message: "Change a" });
    const work = hub.push("acme/shop", {
      branch: "work",
      files: { "src/c.ts": { from: "src/b.ts" } },
      message: "Move b",
    });
    hub.push("acme/shop", { branch: "main", files: { "README.md": "# New\n" }, message: "Change readme" });
    const list = await alice(`GET ${repo}/commits?path=src/a.ts`);
    expect((at(list.body, "0.commit") as { message: string }).message).toBe("Change a");
    const { body } = await alice(`GET ${repo}/compare/main...work`);
    expect(body).toMatchObject({
      status: "diverged",
      ahead_by: 1,
      behind_by: 1,
      files: [{ filename: "src/c.ts", previous_filename: "src/b.ts", status: "renamed" }],
    });
    expect((await alice(`GET ${repo}/commits/${work.slice(0, 8)}`)).body).toMatchObject({
      sha: work,
      stats: { total: 0 },
    });
    expect((await alice(`GET ${repo}/commits/nowhere`)).status).toBe(422);
    expect((await alice(`GET ${repo}/compare/main...nowhere`)).status).toBe(404);
  });

  test("and pull requests come as a diff, unless that is too large", async () => {
    const sha = hub.push("acme/shop", { branch: "work", files: { "src/a.ts": "A\n" } });
    const diff =
      "diff --git a/src/a.ts b/src/a.ts\nindex 7898192..f70f10e 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-a\n+A\n";
    expect((await alice(`GET ${repo}/commits/${sha}`, undefined, asDiff)).body).toBe(diff);
    hub.openPull("acme/shop", { title: "Work", head: "work" });
    expect((await alice(`GET ${repo}/pulls/1`, undefined, asDiff)).body).toBe(diff);
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`many/${n}`, `${n}\n`]));
    hub.push("acme/shop", { branch: "work", files: many });
    const refused = await alice(`GET ${repo}/pulls/1`, undefined, asDiff);
    expect([refused.status, at(refused.body, "errors.0.code")]).toEqual([406, "too_large"]);
  });
});

describe("what happens to branches", () => {
  test("merges pull requests whose commits are pushed, and closes issues that the commits name", async () => {
    await alice(`POST ${repo}/issues`, { title: "Bug" });
    const sha = hub.push("acme/shop", { branch: "work", files: { "src/a.ts": "A\n" }, message: "Mend a\n\nFixes #1" });
    hub.openPull("acme/shop", { title: "Work", head: "work" });
    await alice(`PATCH ${repo}/git/refs/heads/main`, { sha });
    expect((await alice(`GET ${repo}/pulls/2`)).body).toMatchObject({
      state: "closed",
      merged: true,
      merge_commit_sha: sha,
    });
    expect((await alice(`GET ${repo}/issues/1`)).body).toMatchObject({ state: "closed", state_reason: "completed" });
  });

  test("retargets a pull request on top of a merged one, and closes it when its base just goes", async () => {
    hub.push("acme/shop", { branch: "one", files: { "src/a.ts": "A\n" } });
    hub.push("acme/shop", { branch: "two", from: "one", files: { "src/b.ts": "B\n" } });
    hub.openPull("acme/shop", { title: "One", head: "one" });
    hub.openPull("acme/shop", { title: "Two", head: "two", base: "one" });
    await alice(`PUT ${repo}/pulls/1/merge`);
    hub.deleteBranch("acme/shop", "one");
    expect((await alice(`GET ${repo}/pulls/2`)).body).toMatchObject({
      state: "open",
      base: { ref: "main" },
      changed_files: 1,
    });
    hub.push("acme/shop", { branch: "base", files: { "x.ts": "x\n" } });
    await alice(`PATCH ${repo}/pulls/2`, { base: "base" });
    hub.deleteBranch("acme/shop", "base");
    expect((await alice(`GET ${repo}/pulls/2`)).body).toMatchObject({ state: "closed", merged: false });
  });

  test("updates a head from its base", async () => {
    hub.push("acme/shop", { branch: "work", files: { "src/a.ts": "A\n" } });
    hub.openPull("acme/shop", { title: "Work", head: "work" });
    expect((await alice(`PUT ${repo}/pulls/1/update-branch`, {})).status).toBe(422);
    hub.push("acme/shop", { branch: "main", files: { "src/b.ts": "B\n" } });
    expect((await alice(`PUT ${repo}/pulls/1/update-branch`, {})).status).toBe(202);
    expect((await alice(`GET ${repo}/pulls/1`)).body).toMatchObject({ changed_files: 1, commits: 2 });
  });
});

test("alerts and draft advisories are seen by those who may", async () => {
  const number = hub.raiseAlert("acme/shop", { kind: "dependabot", ghsaId: "GHSA-2222-3333-4444" });
  hub.draftAdvisory("acme/shop", { ghsaId: "GHSA-5555-6666-7777" });
  const narrow = apiClient(hub.url, hub.actionsToken("acme/shop", { permissions: { vulnerability_alerts: "read" } }));
  expect((await narrow(`GET ${repo}/dependabot/alerts?state=open`)).body).toMatchObject([
    { number, security_advisory: { ghsa_id: "GHSA-2222-3333-4444" } },
  ]);
  expect((await actions(`GET ${repo}/dependabot/alerts/${number}`)).status).toBe(403);
  expect((await narrow(`GET ${repo}/code-scanning/alerts/1`)).status).toBe(403);
  expect((await alice(`GET ${repo}/code-scanning/alerts/1`)).status).toBe(404);
  expect((await alice(`GET ${repo}/security-advisories/GHSA-5555-6666-7777`)).body).toMatchObject({ state: "draft" });
  expect((await narrow(`GET ${repo}/security-advisories/GHSA-5555-6666-7777`)).status).toBe(403);
});

test("everything above was valid by GitHub's description", () => {
  observer.assertClean();
});
