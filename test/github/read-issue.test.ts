/** One issue as facts: with everything that GitHub may leave null, and told apart from one that has moved. */
import { describe, expect, test } from "vitest";
import { at, issue, label, repository, user } from "./answers.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();
const seven = { ...shop, number: 7 };

describe("an issue", () => {
  test("becomes facts, labels sorted", async () => {
    const answer = issue(7, {
      state: "closed",
      state_reason: "completed",
      closed_at: "2026-11-03T10:00:00Z",
      labels: [label("sev:2"), label("incident")],
      user: user("aftercare[bot]"),
      assignees: [user("bob"), user("alice")],
      locked: true,
    });
    api().get(`${SHOP}/issues/7`).reply(200, answer);
    expect(await connect().readIssue(seven)).toEqual({
      ...seven,
      id: 9007,
      title: "Issue 7",
      body: "text",
      state: "closed",
      stateReason: "completed",
      labels: ["incident", "sev:2"],
      author: { login: "aftercare[bot]", type: "Bot" },
      assignees: ["bob", "alice"],
      createdAt: at("2026-11-01T10:00:00Z"),
      updatedAt: at("2026-11-02T10:00:00Z"),
      closedAt: at("2026-11-03T10:00:00Z"),
      url: "https://github.com/acme/shop/issues/7",
      isPullRequest: false,
      locked: true,
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["a null body is empty", { body: null }, { body: "" }],
    ["a deleted author is ghost", { user: null }, { author: { login: "ghost", type: "User" } }],
    ["no reason", { state_reason: null }, { stateReason: null }],
    ["a reason that we do not know is none", { state_reason: "moved_to_mars" }, { stateReason: null }],
    ["duplicate", { state: "closed", state_reason: "duplicate" }, { stateReason: "duplicate" }],
    ["labels may be plain names", { labels: ["b", "a"] }, { labels: ["a", "b"] }],
    ["no assignees", { assignees: null }, { assignees: [] }],
    ["the face of a pull request", { pull_request: { url: "x" } }, { isPullRequest: true }],
    ["a mannequin", { user: { login: "m", type: "Mannequin" } }, { author: { login: "m", type: "Mannequin" } }],
  ])("%s", async (_name, change, expected) => {
    api().get(`${SHOP}/issues/7`).reply(200, issue(7, change));
    expect(await connect().readIssue(seven)).toMatchObject(expected);
  });

  test.each([404, 410, 451])("that GitHub answers with %i is null", async (status) => {
    api().get(`${SHOP}/issues/7`).reply(status, { message: "no" });
    expect(await connect().readIssue(seven)).toBeNull();
  });

  test.each([500, 502, 503])("that GitHub answers with %i is unknown, not null", async (status) => {
    api().get(`${SHOP}/issues/7`).reply(status, {});
    await expect(connect().readIssue(seven)).rejects.toMatchObject({ source: "the issue acme/shop#7" });
  });

  test("that we may not read is unknown, not null", async () => {
    api().get(`${SHOP}/issues/7`).reply(403, { message: "Resource not accessible by integration" });
    await expect(connect().readIssue(seven)).rejects.toThrow(/does not allow/);
  });
});

describe("a redirect", () => {
  const follow = (answer: Record<string, unknown>) =>
    api()
      .get(`${SHOP}/issues/7`)
      .reply(301, {}, { location: "https://api.github.com/repositories/55/issues/7" })
      .get("/repositories/55/issues/7")
      .reply(200, answer);
  const elsewhere = { repository_url: "https://api.github.com/repos/acme/store" };

  test("of a transferred issue is null, although GitHub answers with the issue's new face", async () => {
    follow(issue(7, elsewhere)).get(SHOP).reply(200, repository());
    expect(await connect().readIssue(seven)).toBeNull();
  });

  test("to another number is null without another request", async () => {
    follow(issue(31, elsewhere));
    expect(await connect().readIssue(seven)).toBeNull();
  });

  test("of a renamed repository gives the issue under its new name", async () => {
    follow(issue(7, elsewhere))
      .get(SHOP)
      .reply(200, repository({ name: "store" }));
    expect(await connect().readIssue(seven)).toMatchObject({ owner: "acme", repo: "store", number: 7 });
  });
});
