/** What a verdict costs without a database, in exact numbers of requests and rounds, for the Action as for any other face. */
import { Octokit } from "@octokit/core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import type { Services } from "#src/flow/services.ts";
import { connectGitHub } from "#src/github/github.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterEach(() => stage.github.faults.clear());
afterAll(() => stage.stop());

const OWN = PLAIN.replace("mode: enforce", "mode: enforce\nwriter: action");
const GRAPHQL = "POST /graphql";
const FILES = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
const SHARING = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
const STATUS = "GET /repos/{owner}/{repo}/commits/{ref}/status";
const COMMENTS = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const WRITE = "POST /repos/{owner}/{repo}/statuses/{sha}";
const NO_GRAPHQL = { fault: { kind: "status", status: 404 }, route: GRAPHQL } as const;

/** Files that touch nothing of checkout, or that all do. */
function manyFiles(count: number, folder: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/file-${index}.ts`, `${index}\n`]));
}

function pullOf(shop: Shop, files: Record<string, string>): Promise<number> {
  return shop.opensPull({ branch: `b-${Object.keys(files).length}`, files });
}

async function flagged(config = PLAIN): Promise<Shop> {
  const shop = stage.open({ config });
  await shop.declares();
  return shop;
}

interface Cost {
  readonly requests: Readonly<Record<string, number>>;
  /** How often everything that was asked had been answered before more was asked. */
  readonly rounds: number;
}

/** One run of the Action with a connection of its own. */
async function costOf(shop: Shop, pull: number): Promise<Cost> {
  let rounds = 0;
  let underway = 0;
  const counting: typeof fetch = async (address, init) => {
    if (underway === 0) rounds += 1;
    underway += 1;
    try {
      return await fetch(address, init);
    } finally {
      underway -= 1;
    }
  };
  const octokit = new Octokit({
    auth: stage.github.actionsToken(shop.name),
    baseUrl: stage.github.url,
    request: { fetch: counting },
  });
  const services: Services = {
    ...shop.services("action"),
    github: connectGitHub({ octokit, self: "github-actions[bot]", wait: async () => undefined }),
  };
  const requests = await shop.counting(() => gatePullRequest(services, shop.reference(pull)));
  return { requests, rounds };
}

test("nothing is flagged: two reads in two rounds, and no listing of files", async () => {
  const shop = stage.open({ config: PLAIN });
  const pull = await pullOf(shop, manyFiles(3, "services/checkout"));
  expect(await costOf(shop, pull)).toEqual({ requests: { [GRAPHQL]: 1, [SHARING]: 1 }, rounds: 2 });
});

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
  [350, 4],
])("a flagged component that %i files do not touch: %i pages, two rounds", async (count, pages) => {
  const shop = await flagged();
  const pull = await pullOf(shop, manyFiles(count, "docs"));
  expect(await costOf(shop, pull)).toEqual({ requests: { [GRAPHQL]: 1, [FILES]: pages, [SHARING]: 1 }, rounds: 2 });
});

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
  [350, 4],
])("%i files that touch it: %i pages, and the comments, since it would block", async (count, pages) => {
  const shop = await flagged();
  const pull = await pullOf(shop, manyFiles(count, "services/checkout"));
  expect(await costOf(shop, pull)).toEqual({
    requests: { [GRAPHQL]: 1, [FILES]: pages, [SHARING]: 1, [COMMENTS]: 1 },
    rounds: 3,
  });
});

test("the Action as the writer looks at the status in the same round, writes once, and nothing the second time", async () => {
  const shop = await flagged(OWN);
  const pull = await pullOf(shop, manyFiles(2, "docs"));
  const reads = { [GRAPHQL]: 1, [FILES]: 1, [SHARING]: 1, [STATUS]: 1 };
  expect(await costOf(shop, pull)).toEqual({ requests: { ...reads, [WRITE]: 1 }, rounds: 3 });
  expect(await costOf(shop, pull)).toEqual({ requests: reads, rounds: 2 });
});

test("a hundred items and fifty links cost what one costs", async () => {
  const shop = await flagged();
  const label = { labels: ["aftercare", "remediation", "component:checkout"] };
  for (let item = 0; item < 98; item += 1)
    await shop.only("bob", "POST REPO/issues", { title: `Item ${item}`, ...label });
  shop.takeEvents();
  const links = Array.from({ length: 50 }, (_, index) => `Fixes #${index + 3}`).join("\n");
  const pull = await shop.opensPull({ branch: "fix", files: manyFiles(3, "docs"), body: links });
  expect(await costOf(shop, pull)).toEqual({ requests: { [GRAPHQL]: 1, [FILES]: 1, [SHARING]: 1 }, rounds: 2 });
});

test("where GraphQL is refused, REST tells the same: one try, two listings, the record of each analysis", async () => {
  const shop = await flagged(OWN);
  const pull = await pullOf(shop, manyFiles(101, "docs"));
  const quick = await gatePullRequest(shop.services("action"), shop.reference(pull));
  stage.github.faults.add(NO_GRAPHQL);
  const { requests, rounds } = await costOf(shop, pull);
  expect(rounds).toBe(4);
  expect(requests).toEqual({
    [GRAPHQL]: 1,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}": 1,
    "GET /repos/{owner}/{repo}/contents/{path}": 1,
    "GET /repos/{owner}/{repo}/issues": 2,
    // The record of the one analysis.
    [COMMENTS]: 1,
    [FILES]: 2,
    [SHARING]: 1,
    [STATUS]: 1,
  });
  const plain = await gatePullRequest(shop.services("action"), shop.reference(pull));
  expect({ ...plain!.verdict, asOf: 0 }).toEqual({ ...quick!.verdict, asOf: 0 });
});

test("where GraphQL is refused and nothing is flagged, the head's policy takes the place of the files", async () => {
  const shop = stage.open({ config: PLAIN });
  const pull = await pullOf(shop, manyFiles(101, "services/checkout"));
  stage.github.faults.add(NO_GRAPHQL);
  const { requests } = await costOf(shop, pull);
  expect(requests).toEqual({
    [GRAPHQL]: 1,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}": 1,
    "GET /repos/{owner}/{repo}/contents/{path}": 2,
    "GET /repos/{owner}/{repo}/issues": 2,
    [SHARING]: 1,
  });
});

test("an item that was deleted costs nothing: the analysis keeps what counts", async () => {
  const shop = await flagged();
  const [analysis] = await shop.labelled("pia");
  await shop.says("bob", analysis!.number, '/pia add "Cap retries" priority:P0 component:checkout');
  const [item] = await shop.labelled("remediation");
  shop.github.deleteIssue({ repository: shop.name, number: item!.number });
  const pull = await pullOf(shop, manyFiles(3, "services/checkout"));
  expect(await costOf(shop, pull)).toEqual({
    requests: { [GRAPHQL]: 1, [FILES]: 1, [SHARING]: 1, [COMMENTS]: 1 },
    rounds: 3,
  });
});
