/** Issues of the stand-in over real HTTP, held against GitHub's description. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";
import { at, numberAt } from "./api-client.ts";

const observe = strictObserver({ ignore: ["issues request: body", "query state must be"] });
const ISSUES = "/repos/acme/shop/issues";
let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ observe });
});
afterEach(async () => {
  await acme.github.stop();
});
afterAll(() => observe.assertClean());

/** The events that the App was told of since the start, as `event.action`. */
function told(): string[] {
  return acme.github.deliveries().map((row) => `${row.event}.${row.action}`);
}

describe("opening an issue", () => {
  test("gives number, author, labels that are made when missing, assignee, and tells of each", async () => {
    const { status, body } = await acme.bob(`POST ${ISSUES}`, {
      title: "Checkout is down",
      body: "502",
      labels: ["incident", "Incident"],
      assignees: ["BOB"],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 1,
      state: "open",
      user: { login: "bob", type: "User" },
      author_association: "COLLABORATOR",
      labels: [{ name: "incident", color: "ededed" }],
      assignees: [{ login: "bob" }],
      comments: 0,
    });
    expect(told()).toEqual([
      "installation.created",
      "label.created",
      "issues.opened",
      "issues.labeled",
      "issues.assigned",
    ]);
  });

  test("by the App is by its bot, through the App", async () => {
    const { body } = await acme.bot(`POST ${ISSUES}`, { title: "PIA" });
    expect(body).toMatchObject({
      user: { login: "aftercare[bot]", type: "Bot" },
      performed_via_github_app: { slug: "aftercare" },
    });
  });

  test("by a reader drops labels and assignees without a word", async () => {
    const { status, body } = await acme.rita(`POST ${ISSUES}`, {
      title: "Hm",
      labels: ["incident"],
      assignees: ["bob"],
    });
    expect([status, at(body, "labels"), at(body, "assignees")]).toEqual([201, [], []]);
  });

  test.each([
    ["no title", {}, { field: "title", code: "missing_field" }],
    ["a title of 257 characters", { title: "x".repeat(257) }, { field: "title", code: "custom" }],
    [
      "65,537 characters",
      { title: "t", body: "x".repeat(65_537) },
      { field: "body", code: "custom", message: "body is too long (maximum is 65536 characters)" },
    ],
    [
      "an assignee who cannot be",
      { title: "t", assignees: ["eve"] },
      { field: "assignees", code: "invalid", value: ["eve"] },
    ],
    ["a milestone that is not there", { title: "t", milestone: 9 }, { field: "milestone", code: "invalid" }],
  ])("with %s is 422 and writes nothing", async (_, wanted, error) => {
    const { status, body } = await acme.bot(`POST ${ISSUES}`, wanted);
    expect(status).toBe(422);
    expect(body).toMatchObject({ message: "Validation Failed", errors: [error] });
    expect(at((await acme.bot(`GET ${ISSUES}`)).body, "length")).toBe(0);
  });

  test("takes 65,536 characters, counting code points", async () => {
    expect((await acme.bot(`POST ${ISSUES}`, { title: "t", body: "🚒".repeat(65_536) })).status).toBe(201);
  });
});

describe("editing an issue", () => {
  beforeEach(async () => {
    await acme.bob(`POST ${ISSUES}`, { title: "One", body: "old", labels: ["a", "b"] });
  });

  test("tells what was there, and nothing when nothing changes", async () => {
    await acme.bot(`PATCH ${ISSUES}/1`, { title: "One", body: "old" });
    expect(told()).not.toContain("issues.edited");
    acme.github.clock.advance(60);
    const { body } = await acme.bot(`PATCH ${ISSUES}/1`, { title: "Two", body: "new" });
    expect(body).toMatchObject({ title: "Two", body: "new", updated_at: "2026-01-05T09:01:00Z" });
    const edited = acme.github.deliveries().find((row) => row.action === "edited");
    expect(JSON.parse(edited?.body ?? "")).toMatchObject({
      changes: { title: { from: "One" }, body: { from: "old" } },
      sender: { login: "aftercare[bot]" },
    });
  });

  test("replaces labels with one event for each that came or went", async () => {
    const before = told().length;
    const { body } = await acme.tina(`PATCH ${ISSUES}/1`, { labels: ["b", "c"] });
    expect((at(body, "labels") as { name: string }[]).map((label) => label.name)).toEqual(["b", "c"]);
    expect(told().slice(before)).toEqual(["issues.unlabeled", "label.created", "issues.labeled"]);
  });

  test("closing is completed unless said otherwise; reopening says reopened", async () => {
    expect((await acme.bot(`PATCH ${ISSUES}/1`, { state: "closed" })).body).toMatchObject({
      state: "closed",
      state_reason: "completed",
      closed_at: "2026-01-05T09:00:00Z",
      closed_by: { login: "aftercare[bot]" },
    });
    expect((await acme.bot(`PATCH ${ISSUES}/1`, { state: "open" })).body).toMatchObject({
      state: "open",
      state_reason: "reopened",
      closed_at: null,
      closed_by: null,
    });
    expect((await acme.bot(`PATCH ${ISSUES}/1`, { state: "closed", state_reason: "not_planned" })).body).toMatchObject({
      state_reason: "not_planned",
    });
    expect(
      told()
        .filter((name) => name !== "issues.labeled")
        .slice(-3),
    ).toEqual(["issues.closed", "issues.reopened", "issues.closed"]);
  });

  test("somebody else's text needs the triage role", async () => {
    expect((await acme.rita(`PATCH ${ISSUES}/1`, { body: "mine" })).status).toBe(403);
    expect((await acme.tina(`PATCH ${ISSUES}/1`, { body: "mended" })).status).toBe(200);
  });
});

