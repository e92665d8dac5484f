/** The same port over Probot's octokit, whose retry plugin would send a broken POST again. */
import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { connectGitHub } from "#src/github/github.ts";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

const COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments";

test("a comment whose connection broke is sent once and found again", async () => {
  const alice = standIn.person("alice");
  await alice.request("POST /repos/{owner}/{repo}/issues", { ...shop, title: "Down" });
  const token = standIn.server.actionsToken("acme/shop");
  const Octokit = ProbotOctokit.defaults((options: object) => ({
    ...options,
    throttle: { enabled: false },
    retry: { retryAfterBaseValue: 1 },
  }));
  const octokit = new Octokit({ auth: { token }, baseUrl: standIn.server.url });
  const github = connectGitHub({ octokit, self: "github-actions[bot]", wait: async () => undefined });
  const marker = { kind: "reply", keys: { comment: "1" } };
  const body = `Understood\n${renderMarker(marker)}`;
  const effect: EnsureComment = { kind: "ensure-comment", issue: { ...shop, number: 1 }, marker, body };
  standIn.server.faults.add({ fault: { kind: "break-after" }, route: `POST ${COMMENTS}`, times: 1 });
  standIn.count();
  expect(await github.perform([effect])).toMatchObject([{ outcome: "done" }]);
  expect(standIn.count()).toEqual({ [`GET ${COMMENTS}`]: 2, [`POST ${COMMENTS}`]: 1 });
  expect(await github.readComments({ ...shop, number: 1 })).toHaveLength(1);
});
