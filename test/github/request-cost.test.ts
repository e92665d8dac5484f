/** What requests count for in GitHub's limits. */
import { expect, test } from "vitest";
import { costOf, isCreation, MUTATION, resourceOf } from "#src/github/request-cost.ts";

test.each<readonly [string, number, boolean, string]>([
  ["GET /repos/{owner}/{repo}", 1, false, "core"],
  ["POST https://api.github.com/graphql", 1, false, "graphql"],
  [MUTATION, 5, true, "graphql"],
  ["POST /repos/{owner}/{repo}/issues", 5, true, "core"],
  ["PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", 5, false, "core"],
])("%s costs %i points", (route, points, creates, resource) => {
  expect([costOf(route), isCreation(route), resourceOf(route)]).toEqual([points, creates, resource]);
});
