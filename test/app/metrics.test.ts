/** What `/metrics` tells after a small story with the whole App, and that its labels stay few. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openMetrics } from "#app/metrics.ts";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start();
  const shop = app.open("shop");
  await shop.declares();
  await shop.opensPull({ branch: "change", files: { "services/checkout/pay.ts": "2\n" } });
  await app.deliver("issues", {});
  await app.tick();
  await app.idle();
}, 60_000);
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

const exposed = async () => (await fetch(`${app.url}/metrics`)).text();

test("tells of deliveries, answers, work, requests, verdicts, effects, quota and health", async () => {
  const text = await exposed();
  for (const line of [
    /^aftercare_deliveries_total [1-9]/m,
    /^aftercare_webhook_answers_total\{status="202"\} [1-9]/m,
    /^aftercare_webhook_answers_total\{status="422"\} 1$/m,
    /^aftercare_webhook_answer_seconds_count [1-9]/m,
    /^aftercare_work_total\{kind="delivery",outcome="done"\} [1-9]/m,
    /^aftercare_work_seconds_count\{kind="recheck"\} [1-9]/m,
    /^aftercare_work_rows\{state="parked"\} 0$/m,
    /^aftercare_github_requests_total\{route="MUTATION \/graphql",status="200"\} 1$/m,
    /^aftercare_github_requests_total\{route="GET \/app\/hook\/deliveries",status="200"\} 1$/m,
    /^aftercare_verdicts_total\{verdict="block",rule="\w+"\} [1-9]/m,
    /^aftercare_effects_total\{effect="ensure-check-run",outcome="done"\} [1-9]/m,
    /^aftercare_github_quota_remaining\{installation="\d+"\} 4\d\d\d$/m,
    /^aftercare_replicas 1$/m,
    /^aftercare_database_up 1$/m,
    /^process_resident_memory_bytes /m,
  ]) {
    expect(text).toMatch(line);
  }
});

test("no label names a repository, a person, a branch or an address", async () => {
  const labels = [...(await exposed()).matchAll(/="([^"]*)"/g)].map(([, value]) => value!);
  expect(labels.filter((value) => /acme|shop|bob|alice|change|127\.0\.0\.1|http/.test(value))).toEqual([]);
});

test("with a thousand installations only the fifty with the least quota are told", async () => {
  const quotas = Array.from({ length: 1_000 }, (_, index) => ({
    installation: index,
    quota: { limit: 5_000, remaining: 5_000 - index, reset: 0 },
  }));
  const countWork = async () => ({ pending: [], parked: 0, done: 0 });
  const text = await openMetrics({ countWork, quotas: () => quotas, replicas: () => 1 }).expose();
  const told = [...text.matchAll(/quota_remaining\{installation="(\d+)"\}/g)].map(([, id]) => Number(id));
  expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => 950 + index));
});

test("a database that does not answer is told, and the rest all the same", async () => {
  const countWork = () => Promise.reject(new Error("away"));
  const text = await openMetrics({ countWork, quotas: () => [], replicas: () => 1 }).expose();
  expect(text).toMatch(/^aftercare_database_up 0$/m);
});

test("every line about a piece of work names its delivery or its job", () => {
  const lines = hosted.log.map((line) => JSON.parse(line) as Record<string, unknown>);
  const about = lines.filter((line) => "installation" in line);
  expect(about.filter((line) => line["kind"] === "delivery" && typeof line["delivery"] !== "string")).toEqual([]);
});
