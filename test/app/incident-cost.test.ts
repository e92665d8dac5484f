/** What one incident costs, from its label to an analysis with its record, links and proposals: every route by how often it counts (304 does not). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { costOf, isCreation } from "#src/github/request-cost.ts";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start();
}, 60_000);
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

async function counted(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  const lines = text.matchAll(/aftercare_github_requests_total\{route="([^"]+)",status="(\d+)"\} (\d+)/g);
  const counts = new Map<string, number>();
  for (const [, route = "", status, count] of lines) {
    if (status !== "304") counts.set(route, (counts.get(route) ?? 0) + Number(count));
  }
  return counts;
}

/** Opened with its labels, so that two webhooks declare it: the second finds everything as it should be, and writes nothing. */
const ROUTES = {
  // What is known of the repository: for the analysis, for the second webhook, and for verdicts.
  "GET /repos/{owner}/{repo}": 2,
  "POST /graphql": 4,
  // The incident as each webhook finds it, and what happened on it.
  "GET /repos/{owner}/{repo}/issues/{issue_number}": 6,
  "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline": 2,
  // The analysis: is there one, made under the incident, is there another by now.
  "GET /repos/{owner}/{repo}/issues": 2,
  "MUTATION /graphql": 1,
  // Its umbrella label; record, link, list and proposals, each looked for before it is made; its text, looked at before and after.
  "POST /repos/{owner}/{repo}/issues/{issue_number}/labels": 1,
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": 6,
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": 4,
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}": 1,
  // The second webhook makes sure of the link.
  "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues": 1,
};

test("the second incident of a repository: 30 requests, 7 of them writes, 5 creations, 58 points", async () => {
  const shop = app.open("shop");
  await shop.declares();
  await app.idle();
  const before = await counted();
  await shop.declares();
  await app.idle();
  const after = await counted();
  const spent = [...after].flatMap(([route, count]) => {
    const more = count - (before.get(route) ?? 0);
    return more === 0 ? [] : [[route, more] as const];
  });
  expect(Object.fromEntries(spent)).toEqual(ROUTES);
  const sum = (weigh: (route: string) => number) =>
    spent.reduce((total, [route, times]) => total + weigh(route) * times, 0);
  const isWrite = (route: string) => Number(!route.startsWith("GET ") && route !== "POST /graphql");
  expect([sum(() => 1), sum(isWrite), sum((route) => Number(isCreation(route))), sum(costOf)]).toEqual([30, 7, 5, 58]);
});
