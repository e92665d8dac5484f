/** Pull requests: with deleted forks and null bodies, in listings, by commit, and with the issues that they close. */
import { describe, expect, test } from "vitest";
import { at, issue, label, listedPullRequest, pullRequest } from "./answers.ts";
import { API, api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();
const three = { ...shop, number: 3 };
const SHA = "a".repeat(40);

describe("a pull request", () => {
  test("becomes facts", async () => {
    const merged = { merged: true, merge_commit_sha: "m", state: "closed", labels: [label("b"), label("a")] };
    api().get(`${SHOP}/pulls/3`).reply(200, pullRequest(3, merged));
    expect(await connect().readPullRequest(three)).toEqual({
      ...three,
      id: 8003,
      title: "Pull 3",
      body: pullRequest(3)["body"],
      state: "closed",
      merged: true,
      draft: false,
      author: { login: "alice", type: "User" },
      labels: ["a", "b"],
      headSha: SHA,
      headRef: "topic",
      headRepository: shop,
      baseRef: "trunk",
      baseSha: "b".repeat(40),
      repository: expect.objectContaining({ ...shop, defaultBranch: "trunk" }),
      changedFiles: 1,
      mergeCommitSha: "m",
      createdAt: at("2026-11-01T10:00:00Z"),
      updatedAt: at("2026-11-02T10:00:00Z"),
      url: "https://github.com/acme/shop/pull/3",
    });
  });

  test("from a deleted fork by a deleted person still is one", async () => {
    const head = { ref: "topic", sha: SHA, repo: null, user: null };
    api()
      .get(`${SHOP}/pulls/3`)
      .reply(200, pullRequest(3, { head, user: null, body: null }));
    expect(await connect().readPullRequest(three)).toMatchObject({
      headRepository: null,
      headSha: SHA,
      body: "",
      author: { login: "ghost" },
    });
  });

  test("that is gone is null", async () => {
    api().get(`${SHOP}/pulls/3`).reply(404, {});
    expect(await connect().readPullRequest(three)).toBeNull();
  });
});

describe("open pull requests", () => {
  const query = { state: "open", sort: "created", direction: "asc", per_page: 100 };

  test("come from all pages, each once, newest update first, without counts", async () => {
    const link = `<${API}${SHOP}/pulls?page=2>; rel="next", <${API}${SHOP}/pulls?page=2>; rel="last"`;
    const old = listedPullRequest(1, { updated_at: "2026-11-01T00:00:00Z" });
    const fresh = listedPullRequest(2, { updated_at: "2026-11-09T00:00:00Z", merged_at: null });
    api().get(`${SHOP}/pulls`).query(query).reply(200, [old, fresh], { link });
    api()
      .get(`${SHOP}/pulls`)
      .query({ ...query, page: 2 })
      .reply(200, [fresh]);
    const found = await connect().listOpenPullRequests(shop);
    expect(found.map(({ number, changedFiles, merged }) => [number, changedFiles, merged])).toEqual([
      [2, null, false],
      [1, null, false],
    ]);
  });

  test("of a repository out of sight are none", async () => {
    api().get(`${SHOP}/pulls`).query(query).reply(404, {});
    expect(await connect().listOpenPullRequests(shop)).toEqual([]);
  });
});

describe("the pull requests of a commit", () => {
  const list = () => api().get(`${SHOP}/commits/${SHA}/pulls`).query({ per_page: 100 });

  test("are found by its SHA, merged ones too", async () => {
    list().reply(200, [listedPullRequest(3, { merged_at: "2026-11-03T10:00:00Z", state: "closed" })]);
    expect(await connect().listPullRequestsForCommit(shop, SHA)).toMatchObject([{ number: 3, merged: true }]);
  });

  test.each([404, 422])("that the repository does not know (%i) are none", async (status) => {
    list().reply(status, { message: `No commit found for SHA: ${SHA}` });
    expect(await connect().listPullRequestsForCommit(shop, SHA)).toEqual([]);
  });

  test("are unknown when GitHub is down", async () => {
    list().reply(503, {});
    await expect(connect().listPullRequestsForCommit(shop, SHA)).rejects.toThrow(/pull requests of the commit/);
  });
});

describe("the issues that a pull request closes", () => {
  const links = (nodes: readonly unknown[], endCursor: string | null = null) => ({
    data: {
      repository: {
        pullRequest: { closingIssuesReferences: { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes } },
      },
    },
  });
  const node = (repo: string, number: number) => ({ number, repository: { name: repo, owner: { login: "acme" } } });

  test("are GitHub's own, from all pages and repositories", async () => {
    api()
      .post("/graphql")
      .reply(200, links([node("shop", 7)], "next"));
    api()
      .post("/graphql", (body) => body.variables.after === "next")
      .reply(200, links([node("infra", 8)]));
    expect(await connect().readClosingIssues(three)).toEqual([
      { owner: "acme", repo: "shop", number: 7 },
      { owner: "acme", repo: "infra", number: 8 },
    ]);
  });

  test.each([
    [404, {}],
    [403, { message: "Resource not accessible by integration" }],
    [200, { errors: [{ type: "NOT_FOUND", message: "no" }] }],
    [200, { errors: [{ message: "Field 'closingIssuesReferences' doesn't exist" }] }],
  ])("are none where GraphQL is absent or refused (%i %j)", async (status, answer) => {
    api().post("/graphql").reply(status, answer);
    expect(await connect().readClosingIssues(three)).toEqual([]);
  });

  test.each([
    [502, {}],
    [200, { errors: [{ type: "RATE_LIMITED", message: "no" }] }],
  ])("are unknown when GitHub cannot answer now (%i %j)", async (status, answer) => {
    api().post("/graphql").reply(status, answer);
    await expect(connect().readClosingIssues(three)).rejects.toMatchObject({ name: "GitHubUnavailable" });
  });
});

describe("sub-issues", () => {
  const list = () => api().get(`${SHOP}/issues/3/sub_issues`).query({ per_page: 100 });

  test("keep their order and their own repositories", async () => {
    list().reply(200, [issue(9), issue(4, { repository_url: "https://api.github.com/repos/acme/infra" })]);
    const found = await connect().readSubIssues(three);
    expect(found.map(({ repo, number }) => `${repo}#${number}`)).toEqual(["shop#9", "infra#4"]);
  });

  test("are none where the host knows none", async () => {
    list().reply(404, {});
    expect(await connect().readSubIssues(three)).toEqual([]);
  });
});
