/** Two listings become what we know of a repository. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { analysis, at, config, incident, issue, item, NOW, repository } from "#test/command/world.ts";

const place = { config, repository };
const tracked = [
  { issue: incident, recordComment: null },
  analysis({
    confirmed: { by: "carl", at: NOW, reason: null },
    moments: { started: { at: at("2026-11-22T13:05:00Z"), by: "carl", source: "https://github.com/x" } },
    linked: [
      { issue: { owner: "acme", repo: "shop", number: 30 }, fields: { Accepted: "@a, 2026-11-20T10:00:00Z" } },
      { issue: { owner: "acme", repo: "api", number: 3 }, fields: { "Last seen": "verified" } },
    ],
  }),
  item(12),
  { issue: issue(30, { labels: ["aftercare", "remediation"] }), recordComment: null },
  { issue: issue(40, { labels: ["aftercare", "near-miss"] }), recordComment: null },
  { issue: issue(41, { labels: ["aftercare", "incident"], isPullRequest: true }), recordComment: null },
];

describe("records of a repository", () => {
  test("join incidents with what was stated, and items with their analyses", () => {
    const records = assembleRecords({ tracked, asOf: NOW }, place);
    expect(records.incidents).toMatchObject([
      { issue: { number: 7 }, confirmed: true, components: ["checkout"], severity: 2 },
    ]);
    expect(records.incidents[0]?.moments.started?.at).toBe(at("2026-11-22T13:05:00Z"));
    expect(records.analyses.map(({ issue }) => issue.number)).toEqual([8]);
    expect(
      records.items.map(({ issue, state, adopted }) => `${issue.repo}#${issue.number} ${state} ${adopted}`),
    ).toEqual(["shop#12 accepted false", "shop#30 accepted true", "api#3 verified true"]);
    expect(records.asOf).toBe(NOW);
  });

  test("are the same in whatever order the listing came", () => {
    const expected = assembleRecords({ tracked, asOf: NOW }, place);
    fc.assert(
      fc.property(fc.shuffledSubarray(tracked, { minLength: tracked.length }), (shuffled) => {
        expect(assembleRecords({ tracked: shuffled, asOf: NOW }, place)).toEqual(expected);
      }),
    );
  });

  test("count a double that a race made once: the lowest number", () => {
    const doubles = [
      ...tracked,
      { ...analysis(), issue: { ...analysis().issue, number: 9 } },
      item(13, { source: "300:12" }),
    ];
    const records = assembleRecords({ tracked: doubles, asOf: NOW }, place);
    expect(records.analyses.map(({ issue }) => issue.number)).toEqual([8]);
    expect(records.items.map(({ issue }) => issue.number)).toEqual([12, 30, 3]);
  });

  test("an item of the double analysis belongs to the one that counts", () => {
    const child = item(14, { source: "300:14" });
    const body = child.issue.body.replace('pia="8"', 'pia="9"');
    const doubles = [
      ...tracked,
      { ...analysis(), issue: { ...analysis().issue, number: 9 } },
      { ...child, issue: { ...child.issue, body } },
    ];
    const records = assembleRecords({ tracked: doubles, asOf: NOW }, place);
    expect(records.items.find(({ issue }) => issue.number === 14)?.analysis?.number).toBe(8);
  });

  test("nothing of ours is nothing", () => {
    const strangers = [{ issue: issue(50, { body: "text", labels: ["aftercare"] }), recordComment: null }];
    expect(assembleRecords({ tracked: strangers, asOf: NOW }, place)).toEqual({
      incidents: [],
      analyses: [],
      items: [],
      pauses: [],
      asOf: NOW,
    });
  });
});