describe("listing issues", () => {
  beforeEach(async () => {
    await acme.bob(`POST ${ISSUES}`, { title: "One", labels: ["x"] });
    acme.github.clock.advance(10);
    await acme.bot(`POST ${ISSUES}`, { title: "Two", labels: ["x", "y"], assignees: ["bob"] });
    acme.github.clock.advance(10);
    await acme.bot(`POST ${ISSUES}`, { title: "Three" });
    await acme.bot(`PATCH ${ISSUES}/3`, { state: "closed" });
    acme.github.push("acme/shop", { branch: "later", files: { "a.txt": "a" } });
    acme.github.openPull("acme/shop", { title: "Pull", head: "later" });
  });

  test.each([
    ["open ones, pull requests too, newest first", "", [4, 2, 1]],
    ["closed ones", "?state=closed", [3]],
    ["all, oldest first", "?state=all&direction=asc", [1, 2, 3, 4]],
    ["with all of the labels", "?labels=x,y", [2]],
    ["by a creator", "?creator=bob", [1]],
    ["by the bot", "?creator=aftercare[bot]", [2]],
    ["of an assignee", "?assignee=bob", [2]],
    ["of nobody", "?assignee=none&sort=created&direction=asc", [1, 4]],
    ["updated since", "?state=all&since=2026-01-05T09:00:10Z", [4, 3, 2]],
  ])("shows %s", async (_, query, numbers) => {
    const { body } = await acme.bot(`GET ${ISSUES}${query}`);
    expect((body as { number: number }[]).map((issue) => issue.number)).toEqual(numbers);
  });

  test("marks pull requests by `pull_request`", async () => {
    const { body } = await acme.bot(`GET ${ISSUES}`);
    expect((body as object[]).map((issue) => "pull_request" in issue)).toEqual([true, false, false]);
  });

  test("pages with links to the stand-in itself", async () => {
    const first = await acme.bot(`GET ${ISSUES}?state=all&per_page=3`);
    expect(at(first.body, "length")).toBe(3);
    const link = first.headers.get("link") ?? "";
    expect(link).toContain(`<${acme.github.url}${ISSUES}?state=all&per_page=3&page=2>; rel="next"`);
    expect(link).toContain('rel="last"');
    const second = await acme.bot(`GET ${ISSUES}?state=all&per_page=3&page=2`);
    expect([at(second.body, "length"), numberAt(second.body, "0.number")]).toEqual([1, 1]);
    expect(second.headers.get("link")).toContain('rel="prev"');
  });

  test("of a state that is none is 422", async () => {
    const answer = await fetch(`${acme.github.url}${ISSUES}?state=ope`, {
      headers: { authorization: `Bearer ${acme.github.userToken("bob")}` },
    });
    expect(answer.status).toBe(422);
  });
});

describe("an issue that is locked, deleted or moved", () => {
  beforeEach(async () => {
    await acme.bob(`POST ${ISSUES}`, { title: "One", labels: ["x"], body: "text" });
    await acme.bob(`POST ${ISSUES}/1/comments`, { body: "said" });
  });

  test("locked: readers cannot comment, writers can", async () => {
    expect((await acme.tina(`PUT ${ISSUES}/1/lock`, { lock_reason: "resolved" })).status).toBe(204);
    expect((await acme.rita(`POST ${ISSUES}/1/comments`, { body: "but" })).status).toBe(403);
    expect((await acme.bob(`POST ${ISSUES}/1/comments`, { body: "still" })).status).toBe(201);
    expect((await acme.tina(`DELETE ${ISSUES}/1/lock`)).status).toBe(204);
    expect(told()).toEqual(expect.arrayContaining(["issues.locked", "issues.unlocked"]));
  });

  test("deleted: 410 from then on, gone from the listing, told", async () => {
    acme.github.deleteIssue({ repository: "acme/shop", number: 1, sender: "alice" });
    const { status, body } = await acme.bot(`GET ${ISSUES}/1`);
    expect([status, at(body, "message")]).toEqual([410, "This issue was deleted"]);
    expect((await acme.bot(`GET ${ISSUES}?state=all`)).body).toEqual([]);
    expect(told().at(-1)).toBe("issues.deleted");
  });

  test("transferred: 301 to a new number, comments and known labels with it, told in both places", async () => {
    await acme.bob("POST /repos/acme/vault/labels", { name: "x" });
    const moved = acme.github.transferIssue({ repository: "acme/shop", number: 1, to: "acme/vault" });
    const { status, body } = await acme.bot(`GET ${ISSUES}/1`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: moved.id,
      number: 1,
      title: "One",
      comments: 1,
      labels: [{ name: "x" }],
      repository_url: `${acme.github.url}/repos/acme/vault`,
    });
    const raw = await fetch(`${acme.github.url}${ISSUES}/1`, {
      redirect: "manual",
      headers: { authorization: `Bearer ${acme.github.userToken("bob")}` },
    });
    expect([raw.status, raw.headers.get("location")]).toEqual([
      301,
      `${acme.github.url}/repositories/${moved.repositoryId}/issues/1`,
    ]);
    expect(told().slice(-2)).toEqual(["issues.transferred", "issues.opened"]);
  });

  test("never there: 404; issues off: 410", async () => {
    expect((await acme.bot(`GET ${ISSUES}/99`)).status).toBe(404);
    expect((await acme.alice("PATCH /repos/acme/shop", { has_issues: false })).status).toBe(200);
    expect((await acme.bot(`GET ${ISSUES}/1`)).status).toBe(410);
  });
});
