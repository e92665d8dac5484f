/** The governed client against the stand-in with GitHub's limits switched on: it never runs into one, and unchanged answers cost nothing. */
import { Octokit } from "@octokit/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GitHubUnavailable } from "#src/flow/services.ts";
import { openAnswerCache } from "#src/github/answer-cache.ts";
import type { SentRequest } from "#src/github/client.ts";
import { connectGitHub } from "#src/github/github.ts";
import { openGovernor } from "#src/github/governor.ts";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

/** As the App with a governor whose clock is the stand-in's. */
function governed(onRequest?: (sent: SentRequest) => void) {
  const { server } = standIn;
  const octokit = new Octokit({ auth: server.actionsToken("acme/shop"), baseUrl: server.url });
  const governor = openGovernor({ now: server.clock.now, wait: async (seconds) => server.clock.advance(seconds) });
  const cache = openAnswerCache().of(1);
  return {
    governor,
    connect: () =>
      connectGitHub({
        octokit,
        self: "github-actions[bot]",
        governor: governor.session("verdict"),
        cache,
        ...(onRequest ? { onRequest } : {}),
      }),
  };
}

test("two thousand reads pass GitHub's limits without one refusal of GitHub's", async () => {
  const statuses = new Map<number, number>();
  const { connect } = governed(({ status }) => void statuses.set(status, (statuses.get(status) ?? 0) + 1));
  standIn.server.limits.secondary = true;
  let held = 0;
  const started = standIn.server.clock.now();
  for (let done = 0; done < 2_000;) {
    try {
      await connect().readRepository(shop);
      done += 1;
    } catch (error) {
      if (!(error instanceof GitHubUnavailable) || error.retryAt === null) throw error;
      held += 1;
      standIn.server.clock.advance(error.retryAt - standIn.server.clock.now());
    }
  }
  expect(Object.fromEntries(statuses)).toEqual({ 200: 1, 304: 1_999 });
  expect(held).toBeGreaterThan(0);
  // 2,000 points need two full minutes at 900 a minute, and no more than three with the reserve for begun work.
  expect(standIn.server.clock.now() - started).toBeLessThanOrEqual(190);
});

test("an unchanged answer is confirmed and costs no quota; a changed one is read anew", async () => {
  const seen: SentRequest[] = [];
  const { connect, governor } = governed((sent) => void seen.push(sent));
  const first = await connect().readPolicyFile(shop);
  const before = governor.quota()?.remaining;
  expect(await connect().readPolicyFile(shop)).toEqual(first);
  expect(governor.quota()?.remaining).toBe(before! - 1);
  const alice = standIn.person("alice");
  const content = Buffer.from("schema: 1\n").toString("base64");
  await alice.request("PUT /repos/{owner}/{repo}/contents/{path}", {
    ...shop,
    path: ".github/aftercare.yml",
    message: "policy",
    content,
  });
  expect(await connect().readPolicyFile(shop)).toMatchObject({ text: "schema: 1\n" });
  expect(seen.map(({ status }) => status)).toEqual([404, 200, 404, 304, 200]);
  expect(seen[0]!.route).toBe("GET /repos/{owner}/{repo}/contents/{path}");
});

test("a secondary limit of GitHub's silences the next request before it is sent", async () => {
  const { connect } = governed();
  standIn.server.faults.add({ fault: { kind: "secondary-limit", retryAfter: 45 }, times: 1 });
  await expect(connect().readRepository(shop)).rejects.toMatchObject({ retryAt: standIn.server.clock.now() + 45 });
  standIn.count();
  await expect(connect().readRepository(shop)).rejects.toThrow(/asked us to be silent/);
  expect(standIn.count()).toEqual({});
  standIn.server.clock.advance(45);
  expect(await connect().readRepository(shop)).toMatchObject({ repo: "shop" });
});
