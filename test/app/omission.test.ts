/** What was left out, told without a name: from the link on an analysis over the page to the timeline; and nothing of it for strangers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { omissionPageAt, omissionPath } from "#app/receive-omissions.ts";
import { apiClient } from "#test/support/github/api-client.ts";
import { askingIn } from "#test/flow/asking.ts";
import { PLAIN } from "#test/flow/stage.ts";
import { memoryStore } from "#test/support/memory-store.ts";
import { type Hosted, host, type Running, SECRET } from "./running.ts";

const PUBLIC_URL = "https://aftercare.example.com";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start(await memoryStore(), { publicUrl: `${PUBLIC_URL}/` });
});
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

/** A repository, and an incident with its analysis in it. */
async function analysed(name: string, isPrivate: boolean) {
  const { github } = hosted;
  const files = { ".github/aftercare.yml": PLAIN, "services/checkout/pay.ts": "1\n" };
  const collaborators = { alice: "admin", bob: "write" } as const;
  github.addRepository({ owner: "acme", name, private: isPrivate, collaborators, files });
  const as = (login: string) => apiClient(github.url, github.userToken(login));
  const shop = askingIn({ github, name: `acme/${name}`, quiet: () => app.after(0), as });
  const { pia } = await shop.declares();
  const review = (await shop.marked(pia, "review -->"))[0]!;
  return { shop, pia, review, link: /\((https:[^)]*\/omission\/[^)]*)\)/.exec(review)?.[1] ?? null };
}

const local = (link: string) => link.replace(PUBLIC_URL, app.url);

async function send(link: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(local(link), { method: "POST", body: new URLSearchParams(fields) });
}

test("a fact told without a name joins the timeline once, with nobody's name, and the log holds nothing of it", async () => {
  const { shop, pia, link } = await analysed("vault", true);
  const page = await fetch(local(link!));
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect([page.headers.get("cache-control"), page.headers.get("referrer-policy")]).toEqual(["no-store", "no-referrer"]);
  expect(await page.text()).toContain("Your name is not asked for and not kept.");
  const fact = { time: "08:12", text: "The pager was muted <b>since</b> June, @bob knew | told nobody" };
  expect((await send(link!, fact)).status).toBe(200);
  expect((await send(link!, fact)).status).toBe(200);
  expect((await send(link!, { time: "late in the night", text: "We were three shifts without a break" })).status).toBe(
    200,
  );
  await app.after(0);
  const record = (await shop.marked(pia, "record"))[0]!;
  expect(record.match(/The pager was muted/g)).toHaveLength(2);
  expect(record).toMatch(/\| 5 Jan 2026 08:12Z \| The pager was muted &lt;b&gt;|08:12Z.*The pager was muted/);
  expect(record).toContain("(told without a name)");
  expect(record).toContain("at “late in the night”: We were three shifts without a break");
  expect(record).not.toMatch(/@bob|<b>/);
  expect((await app.rows()).pending).toBe(0);
  expect(hosted.log.join("\n")).not.toMatch(/pager was muted|three shifts|omission\/acme/);
});

test("on a public repository there is no such link, and its address, were it known, adds nothing", async () => {
  const { shop, pia, review, link } = await analysed("open", false);
  expect([link, review.includes("hard to say")]).toEqual([null, false]);
  const made = omissionPageAt(PUBLIC_URL, SECRET)({ owner: "acme", repo: "open", number: pia });
  expect((await send(made, { text: "x happened" })).status).toBe(200);
  await app.after(0);
  expect((await shop.marked(pia, "record"))[0]).not.toContain("x happened");
});

test.each([
  [
    "another analysis' token",
    (link: string) => link.replace(/\/(\d+)\//, (_all, n: string) => `/${Number(n) + 1}/`),
    404,
  ],
  ["another secret's token", (link: string) => link.replace(/[\w-]{32}$/, "A".repeat(32)), 404],
  ["no token", (link: string) => link.replace(/\/[\w-]{32}$/, ""), 405],
])("%s adds nothing", async (_name, change, status) => {
  const link = omissionPageAt(PUBLIC_URL, SECRET)({ owner: "acme", repo: "vault", number: 2 });
  expect((await send(change(link), { text: "x" })).status).toBe(status);
});

test("nothing, and too much, are answered with what to do", async () => {
  const link = omissionPageAt(PUBLIC_URL, SECRET)({ owner: "acme", repo: "vault", number: 2 });
  const empty = await send(link, { text: "  " });
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining("Please say what happened.")]);
  expect((await send(link, { text: "x".repeat(20_000) })).status).toBe(413);
  expect((await fetch(local(link), { method: "DELETE" })).status).toBe(405);
});

test.each(["acme", "ana_acme", "a-b"])("the address of an analysis of %s leads to it", (owner) => {
  const issue = { owner, repo: "shop.web", number: 7 };
  const path = new URL(omissionPageAt(PUBLIC_URL, SECRET)(issue)).pathname;
  expect(omissionPath(path)?.issue).toEqual(issue);
});
