/** Pull requests and verdicts against the stand-in: real diffs, check runs by the App, statuses by a workflow. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Effect } from "#src/effect/effect.ts";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

const REPO = "/repos/{owner}/{repo}";

/** A pull request by alice that changes one file, and gives it `Closes #1` when asked. */
async function openPull(body = ""): Promise<{ number: number; sha: string }> {
  const alice = standIn.person("alice");
  const main = await alice.request(`GET ${REPO}/git/ref/{ref}`, { ...shop, ref: "heads/main" });
  await alice.request(`POST ${REPO}/git/refs`, { ...shop, ref: "refs/heads/topic", sha: main.data.object.sha });
  const content = Buffer.from("changed\n").toString("base64");
  const file = await alice.request(`GET ${REPO}/contents/{path}`, { ...shop, path: "src/a.ts", ref: "topic" });
  const { sha } = file.data as { sha: string };
  const change = { ...shop, path: "src/a.ts", branch: "topic", message: "Change", content, sha };
  await alice.request(`PUT ${REPO}/contents/{path}`, change);
  const pull = { ...shop, title: "Change a", head: "topic", base: "main", body };
  const opened = await alice.request(`POST ${REPO}/pulls`, pull);
  standIn.count();
  return { number: opened.data.number, sha: opened.data.head.sha };
}

const checkRun = (headSha: string, fingerprint: string, conclusion: "success" | "failure"): Effect => ({
  kind: "ensure-check-run",
  repository: shop,
  headSha,
  name: "aftercare/gate",
  conclusion,
  title: "Blocked by #7",
  summary: "Why",
  text: "More",
  fingerprint,
  actions: [{ label: "Re-check", description: "Judge again", identifier: "recheck" }],
});

test("a check run is one write, none when it says the same, one more when it says something else", async () => {
  const github = standIn.app();
  const { sha } = await openPull();
  expect(await github.readPublishedVerdict(shop, sha, "aftercare/gate")).toBeNull();
  standIn.count();
  await github.perform([checkRun(sha, "f1", "failure")]);
  expect(standIn.count("writes")).toEqual({ [`POST ${REPO}/check-runs`]: 1 });
  expect(await github.perform([checkRun(sha, "f1", "failure")])).toMatchObject([{ outcome: "held" }]);
  expect(standIn.count("writes")).toEqual({});
  await github.perform([checkRun(sha, "f2", "success")]);
  expect(standIn.count("writes")).toEqual({ [`PATCH ${REPO}/check-runs/{check_run_id}`]: 1 });
  expect(await github.readPublishedVerdict(shop, sha, "aftercare/gate")).toMatchObject({
    fingerprint: "f2",
    conclusion: "success",
  });
});

test("a workflow's status is found again by its fingerprint", async () => {
  const github = standIn.workflow();
  const { sha } = await openPull();
  const status: Effect = {
    kind: "ensure-commit-status",
    repository: shop,
    sha,
    context: "aftercare/gate",
    state: "failure",
    description: "Blocked by #7",
    targetUrl: null,
    fingerprint: "abcdef12",
  };
  expect(await github.perform([status])).toMatchObject([{ outcome: "done" }]);
  expect(await github.perform([status])).toMatchObject([{ outcome: "held" }]);
  expect(standIn.count("writes")).toEqual({ [`POST ${REPO}/statuses/{sha}`]: 1 });
  expect(await github.readPublishedVerdict(shop, sha, "aftercare/gate")).toEqual({
    id: null,
    fingerprint: "abcdef12",
    conclusion: "failure",
  });
});

test("a pull request, its files and its commit lead to each other", async () => {
  const github = standIn.app();
  const { number, sha } = await openPull();
  const pull = await github.readPullRequest({ ...shop, number });
  expect(pull).toMatchObject({ number, headSha: sha, baseRef: "main", changedFiles: 1, author: { login: "alice" } });
  expect(await github.readChangedFiles(pull!)).toEqual({
    files: [{ path: "src/a.ts", previousPath: null, status: "modified" }],
    complete: true,
    counted: 1,
  });
  expect((await github.listOpenPullRequests(shop)).map((one) => one.number)).toEqual([number]);
  expect((await github.listPullRequestsForCommit(shop, sha)).map((one) => one.number)).toEqual([number]);
  expect(await github.listPullRequestsForCommit(shop, "0".repeat(40))).toEqual([]);
});

test("the policy file is one request when it is there, two when it is not", async () => {
  const github = standIn.app();
  expect(await github.readPolicyFile(shop)).toMatchObject({ ref: "main", sha: null, text: null });
  expect(standIn.count()).toEqual({ [`GET ${REPO}/contents/{path}`]: 1, [`GET ${REPO}`]: 1 });
  const content = Buffer.from("version: 1\n").toString("base64");
  const file = { ...shop, path: ".github/aftercare.yml", message: "Policy", content };
  await standIn.person("alice").request(`PUT ${REPO}/contents/{path}`, file);
  standIn.count();
  expect(await github.readPolicyFile(shop)).toMatchObject({ ref: "main", text: "version: 1\n" });
  expect(standIn.count()).toEqual({ [`GET ${REPO}/contents/{path}`]: 1 });
  expect(await github.readPolicyFile({ owner: "acme", repo: "nowhere" })).toBeNull();
});

test.each([
  ["olga", "admin"],
  ["alice", "write"],
  ["trish", "triage"],
  ["nobody-at-all", "none"],
])("%s has the permission %s", async (login, expected) => {
  expect(await standIn.app().readPermission(shop, login)).toBe(expected);
});
