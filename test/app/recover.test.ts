/** What GitHub sent and nobody took is asked for again: once, only what is missing, and not before it is lost. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeEach(async () => {
  hosted = await host();
});
afterEach(async () => {
  await app.stop();
  await hosted.stop();
});

const ATTEMPT = "POST /app/hook/deliveries/{delivery_id}/attempts";
const attempts = () => hosted.github.requests()[ATTEMPT] ?? 0;
const settled = async () => {
  await app.recover();
  await hosted.github.settled();
  await app.idle();
};

async function begin() {
  app = await hosted.start();
  const shop = app.open("shop");
  // The delivery of the installation itself, from before anybody listened.
  hosted.github.clock.advance(120);
  await settled();
  hosted.github.resetRequests();
  return shop;
}

test("an incident whose webhooks were lost gets its analysis at the next look, and only once", async () => {
  const shop = await begin();
  hosted.github.relay.use({ kind: "drop" });
  await shop.opensIssue("bob", "Checkout fails", ["incident", "component:checkout"]);
  hosted.github.relay.use({ kind: "pass" });
  await settled();
  expect(attempts()).toBe(0);
  hosted.github.clock.advance(120);
  await settled();
  expect(attempts()).toBeGreaterThan(0);
  const analyses = () => shop.labelled("pia");
  expect(await analyses()).toHaveLength(1);
  hosted.github.resetRequests();
  hosted.github.clock.advance(120);
  await settled();
  expect(attempts()).toBe(0);
  expect(await analyses()).toHaveLength(1);
});

test("one that is lost again is asked for again, for three days", async () => {
  const shop = await begin();
  hosted.app.webhookUrl = "http://127.0.0.1:9/";
  await shop.opensIssue("bob", "A question", ["incident"]);
  for (const expected of [true, true, true]) {
    hosted.github.resetRequests();
    hosted.github.clock.advance(3_600);
    await settled();
    expect(attempts() > 0).toBe(expected);
  }
});

test("what is in the inbox already, and what our receiver will never take, is left alone", async () => {
  const shop = await begin();
  // Stored, but the answer was lost: GitHub counts it as failed.
  await shop.opensIssue("bob", "Slow", ["incident"]);
  for (const delivery of hosted.github.deliveries()) delivery.statusCode = delivery.event === "issues" ? 504 : 422;
  hosted.github.clock.advance(120);
  await settled();
  expect(attempts()).toBe(0);
});

test("GitHub being away is a line in the log, and the next look finds what was missed", async () => {
  const shop = await begin();
  hosted.github.relay.use({ kind: "drop" });
  await shop.opensIssue("bob", "Down", ["incident"]);
  hosted.github.relay.use({ kind: "pass" });
  hosted.github.clock.advance(120);
  hosted.github.faults.add({ fault: { kind: "status", status: 502 }, route: "GET /app/hook/deliveries", times: 1 });
  await settled();
  expect(attempts()).toBe(0);
  expect(hosted.log.join("\n")).toContain("Lost deliveries could not be looked for");
  await settled();
  expect(attempts()).toBeGreaterThan(0);
});
