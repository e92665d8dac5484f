/** The whole App with a Prometheus that only it can reach: the table for the Action stands on GitHub and stays fresh, and verdicts follow. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SNAPSHOT_TITLE } from "#src/budget/snapshot.ts";
import { CONFIG } from "#test/flow/stage.ts";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let prometheus: Server;
let app: Running;
let share = "0.5";

beforeAll(async () => {
  hosted = await host();
  prometheus = createServer((request, response) => {
    const now = hosted.github.clock.now();
    const value = (request.url ?? "").includes("timestamp") ? String(now) : share;
    const data = { resultType: "vector", result: [{ metric: {}, value: [now, value] }] };
    response.end(JSON.stringify({ status: "success", data }));
  });
  await new Promise<void>((resolve) => prometheus.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(prometheus.address() as AddressInfo).port}`;
  app = await hosted.start(undefined, { prometheus: { url } });
});

afterAll(async () => {
  await app?.stop();
  prometheus.closeAllConnections();
  await new Promise((resolve) => prometheus.close(resolve));
  await hosted.stop();
});

test("a verdict asks for the table; ten minutes later a budget that is overspent meanwhile holds back, without a push", async () => {
  const shop = app.open("shop", CONFIG.replace("window: 28d }", "prometheus: sloth }"));
  await shop.declares();
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  const tables = async () => (await shop.labelled("aftercare")).filter(({ title }) => title === SNAPSHOT_TITLE);
  expect(await shop.gate(pull)).toMatchObject({ conclusion: "success" });
  expect(await tables()).toMatchObject([
    { user: { login: hosted.app.login }, body: expect.stringContaining("| checkout | 50.0000% | Prometheus |") },
  ]);
  share = "-0.25";
  await app.after(600);
  expect(await tables()).toMatchObject([{ body: expect.stringContaining("| checkout | -25.0000% | Prometheus |") }]);
  expect(await shop.gate(pull)).toMatchObject({
    conclusion: "failure",
    output: { title: expect.stringContaining("overspent by 25%") },
  });
  await shop.does("carol", `PATCH REPO/pulls/${pull}`, { state: "closed" });
  share = "1";
  await app.after(600);
  await app.after(600);
  expect(await tables()).toMatchObject([{ body: expect.stringContaining("-25.0000%") }]);
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
});
