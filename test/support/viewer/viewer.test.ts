/** The viewer serves the stand-in's issues and pull requests as pages. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ViewedRow, ViewedThread, ViewSource } from "./view.ts";
import { createViewer } from "./viewer.ts";

const row = (number: number, change: Partial<ViewedRow> = {}): ViewedRow => ({
  kind: "issue",
  repository: "acme/shop",
  number,
  title: `Issue <${number}>`,
  author: "alice",
  createdAt: 1_767_603_600,
  state: "open",
  labels: [{ name: "pia", color: "fbca04", description: null }],
  assignees: ["bob"],
  comments: 1,
  progress: null,
  ...change,
});
const post = (body: string): ViewedThread["description"] => ({
  id: "p",
  author: "aftercare[bot]",
  at: 1_767_603_600,
  edited: false,
  body,
  reactions: { "+1": 2 },
});
const thread = (change: Partial<ViewedThread>): ViewedThread => ({
  ...row(8),
  description: post("See #7"),
  posts: [post("a comment")],
  events: [
    { actor: "alice", at: 1_767_603_600, event: "labeled", details: { label: { name: "incident", color: "d73a4a" } } },
  ],
  subIssues: [row(9, { state: "closed" }), row(10)],
  parent: row(7),
  blockedBy: [],
  milestone: null,
  pull: null,
  ...change,
});
const check = {
  name: "aftercare/gate",
  by: "Aftercare",
  outcome: "failure",
  tone: "bad",
  required: true,
  title: "Blocked by #9",
  summary: "**why**",
  text: "",
  annotations: [],
  actions: [],
} as const;
const pull = thread({
  kind: "pull",
  number: 11,
  pull: {
    base: "main",
    head: "fast",
    sha: "a".repeat(40),
    checks: [check],
    merge: { state: "blocked", reasons: ['Required status check "aftercare/gate" is failing.'] },
  },
});
const source: ViewSource = {
  repositories: () => [{ name: "acme/shop", description: null, rows: [row(7), row(11, { kind: "pull" })] }],
  thread: (_repository, number) => ({ 8: thread({}), 11: pull })[number] ?? null,
};

let server: Server;
let url = "";
beforeAll(async () => {
  const view = createViewer(source);
  server = createServer((request, response) => void (view(request, response) || response.writeHead(418).end()));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const get = (path: string): Promise<Response> => fetch(url + path, { redirect: "manual" });
const text = async (path: string): Promise<string> => (await get(path)).text();

describe("pages", () => {
  test("the list of repositories leads to a repository's lists", async () => {
    expect(await text("/view")).toContain('href="/view/acme/shop"');
    expect(await text("/view/acme/shop")).toContain("Issue &lt;7&gt;");
  });
  test("an issue shows its state, labels, assignees, comments, events and sub-issues", async () => {
    const page = await text("/view/acme/shop/issues/8");
    for (const part of [
      "Open",
      "background:#fbca04",
      ">bob<",
      "a comment",
      "added the",
      "1 of 2",
      "/view/acme/shop/issues/10",
      "👍 2",
    ])
      expect(page).toContain(part);
  });
  test("a pull request shows its checks with their reasons, and why it cannot be merged", async () => {
    const page = await text("/view/acme/shop/pull/11");
    for (const part of [
      "aftercare/gate",
      "Blocked by #9",
      "<strong>why</strong>",
      "Required",
      "Merging is blocked",
      "&quot;aftercare/gate&quot; is failing.",
    ])
      expect(page).toContain(part);
  });
  test("what is not there is a 404 in words", async () => {
    const response = await get("/view/acme/shop/issues/99");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("Nothing here");
  });
  test("the style sheet is served", async () => {
    expect((await get("/view/style.css")).headers.get("content-type")).toContain("text/css");
  });
});

describe("other addresses", () => {
  test("an html_url leads to its page", async () => {
    const response = await get("/acme/shop/pull/11");
    expect([response.status, response.headers.get("location")]).toEqual([302, "/view/acme/shop/pull/11"]);
  });
  test.each(["/repos/acme/shop", "/acme/nothing", "/app"])("%s is not the viewer's", async (path) => {
    expect((await get(path)).status).toBe(418);
  });
});
