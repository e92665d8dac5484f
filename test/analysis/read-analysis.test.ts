import { describe, expect, it } from "vitest";
import { readAnalysis, withoutDoubles } from "#src/analysis/read-analysis.ts";
import { renderRecord } from "#src/analysis/record-markdown.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { configSchema } from "#src/config/schema.ts";
import type { Actor, CommentFacts, IssueFacts } from "#src/facts/issue.ts";
import { incidentIssue } from "#test/incident/incident-issue.ts";
import { at, incidentWith } from "#test/timeline/timeline.ts";
import { INCIDENT } from "./analyses.ts";

const ours: Actor = { login: "aftercare[bot]", type: "Bot" };
const mallory: Actor = { login: "mallory", type: "User" };
const context = { repository: { id: 901 }, config: configSchema.parse({}) };
const body = '<!-- aftercare:pia incident="901%3A7" -->\n\ntext';
const issue = (parts: Partial<IssueFacts> = {}) =>
  incidentIssue({ number: 9, body, author: ours, labels: ["aftercare", "pia"], ...parts });
const comment = (parts: Partial<CommentFacts> = {}): CommentFacts => ({
  id: 5,
  issue: issue(),
  author: ours,
  createdAt: at("05:40"),
  updatedAt: at("05:40"),
  url: "",
  body: renderRecord({
    record: { ...emptyRecord(INCIDENT), confirmed: { by: "bob", at: at("05:40"), reason: null } },
    incident: incidentWith({}),
    budgets: [],
    missing: [],
  }),
  ...parts,
});

describe("reading an analysis", () => {
  it("joins our issue with our record", () => {
    const analysis = readAnalysis({ issue: issue(), recordComment: comment() }, context)!;
    expect(analysis).toMatchObject({
      incident: INCIDENT,
      recordCommentId: 5,
      problems: [],
      record: { confirmed: { by: "bob" } },
    });
  });

  it.each([
    ["somebody else wrote it", issue({ author: mallory })],
    ["it has no marker", issue({ body: "text" })],
    ["its marker cannot be read", issue({ body: '<!-- aftercare:pia incident="7" -->' })],
  ])("gives none when %s", (_name, forged) => {
    expect(readAnalysis({ issue: forged, recordComment: comment() }, context)).toBeNull();
  });

  it.each([
    ["it is missing", null],
    ["somebody else wrote it", comment({ author: mallory })],
    ["its tables are gone", comment({ body: "<!-- aftercare:record -->" })],
  ])("knows nothing from the record and says so when %s", (_name, recordComment) => {
    const analysis = readAnalysis({ issue: issue(), recordComment }, context)!;
    expect(analysis.record).toBeNull();
    expect(analysis.problems).toHaveLength(1);
  });

  it("follows a repository that was renamed", () => {
    const analysis = readAnalysis({ issue: issue({ owner: "new", repo: "name" }), recordComment: comment() }, context)!;
    expect(analysis.incident).toEqual({ owner: "new", repo: "name", number: 7 });
    expect(analysis.record!.incident).toEqual(analysis.incident);
  });

  it("takes the incident of another repository from the record", () => {
    const elsewhere = issue({ owner: "acme", repo: "records", body: body.replace("901", "55") });
    expect(readAnalysis({ issue: elsewhere, recordComment: comment() }, context)!.incident).toEqual(INCIDENT);
  });
});

describe("two analyses of one incident", () => {
  it("are one: the lowest number counts", () => {
    const read = (parts: Partial<IssueFacts>) => readAnalysis({ issue: issue(parts), recordComment: null }, context)!;
    const analyses = [
      read({ number: 12 }),
      read({ number: 9 }),
      read({ number: 10, body: body.replace("%3A7", "%3A8") }),
    ];
    const { kept, doubles } = withoutDoubles(analyses);
    expect(kept.map((analysis) => analysis.issue.number)).toEqual([9, 10]);
    expect(doubles.map(({ analysis, of }) => [analysis.issue.number, of.issue.number])).toEqual([[12, 9]]);
  });
});
