/** What GitHub is asked for: nothing that no rule needs. */
import { describe, expect, test } from "vitest";
import type { GateFacts } from "#src/gate/facts.ts";
import { issueKey } from "#src/facts/issue-reference.ts";
import { judge } from "#src/gate/judge.ts";
import { type Need, neededFacts } from "#src/gate/needs.ts";
import { at, factsOf, type Given, incident, issue, item } from "./facts-of.ts";

/** Nothing about the pull request has been fetched yet but itself. */
const UNREAD: Given = {
  paths: null,
  closingIssues: null,
  override: null,
  patchId: null,
  labelSetters: null,
  policyFacts: { head: { state: "same" } },
};
const BLOCKED: Given = { items: [item(415, { components: ["search"] })], paths: ["services/search/query.ts"] };
const say = (need: Need) =>
  "login" in need ? `${need.need} ${need.login}` : "issue" in need ? `${need.need} ${need.issue.number}` : need.need;
const asked = (given: Given) => neededFacts(factsOf(given)).map(say);
const request = {
  by: "ana",
  at: at("2026-11-22T10:00"),
  url: "",
  reason: "the fair",
  expires: null,
  breakGlass: false,
  edited: false,
  patchId: "patch-1",
};

describe("a first look", () => {
  const cases: readonly (readonly [string, Given, readonly string[]])[] = [
    ["nothing open in the repository: no file listing at all", UNREAD, []],
    ["only a minor item: the files, but no links", { ...UNREAD, items: [item(412, { priority: "P3" })] }, ["files"]],
    [
      "something gates: files and links in one round",
      { ...UNREAD, items: BLOCKED.items! },
      ["files", "closing-issues"],
    ],
    [
      "a freeze while an incident lasts: its mitigation may be linked",
      { ...UNREAD, incidents: [incident(397, 30), incident(398, null, { components: ["search"] })] },
      ["files", "closing-issues"],
    ],
    ["an unknown head policy", { ...UNREAD, policyFacts: { head: null } }, ["head-policy"]],
    [
      "an unknown head policy where the files will tell",
      { ...UNREAD, items: [item(412, { priority: "P3" })], policyFacts: { head: null } },
      ["files"],
    ],
    [
      "a broken head policy: only the files tell who broke it",
      { ...UNREAD, policyFacts: { head: { state: "broken", problems: ["x"] } } },
      ["files"],
    ],
    [
      "the listings are away: nothing else helps",
      { ...UNREAD, unavailable: [{ source: "records", detail: "502" }] },
      [],
    ],
  ];
  test.each(cases)("%s", (_name, given, wanted) => {
    expect(asked(given)).toEqual(wanted);
  });
});

