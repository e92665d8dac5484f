/** The table of expected flows speaks of every published payload, and of nothing else. */
import { expect, test } from "vitest";
import { createApiValidator } from "#test/support/openapi/validate.ts";
import { WEBHOOK_EVENTS } from "#test/support/openapi/operations.ts";
import { loadWebhookExamples } from "#test/support/webhook-examples.ts";
import { EXPECTED_FLOWS, expectedFlow, NOT_SUBSCRIBED } from "./webhook-examples.table.ts";

const examples = loadWebhookExamples();

test("there are 329 payloads of 58 events", () => {
  expect(examples).toHaveLength(329);
  expect(new Set(examples.map((example) => example.event)).size).toBe(58);
});

test("each has an expectation", () => {
  const forgotten = examples.filter((example) => expectedFlow(example.event, example.key) === undefined);
  expect(forgotten.map((example) => example.key)).toEqual([]);
});

test("no expectation is about a payload that does not exist, or about an event on both lists", () => {
  const keys = new Set(examples.map((example) => example.key));
  const events = new Set(examples.map((example) => example.event));
  expect(Object.keys(EXPECTED_FLOWS).filter((key) => !keys.has(key))).toEqual([]);
  expect(NOT_SUBSCRIBED.filter((event) => !events.has(event) || WEBHOOK_EVENTS.includes(event))).toEqual([]);
});

test("GitHub's description recognises most of those that we subscribe to; the rest are older than it", () => {
  const api = createApiValidator();
  const subscribed = examples.filter((example) => WEBHOOK_EVENTS.includes(example.event));
  const problems = subscribed.map(({ event, payload }) => api.validatePublishedWebhook(event, payload));
  expect(problems.flat().filter((problem) => problem.endsWith("is not in GitHub's description"))).toEqual([]);
  expect(problems.filter((found) => found.length === 0).length).toBeGreaterThanOrEqual(99);
});
