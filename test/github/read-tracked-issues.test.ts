/** Everything under the umbrella label: equal facts by GraphQL and by REST, and the fallback between them. */
import { describe, expect, test } from "vitest";
import { renderMarker } from "#src/effect/marker.ts";
import { GitHubUnavailable } from "#src/flow/services.ts";
import { at, comment, issue, label, user } from "./answers.ts";
import { API, api, connect, expectEveryRequest, SELF, shop, SHOP } from "./wire.ts";

expectEveryRequest();

const SINCE = "2026-10-01T00:00:00Z";
const query = { label: "aftercare", since: at(SINCE) };
const DATE = { date: "Sun, 22 Nov 2026 05:26:10 GMT" };
const PIA = `the analysis ${renderMarker({ kind: "pia", keys: { incident: "901:7" } })}`;
const RECORD = `the record ${renderMarker({ kind: "record", keys: {} })}`;

type Answer = Readonly<Record<string, unknown>>;
type Person = { login: string; type: string } | null;

const actorNode = (person: Person) => person && { __typename: person.type, login: person.login.replace("[bot]", "") };

/** The same comment as GraphQL answers. */
const commentNode = (answer: Answer) => ({
  fullDatabaseId: String(answer["id"]),
  body: answer["body"],
  createdAt: answer["created_at"],
  updatedAt: answer["updated_at"],
  url: answer["html_url"],
  author: actorNode(answer["user"] as Person),
});

/** The same issue as GraphQL answers. */
const issueNode = (answer: Answer, comments: readonly Answer[] = []) => ({
  fullDatabaseId: String(answer["id"]),
  number: answer["number"],
  title: answer["title"],
  body: answer["body"] ?? "",
  state: String(answer["state"]).toUpperCase(),
  stateReason: (answer["state_reason"] as string | null)?.toUpperCase() ?? null,
  url: answer["html_url"],
  locked: answer["locked"],
  createdAt: answer["created_at"],
  updatedAt: answer["updated_at"],
  closedAt: answer["closed_at"],
  repository: { name: "shop", owner: { login: "acme" } },
  author: actorNode(answer["user"] as Person),
  labels: { nodes: (answer["labels"] as { name: string }[]).map(({ name }) => ({ name })).toReversed() },
  assignees: { nodes: (answer["assignees"] as { login: string }[]).map(({ login }) => ({ login })) },
  comments: { pageInfo: { hasNextPage: comments.length > 5 }, nodes: comments.slice(0, 5).map(commentNode) },
});

const connection = (nodes: readonly unknown[], endCursor: string | null = null) => ({
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
  nodes,
});
const graphql = (repository: Answer) => ({ data: { repository } });

const incident = issue(7, { labels: [label("aftercare"), label("incident")], assignees: [user("bob"), user("al")] });
const analysis = issue(8, { labels: [label("pia")], user: user(SELF), body: PIA, locked: true });
const lost = issue(9, { user: null, body: null });
const done = issue(3, {
  state: "closed",
  state_reason: "duplicate",
  closed_at: "2026-11-03T10:00:00Z",
  user: user("github-actions[bot]"),
});
const record = comment(51, { user: user(SELF), body: RECORD, updated_at: "2026-11-05T10:00:00Z" });

const listing = (state: "open" | "closed") =>
  api()
    .get(`${SHOP}/issues`)
    .query({
      state,
      labels: "aftercare",
      ...(state === "closed" ? { since: SINCE } : {}),
      sort: "created",
      direction: "asc",
      per_page: 100,
    });
const comments = (number: number, list: readonly Answer[], headers = {}) =>
  api().get(`${SHOP}/issues/${number}/comments`).query({ per_page: 100 }).reply(200, list, headers);

function serveRest(): void {
  const pull = issue(12, { pull_request: { url: "x" } });
  listing("open").reply(200, [incident, analysis, lost, pull], DATE);
  listing("closed").reply(200, [done], DATE);
  comments(8, [comment(50), record]);
}

function serveGraphql(): void {
  const open = connection([issueNode(incident), issueNode(analysis, [comment(50), record]), issueNode(lost)]);
  api()
    .post("/graphql", (body) => body.variables.since === SINCE && body.variables.label === "aftercare")
    .reply(200, graphql({ open, closed: connection([issueNode(done)]) }), DATE);
}

