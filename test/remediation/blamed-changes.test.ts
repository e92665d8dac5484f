/** What the causes of an analysis name, and which fixes were young enough to have brought it. */
import { expect, test } from "vitest";
import type { Incident } from "#src/incident/incident.ts";
import { deliveriesOf, namedChanges, youngFixes } from "#src/remediation/blamed-changes.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { at, issue } from "#test/command/world.ts";

const BODY = `## What made it possible

### Causes

- The cap of #34 counts per pod, see \`services/checkout/pay.ts\` and lib/retry.test.ts.
- https://github.com/acme/api/pull/7 raised the pool; https://example.com/a/b.html says so
- > quoted: #99

### Other

- #35 in src/other.ts
`;

test("pull requests and paths of the causes are named; addresses, quotes and other sections are not", () => {
  expect(namedChanges({ issue: issue(8, { body: BODY }) })).toEqual({
    references: [
      { owner: "acme", repo: "shop", number: 34 },
      { owner: "acme", repo: "api", number: 7 },
    ],
    paths: ["services/checkout/pay.ts", "lib/retry.test.ts"],
  });
  expect(namedChanges({ issue: issue(8, { body: "" }) })).toEqual({ references: [], paths: [] });
});

const BEGAN = at("2026-11-22T12:00:00Z");
const incident = {
  issue: { owner: "acme", repo: "shop", number: 40 },
  components: ["checkout"],
  createdAt: BEGAN,
  moments: {},
} as unknown as Incident;
const fix = (said: Partial<RemediationItem>) =>
  ({
    state: "done",
    closedAt: BEGAN - 86_400,
    components: ["checkout", "search"],
    failures: [],
    ...said,
  }) as RemediationItem;

test.each<readonly [string, Partial<RemediationItem>, boolean]>([
  ["closed the day before", {}, true],
  ["closed at that moment", { closedAt: BEGAN }, true],
  ["closed after it", { closedAt: BEGAN + 1 }, false],
  ["a month old", { closedAt: BEGAN - 30 * 86_400 }, false],
  ["of another component", { components: ["search"] }, false],
  ["open", { state: "accepted" }, false],
  ["decided against", { state: "rejected" }, false],
  ["that it has disproved already", { failures: [{ kind: "new-incident", by: incident.issue, at: BEGAN }] }, false],
])("a fix %s: %j", (_, said, expected) => {
  expect(youngFixes(incident, { items: [fix(said)] })).toHaveLength(expected ? 1 : 0);
});

test("only merged pull requests deliver", () => {
  const row = (number: number, state: "open" | "merged" | "closed" | "reverted") => ({
    reference: { owner: "acme", repo: "shop", number },
    state,
  });
  const pullRequests = [row(1, "open"), row(2, "merged"), row(3, "closed"), row(4, "reverted")];
  expect(deliveriesOf({ pullRequests }).map(({ number }) => number)).toEqual([2]);
});
