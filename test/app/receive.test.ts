/** The webhook endpoint over real HTTP: what is stored, and what each wrong delivery is told. */
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Delivery } from "#app/inbox.ts";
import { type RunningServer, startServer, WEBHOOK_PATH } from "#app/server.ts";

const SECRET = "s3cret";
let server: RunningServer;
let stored: Delivery[] = [];
let logged: string[] = [];
let failing = false;

const note = (data: object, message: string) => void logged.push(`${message} ${JSON.stringify(data)}`);

beforeAll(async () => {
  server = await startServer({
    host: "127.0.0.1",
    port: 0,
    secret: SECRET,
    log: { info: note, warn: note, error: note },
    notReady: async () => (failing ? "The database does not answer." : null),
    metrics: async () => "aftercare_deliveries_total 1",
    store: async (delivery) => {
      if (failing) throw new Error("disk full");
      stored.push(delivery);
    },
  });
});
beforeEach(() => {
  stored = [];
  logged = [];
  failing = false;
});
afterAll(() => server.stop());

const labeled = {
  action: "labeled",
  installation: { id: 77, node_id: "x" },
  repository: { id: 901, name: "shop", owner: { login: "acme", email: "private@example.org" }, default_branch: "main" },
  issue: {
    number: 7,
    title: "a secret title",
    body: "a secret body",
    labels: [{ name: "incident", color: "red" }],
    user: { login: "ann" },
  },
  label: { name: "incident" },
  sender: { login: "ann", type: "User" },
};

interface Options {
  readonly headers?: Record<string, string>;
  readonly secret?: string;
}

async function deliver(
  body: string,
  { headers = {}, secret = SECRET }: Options = {},
): Promise<{ status: number; text: string }> {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const response = await fetch(`${server.url}${WEBHOOK_PATH}`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": "0b989ba4-242f-11e5-81e1-c7b6966d2516",
      "x-hub-signature-256": signature,
      ...headers,
    },
  });
  return { status: response.status, text: await response.text() };
}

test("a signed delivery is stored, narrowed to what we use, before it is answered", async () => {
  expect(await deliver(JSON.stringify(labeled))).toEqual({ status: 202, text: "Stored.\n" });
  expect(stored).toEqual([
    {
      guid: "0b989ba4-242f-11e5-81e1-c7b6966d2516",
      name: "issues",
      orderingKey: "901#7",
      installation: 77,
      payload: {
        action: "labeled",
        installation: { id: 77 },
        repository: { id: 901, name: "shop", owner: { login: "acme" }, default_branch: "main" },
        issue: { number: 7, labels: [{ name: "incident" }] },
        label: { name: "incident" },
        sender: { login: "ann", type: "User" },
      },
    },
  ]);
});

test.each([
  ["a wrong secret", { secret: "guess" }, 401, "The signature does not match"],
  ["no signature", { headers: { "x-hub-signature-256": "" } }, 400, "X-Hub-Signature-256 is missing"],
  ["a signature of another length", { headers: { "x-hub-signature-256": "sha256=00" } }, 401, "does not match"],
  ["no event name", { headers: { "x-github-event": "" } }, 400, "X-GitHub-Event is missing"],
  [
    "a delivery id that is none",
    { headers: { "x-github-delivery": "a b" } },
    400,
    "X-GitHub-Delivery is missing or not an id",
  ],
  ["form encoding", { headers: { "content-type": "application/x-www-form-urlencoded" } }, 415, "Send application/json"],
])("%s is refused and told why", async (_name, options, status, text) => {
  const answer = await deliver(JSON.stringify(labeled), options);
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(text);
  expect(stored).toEqual([]);
});

test.each([
  ["text that is not JSON", "{"],
  ["JSON that is no object", "[]"],
  ["an issue without a number", JSON.stringify({ ...labeled, issue: {} })],
])("%s is told to be no such payload", async (_name, body) => {
  expect((await deliver(body)).status).toBe(422);
  expect(stored).toEqual([]);
});

test.each([
  ["an event that we have no use for", { "x-github-event": "star" }],
  ["an event named like an object's own property", { "x-github-event": "constructor" }],
])("%s is acknowledged and dropped", async (_name, headers) => {
  expect((await deliver(JSON.stringify(labeled), { headers })).status).toBe(202);
  expect(stored).toEqual([]);
});

test("a body above 25 MB is refused without being kept", async () => {
  const answer = await deliver("x".repeat(25 * 1024 * 1024 + 1)).catch(() => ({ status: 413 }));
  expect(answer.status).toBe(413);
});

test("a delivery that could not be stored is answered with 500, so that GitHub may send it again, and logs no content", async () => {
  failing = true;
  expect((await deliver(JSON.stringify(labeled))).status).toBe(500);
  expect(logged.join("\n")).not.toMatch(/secret|sha256/);
  expect(logged).toHaveLength(1);
});

test.each([
  ["GET", "/healthz", 200],
  ["GET", "/readyz", 200],
  ["GET", "/metrics", 200],
  ["GET", "/", 404],
  ["GET", WEBHOOK_PATH, 405],
  ["DELETE", "/healthz", 405],
])("%s %s answers %i", async (method, path, status) => {
  expect((await fetch(`${server.url}${path}`, { method })).status).toBe(status);
});

test("not ready says why", async () => {
  failing = true;
  const response = await fetch(`${server.url}/readyz`);
  expect([response.status, await response.text()]).toEqual([503, "The database does not answer.\n"]);
});