describe("the tracked issues", () => {
  test("are one request by GraphQL", async () => {
    serveGraphql();
    const found = await connect().readTrackedIssues(shop, query);
    expect(found.asOf).toBe(at("2026-11-22T05:26:10Z"));
    expect(found.tracked.map(({ issue: { number } }) => number)).toEqual([3, 7, 8, 9]);
    expect(found.tracked.map(({ recordComment }) => recordComment?.id ?? null)).toEqual([null, null, 51, null]);
  });

  test("are equal facts whichever way they were read", async () => {
    serveGraphql();
    const quick = await connect().readTrackedIssues(shop, query);
    api().post("/graphql").reply(404, {});
    serveRest();
    expect(await connect().readTrackedIssues(shop, query)).toEqual(quick);
    expect(quick.tracked.map((one) => one.issue.author.login)).toEqual([
      "github-actions[bot]",
      "alice",
      "aftercare[bot]",
      "ghost",
    ]);
  });

  test("are paged by cursor, each listing only to its end", async () => {
    const seen: unknown[] = [];
    const note = (body: { variables: Answer }) => seen.push(body.variables) > 0;
    const [one, two, three] = [issue(1), issue(2), issue(3)].map((answer) => issueNode(answer));
    api()
      .post("/graphql", note)
      .reply(200, graphql({ open: connection([one], "c1"), closed: connection([two]) }))
      .post("/graphql", note)
      .reply(200, graphql({ open: connection([three]) }));
    const found = await connect().readTrackedIssues(shop, query);
    expect(found.tracked).toHaveLength(3);
    const common = { owner: "acme", repo: "shop", label: "aftercare", since: SINCE };
    expect(seen).toEqual([
      { ...common, open: true, closed: true },
      { ...common, open: true, closed: false, openAfter: "c1" },
    ]);
  });

  test("that changed sides while we read count once, by their later face", async () => {
    const before = issue(5, { updated_at: "2026-11-02T10:00:00Z" });
    const after = { ...before, state: "closed", updated_at: "2026-11-02T10:00:05Z" };
    const answer = graphql({ open: connection([issueNode(before)]), closed: connection([issueNode(after)]) });
    api().post("/graphql").reply(200, answer);
    const found = await connect().readTrackedIssues(shop, query);
    expect(found.tracked.map((one) => one.issue.state)).toEqual(["closed"]);
  });
});

describe("the record", () => {
  const talk = [1, 2, 3, 4, 5, 6].map((id) => comment(id));
  const served = (list: readonly Answer[]) =>
    api()
      .post("/graphql")
      .reply(200, graphql({ open: connection([issueNode(analysis, list)]), closed: connection([]) }));
  const recordId = async () => {
    const found = await connect().readTrackedIssues(shop, query);
    return found.tracked[0]?.recordComment?.id ?? null;
  };

  test("beyond the first five comments is looked for by REST, page by page", async () => {
    served(talk);
    comments(8, talk, { link: `<${API}${SHOP}/issues/8/comments?page=2>; rel="next"` });
    api().get(`${SHOP}/issues/8/comments`).query({ per_page: 100, page: 2 }).reply(200, [record]);
    expect(await recordId()).toBe(51);
  });

  test("that nobody wrote is null, without another request", async () => {
    served([comment(1)]);
    expect(await recordId()).toBeNull();
  });

  test("that a person pasted is text", async () => {
    served([comment(1, { body: RECORD }), record]);
    expect(await recordId()).toBe(51);
  });

  test("by another bot than the one that wrote the analysis never counts", async () => {
    const other = comment(40, { user: user("github-actions[bot]"), body: RECORD });
    served([other]);
    expect(await recordId()).toBeNull();
    served([other, record]);
    expect(await recordId()).toBe(51);
  });
});

describe("where GraphQL does not serve", () => {
  const limit = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999" };
  test.each<[string, readonly [status: number, answer: Answer, headers?: Record<string, string>]]>([
    ["is absent", [404, {}]],
    ["is refused", [403, { message: "Resource not accessible by integration" }]],
    ["has a spent quota", [403, { message: "limit" }, limit]],
    ["answers 502", [502, {}]],
    ["answers with errors", [200, { errors: [{ message: "Field 'fullDatabaseId' doesn't exist" }] }]],
    ["answers in an unknown form", [200, graphql({ open: { nodes: [{}] } })]],
  ])("since it %s, REST does", async (_name, [status, answer, headers]) => {
    api().post("/graphql").reply(status, answer, headers);
    serveRest();
    expect((await connect().readTrackedIssues(shop, query)).tracked).toHaveLength(4);
  });

  test("for a secondary limit, REST is left in peace too", async () => {
    api().post("/graphql").reply(403, { message: "secondary rate limit" }, { "retry-after": "30" });
    await expect(connect({ clock: () => 1000 }).readTrackedIssues(shop, query)).rejects.toMatchObject({
      name: "GitHubUnavailable",
      retryAt: 1030,
    });
  });

  test("a repository out of sight is unknown: no facts are not nothing open", async () => {
    api()
      .post("/graphql")
      .reply(200, { data: null, errors: [{ type: "NOT_FOUND", message: "no" }] });
    listing("open").reply(404, {});
    listing("closed").reply(404, {});
    await expect(connect().readTrackedIssues(shop, query)).rejects.toThrow(GitHubUnavailable);
  });

  test("a repository with its issues switched off has none", async () => {
    api().post("/graphql").reply(404, {});
    listing("open").reply(410, {}, DATE);
    listing("closed").reply(410, {}, DATE);
    expect(await connect().readTrackedIssues(shop, query)).toEqual({ tracked: [], asOf: at("2026-11-22T05:26:10Z") });
  });
});
