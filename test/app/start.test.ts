/** The running App: signed webhooks in, work done on GitHub, through duplicates, outages, limits, stops and restarts. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Hosted, host, type Running, SECRET } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start();
}, 60_000);
afterEach(() => {
  hosted.github.faults.clear();
  hosted.github.relay.use({ kind: "pass" });
});
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

const NEW = ["incident", "sev:2", "component:checkout"];
const POLICY = "GET /repos/{owner}/{repo}/contents/{path}";

/** Opens a labelled incident while something is wrong, without waiting for an analysis. */
const opens = (shop: ReturnType<Running["open"]>) => shop.opensIssue("bob", "A very private title", NEW);

test("from a label to a blocked check, each delivery three times and in a shuffled order: everything once", async () => {
  const shop = app.open("shuffled");
  hosted.github.relay.use({ kind: "chaos", seed: 7, duplicate: 0.7 });
  const { incident, pia } = await shop.declares();
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect(await shop.labelled("pia")).toHaveLength(1);
  expect(await shop.labelled("remediation")).toHaveLength(1);
  expect(await shop.marked(incident, "incident-link")).toHaveLength(1);
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
});

test("a redelivery with its old GUID is acknowledged and not done again", async () => {
  const payload = {
    action: "labeled",
    repository: { id: 1, name: "x", owner: { login: "acme" } },
    issue: { number: 1 },
  };
  const before = await app.rows();
  expect(await app.deliver("issues", payload, "11111111-2222-3333-4444-555555555555")).toBe(202);
  expect(await app.deliver("issues", payload, "11111111-2222-3333-4444-555555555555")).toBe(202);
  await app.idle();
  expect((await app.rows()).done).toBe(before.done + 1);
});

test("when GitHub answers 5xx for a while the work is done later", async () => {
  const shop = app.open("outage");
  hosted.github.faults.add({ fault: { kind: "status", status: 503 }, route: POLICY });
  const incident = await opens(shop);
  expect(await shop.labelled("pia")).toEqual([]);
  expect((await app.rows()).pending).toBeGreaterThan(0);
  await app.after(30);
  hosted.github.faults.clear();
  await app.after(60);
  expect(await shop.subIssues(incident)).toHaveLength(1);
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
});

test("a rate limit is waited out for as long as GitHub says", async () => {
  const shop = app.open("limited");
  const limit = { kind: "secondary-limit", retryAfter: 240 } as const;
  hosted.github.faults.add({ fault: limit, route: POLICY });
  const incident = await opens(shop);
  hosted.github.faults.clear();
  await app.after(120);
  expect(await shop.labelled("pia")).toEqual([]);
  await app.after(130);
  expect(await shop.subIssues(incident)).toHaveLength(1);
});

test("what fails again and again is parked where it is counted and logged, and the rest goes on", async () => {
  // What the repositories before wanted to look at once more, a minute later.
  await app.after(120);
  const shop = app.open("stuck");
  const other = app.open("fine");
  const { tokens } = hosted.github.state;
  const given = new Map(tokens);
  // GitHub does not know our token any more, though we are installed: no outage, and no retry helps.
  for (const [token, row] of given) if (row.kind === "installation") tokens.delete(token);
  await opens(shop);
  // Each wait is twice the one before; an hour in all would outlive the installation's token.
  for (const seconds of [5, 10, 20, 40, 80, 160, 320]) await app.after(seconds);
  for (const [token, row] of given) tokens.set(token, row);
  // Opened, and labelled three times: the first is given up, the others of its key come next.
  expect(await app.rows()).toMatchObject({ parked: 1, pending: 3 });
  const line = hosted.log.map((text) => JSON.parse(text)).findLast(({ outcome }) => outcome === "parked");
  expect(line).toMatchObject({ level: 50, kind: "delivery", attempts: 8, msg: "Work failed" });
  expect(line.delivery).toMatch(/^[\da-f-]{36}$/);
  await opens(other);
  expect(await other.labelled("pia")).toHaveLength(1);
  await app.after(60);
  expect(await shop.labelled("pia")).toHaveLength(1);
});

test("a stop ends what is running and keeps what is not; the next start goes on from there", async () => {
  const path = await mkdtemp(join(tmpdir(), "aftercare-start-"));
  const first = await hosted.start({ kind: "directory", path });
  const shop = first.open("restart");
  hosted.github.faults.add({ fault: { kind: "status", status: 503 }, route: POLICY });
  const incident = await opens(shop);
  expect((await first.rows()).pending).toBeGreaterThan(0);
  await first.stop();
  await expect(fetch(`${first.url}/healthz`)).rejects.toThrow("fetch failed");
  hosted.github.faults.clear();
  const second = await hosted.start({ kind: "directory", path });
  await second.after(60);
  expect(await shop.subIssues(incident)).toHaveLength(1);
  // A stop in the middle of something waits for it.
  hosted.github.faults.add({ fault: { kind: "latency", milliseconds: 40 } });
  await shop.only("bob", `POST REPO/issues/${incident}/comments`, { body: "/pia started 2026-01-05T07:00Z" });
  await hosted.github.settled();
  await second.stop();
  hosted.github.faults.clear();
  const third = await hosted.start({ kind: "directory", path });
  await third.after(60);
  const [pia] = await shop.labelled("pia");
  expect((await shop.marked(pia!.number, "record"))[0]).toContain("2026-01-05 07:00Z");
  expect(await third.rows()).toMatchObject({ pending: 0, parked: 0 });
  await third.stop();
  await rm(path, { recursive: true });
  hosted.app.webhookUrl = `${app.url}/api/github/webhooks`;
}, 60_000);

test("work for an account that has left is dropped with a line, not retried for ever", async () => {
  const shop = app.open("leaving");
  hosted.github.relay.use({ kind: "hold" });
  await shop.only("bob", "POST REPO/issues", { title: "Down", labels: NEW });
  hosted.github.suspendInstallation(hosted.installation);
  hosted.github.relay.use({ kind: "pass" });
  await hosted.github.relay.release();
  await app.idle();
  // A token that was given before the suspension would still be used: one retry meets the refusal.
  await app.after(60);
  expect(await app.rows()).toMatchObject({ pending: 0 });
  expect(hosted.log.join("")).toContain("The installation is gone or suspended: work dropped");
  hosted.github.unsuspendInstallation(hosted.installation);
  await shop.does("bob", "POST REPO/issues/1/labels", { labels: ["incident"] });
});

test("the hourly tick mends what lost deliveries left behind", async () => {
  const shop = app.open("swept");
  const { pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  const item = (await shop.labelled("remediation"))[0]!.number;
  hosted.github.relay.use({ kind: "drop" });
  await shop.does("bob", `PATCH REPO/issues/${item}`, { state: "closed", state_reason: "completed" });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  hosted.github.relay.use({ kind: "pass" });
  await app.tick();
  await app.after(1);
  expect((await shop.gate(pull)).conclusion).toBe("success");
  expect((await shop.marked(pia, "items"))[0]).toContain("1 of 1 settled");
  expect(await app.rows()).toMatchObject({ pending: 0 });
});

test("no secret, no token, no title and no text of anybody is in the log, and each failure stands there once", () => {
  const text = hosted.log.join("");
  expect(text).not.toContain(SECRET);
  expect(text).not.toMatch(/gh[a-z]_[A-Za-z0-9]{10}|BEGIN RSA|sha256=/);
  expect(text).not.toMatch(/very private title|Payments fail|Cap retries/);
  const failures = hosted.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40);
  const seen = failures.map(({ seq, attempts, msg }) => `${seq} ${attempts} ${msg}`);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(8);
});
