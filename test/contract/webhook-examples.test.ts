/** Every published payload goes through the App's own reader: the table says what each must mean, and speaks of nothing else. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { narrowDelivery, readEvent, WEBHOOK_NAMES } from "#src/github/read-event.ts";
import { createApiValidator } from "#test/support/openapi/validate.ts";
import { WEBHOOK_EVENTS } from "#test/support/openapi/operations.ts";
import { loadWebhookExamples } from "#test/support/webhook-examples.ts";
import { EXPECTED_EVENTS, expectedEvent, FLOW_OF, NOT_SUBSCRIBED } from "./webhook-examples.table.ts";

const examples = loadWebhookExamples();

describe("the table", () => {
  test("there are 329 payloads of 58 events", () => {
    expect(examples).toHaveLength(329);
    expect(new Set(examples.map((example) => example.event)).size).toBe(58);
  });
  test("each payload has an expectation", () => {
    const forgotten = examples.filter((example) => expectedEvent(example) === undefined);
    expect(forgotten.map((example) => example.key)).toEqual([]);
  });
  test("no expectation is about a payload that does not exist, or about an event that we read", () => {
    const keys = new Set(examples.map((example) => example.key));
    const events = new Set(examples.map((example) => example.event));
    const read: readonly string[] = WEBHOOK_NAMES;
    expect(Object.keys(EXPECTED_EVENTS).filter((key) => !keys.has(key))).toEqual([]);
    expect(NOT_SUBSCRIBED.filter((event) => !events.has(event) || read.includes(event))).toEqual([]);
  });
  test("the flows exist", () => {
    const missing = Object.values(FLOW_OF).filter(
      (flow) => !existsSync(new URL(`../../src/flow/${flow}.ts`, import.meta.url)),
    );
    expect(missing).toEqual([]);
  });
});

test.each(examples)("$key ($index) means what the table says", (example) => {
  const { event, payload } = example;
  expect(readEvent(event, payload)?.kind ?? "none").toBe(expectedEvent(example));
  const narrowed = narrowDelivery(event, payload);
  expect(narrowed.kind).not.toBe("malformed");
  if (narrowed.kind === "narrowed") expect(readEvent(event, narrowed.payload)).toEqual(readEvent(event, payload));
});

test("GitHub's description recognises most of those that we subscribe to; the rest are older than it", () => {
  const api = createApiValidator();
  const subscribed = examples.filter((example) => WEBHOOK_EVENTS.includes(example.event));
  const problems = subscribed.map(({ event, payload }) => api.validatePublishedWebhook(event, payload));
  expect(problems.flat().filter((problem) => problem.endsWith("is not in GitHub's description"))).toEqual([]);
  expect(problems.filter((found) => found.length === 0).length).toBeGreaterThanOrEqual(99);
});
