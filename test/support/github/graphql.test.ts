/** GraphQL of the stand-in over real HTTP, against GitHub's schema. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CLOSING_ISSUES, TRACKED_ISSUES } from "#src/github/queries.ts";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type ApiClient, apiClient, at } from "./api-client.ts";
import { type GitHubServer, startGitHub } from "./server.ts";

const repo = "/repos/acme/shop";
const observer = strictObserver({ ignore: ['Cannot query field "nonsense"'] });
let hub: GitHubServer;
let alice: ApiClient;
let actions: ApiClient;

beforeEach(async () => {
  hub = await startGitHub({ observe: observer });
  hub.addOrganization("acme", { alice: "admin", bob: "member" });
  hub.addRepository({ owner: "acme", name: "shop", files: { "a.txt": "a\n", "src/b.txt": "b\n" } });
  hub.addRepository({ owner: "acme", name: "vault", private: true });
  alice = apiClient(hub.url, hub.userToken("alice"));
  actions = apiClient(hub.url, hub.actionsToken("acme/shop"));
});

afterEach(async () => {
  await hub.stop();
});

function ask(client: ApiClient, query: string, variables: object = {}) {
  return client("POST /graphql", { query, variables });
}

describe("issues", () => {
  beforeEach(async () => {
    for (const title of ["One", "Two", "Three"]) await actions(`POST ${repo}/issues`, { title, labels: ["aftercare"] });
    await actions(`POST ${repo}/issues/1/comments`, { body: "First" });
    await alice(`PATCH ${repo}/issues/2`, { state: "closed", state_reason: "not_planned", assignees: ["alice"] });
  });

  const tracked = {
    owner: "acme",
    repo: "shop",
    label: "aftercare",
    since: "2026-01-01T00:00:00Z",
    open: true,
    closed: true,
  };

  test("are listed by label and state with comments; a bot's login has no suffix", async () => {
    const { body } = await ask(alice, TRACKED_ISSUES, tracked);
    expect(at(body, "data.repository.open.nodes")).toMatchObject([
      {
        number: 1,
        state: "OPEN",
        author: { __typename: "Bot", login: "github-actions" },
        comments: { nodes: [{ body: "First", author: { login: "github-actions" } }] },
      },
      { number: 3, labels: { nodes: [{ name: "aftercare" }] } },
    ]);
    expect(at(body, "data.repository.closed.nodes")).toMatchObject([
      { number: 2, stateReason: "NOT_PLANNED", assignees: { nodes: [{ login: "alice" }] } },
    ]);
    const later = await ask(alice, TRACKED_ISSUES, { ...tracked, since: "2027-01-01T00:00:00Z" });
    expect(at(later.body, "data.repository.closed.nodes")).toEqual([]);
  });

  test("come in pages that a cursor continues", async () => {
    const query = `query ($after: String) { repository(owner: "acme", name: "shop") {
      issues(first: 2, after: $after) { totalCount nodes { number } pageInfo { hasNextPage endCursor } } } }`;
    const first = await ask(alice, query);
    expect(at(first.body, "data.repository.issues")).toMatchObject({
      totalCount: 3,
      nodes: [{ number: 1 }, { number: 2 }],
      pageInfo: { hasNextPage: true },
    });
    const second = await ask(alice, query, { after: at(first.body, "data.repository.issues.pageInfo.endCursor") });
    expect(at(second.body, "data.repository.issues")).toMatchObject({
      nodes: [{ number: 3 }],
      pageInfo: { hasNextPage: false },
    });
  });

  test.each([
    ["issues { totalCount }", "MISSING_PAGINATION_BOUNDARIES"],
    ["issues(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"],
    ["issue(number: 99) { title }", "NOT_FOUND"],
    ["pullRequest(number: 1) { title }", "NOT_FOUND"],
  ])("answer 200 with an error of a type for %s", async (field, type) => {
    const { status, body } = await ask(alice, `{ repository(owner: "acme", name: "shop") { ${field} } }`);
    expect([status, at(body, "errors.0.type")]).toEqual([200, type]);
  });
});

describe("rights", () => {
  test("are those of the token", async () => {
    const app = hub.addApp({ slug: "narrow", permissions: { contents: "read" }, events: [] });
    const narrow = apiClient(hub.url, hub.installationToken(hub.installApp({ app, account: "acme" })));
    const issues = `{ repository(owner: "acme", name: "vault") { issues(first: 1) { totalCount } } }`;
    const refused = await ask(narrow, issues);
    expect(refused.body).toMatchObject({
      data: { repository: null },
      errors: [
        { type: "FORBIDDEN", message: "Resource not accessible by integration", path: ["repository", "issues"] },
      ],
    });
    const unseen = await ask(actions, issues);
    expect(unseen.body).toMatchObject({
      errors: [{ type: "NOT_FOUND", message: "Could not resolve to a Repository with the name 'acme/vault'." }],
    });
    expect((await ask(apiClient(hub.url), issues)).status).toBe(401);
  });

  test("can be taken away altogether", async () => {
    hub.faults.add({ fault: { kind: "status", status: 404 }, route: "POST /graphql" });
    expect((await ask(alice, "{ viewer { login } }")).status).toBe(404);
    hub.faults.clear();
    expect((await ask(alice, "{ viewer { login } rateLimit { remaining } }")).body).toMatchObject({
      data: { viewer: { login: "alice" } },
    });
  });

  test("of reading do not extend to fields that GitHub does not have", async () => {
    const { status, body } = await ask(alice, "{ viewer { nonsense } }");
    expect([status, at(body, "data")]).toEqual([200, undefined]);
    expect(at(body, "errors.0.message")).toMatch(/nonsense/);
  });
});

describe("a pull request", () => {
  beforeEach(async () => {
    await alice(`POST ${repo}/issues`, { title: "Bug" });
    await alice(`POST ${repo}/issues`, { title: "Linked" });
    hub.push("acme/shop", { branch: "fix", files: { "a.txt": "A\n", "src/c.txt": { from: "src/b.txt" } } });
    hub.openPull("acme/shop", { title: "Fix", body: "Fixes #1", head: "fix", draft: true });
    const linked = hub.repository("acme/shop").issues.get(2);
    if (linked) hub.linkIssue("acme/shop", 3, { issue: linked });
  });

  test("names what it closes, by keyword and by hand", async () => {
    const { body } = await ask(alice, CLOSING_ISSUES, { owner: "acme", repo: "shop", number: 3, after: null });
    expect(at(body, "data.repository.pullRequest.closingIssuesReferences.nodes")).toMatchObject([
      { number: 1 },
      { number: 2 },
    ]);
    const issue = await ask(
      alice,
      `{ repository(owner: "acme", name: "shop") { issue(number: 1) { closedByPullRequestsReferences(first: 5) { nodes { number } } } } }`,
    );
    expect(at(issue.body, "data.repository.issue.closedByPullRequestsReferences.nodes")).toEqual([{ number: 3 }]);
  });

  test("is listed in bulk with its files", async () => {
    const query = `{ repository(owner: "acme", name: "shop") { pullRequests(states: [OPEN], first: 50) { nodes {
      id number headRefOid baseRefName isDraft changedFiles files(first: 100) { nodes { path changeType } pageInfo { hasNextPage } } } } } }`;
    const { body } = await ask(alice, query);
    expect(at(body, "data.repository.pullRequests.nodes.0")).toMatchObject({
      number: 3,
      baseRefName: "main",
      isDraft: true,
      files: {
        nodes: [
          { path: "a.txt", changeType: "MODIFIED" },
          { path: "src/c.txt", changeType: "RENAMED" },
        ],
      },
    });
  });

  test("is made ready and refused by a queue that does not exist", async () => {
    const id = hub.repository("acme/shop").issues.get(3)?.pull?.id ?? 0;
    const found = await ask(
      alice,
      `{ repository(owner: "acme", name: "shop") { pullRequest(number: 3) { id databaseId } } }`,
    );
    expect(at(found.body, "data.repository.pullRequest.databaseId")).toBe(id);
    const pullRequestId = at(found.body, "data.repository.pullRequest.id");
    const ready = `mutation ($pullRequestId: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $pullRequestId }) { pullRequest { isDraft } } }`;
    expect((await ask(alice, ready, { pullRequestId })).body).toEqual({
      data: { markPullRequestReadyForReview: { pullRequest: { isDraft: false } } },
    });
    const queue = `mutation ($pullRequestId: ID!) { enqueuePullRequest(input: { pullRequestId: $pullRequestId }) { mergeQueueEntry { position } } }`;
    expect(at((await ask(alice, queue, { pullRequestId })).body, "errors.0.type")).toBe("UNPROCESSABLE");
  });

  test("has its checks, and files can be read from its head", async () => {
    const sha = hub.repository("acme/shop").issues.get(3)?.pull?.headSha;
    await actions(`POST ${repo}/check-runs`, { name: "gate", head_sha: sha, conclusion: "failure", external_id: "x" });
    await actions(`POST ${repo}/statuses/${sha}`, { state: "pending", context: "other" });
    const query = `{ repository(owner: "acme", name: "shop") {
      object(expression: "fix:a.txt") { __typename ... on Blob { text oid } }
      pullRequest(number: 3) { statusCheckRollup { state contexts(first: 10) { nodes {
        ... on CheckRun { __typename name conclusion externalId } ... on StatusContext { __typename context state } } } } } } }`;
    const { body } = await ask(alice, query);
    expect(at(body, "data.repository")).toMatchObject({
      object: { __typename: "Blob", text: "A\n" },
      pullRequest: {
        statusCheckRollup: {
          state: "FAILURE",
          contexts: {
            nodes: [
              { name: "gate", conclusion: "FAILURE", externalId: "x" },
              { context: "other", state: "PENDING" },
            ],
          },
        },
      },
    });
  });
});

test("everything above was valid by GitHub's description", () => {
  observer.assertClean();
});
