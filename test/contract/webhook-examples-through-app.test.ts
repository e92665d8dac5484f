/** Every published payload, signed and sent to the running App: each is accepted, reaches the flow that the table names, and leaves nothing undone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Hosted, host, type Running } from "#test/app/running.ts";
import { loadWebhookExamples } from "#test/support/webhook-examples.ts";
import { expectedEvent } from "./webhook-examples.table.ts";

const examples = loadWebhookExamples();

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start();
  app.open("moved");
}, 60_000);
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

/** What happens to the accounts of the examples: none of them is known here. */
const stranger = () => Object.keys(hosted.github.requests()).filter((route) => route.includes("access_tokens"));

test("those without a meaning are accepted, stored nowhere, and ask GitHub for nothing", async () => {
  const none = examples.filter((example) => expectedEvent(example) === "none");
  hosted.github.resetRequests();
  const before = await app.rows();
  const answers = new Set<number>();
  for (const { event, payload } of none) answers.add(await app.deliver(event, payload));
  await app.idle();
  expect(none.length).toBeGreaterThan(150);
  expect([...answers]).toEqual([202]);
  expect(await app.rows()).toEqual(before);
  expect(hosted.github.requests()).toEqual({});
});

test("those with a meaning are accepted and done; for an unknown installation nothing is retried for ever", async () => {
  const meant = examples.filter((example) => expectedEvent(example) !== "none");
  const before = await app.rows();
  for (const { event, payload } of meant) expect(await app.deliver(event, payload)).toBe(202);
  await app.idle();
  const after = await app.rows();
  expect(after).toMatchObject({ pending: 0, parked: 0 });
  // Verdicts that were asked for are rows of their own.
  expect(after.done).toBeGreaterThanOrEqual(before.done + meant.length);
  expect(stranger()).toEqual(["POST /app/installations/{installation_id}/access_tokens"]);
  expect(Object.keys(hosted.github.requests()).filter((route) => /^(PATCH|PUT|DELETE)/.test(route))).toEqual([]);
});

/** The first thing that the flow of each event asks GitHub, where the account is known. */
const FIRST_LOOK = {
  issues: "GET /repos/{owner}/{repo}/contents/{path}",
  issue_comment: "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
  pull_request: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  label: "GET /repos/{owner}/{repo}/contents/{path}",
  merge_group: "GET /repos/{owner}/{repo}/compare/{basehead}",
  check_run: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  check_suite: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  push: "GET /repos/{owner}/{repo}",
  // What is installed anew is swept.
  installation: "GET /repos/{owner}/{repo}",
  installation_repositories: "GET /repos/{owner}/{repo}",
  repository: "GET /repos/{owner}/{repo}/contents/{path}",
} as const;

test("the table of first looks speaks of every event with a meaning", () => {
  const meant = examples.filter((example) => expectedEvent(example) !== "none").map(({ event }) => event);
  expect([...new Set(meant)].toSorted()).toEqual(Object.keys(FIRST_LOOK).toSorted());
});

test.each(Object.entries(FIRST_LOOK))(
  "%s, moved to a repository that we know, reaches its flow (%s) and writes nothing: what it names is not there",
  async (name, look) => {
    const meant = examples.filter((example) => example.event === name && expectedEvent(example) !== "none");
    hosted.github.resetRequests();
    for (const { event, payload } of meant) expect(await app.deliver(event, moved(payload))).toBe(202);
    await app.idle();
    expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
    const routes = Object.keys(hosted.github.requests());
    expect(routes).toContain(look);
    expect(routes.filter((route) => !/^GET |\/graphql$|\/access_tokens$/.test(route))).toEqual([]);
  },
);

/** The same payload, as if it had come from acme/moved. */
function moved(payload: Readonly<Record<string, unknown>>): unknown {
  const { id } = hosted.github.repository("acme/moved");
  const name = { name: "moved", full_name: "acme/moved" };
  const repository = { ...(payload["repository"] as object | undefined), id, ...name, owner: { login: "acme" } };
  const installation = { id: hosted.installation.id };
  return { ...payload, repository, installation, repositories: [name], repositories_added: [name] };
}
