/** What makes one incident like another, what is said of it, and which fixes it disproves. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Analysis } from "#src/analysis/analysis.ts";
import { configSchema } from "#src/config/schema.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { disprovenItems, recurrenceWords } from "#src/remediation/recurrence.ts";
import { similarIncidents } from "#src/remediation/similar-incidents.ts";
import { tellingWords } from "#src/remediation/telling-words.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { analysis as tracked, at, config as worldConfig, issue, item, NOW, repository } from "#test/command/world.ts";
import { anyText } from "#test/support/any-text.ts";

const config = configSchema.parse({ components: { checkout: {}, search: {} } });
const DAY = 86_400;

function incident(number: number, said: Partial<Incident> = {}): Incident {
  const { owner, repo, url, title } = issue(number);
  return {
    issue: { owner, repo, number },
    title,
    url,
    open: false,
    createdAt: NOW - (100 - number) * DAY,
    closedAt: null,
    severity: 2,
    labels: [],
    components: ["checkout"],
    confirmed: true,
    external: false,
    moments: {},
    impacts: [],
    ...said,
  };
}

function analysisOf(one: Incident, number: number, causes: readonly string[]): Analysis {
  const body = `## Contributing factors\n\n### Causes\n\n${causes.map((cause) => `- ${cause}`).join("\n")}\n`;
  return { issue: issue(number, { body }), incident: one.issue, record: null, recordCommentId: null, problems: [] };
}

function itemOf(number: number, parent: Analysis, said: Partial<RemediationItem> = {}): RemediationItem {
  const place = { config: worldConfig, repository };
  const [one] = assembleRecords({ tracked: [tracked(), item(number)], asOf: NOW }, place).items;
  return { ...one!, analysis: parent.issue, state: "done", closedAt: NOW - 60 * DAY, ...said };
}

const old = incident(10, { title: "Payment gateway retries flood checkout" });
const fresh = incident(90, { title: "Checkout down: gateway retries again" });
const oldAnalysis = analysisOf(old, 11, ["The payment client retries without a pause"]);
const likes = (a: Incident, b: Incident, analyses: readonly Analysis[] = [], items: readonly RemediationItem[] = []) =>
  similarIncidents(a, { incidents: [a, b], analyses, items }, config);

describe("likeness", () => {
  test("the same component and two telling words make two incidents alike; the reason is given", () => {
    expect(likes(fresh, old)).toMatchObject([{ components: ["checkout"], words: ["gateway", "retrie"], causes: [] }]);
  });

  test.each([
    ["one word only", incident(90, { title: "Gateway certificate has ended" }), old],
    [
      "words that every incident has",
      incident(90, { title: "Outage: users report errors" }),
      incident(10, { title: "Users report errors, outage" }),
    ],
    ["an unconfirmed earlier one", fresh, { ...old, confirmed: false }],
    ["a later one", old, fresh],
  ])("%s is nothing like it", (_name, a, b) => {
    expect(likes(a, b)).toEqual([]);
  });

  test("a cause label says it outright, whatever the titles", () => {
    const [a, b] = [incident(90, { labels: ["cause:Certificate"] }), incident(10, { labels: ["cause:certificate"] })];
    expect(likes(a, b)).toMatchObject([{ causes: ["certificate"], sameCause: true }]);
  });

  test("elsewhere the same words make them alike, too; yet what was done there is not disproven, and promised nothing here", () => {
    const there = incident(90, { title: fresh.title, components: ["search"], labels: ["cause:retries"] });
    const before = { ...old, labels: ["cause:retries"] };
    const found = likes(there, before, [oldAnalysis], [itemOf(12, oldAnalysis)]);
    expect(found).toMatchObject([{ components: [], causes: ["retries"], sameCause: false }]);
    const said = recurrenceWords(there, found).join("\n");
    expect(said).toContain("elsewhere (checkout), and the same cause (retries)");
    expect(said).toContain("what made it possible then: “The payment client retries without a pause”");
    expect(said).not.toContain("might have saved");
  });

  test("what happened on the same component is named before what happened elsewhere later", () => {
    const later = incident(40, { title: old.title, components: ["search"] });
    const found = similarIncidents(fresh, { incidents: [later, old], analyses: [], items: [] }, config);
    expect(found.map(({ incident: one }) => one.issue.number)).toEqual([10, 40]);
  });

  test("it does not depend on the order of the lists, never names itself, and stops at five", () => {
    const many = Array.from({ length: 30 }, (_, index) => incident(10 + index, { title: old.title }));
    const inOrder = similarIncidents(fresh, { incidents: many, analyses: [], items: [] }, config);
    expect(inOrder).toHaveLength(5);
    fc.assert(
      fc.property(fc.shuffledSubarray([...many, fresh], { minLength: 31 }), (incidents) => {
        expect(similarIncidents(fresh, { incidents, analyses: [], items: [] }, config)).toEqual(inOrder);
      }),
      { numRuns: 20 },
    );
  });
});

describe("what is said", () => {
  const items = [
    itemOf(12, oldAnalysis, {
      title: "Cap retries",
      state: "rejected",
      decision: { kind: "rejected", by: "bob", at: NOW, reason: "the @vendor fixes it" },
    }),
    itemOf(13, oldAnalysis, { title: "Alert on floods", state: "accepted" }),
  ];

  test("names the items with what became of them, and the minutes; nobody is notified or blamed", () => {
    const began = at("2026-11-20T10:00:00Z");
    const stated = { by: "bob", source: "" };
    const moments = { started: { at: began, ...stated }, mitigated: { at: began + 2160, ...stated } };
    const said = recurrenceWords({ ...fresh, moments }, likes({ ...fresh, moments }, old, [oldAnalysis], items)).join(
      "\n",
    );
    expect(said).toContain("#10 Payment gateway retries flood checkout");
    expect(said).toContain("#12 Cap retries: rejected: “the @\u200Bvendor fixes it”");
    expect(said).toContain("#13 Alert on floods: accepted");
    expect(said).toContain("up to 36 min of this");
  });

  test("nothing, where nothing is like it", () => {
    expect(recurrenceWords(fresh, [])).toEqual([]);
  });
});

describe("what is disproven", () => {
  const [a, b] = [incident(90, { labels: ["cause:retries"] }), incident(10, { labels: ["cause:retries"] })];
  const disproven = (said: Partial<RemediationItem>) =>
    disprovenItems(a, likes(a, b, [oldAnalysis], [itemOf(12, oldAnalysis, said)])).length;

  test.each([
    ["a prevention that was done before", { type: "prevent" as const }, 1],
    ["one that was verified", { type: "prevent" as const, state: "verified" as const }, 1],
    ["one without a type", { type: null }, 1],
    ["an alert: it did not promise to prevent", { type: "detect" as const }, 0],
    ["what is still open", { state: "accepted" as const }, 0],
    ["what was closed only after it began", { closedAt: NOW - 5 * DAY }, 0],
  ])("%s: %o", (_name, said, count) => {
    expect(disproven(said)).toBe(count);
  });

  test("words alone in the titles disprove nothing; the same causes in both analyses do", () => {
    const items = [itemOf(12, oldAnalysis)];
    expect(disprovenItems(fresh, likes(fresh, old, [oldAnalysis], items))).toEqual([]);
    const own = analysisOf(fresh, 91, ["Payment client retries have no pause"]);
    expect(disprovenItems(fresh, likes(fresh, old, [oldAnalysis, own], items))).toHaveLength(1);
  });
});

test("telling words survive any text, and are the same the second time", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const words = tellingWords(text);
      expect(new Set(words).size).toBe(words.length);
    }),
  );
  expect(tellingWords("The DNS-cache of resolvers expired; resolver caches")).toEqual([
    "dns-cache",
    "resolver",
    "expired",
    "cache",
  ]);
});
