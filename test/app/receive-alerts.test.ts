/** Alerts over real HTTP, from the request to the incident on GitHub; and from a real Alertmanager where the machine has one. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { memoryStore } from "#test/support/memory-store.ts";
import { type Hosted, host, type Running } from "./running.ts";
import { findAlertmanager, startAlertmanager } from "./running-alertmanager.ts";

const TOKEN = "a-token-for-alertmanager";
const SUBJECT = "CN=alertmanager,O=acme";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  const client = { header: "x-client-subject", subject: SUBJECT };
  app = await hosted.start(await memoryStore(), { alertSenders: { token: TOKEN, client } });
});
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

const alert = {
  status: "firing",
  labels: { alertname: "HighErrorRate", service: "checkout" },
  annotations: { summary: "errors" },
  startsAt: "2026-01-05T08:50:12.345678901Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus.example.com/graph",
  fingerprint: "5ef77f1f8a3ecfb8",
};
const message = { version: "4", groupKey: '{}:{service="checkout"}', status: "firing", alerts: [alert] };

interface Post {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly method?: string;
}

async function post(repository: string, { headers = {}, body = JSON.stringify(message), method = "POST" }: Post = {}) {
  const answer = await fetch(`${app.url}/api/alerts/${repository}`, {
    method,
    headers,
    ...(method === "POST" ? { body } : {}),
  });
  return answer.status;
}

const allowed = { authorization: `Bearer ${TOKEN}` };

test("with the token, or from the verified client, an alert becomes an incident with its analysis; the same again changes nothing", async () => {
  const shop = app.open("alerted");
  expect(await post("acme/alerted", { headers: allowed })).toBe(202);
  expect(await post("acme/alerted", { headers: { "x-client-subject": SUBJECT } })).toBe(202);
  await app.after(0);
  expect((await shop.labelled("incident")).map(({ title }) => title)).toEqual(["HighErrorRate: errors"]);
  expect(await shop.labelled("pia")).toHaveLength(1);
  expect((await app.rows()).pending).toBe(0);
});

test.each([
  ["no token", {}, 401],
  ["another token", { headers: { authorization: "Bearer guessed" } }, 401],
  ["a token that only begins right", { headers: { authorization: `Bearer ${TOKEN.slice(0, -1)}` } }, 401],
  ["another client", { headers: { "x-client-subject": "CN=eve" } }, 401],
  ["no JSON", { headers: allowed, body: "{" }, 422],
  ["no message of Alertmanager", { headers: allowed, body: '{"version":"3"}' }, 422],
  ["more than a megabyte", { headers: allowed, body: "x".repeat(1024 * 1024 + 1) }, 413],
  ["another method", { headers: allowed, method: "GET" }, 405],
] as const)("%s is told so and stores nothing", async (_name, wrong, status) => {
  const before = await app.rows();
  expect(await post("acme/alerted", wrong)).toBe(status);
  expect(await app.rows()).toEqual(before);
});

test("an alert for a repository without the App is dropped with a line in the log; the token is in none", async () => {
  expect(await post("other/elsewhere", { headers: allowed })).toBe(202);
  await app.after(0);
  expect(hosted.log.join("")).toContain("not installed on the repository");
  expect(hosted.log.join("")).not.toContain(TOKEN);
  expect((await app.rows()).pending).toBe(0);
});

test("without senders nobody may send alerts", async () => {
  const closed = await hosted.start();
  expect((await fetch(`${closed.url}/api/alerts/acme/alerted`, { method: "POST", headers: allowed })).status).toBe(404);
  await closed.stop();
});

const binary = findAlertmanager();

test.skipIf(binary === null)(
  "a real Alertmanager opens an incident, adds an alert to its group, and resolves both",
  async () => {
    const shop = app.open("real");
    const url = `${app.url}/api/alerts/acme/real`;
    const alertmanager = await startAlertmanager(binary!, { url, token: TOKEN });
    const seconds = (ago: number) => new Date(Date.now() - ago * 1000).toISOString();
    const errors = {
      labels: { alertname: "Errors", service: "checkout" },
      annotations: { summary: "5%" },
      startsAt: seconds(300),
    };
    const latency = { ...errors, labels: { ...errors.labels, alertname: "Latency" } };
    const record = async () => {
      await app.after(0);
      const [pia] = await shop.labelled("pia");
      return pia ? ((await shop.marked(pia.number, "record"))[0] ?? "") : "";
    };
    const until = (text: string) =>
      vi.waitUntil(async () => (await record()).includes(text), { timeout: 30_000, interval: 100 });
    try {
      await alertmanager.post([errors]);
      await until("Alert Errors fires: 5%");
      await alertmanager.post([latency]);
      await until("Alert Latency fires: 5%");
      await alertmanager.post([
        { ...errors, endsAt: seconds(1) },
        { ...latency, endsAt: seconds(1) },
      ]);
      await until("Alert Errors is resolved");
      await until("Alert Latency is resolved");
    } finally {
      await alertmanager.stop();
    }
    const [incident, ...others] = await shop.labelled("incident");
    expect(others).toEqual([]);
    expect(incident!.labels).toContain("component:checkout");
  },
  60_000,
);
