/** Comments, labels, assignees, reactions, events and collaborators of the stand-in over real HTTP. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";
import { at, numberAt } from "./api-client.ts";

const observe = strictObserver({ ignore: ["comments request: body"] });
const REPO = "/repos/acme/shop";
const ISSUE = `${REPO}/issues/1`;
let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ observe });
  await acme.bob(`POST ${REPO}/issues`, { title: "One" });
  acme.github.clock.advance(60);
});
afterEach(async () => {
  await acme.github.stop();
});
afterAll(() => observe.assertClean());

function told(): string[] {
  return acme.github.deliveries().map((row) => `${row.event}.${row.action}`);
}

describe("comments", () => {
  test("are made, edited and deleted, each told once, and move `updated_at` of the issue", async () => {
    const made = await acme.bot(`POST ${ISSUE}/comments`, { body: "hello" });
    expect(made.status).toBe(201);
    const id = numberAt(made.body, "id");
    expect((await acme.bot(`GET ${ISSUE}`)).body).toMatchObject({ comments: 1, updated_at: "2026-01-05T09:01:00Z" });
    await acme.bot(`PATCH ${REPO}/issues/comments/${id}`, { body: "hello" });
    await acme.bot(`PATCH ${REPO}/issues/comments/${id}`, { body: "bye" });
    expect((await acme.bot(`DELETE ${REPO}/issues/comments/${id}`)).status).toBe(204);
    expect(told().slice(-3)).toEqual(["issue_comment.created", "issue_comment.edited", "issue_comment.deleted"]);
    expect(JSON.parse(acme.github.deliveries().at(-2)?.body ?? "")).toMatchObject({
      changes: { body: { from: "hello" } },
    });
    expect((await acme.bot(`GET ${REPO}/issues/comments/${id}`)).status).toBe(404);
  });

  test("of somebody else are changed with the write role only", async () => {
    const { body } = await acme.bob(`POST ${ISSUE}/comments`, { body: "mine" });
    const path = `${REPO}/issues/comments/${numberAt(body, "id")}`;
    expect((await acme.tina(`PATCH ${path}`, { body: "yours" })).status).toBe(403);
    expect((await acme.alice(`PATCH ${path}`, { body: "ours" })).status).toBe(200);
  });

  test.each([
    ["no body", {}, { code: "missing_field", field: "body" }],
    ["blanks", { body: "  " }, { code: "unprocessable", field: "data" }],
    [
      "65,537 characters",
      { body: "x".repeat(65_537) },
      { code: "unprocessable", field: "data", message: "Body is too long (maximum is 65536 characters)" },
    ],
  ])("with %s are 422", async (_, body, error) => {
    expect(await acme.bot(`POST ${ISSUE}/comments`, body)).toMatchObject({ status: 422, body: { errors: [error] } });
  });

  test("are listed by issue and by repository, since a time, in pages", async () => {
    await acme.bob(`POST ${REPO}/issues`, { title: "Two" });
    for (const [number, body] of [
      [1, "a"],
      [2, "b"],
      [1, "c"],
    ] as const) {
      acme.github.clock.advance(1);
      await acme.bot(`POST ${REPO}/issues/${number}/comments`, { body });
    }
    const bodies = async (path: string): Promise<unknown[]> =>
      ((await acme.bot(`GET ${path}`)).body as { body: string }[]).map((one) => one.body);
    expect(await bodies(`${ISSUE}/comments`)).toEqual(["a", "c"]);
    expect(await bodies(`${REPO}/issues/comments`)).toEqual(["a", "b", "c"]);
    expect(await bodies(`${REPO}/issues/comments?sort=updated&direction=desc&per_page=2`)).toEqual(["c", "b"]);
    expect(await bodies(`${REPO}/issues/comments?since=2026-01-05T09:01:02Z`)).toEqual(["b", "c"]);
  });
});

describe("labels", () => {
  test("are added once, removed one by one, and missing ones are 404", async () => {
    await acme.tina(`POST ${ISSUE}/labels`, { labels: ["incident", "sev:2"] });
    await acme.tina(`POST ${ISSUE}/labels`, { labels: ["incident"] });
    expect(told().filter((name) => name === "issues.labeled").length).toBe(2);
    const rest = await acme.tina(`DELETE ${ISSUE}/labels/sev:2`);
    expect([rest.status, at(rest.body, "length")]).toEqual([200, 1]);
    expect(await acme.tina(`DELETE ${ISSUE}/labels/sev:2`)).toMatchObject({
      status: 404,
      body: { message: "Label does not exist" },
    });
    expect((await acme.rita(`POST ${ISSUE}/labels`, { labels: ["incident"] })).status).toBe(403);
    await acme.tina(`PUT ${ISSUE}/labels`, { labels: ["x"] });
    expect((await acme.tina(`DELETE ${ISSUE}/labels`)).status).toBe(204);
    expect(told().slice(-3)).toEqual(["label.created", "issues.labeled", "issues.unlabeled"]);
  });

  test("of the repository are made, renamed everywhere and deleted", async () => {
    expect(
      (await acme.bob(`POST ${REPO}/labels`, { name: "pia", color: "d73a4a", description: "analysis" })).status,
    ).toBe(201);
    expect(await acme.bob(`POST ${REPO}/labels`, { name: "PIA" })).toMatchObject({
      status: 422,
      body: { errors: [{ code: "already_exists" }] },
    });
    await acme.bob(`POST ${ISSUE}/labels`, { labels: ["pia"] });
    await acme.bob(`PATCH ${REPO}/labels/pia`, { new_name: "analysis" });
    expect((await acme.bob(`GET ${ISSUE}/labels`)).body).toMatchObject([{ name: "analysis", color: "d73a4a" }]);
    expect((await acme.bob(`DELETE ${REPO}/labels/analysis`)).status).toBe(204);
    expect((await acme.bob(`GET ${ISSUE}`)).body).toMatchObject({ labels: [] });
    expect((await acme.bob(`GET ${REPO}/labels/analysis`)).status).toBe(404);
    expect(told().filter((name) => name.startsWith("label."))).toEqual([
      "label.created",
      "label.edited",
      "label.deleted",
    ]);
  });
});

describe("assignees", () => {
  test("that cannot be are silently left out; those who commented can be", async () => {
    const added = await acme.bot(`POST ${ISSUE}/assignees`, { assignees: ["bob", "eve", "nobody"] });
    expect(added).toMatchObject({ status: 201, body: { assignees: [{ login: "bob" }] } });
    await acme.eve(`POST ${ISSUE}/comments`, { body: "me" });
    expect((await acme.bot(`POST ${ISSUE}/assignees`, { assignees: ["eve"] })).body).toMatchObject({
      assignees: [{ login: "bob" }, { login: "eve" }],
    });
    expect((await acme.bot(`DELETE ${ISSUE}/assignees`, { assignees: ["bob"] })).body).toMatchObject({
      assignees: [{ login: "eve" }],
    });
    expect((await acme.bot(`GET ${REPO}/assignees/bob`)).status).toBe(204);
    expect((await acme.bot(`GET ${REPO}/assignees/eve`)).status).toBe(404);
  });
});

describe("reactions, events and timeline", () => {
  test("a reaction counts once a person", async () => {
    expect((await acme.bot(`POST ${ISSUE}/reactions`, { content: "eyes" })).status).toBe(201);
    const again = await acme.bot(`POST ${ISSUE}/reactions`, { content: "eyes" });
    expect(again.status).toBe(200);
    expect((await acme.bot(`GET ${ISSUE}`)).body).toMatchObject({ reactions: { total_count: 1, eyes: 1 } });
    expect((await acme.bot(`DELETE ${ISSUE}/reactions/${numberAt(again.body, "id")}`)).status).toBe(204);
    const comment = numberAt((await acme.bob(`POST ${ISSUE}/comments`, { body: "x" })).body, "id");
    expect((await acme.bot(`POST ${REPO}/issues/comments/${comment}/reactions`, { content: "+1" })).status).toBe(201);
    expect((await acme.bot(`GET ${REPO}/issues/comments/${comment}/reactions`)).body).toMatchObject([
      { content: "+1", user: { login: "aftercare[bot]" } },
    ]);
  });

  test("the timeline has events and comments in order, and references from elsewhere", async () => {
    await acme.bob(`POST ${ISSUE}/labels`, { labels: ["incident"] });
    await acme.bob(`POST ${ISSUE}/assignees`, { assignees: ["bob"] });
    acme.github.clock.advance(1);
    await acme.bot(`POST ${ISSUE}/comments`, { body: "noted" });
    acme.github.clock.advance(1);
    await acme.bob(`POST ${REPO}/issues`, { title: "Two", body: "follows #1, `#1` and acme/shop#1" });
    await acme.bob(`PATCH ${ISSUE}`, { state: "closed", title: "Named anew" });
    const timeline = (await acme.bot(`GET ${ISSUE}/timeline`)).body as { event: string }[];
    expect(timeline.map((entry) => entry.event)).toEqual([
      "labeled",
      "assigned",
      "commented",
      "cross-referenced",
      "renamed",
      "closed",
    ]);
    expect(timeline[3]).toMatchObject({ source: { type: "issue", issue: { number: 2 } } });
    const events = (await acme.bot(`GET ${ISSUE}/events`)).body as { event: string }[];
    expect(events.map((entry) => entry.event)).toEqual(["labeled", "assigned", "renamed", "closed"]);
    const all = (await acme.bot(`GET ${REPO}/issues/events`)).body as { id: number }[];
    expect(all.length).toBe(4);
    expect((await acme.bot(`GET ${REPO}/issues/events/${all[0]?.id}`)).body).toMatchObject({
      event: "closed",
      issue: { number: 1 },
    });
  });

  test("the timeline of a pull request has its commits and reviews", async () => {
    acme.github.push("acme/shop", { branch: "later", files: { "a.txt": "a" }, message: "Add a" });
    const { number } = acme.github.openPull("acme/shop", { title: "Pull", head: "later", body: "see #1" });
    acme.github.review("acme/shop", number, { login: "alice", event: "APPROVE" });
    const timeline = await acme.bot(`GET ${REPO}/issues/${number}/timeline`);
    expect(timeline.body).toMatchObject([
      { event: "committed", message: "Add a" },
      { event: "reviewed", state: "approved", user: { login: "alice" } },
    ]);
    expect((await acme.bot(`GET ${ISSUE}/timeline`)).body).toMatchObject([
      { event: "cross-referenced", source: { issue: { number } } },
    ]);
  });

  test("milestones come and go", async () => {
    expect(
      (await acme.bob(`POST ${REPO}/milestones`, { title: "Freeze", due_on: "2026-02-01T00:00:00Z" })).status,
    ).toBe(201);
    expect((await acme.bob(`PATCH ${ISSUE}`, { milestone: 1 })).body).toMatchObject({
      milestone: { title: "Freeze", open_issues: 1 },
    });
    expect((await acme.bob(`GET ${REPO}/issues?milestone=1`)).body).toMatchObject([{ number: 1 }]);
    await acme.bob(`PATCH ${ISSUE}`, { milestone: null });
    expect(told().slice(-2)).toEqual(["issues.milestoned", "issues.demilestoned"]);
    expect((await acme.bob(`PATCH ${REPO}/milestones/1`, { state: "closed" })).body).toMatchObject({ state: "closed" });
    expect((await acme.bob(`GET ${REPO}/milestones?state=all`)).body).toMatchObject([{ number: 1 }]);
    expect((await acme.bob(`DELETE ${REPO}/milestones/1`)).status).toBe(204);
  });
});

describe("permissions of people", () => {
  test.each([
    ["alice", "admin", "admin"],
    ["bob", "write", "write"],
    ["tina", "read", "triage"],
    ["rita", "read", "read"],
    ["eve", "read", "read"],
  ])("%s has %s (%s) in a public repository", async (login, permission, role) => {
    expect(await acme.bot(`GET ${REPO}/collaborators/${login}/permission`)).toMatchObject({
      status: 200,
      body: { permission, role_name: role, user: { login } },
    });
  });

  test("a stranger has none in a private one; an unknown login is 404; maintain counts as write", async () => {
    expect((await acme.bot("GET /repos/acme/vault/collaborators/eve/permission")).body).toMatchObject({
      permission: "none",
      role_name: "none",
    });
    expect((await acme.bot(`GET ${REPO}/collaborators/nobody/permission`)).status).toBe(404);
    expect((await acme.alice(`PUT ${REPO}/collaborators/tina`, { permission: "maintain" })).status).toBe(204);
    expect((await acme.bot(`GET ${REPO}/collaborators/tina/permission`)).body).toMatchObject({
      permission: "write",
      role_name: "maintain",
    });
    expect((await acme.bot(`GET ${REPO}/collaborators`)).body).toHaveLength(4);
  });

  test("the bot of an App has none, even in a public repository", async () => {
    expect((await acme.bot(`GET ${REPO}/collaborators/aftercare[bot]/permission`)).body).toMatchObject({
      permission: "none",
    });
  });

  test("teams give roles, and members are seen with `members: read`", async () => {
    acme.github.addTeam({
      organization: "acme",
      slug: "sre",
      members: ["eve"],
      repositories: { "acme/vault": "write" },
    });
    expect((await acme.bot("GET /repos/acme/vault/collaborators/eve/permission")).body).toMatchObject({
      permission: "write",
    });
    expect((await acme.bot("GET /orgs/acme/teams/sre/members")).body).toMatchObject([{ login: "eve" }]);
    expect((await acme.bot("GET /orgs/acme/teams/sre/memberships/eve")).body).toMatchObject({
      role: "member",
      state: "active",
    });
    expect((await acme.bot("GET /orgs/acme/teams/sre/memberships/bob")).status).toBe(404);
    expect((await acme.bot("GET /repos/acme/vault/teams")).body).toMatchObject([{ slug: "sre", permission: "push" }]);
    expect((await acme.bot("GET /orgs/acme/members/alice")).status).toBe(204);
    expect((await acme.eve("GET /orgs/acme/teams")).status).toBe(403);
  });
});
