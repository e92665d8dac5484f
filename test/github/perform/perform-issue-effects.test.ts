/** Effects on an issue: each looks first, writes the difference, and says why it could not. */
import { describe, expect, test } from "vitest";
import type { Effect, Performed } from "#src/effect/effect.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "#test/github/wire.ts";
import { issue, label, user } from "#test/github/answers.ts";

expectEveryRequest();

const seven = { ...shop, number: 7 };
const eight = { ...shop, number: 8 };
const reads = (change = {}) => api().get(`${SHOP}/issues/7`).reply(200, issue(7, change));
const outcome = async (effect: Effect): Promise<Partial<Performed>> => {
  const [{ effect: _effect, ...rest }] = (await connect().perform([effect])) as [Performed];
  return rest;
};
const GONE = { outcome: "refused", reason: expect.stringMatching(/acme\/shop#7 was deleted, moved/) };

describe("ensure-label", () => {
  const effect: Effect = { kind: "ensure-label", issue: seven, label: "sev:2" };

  test("is held when the issue carries it, in whatever case", async () => {
    reads({ labels: [label("SEV:2")] });
    expect(await outcome(effect)).toEqual({ outcome: "held" });
  });

  test("adds the one label", async () => {
    reads({ labels: [label("mine")] });
    api().get(`${SHOP}/labels/sev%3A2`).reply(200, label("sev:2"));
    api()
      .post(`${SHOP}/issues/7/labels`, { labels: ["sev:2"] })
      .reply(200, []);
    expect(await outcome(effect)).toEqual({ outcome: "done" });
  });

  test("makes a new label first, also when another run was quicker", async () => {
    reads();
    api().get(`${SHOP}/labels/sev%3A2`).reply(404, {});
    api()
      .post(`${SHOP}/labels`, (sent) => sent.name === "sev:2" && /^[0-9a-f]{6}$/.test(sent.color) && sent.description)
      .reply(422, { message: "Validation Failed", errors: [{ code: "already_exists", field: "name" }] });
    api().post(`${SHOP}/issues/7/labels`).reply(200, []);
    expect(await outcome(effect)).toEqual({ outcome: "done" });
  });

  test("says which permission is missing, as GitHub names it", async () => {
    reads();
    api().get(`${SHOP}/labels/sev%3A2`).reply(200, label("sev:2"));
    api().post(`${SHOP}/issues/7/labels`).reply(
      403,
      { message: "Resource not accessible by integration" },
      {
        "x-accepted-github-permissions": "issues=write; pull_requests=write",
      },
    );
    expect(await outcome(effect)).toEqual({
      outcome: "refused",
      reason: "The App lacks issues: write or pull_requests: write",
    });
  });

  test("says that an issue is gone", async () => {
    api().get(`${SHOP}/issues/7`).reply(410, {});
    expect(await outcome(effect)).toEqual(GONE);
  });
});

describe("remove-label", () => {
  const effect: Effect = { kind: "remove-label", issue: seven, label: "in progress" };

  test("is held when the issue does not carry it", async () => {
    reads();
    expect(await outcome(effect)).toEqual({ outcome: "held" });
  });

  test.each([
    [200, "done"],
    [404, "held"],
  ])("takes the one label off; GitHub's %i is %s", async (status, expected) => {
    reads({ labels: [label("in progress")] });
    api().delete(`${SHOP}/issues/7/labels/in%20progress`).reply(status, []);
    expect(await outcome(effect)).toEqual({ outcome: expected });
  });
});

describe("set-issue-state", () => {
  const close: Effect = { kind: "set-issue-state", issue: seven, state: "closed", reason: "completed" };
  const open: Effect = { kind: "set-issue-state", issue: seven, state: "open", reason: "reopened" };

  test("closes with the reason", async () => {
    reads();
    api().patch(`${SHOP}/issues/7`, { state: "closed", state_reason: "completed" }).reply(200, issue(7));
    expect(await outcome(close)).toEqual({ outcome: "done" });
  });

  test("corrects the reason of a closed one", async () => {
    reads({ state: "closed", state_reason: "not_planned" });
    api().patch(`${SHOP}/issues/7`, { state: "closed", state_reason: "completed" }).reply(200, issue(7));
    expect(await outcome(close)).toEqual({ outcome: "done" });
  });

  test("is held when it is so", async () => {
    reads({ state: "closed", state_reason: "completed" });
    expect(await outcome(close)).toEqual({ outcome: "held" });
    reads();
    expect(await outcome(open)).toEqual({ outcome: "held" });
  });
});

describe("edit-issue", () => {
  const effect: Effect = { kind: "edit-issue", issue: seven, body: { expected: "- [ ] a", next: "- [x] a" } };

  test("edits the body that the decision saw, and checks after", async () => {
    reads({ body: "- [ ] a" });
    api().patch(`${SHOP}/issues/7`, { body: "- [x] a" }).reply(200, issue(7));
    reads({ body: "- [x] a" });
    expect(await outcome(effect)).toEqual({ outcome: "done" });
  });

  test("writes nothing over a text that somebody has changed since", async () => {
    reads({ body: "- [ ] a\n- [ ] b" });
    expect(await outcome(effect)).toEqual({ outcome: "stale" });
  });

  test("is stale when somebody saved over it", async () => {
    reads({ body: "- [ ] a" });
    api().patch(`${SHOP}/issues/7`).reply(200, issue(7));
    reads({ body: "- [ ] a and more" });
    expect(await outcome(effect)).toEqual({ outcome: "stale" });
  });

  test("is held when the text is so, also with a browser's line ends", async () => {
    reads({ body: "- [x] a\r\n" });
    expect(await outcome(effect)).toEqual({ outcome: "held" });
  });

  test("a title alone is one write", async () => {
    reads({ title: "Slow" });
    api().patch(`${SHOP}/issues/7`, { title: "Down" }).reply(200, issue(7));
    expect(await outcome({ kind: "edit-issue", issue: seven, title: "Down" })).toEqual({ outcome: "done" });
  });

  test("never cuts people's text", async () => {
    reads({ body: "- [ ] a" });
    const next = "x".repeat(65_600);
    expect(await outcome({ ...effect, body: { expected: "- [ ] a", next } })).toMatchObject({
      outcome: "refused",
      reason: expect.stringMatching(/65,536 characters/),
    });
  });
});

describe("ensure-assignee", () => {
  const effect: Effect = { kind: "ensure-assignee", issue: seven, login: "@Bob" };
  const assigns = (...logins: string[]) =>
    api()
      .post(`${SHOP}/issues/7/assignees`, { assignees: ["Bob"] })
      .reply(201, issue(7, { assignees: logins.map(user) }));

  test("assigns", async () => {
    reads();
    assigns("bob");
    expect(await outcome(effect)).toEqual({ outcome: "done" });
  });

  test("notices that GitHub dropped the person", async () => {
    reads();
    assigns("alice");
    expect(await outcome(effect)).toMatchObject({ outcome: "refused", reason: expect.stringMatching(/`Bob`/) });
  });

  const only: Effect = { ...effect, alone: true };
  const leaves = () =>
    api()
      .patch(`${SHOP}/issues/7`, { assignees: ["Bob"] })
      .reply(200, issue(7));

  test("leaves the person alone on it once they are there", async () => {
    reads({ assignees: [user("alice")] });
    assigns("alice", "bob");
    leaves();
    expect(await outcome(only)).toEqual({ outcome: "done" });
    reads({ assignees: [user("alice"), user("bob")] });
    leaves();
    expect(await outcome(only)).toEqual({ outcome: "done" });
    reads({ assignees: [user("bob")] });
    expect(await outcome(only)).toEqual({ outcome: "held" });
  });

  test("takes nobody off for a person whom GitHub drops", async () => {
    reads({ assignees: [user("alice")] });
    assigns("alice");
    expect(await outcome(only)).toMatchObject({ outcome: "refused" });
  });

  test("is held when the person is assigned", async () => {
    reads({ assignees: [user("bob")] });
    expect(await outcome(effect)).toEqual({ outcome: "held" });
  });
});

describe("ensure-sub-issue", () => {
  const effect: Effect = { kind: "ensure-sub-issue", parent: eight, child: seven };
  const children = (status: number, list: unknown = {}) =>
    api().get(`${SHOP}/issues/8/sub_issues`).query({ per_page: 100 }).reply(status, list);
  const link = () => api().post(`${SHOP}/issues/8/sub_issues`, { sub_issue_id: 9007 });

  test("links by the database id, and never takes a child away", async () => {
    reads();
    children(200, [issue(5)]);
    link().reply(201, issue(8));
    expect(await outcome(effect)).toEqual({ outcome: "done" });
  });

  test("is held when it is a child already", async () => {
    reads();
    children(200, [issue(7)]);
    expect(await outcome(effect)).toEqual({ outcome: "held" });
  });

  test("leaves the child of another parent where it is", async () => {
    reads();
    children(200, []);
    link().reply(422, { message: "Issue may not contain duplicate sub-issues and Sub issue may only have one parent" });
    api().get(`${SHOP}/issues/7/parent`).reply(200, issue(9));
    expect(await outcome(effect)).toEqual({
      outcome: "refused",
      reason: "acme/shop#7 is a sub-issue of another issue already",
    });
  });

  test("is held when GitHub's list only lags behind the link", async () => {
    reads();
    children(200, []);
    link().reply(422, { message: "Issue may not contain duplicate sub-issues and Sub issue may only have one parent" });
    api().get(`${SHOP}/issues/7/parent`).reply(200, issue(8));
    expect(await outcome(effect)).toEqual({ outcome: "held" });
  });

  test("is unsupported on a host without sub-issues", async () => {
    reads();
    children(404);
    api().get(`${SHOP}/issues/8`).reply(200, issue(8));
    expect(await outcome(effect)).toMatchObject({ outcome: "unsupported" });
  });

  test("is refused when the parent is gone", async () => {
    reads();
    children(404);
    api().get(`${SHOP}/issues/8`).reply(404, {});
    expect(await outcome(effect)).toMatchObject({ outcome: "refused", reason: expect.stringMatching(/shop#8 was/) });
  });
});

test.each([
  [201, "done"],
  [200, "held"],
])("ensure-reaction is one request; GitHub's %i is %s", async (status, expected) => {
  api().post(`${SHOP}/issues/comments/5/reactions`, { content: "+1" }).reply(status, {});
  const effect: Effect = { kind: "ensure-reaction", repository: shop, commentId: 5, content: "+1" };
  expect(await outcome(effect)).toEqual({ outcome: expected });
});
