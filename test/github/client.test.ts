/** The door to GitHub: its clock, its time-outs, GraphQL's address and GraphQL's errors. */
import { Octokit } from "@octokit/core";
import nock from "nock";
import { describe, expect, test } from "vitest";
import { GitHubUnavailable } from "#src/flow/services.ts";
import { at, issue, repository } from "./answers.ts";
import { api, connect, connectDoor, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();

describe("the time", () => {
  test("is the machine's until GitHub has answered", () => {
    expect(connect({ clock: () => 77 }).now()).toBe(77);
  });

  test("is that of GitHub's last answer, also of a failed one", async () => {
    const github = connect();
    api().get(SHOP).reply(200, repository(), { date: "Sun, 22 Nov 2026 05:26:10 GMT" });
    await github.readRepository(shop);
    expect(github.now()).toBe(at("2026-11-22T05:26:10Z"));
    api().get(SHOP).reply(404, {}, { date: "Sun, 22 Nov 2026 05:27:10 GMT" });
    expect(await github.readRepository(shop)).toBeNull();
    expect(github.now()).toBe(at("2026-11-22T05:27:10Z"));
  });
});

describe("a request without an answer", () => {
  test("times out as unavailable", async () => {
    const silent: typeof fetch = (_address, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const octokit = new Octokit({ request: { fetch: silent } });
    await expect(connect({ octokit, timeout: 0.01 }).readRepository(shop)).rejects.toThrow(GitHubUnavailable);
  });

  test("whose connection broke is unavailable", async () => {
    api().get(SHOP).replyWithError("socket hang up");
    await expect(connect().readRepository(shop)).rejects.toMatchObject({
      source: "the repository acme/shop",
      retryAt: null,
    });
  });

  test("with an answer in an unknown form is unavailable, never a default", async () => {
    const { default_branch: _branch, ...half } = repository();
    api().get(SHOP).reply(200, half);
    await expect(connect().readRepository(shop)).rejects.toThrow(/unexpected form at "default_branch"/);
  });
});

describe("GraphQL", () => {
  const query = (baseUrl: string, graphqlUrl?: string) =>
    connectDoor({
      octokit: new Octokit({ baseUrl }),
      ...(graphqlUrl === undefined ? {} : { graphqlUrl }),
    }).query("the query", "query { x }", { a: 1 });

  test.each([
    ["https://api.github.com", undefined, "https://api.github.com/graphql"],
    ["https://ghe.example/api/v3", undefined, "https://ghe.example/api/graphql"],
    ["http://127.0.0.1:3999", undefined, "http://127.0.0.1:3999/graphql"],
    ["https://api.github.com", "https://other.example/g", "https://other.example/g"],
  ])("of %s (set: %s) is asked at %s", async (baseUrl, graphqlUrl, expected) => {
    const { origin, pathname } = new URL(expected);
    nock(origin)
      .post(pathname, { query: "query { x }", variables: { a: 1 } })
      .reply(200, { data: { x: 1 } });
    expect(await query(baseUrl, graphqlUrl)).toMatchObject({ ok: true, answer: { data: { data: { x: 1 } } } });
  });

  test.each([
    [[{ type: "NOT_FOUND", message: "Could not resolve" }], "missing"],
    [[{ type: "FORBIDDEN", message: "Resource not accessible by integration" }], "forbidden"],
    [[{ type: "RATE_LIMITED", message: "API rate limit exceeded" }], "limited"],
    [[{ message: "Something went wrong while executing your query." }], "down"],
    [[{ message: "Field 'x' doesn't exist on type 'Query'" }], "invalid"],
  ])("%j in a 200 is a failure: %s", async (errors, kind) => {
    api().post("/graphql").reply(200, { data: null, errors });
    expect(await query("https://api.github.com")).toMatchObject({ ok: false, failure: { kind } });
  });
});

test("a POST is sent once, whatever octokit's plugins would do", async () => {
  const seen: unknown[] = [];
  const octokit = new Octokit();
  octokit.hook.before("request", (options) => void seen.push(options.request["retries"]));
  const client = connectDoor({ octokit });
  api().post(`${SHOP}/issues`).reply(201, issue(1)).get(`${SHOP}/issues/1`).reply(200, issue(1));
  await client.attempt({ source: "x", route: "POST /repos/{owner}/{repo}/issues", parameters: shop });
  await client.attempt({ source: "x", route: "GET /repos/{owner}/{repo}/issues/1", parameters: shop });
  expect(seen).toEqual([0, undefined]);
});
