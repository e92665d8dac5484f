/** The one document beside the plain reads: equal facts, whichever way they were read. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHub } from "#src/flow/services.ts";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

const REPO = "/repos/{owner}/{repo}";
const QUERY = { label: "aftercare", since: 0, check: "aftercare/gate" };

/** A pull request of alice's that changes these files. */
async function openPull(files: Readonly<Record<string, string | null>>, body = ""): Promise<number> {
  standIn.server.push("acme/shop", { branch: "topic", files, login: "alice" });
  const pull = { ...shop, title: "Topic", head: "topic", base: "main", body };
  const { data } = await standIn.person("alice").request(`POST ${REPO}/pulls`, pull);
  return data.number;
}

async function plainly(github: GitHub, number: number) {
  const pull = await github.readPullRequest({ ...shop, number });
  return {
    // REST names the commit of a test merge there; GraphQL only a real one's. No rule reads it.
    pull: { ...pull, mergeCommitSha: null },
    closingIssues: await github.readClosingIssues({ ...shop, number }),
    headPolicy: await github.readPolicyFile(shop, pull!.headSha),
    policy: await github.readPolicyFile(shop),
    tracked: (await github.readTrackedIssues(shop, QUERY)).tracked,
  };
}

async function atOnce(github: GitHub, number: number) {
  const start = await github.readGateStart({ ...shop, number }, QUERY);
  const { snapshot, policy, tracked } = start!;
  const { pull, closingIssues, headPolicy } = snapshot;
  return { pull, closingIssues, headPolicy, policy, tracked: tracked.tracked };
}

test("without a configuration, with one on main only, and with another one at the head", async () => {
  const github = standIn.app();
  const alice = standIn.person("alice");
  await alice.request(`POST ${REPO}/issues`, { ...shop, title: "Retry storm", labels: ["aftercare", "remediation"] });
  const number = await openPull({ "src/a.ts": "b\n" }, "Fixes #1");
  expect(await atOnce(github, number)).toEqual(await plainly(github, number));
  standIn.server.push("acme/shop", {
    branch: "main",
    files: { ".github/aftercare.yml": "version: 1\n" },
    login: "alice",
  });
  expect(await atOnce(github, number)).toEqual(await plainly(github, number));
  standIn.server.push("acme/shop", {
    branch: "topic",
    files: { ".github/aftercare.yml": "version: 2\n" },
    login: "alice",
  });
  expect((await atOnce(github, number)).headPolicy).toMatchObject({ text: "version: 2\n" });
  expect(await atOnce(github, number)).toEqual(await plainly(github, number));
});

test("our check run comes along for the App; a workflow's token does not ask for checks", async () => {
  const github = standIn.app();
  const number = await openPull({ "src/a.ts": "b\n" });
  const { pull } = (await github.readGateStart({ ...shop, number }, QUERY))!.snapshot;
  const published = async (as: GitHub) => (await as.readGateStart({ ...shop, number }, QUERY))!.snapshot.published;
  expect(await published(github)).toBe("none");
  const said = { conclusion: "failure", title: "t", summary: "s", text: "", fingerprint: "f1", actions: [] } as const;
  const [made] = await github.perform([
    { kind: "ensure-check-run", repository: shop, headSha: pull.headSha, name: "aftercare/gate", ...said },
  ]);
  expect(await published(github)).toEqual({ ...made!.checkRun, fingerprint: "f1", conclusion: "failure" });
  expect(await published(standIn.workflow())).toBeNull();
});

test("a pull request that is not there, and a host without GraphQL, are left to the plain reads", async () => {
  expect(await standIn.app().readGateStart({ ...shop, number: 99 }, QUERY)).toBeNull();
  expect(await standIn.app({ graphql: false }).readGateStart({ ...shop, number: 99 }, QUERY)).toBeNull();
  expect(await standIn.app({ graphql: false }).readOpenPulls(shop, { check: "x", files: true })).toBeNull();
});

test("all open pull requests with their files; a rename, whose old path GraphQL hides, is left to REST", async () => {
  const github = standIn.app();
  const plain = await openPull({ "src/a.ts": "b\n", "src/new.ts": "n\n" });
  standIn.server.push("acme/shop", { branch: "move", files: { "src/a.ts": null, "lib/a.ts": "a\n" }, login: "alice" });
  const moved = { ...shop, title: "Move", head: "move", base: "main" };
  await standIn.person("alice").request(`POST ${REPO}/pulls`, moved);
  standIn.count();
  const pulls = (await github.readOpenPulls(shop, { check: "aftercare/gate", files: true }))!;
  expect(standIn.count()).toEqual({ "POST /graphql": 1 });
  expect(pulls.map(({ files }) => files)).toEqual([
    await github.readChangedFiles((await github.readPullRequest({ ...shop, number: plain }))!),
    null,
  ]);
  const [without] = (await github.readOpenPulls(shop, { check: "aftercare/gate", files: false }))!;
  expect(without!.files).toBeNull();
});
