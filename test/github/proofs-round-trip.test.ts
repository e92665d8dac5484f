/** What proves a kind of pull request, against the stand-in's real diffs: patch ids, reverts, label setters, teams, links. */
import type { Octokit } from "@octokit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

let standIn: StandIn;
let alice: Octokit;
beforeEach(async () => {
  standIn = await startStandIn();
  alice = standIn.person("alice");
});
afterEach(() => standIn.stop());

const REPO = "/repos/{owner}/{repo}";
const base64 = (text: string) => Buffer.from(text).toString("base64");

async function branch(name: string): Promise<void> {
  const main = await alice.request(`GET ${REPO}/git/ref/{ref}`, { ...shop, ref: "heads/main" });
  await alice.request(`POST ${REPO}/git/refs`, { ...shop, ref: `refs/heads/${name}`, sha: main.data.object.sha });
}

async function put(to: string, path: string, text: string): Promise<void> {
  const at = { ...shop, path };
  const present = await alice.request(`GET ${REPO}/contents/{path}`, { ...at, ref: to }).catch(() => null);
  const sha = (present?.data as { sha?: string } | undefined)?.sha;
  const change = { ...at, branch: to, message: `Change ${path}`, content: base64(text), ...(sha ? { sha } : {}) };
  await alice.request(`PUT ${REPO}/contents/{path}`, change);
}

async function open(head: string, body = ""): Promise<number> {
  const opened = await alice.request(`POST ${REPO}/pulls`, { ...shop, title: "Change", head, base: "main", body });
  return opened.data.number;
}

async function facts(number: number) {
  const pull = await standIn.app().readPullRequest({ ...shop, number });
  if (pull === null) throw new Error(`no pull request ${number}`);
  return pull;
}

const merge = (number: number) =>
  alice.request(`PUT ${REPO}/pulls/{pull_number}/merge`, { ...shop, pull_number: number });

describe("a patch id", () => {
  test("stays through a push that changes nothing of it, and ends with a new change", async () => {
    await branch("topic");
    await put("topic", "src/a.ts", "changed\n");
    const number = await open("topic");
    const github = standIn.app();
    const first = await github.readPatchId(await facts(number));
    await put("main", "other.md", "elsewhere\n");
    expect(await github.readPatchId(await facts(number))).toBe(first);
    await put("topic", "src/ä.ts", "more\n");
    const second = await github.readPatchId(await facts(number));
    expect(second).not.toBe(first);
    await put("topic", "src/ä.ts", "and more\n");
    expect(await github.readPatchId(await facts(number))).not.toBe(second);
  });
});

describe("a revert", () => {
  /** Merges a change of src/a.ts, then opens what undoes it, and names it in the body. */
  async function undo(text: string, body: (merged: number) => string): Promise<number> {
    await branch("topic");
    await put("topic", "src/a.ts", "changed\n");
    const merged = await open("topic");
    await merge(merged);
    await branch("undo");
    await put("undo", "src/a.ts", text);
    return open("undo", body(merged));
  }

  test("is the inverse of a commit on the base, with the pull request that brought it", async () => {
    const number = await undo("a\n", (merged) => `Reverts #${merged}`);
    expect(await standIn.app().readRevertEvidence(await facts(number))).toMatchObject({
      onBase: true,
      inverse: true,
      ofRevert: false,
      pull: { ...shop, number: 1 },
    });
  });

  test("that also does something else is no inverse", async () => {
    const number = await undo("a and more\n", (merged) => `Reverts acme/shop#${merged}`);
    expect(await standIn.app().readRevertEvidence(await facts(number))).toMatchObject({ onBase: true, inverse: false });
  });

  test("that names nothing is none", async () => {
    const number = await undo("a\n", () => "Back to the roots");
    expect(await standIn.app().readRevertEvidence(await facts(number))).toBe("none");
  });
});

test("the last setter of a label counts, and a label that was taken off has none", async () => {
  const issue = await alice.request(`POST ${REPO}/issues`, { ...shop, title: "Down" });
  const at = { ...shop, issue_number: issue.data.number };
  const labels = `${REPO}/issues/{issue_number}/labels`;
  await alice.request(`POST ${labels}`, { ...at, labels: ["Revert", "gone"] });
  await alice.request(`DELETE ${labels}/{name}`, { ...at, name: "Revert" });
  await alice.request(`DELETE ${labels}/{name}`, { ...at, name: "gone" });
  await standIn.person("olga").request(`POST ${labels}`, { ...at, labels: ["Revert"] });
  const setters = await standIn.app().readLabelSetters({ ...shop, number: issue.data.number });
  expect([...setters]).toEqual([["revert", "olga"]]);
});

test("the issues that a pull request closes are GitHub's own reading of it", async () => {
  const issue = await alice.request(`POST ${REPO}/issues`, { ...shop, title: "Down" });
  await branch("topic");
  await put("topic", "src/a.ts", "fixed\n");
  const number = await open("topic", `Fixes #${issue.data.number}`);
  expect(await standIn.app().readClosingIssues({ ...shop, number })).toEqual([{ ...shop, number: issue.data.number }]);
});

test("a timeline tells who did what", async () => {
  const issue = await alice.request(`POST ${REPO}/issues`, { ...shop, title: "Down", labels: ["incident"] });
  const at = { ...shop, issue_number: issue.data.number };
  await alice.request(`POST ${REPO}/issues/{issue_number}/comments`, { ...at, body: "Rolled back" });
  standIn.server.clock.advance(60);
  await alice.request(`PATCH ${REPO}/issues/{issue_number}`, { ...at, state: "closed" });
  const activity = await standIn.app().readActivity({ ...shop, number: issue.data.number });
  expect(activity.map(({ actor, event, detail }) => [actor?.login, event, detail])).toEqual([
    ["alice", "labeled", "incident"],
    ["alice", "commented", "Rolled back"],
    ["alice", "closed", "completed"],
  ]);
});
