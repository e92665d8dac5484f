/** The timeline: what each kind of event was about, and nothing dropped. */
import { expect, test } from "vitest";
import type { ActivityFacts } from "#src/facts/issue.ts";
import { at, comment, issue, label, user } from "./answers.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();
type Event = Readonly<Record<string, unknown>>;
const WHEN = "2026-11-05T10:00:00Z";

async function activityOf(...events: readonly Event[]): Promise<readonly ActivityFacts[]> {
  api().get(`${SHOP}/issues/7/timeline`).query({ per_page: 100 }).reply(200, events);
  return connect().readActivity({ ...shop, number: 7 });
}

const by = { actor: user("alice"), created_at: WHEN };

test.each<[string, Event, string]>([
  ["a label", { event: "labeled", label: label("incident") }, "incident"],
  ["a label taken off", { event: "unlabeled", label: label("sev:1") }, "sev:1"],
  ["an assignee", { event: "assigned", assignee: user("bob") }, "bob"],
  ["an assignee who is deleted", { event: "assigned", assignee: null }, "assigned"],
  ["a milestone", { event: "milestoned", milestone: { title: "Q4" } }, "Q4"],
  ["a new title", { event: "renamed", rename: { from: "Slow", to: "Down" } }, "Slow → Down"],
  ["a closing with its reason", { event: "closed", state_reason: "not_planned" }, "not_planned"],
  ["a closing by a commit", { event: "closed", commit_id: "abcdef1234567890" }, "abcdef123456"],
  ["a closing without more", { event: "closed", commit_id: null }, "closed"],
  ["a sub-issue", { event: "sub_issue_added", sub_issue: issue(9, { title: "Add an alert" }) }, "Add an alert"],
  ["a kind that we do not know", { event: "converted_to_discussion" }, "converted to discussion"],
])("%s", async (_name, event, detail) => {
  expect(await activityOf({ ...by, ...event })).toEqual([
    { at: at(WHEN), actor: { login: "alice", type: "User" }, event: event["event"], detail, url: null },
  ]);
});

test("a comment gives its text, its author and its address", async () => {
  const [said] = await activityOf({ ...comment(5, { body: "Rolled back", created_at: WHEN }), event: "commented" });
  expect(said).toMatchObject({ actor: { login: "alice" }, detail: "Rolled back", url: comment(5)["html_url"] });
});

test("a reference from elsewhere gives the other issue", async () => {
  const source = { type: "issue", issue: issue(12, { title: "Same in billing" }) };
  const [found] = await activityOf({ ...by, event: "cross-referenced", source });
  expect(found).toMatchObject({ detail: "Same in billing", url: "https://github.com/acme/shop/issues/12" });
});

test("a commit gives its first line and its committer's time; it has no account", async () => {
  const commit = { event: "committed", message: "Fix it\n\nbecause", author: { date: "2026-11-01T00:00:00Z" } };
  const [found] = await activityOf({ ...commit, committer: { date: WHEN }, html_url: "https://github.com/c" });
  expect(found).toEqual({
    at: at(WHEN),
    actor: null,
    event: "committed",
    detail: "Fix it",
    url: "https://github.com/c",
  });
});

test("a review gives verdict and text", async () => {
  const review = { event: "reviewed", state: "approved", body: "Good", submitted_at: WHEN, user: user("bob") };
  expect(await activityOf(review)).toMatchObject([{ at: at(WHEN), detail: "approved: Good", actor: { login: "bob" } }]);
});

test("oldest first; an event without a time stays behind the one before it", async () => {
  const found = await activityOf(
    { ...by, event: "labeled", label: label("a") },
    { event: "mystery" },
    { ...by, event: "closed", created_at: "2026-11-05T09:00:00Z" },
  );
  expect(found.map(({ event }) => event)).toEqual(["closed", "labeled", "mystery"]);
});

test("a deleted actor is nobody", async () => {
  expect(await activityOf({ ...by, event: "closed", actor: null })).toMatchObject([{ actor: null }]);
});

test("the timeline of an issue that is gone is empty", async () => {
  api().get(`${SHOP}/issues/7/timeline`).query({ per_page: 100 }).reply(410, {});
  expect(await connect().readActivity({ ...shop, number: 7 })).toEqual([]);
});