describe("once the files are known", () => {
  const known: Given = { ...UNREAD, ...BLOCKED };
  const cases: readonly (readonly [string, Given, readonly string[]])[] = [
    ["untouched: nothing more", { ...known, paths: ["README.md"] }, []],
    ["touched: the links", known, ["closing-issues"]],
    [
      "a head policy that the files do not touch is not read",
      { ...known, closingIssues: [], policyFacts: { head: null }, fixes: [415] },
      [],
    ],
    [
      "a head policy that they touch is read",
      { ...known, closingIssues: [], paths: [".github/aftercare.yml"], policyFacts: { head: null } },
      ["head-policy"],
    ],
    ["it fixes the item: nothing more", { ...known, closingIssues: [], fixes: [415] }, []],
    ["it would block: the comments", { ...known, closingIssues: [] }, ["override"]],
    ["it would only be reported: nothing more", { ...known, closingIssues: [], config: { mode: "report" } }, []],
    [
      "it claims to be a revert: git is asked before people are",
      { ...known, closingIssues: [], pull: { title: 'Revert "Add gift cards"' } },
      ["revert"],
    ],
    [
      "that is no revert: the comments",
      { ...known, closingIssues: [], pull: { title: "Revert x" }, revert: "none" },
      ["override"],
    ],
    ["it names an advisory", { ...known, closingIssues: [], pull: { body: "See GHSA-aaaa-bbbb-cccc" } }, ["security"]],
    [
      "it carries a label that may prove something",
      { ...known, closingIssues: [], pull: { labels: ["security"] } },
      ["label-setters"],
    ],
    [
      "the setter of that label",
      { ...known, closingIssues: [], pull: { labels: ["security"] }, labelSetters: new Map([["security", "Kim"]]) },
      ["permission kim"],
    ],
    [
      "a label that the policy does not exempt",
      { ...known, closingIssues: [], pull: { labels: ["security"] }, policy: { exempt: { security: false } } },
      ["override"],
    ],
    [
      "a closed item that it links: when was the link made?",
      {
        ...known,
        closingIssues: [],
        items: [...BLOCKED.items!, item(416, { components: ["search"], state: "done", closedAt: at("2026-11-19") })],
        fixes: [416],
      },
      ["linked-at 416"],
    ],
    [
      "an override was asked for: who are they, and is it for this change?",
      { ...known, closingIssues: [], override: { requests: [request], approvals: [{ ...request, by: "Sam" }] } },
      ["patch-id", "permission ana", "permission sam"],
    ],
    [
      "nobody asked for one: nothing more",
      { ...known, closingIssues: [], override: { requests: [], approvals: [] } },
      [],
    ],
    [
      "the comments are away: nothing more",
      { ...known, closingIssues: [], unavailable: [{ source: "comments", detail: "502" }] },
      [],
    ],
    [
      "the permissions are away: nothing more",
      {
        ...known,
        closingIssues: [],
        patchId: "patch-1",
        override: { requests: [request], approvals: [] },
        unavailable: [{ source: "permissions", detail: "502" }],
      },
      [],
    ],
  ];
  test.each(cases)("%s", (_name, given, wanted) => {
    expect(asked(given)).toEqual(wanted);
  });
});

test("answering everything that is asked ends after a few rounds in the verdict of the full facts", () => {
  const full = factsOf({
    ...BLOCKED,
    pull: { title: "Revert x", labels: ["security"] },
    revert: "none",
    labelSetters: new Map([["security", "kim"]]),
    permissions: { kim: "write", ana: "write", sam: "maintain" },
    override: { requests: [request], approvals: [{ ...request, by: "sam" }] },
    closingIssues: [issue(900)],
  });
  let facts: GateFacts = {
    ...full,
    files: null,
    closingIssues: null,
    override: null,
    patchId: null,
    labelSetters: null,
    revert: null,
    permissions: new Map(),
  };
  const rounds: string[][] = [];
  for (let needs = neededFacts(facts); needs.length > 0; needs = neededFacts(facts)) {
    rounds.push(needs.map(say));
    facts = needs.reduce((known, need) => answer(known, need, full), facts);
  }
  expect(rounds).toEqual([
    ["files", "closing-issues"],
    ["revert", "label-setters", "parent 900"],
    ["permission kim"],
    ["override"],
    ["patch-id", "permission ana", "permission sam"],
  ]);
  expect(judge(facts).verdict).toEqual(judge(full).verdict);
  expect(judge(facts).verdict.rule).toBe("G9");
});

function answer(facts: GateFacts, need: Need, full: GateFacts): GateFacts {
  switch (need.need) {
    case "permission":
      return {
        ...facts,
        permissions: new Map([...facts.permissions, [need.login, full.permissions.get(need.login)!]]),
      };
    case "files":
      return { ...facts, files: full.files };
    case "closing-issues":
      return { ...facts, closingIssues: full.closingIssues };
    case "override":
      return { ...facts, override: full.override };
    case "patch-id":
      return { ...facts, patchId: full.patchId };
    case "label-setters":
      return { ...facts, labelSetters: full.labelSetters };
    case "revert":
      return { ...facts, revert: full.revert };
    case "parent":
      return { ...facts, parents: new Map([[issueKey(need.issue), null]]) };
    default:
      throw new Error(`not expected here: ${need.need}`);
  }
}
