/** The judge is judged first: each kind of departure from GitHub's description is found, and what GitHub allows is allowed. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { createApiValidator, type ApiExchange } from "#test/support/openapi/validate.ts";
import { createGraphqlValidator } from "#test/support/openapi/validate-graphql.ts";

const api = createApiValidator();
const graphql = createGraphqlValidator();

const ISSUES = "/repos/{owner}/{repo}/issues";
const exchange = (change: Partial<ApiExchange>): ApiExchange => ({
  method: "POST",
  template: ISSUES,
  path: "/repos/acme/shop/issues",
  query: {},
  body: { title: "Checkout is down" },
  status: 201,
  responseBody: {},
  ...change,
});
const checkRun = { name: "aftercare/gate", head_sha: "a".repeat(40), status: "completed", conclusion: "failure" };
const onCheckRuns = { template: "/repos/{owner}/{repo}/check-runs", path: "/repos/acme/shop/check-runs" };

describe("requests", () => {
  const listing = { method: "GET", body: undefined };
  const oneIssue = {
    method: "GET",
    template: `${ISSUES}/{issue_number}`,
    path: "/repos/acme/shop/issues/7",
    body: undefined,
  };
  test.each<[string, Partial<ApiExchange>]>([
    ["an issue with labels by name", { body: { title: "a", labels: ["incident"] } }],
    [
      "a listing with its filters",
      { ...listing, query: { labels: "aftercare", state: "all", per_page: "100", since: "2026-11-22T00:00:00Z" } },
    ],
    ["a number in the path", oneIssue],
    ["a completed check run", { ...onCheckRuns, body: checkRun }],
    [
      "an empty object where no body is described",
      { method: "DELETE", template: `${ISSUES}/{issue_number}/lock`, path: "/repos/acme/shop/issues/7/lock", body: {} },
    ],
  ])("%s is valid", (_name, change) => {
    expect(api.validateRequest(exchange(change))).toEqual([]);
  });

  test.each<[string, Partial<ApiExchange>, string]>([
    [
      "an unknown property",
      { body: { title: "a", foo: 1 } },
      `POST ${ISSUES} request: body has the property "foo", which is not in the schema`,
    ],
    ["a missing property", { body: {} }, `POST ${ISSUES} request: body lacks the property "title"`],
    ["a missing body", { body: undefined }, `POST ${ISSUES} request: lacks its body`],
    [
      "a wrong type",
      { body: { title: "a", assignees: "alice" } },
      `POST ${ISSUES} request: body.assignees must be array`,
    ],
    [
      "an unknown query parameter",
      { ...listing, query: { label: "x" } },
      `GET ${ISSUES} request: query parameter label is not in GitHub's description`,
    ],
    ["a wrong query type", { ...listing, query: { page: "two" } }, `GET ${ISSUES} request: query page must be integer`],
    [
      "a value outside of the list",
      { ...listing, query: { state: "done" } },
      `GET ${ISSUES} request: query state must be one of ["open","closed","all"]`,
    ],
    [
      "a word for a number in the path",
      { ...oneIssue, path: "/repos/acme/shop/issues/I_7" },
      `GET ${ISSUES}/{issue_number} request: path parameter issue_number must be a whole number, not "I_7"`,
    ],
    [
      "an unknown operation",
      { template: "/repos/{owner}/{repo}/problems" },
      "POST /repos/{owner}/{repo}/problems request: the operation is not in GitHub's description (or not yet in operations.ts)",
    ],
    [
      "an unknown method",
      { method: "PUT" },
      `PUT ${ISSUES} request: the operation is not in GitHub's description (or not yet in operations.ts)`,
    ],
  ])("%s is found", (_name, change, problem) => {
    expect(api.validateRequest(exchange(change))).toContain(problem);
  });

  test("a misspelt property of a check run is found, although its alternatives allow anything", () => {
    const [problem] = api.validateRequest(exchange({ ...onCheckRuns, body: { ...checkRun, externalId: "x" } }));
    expect(problem).toContain('has the property "externalId", which is not in the schema');
  });

  test("a fourth button and an over-long label of a check run are found", () => {
    const action = { label: "Recheck this now, please", description: "d", identifier: "i" };
    const problems = api.validateRequest(
      exchange({ ...onCheckRuns, body: { ...checkRun, actions: [action, action, action, action] } }),
    );
    expect(problems.join("\n")).toContain("must NOT have more than 3 items");
    expect(problems.join("\n")).toContain("must NOT have more than 20 characters");
  });
});

describe("responses", () => {
  const label = {
    id: 1,
    node_id: "LA_1",
    url: "https://api.github.com/x",
    name: "pia",
    description: null,
    color: "ededed",
    default: false,
  };
  const onLabel = {
    method: "GET",
    template: "/repos/{owner}/{repo}/labels/{name}",
    path: "/repos/acme/shop/labels/pia",
    body: undefined,
    status: 200,
  };
  const problemsOf = (change: Partial<ApiExchange>): readonly string[] =>
    api.validateResponse(exchange({ ...onLabel, ...change }));

  test("what GitHub describes is valid, null where it is nullable", () => {
    expect(problemsOf({ responseBody: label })).toEqual([]);
  });
  test("an invented property is found", () => {
    expect(problemsOf({ responseBody: { ...label, shade: "dark" } })).toEqual([
      'GET /repos/{owner}/{repo}/labels/{name} response 200: body has the property "shade", which is not in the schema',
    ]);
  });
  test("null where it is not nullable is found", () => {
    expect(problemsOf({ responseBody: { ...label, name: null } })[0]).toContain("body.name must be string");
  });
  test("a status code that GitHub does not give is found", () => {
    expect(problemsOf({ status: 202, responseBody: label })[0]).toContain("status 202 is not in GitHub's description");
  });
  test("rate limits and failures of GitHub may come from any operation, with a message", () => {
    expect(
      problemsOf({ status: 429, responseBody: { message: "slow down", documentation_url: "https://docs.github.com" } }),
    ).toEqual([]);
    expect(problemsOf({ status: 503, responseBody: { error: "no" } })[0]).toContain('lacks the property "message"');
  });
  test("a body where GitHub sends none is found", () => {
    expect(problemsOf({ method: "DELETE", status: 204, responseBody: { done: true } })[0]).toContain(
      "no body is described",
    );
  });
});

describe("webhooks", () => {
  test("an event that the slice does not know is found", () => {
    expect(api.validateWebhook("issues", { action: "levitated" })).toEqual([
      "webhook issues.levitated is not in GitHub's description",
    ]);
  });
  test("a payload without its parts is found", () => {
    expect(api.validateWebhook("sub_issues", { action: "sub_issue_added" }).join("\n")).toContain(
      'lacks the property "parent_issue"',
    );
  });
});

describe("GraphQL", () => {
  const query =
    "query($o: String!, $n: String!) { repository(owner: $o, name: $n) { issue(number: 7) { title author { login } } } }";
  const variables = { o: "acme", n: "shop" };
  const answer = (issue: unknown): unknown => ({ data: { repository: { issue } } });

  test("a document of existing fields is valid", () => {
    expect(graphql.validateGraphqlDocument(query)).toEqual([]);
  });
  test.each([
    ['{ repository(owner: "a", name: "b") { problems } }', "Cannot query field"],
    ['{ repository(owner: "a") { id } }', 'of type "String!" is required'],
    ["{ repository(", "Syntax Error"],
  ])("%s is refused", (text, words) => {
    expect(graphql.validateGraphqlDocument(text).join()).toContain(words);
  });
  test("an answer of the right types is valid", () => {
    expect(
      graphql.validateGraphqlExchange({ query, variables }, answer({ title: "a", author: { login: "alice" } })),
    ).toEqual([]);
  });
  test("a missing variable, a wrong type, a forbidden null and an invented field are found", () => {
    const found = (issue: unknown, given: unknown = variables): string =>
      graphql.validateGraphqlExchange({ query, variables: given }, answer(issue)).join();
    expect(graphql.validateGraphqlExchange({ query }, answer(null)).join()).toContain('Variable "$o"');
    expect(found({ title: { text: "a" }, author: null })).toContain("title");
    expect(found({ title: null, author: null })).toContain("non-nullable");
    expect(found({ title: "a", author: null, mood: "good" })).toContain("data.repository.issue.mood was not asked for");
  });
});

describe("the observer", () => {
  test("collects each problem once and throws them all", () => {
    const observer = strictObserver();
    const wrong = exchange({ body: { title: "a", foo: 1 } });
    observer.request(wrong);
    observer.request(wrong);
    observer.webhook({ event: "issues", payload: { action: "levitated" } });
    expect(observer.problems()).toHaveLength(2);
    expect(() => observer.assertClean()).toThrow("webhook issues.levitated");
  });
  test("which saw nothing does not pass", () => {
    expect(() => strictObserver().assertClean()).toThrow("not connected");
  });
});

test("the slices name the versions that tools/openapi pins", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  const pinned = JSON.parse(read("../../tools/openapi/package.json")).dependencies;
  expect(read("../support/openapi/slice.json").slice(0, 80)).toContain(
    `@octokit/openapi ${pinned["@octokit/openapi"]} `,
  );
  expect(read("../support/openapi/slice.graphql").slice(0, 80)).toContain(
    `@octokit/graphql-schema ${pinned["@octokit/graphql-schema"]}\n`,
  );
});
