/** Another wording: what people write first, and what can be taken over in its place. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { betterTitle } from "#src/remediation/better-wording.ts";

test.each([
  ["We should cap retries at 3", "Cap retries at 3"],
  ["The team needs to add a canary.", "Add a canary"],
  ["Someone should look into the cache", "Find out what is behind the cache, and write down what follows"],
  ["Make sure engineers check that the schema can be parsed", "Add an automated check that the schema can be parsed"],
  ["Ensure that retries are capped", "Add a check that retries are capped"],
  ["Remind engineers to run the linter", "Automate what nobody should have to remember: run the linter"],
  ["We must remember to rotate the keys", "Automate what nobody should have to remember: rotate the keys"],
  ["Be more careful when deploying the gateway", "Ask for a confirmation before deploying the gateway"],
  ["Improve monitoring of the queue", "Alert on the queue before users notice"],
  ["Consider whether we should add a cache", "Decide whether we should add a cache, and write down why"],
  ["Think about adding a cache", "Decide on adding a cache, and write down why"],
  ["Investigate why the second pod died", "Find out why the second pod died, and write down what follows"],
  ["Review the runbook of checkout", "Check the runbook of checkout against this incident, and correct what is wrong"],
  ["Try to limit the pool", "Limit the pool"],
])("“%s” becomes “%s”", (title, better) => {
  expect(betterTitle(title)).toBe(better);
});

test.each([
  "Cap retries at 3",
  "Improve architecture to be more reliable",
  "Fix the issue that caused the outage",
  "Ensure alerting on errors",
  "",
])("for “%s” the rules know nothing better", (title) => {
  expect(betterTitle(title)).toBeNull();
});

test("whatever is written, the answer comes at once, is another text, and offers nothing better for itself twice", () => {
  const words = fc.constantFrom(
    "we",
    "should",
    "ensure",
    "that",
    "try",
    "to",
    "make",
    "sure",
    "review",
    "is",
    "x",
    "consider",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      const title = parts.join(" ");
      const better = betterTitle(title);
      expect(better?.toLowerCase()).not.toBe(title.toLowerCase());
      if (better !== null) expect(better.length).toBeLessThan(title.length * 2 + 200);
    }),
  );
});
