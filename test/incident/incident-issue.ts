/** Incident issues for tests, with only what a test is about. */
import type { IssueFacts } from "#src/facts/issue.ts";
import { at } from "#test/timeline/timeline.ts";

/** acme/shop#7 by alice. */
export function incidentIssue(parts: Partial<IssueFacts>): IssueFacts {
  return {
    owner: "acme",
    repo: "shop",
    number: 7,
    id: 7007,
    title: "Checkout is down",
    body: "",
    state: "open",
    stateReason: null,
    labels: ["incident"],
    author: { login: "alice", type: "User" },
    assignees: [],
    createdAt: at("05:36"),
    updatedAt: at("05:36"),
    closedAt: null,
    url: "https://github.com/acme/shop/issues/7",
    isPullRequest: false,
    locked: false,
    ...parts,
  };
}

/** The repository that it stands in. */
export const repository = {
  id: 901,
  owner: "acme",
  repo: "shop",
  defaultBranch: "main",
  isPrivate: false,
  archived: false,
  url: "https://github.com/acme/shop",
};
