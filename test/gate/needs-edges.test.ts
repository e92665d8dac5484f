/** What GitHub is asked for, at the edges: what is away is not asked again, and near misses are no reason to look. */
import { describe, expect, test } from "vitest";
import { type Need, neededFacts } from "#src/gate/needs.ts";
import type { UnavailableSource } from "#src/gate/facts.ts";
import { at, factsOf, file, type Given, incident, issue, item } from "./facts-of.ts";

const search = (number: number, change: Parameters<typeof item>[1] = {}) =>
  item(number, { components: ["search"], ...change });
/** Everything is known but people's words, and the pull request would be held back. */
const BLOCKED: Given = { items: [search(415)], paths: ["services/search/query.ts"], override: null, patchId: null };
const say = (need: Need) =>
  "login" in need ? `${need.need} ${need.login}` : "issue" in need ? `${need.need} ${need.issue.number}` : need.need;
const asked = (given: Given) => neededFacts(factsOf(given)).map(say);
const away = (source: UnavailableSource["source"]) => ({ unavailable: [{ source, detail: "502" }] });
const request = {
  by: "kim",
  at: at("2026-11-22T10:00"),
  url: "",
  reason: "the fair",
  expires: null,
  breakGlass: false,
  edited: false,
  patchId: "patch-1",
};
const SPOKEN = { requests: [request], approvals: [] };
const lasting = incident(398, null, { components: ["checkout"] });

const CASES: readonly (readonly [string, Given, readonly string[]])[] = [
  ["files that are away", { ...BLOCKED, paths: null, ...away("files") }, ["override"]],
  ["links that are away", { ...BLOCKED, closingIssues: null, ...away("links") }, ["override"]],
  [
    "a policy of the head that is away",
    { ...BLOCKED, paths: [".github/aftercare.yml"], policyFacts: { head: null }, ...away("policy") },
    [],
  ],
  ["proofs that are away", { ...BLOCKED, pull: { title: "Revert x" }, ...away("proofs") }, ["override"]],
  [
    "proofs that are away: no patch either",
    { ...BLOCKED, override: SPOKEN, permissions: { kim: "write" }, ...away("proofs") },
    [],
  ],
  [
    "permissions that are away: nobody who set a label",
    {
      ...BLOCKED,
      pull: { labels: ["security"] },
      labelSetters: new Map([["security", "kim"]]),
      ...away("permissions"),
    },
    ["override"],
  ],
  [
    "a policy that this pull request breaks: nobody can let it through",
    {
      ...BLOCKED,
      paths: [".github/aftercare.yml"],
      policyFacts: { head: { state: "broken", problems: [".github/aftercare.yml:1:1 Unknown key"] } },
    },
    [],
  ],
  [
    "a policy that the base broke before: the files are no reason to look",
    { paths: null, policyFacts: { head: { state: "broken", problems: ["x"] }, problems: ["x"] } },
    [],
  ],
  [
    "the policy is one of several files",
    { paths: ["README.md", ".github/aftercare.yml"], policyFacts: { head: null } },
    ["head-policy"],
  ],
  [
    "the policy is moved away",
    { paths: [file("attic/aftercare.yml", ".github/aftercare.yml")], policyFacts: { head: null } },
    ["head-policy"],
  ],
  ["other files are moved", { paths: [file("a.ts", "b.ts")], policyFacts: { head: null } }, []],
  [
    "an incident lasts, but nothing would hold back: links do not matter",
    { items: [item(412, { priority: "P3" })], incidents: [lasting], closingIssues: null },
    [],
  ],
  [
    "an incident lasts, and an overspent budget alone would hold back: links do",
    { incidents: [lasting], closingIssues: null, policy: { exhausted: "freeze" } },
    ["closing-issues"],
  ],
  [
    "a label by its own name, and not the other one",
    { ...BLOCKED, pull: { labels: ["Revert"] }, labelSetters: null, policy: { exempt: { revert: false } } },
    ["override"],
  ],
  [
    "a revert's label where only security is not exempt",
    { ...BLOCKED, pull: { labels: ["revert"] }, labelSetters: null, policy: { exempt: { security: false } } },
    ["label-setters"],
  ],
  ["words that claim a revert: one", { ...BLOCKED, pull: { body: "I revert #12" } }, ["revert"]],
  ["words that claim a revert: many", { ...BLOCKED, pull: { body: "This reverts commit abc." } }, ["revert"]],
  ["a branch that claims a revert", { ...BLOCKED, pull: { headRef: "revert-12-gifts" } }, ["revert"]],
  ["a branch that only ends so", { ...BLOCKED, pull: { headRef: "gifts-revert-" } }, ["override"]],
  ["a title with the word further on", { ...BLOCKED, pull: { title: "Do not revert" } }, ["override"]],
  ["a CVE", { ...BLOCKED, pull: { title: "Fix CVE-2026-12345" } }, ["security"]],
  ["a CVE of one digit", { ...BLOCKED, pull: { title: "Fix CVE-26-1" } }, ["override"]],
  ["no CVE", { ...BLOCKED, pull: { body: "CVE-soon-enough" } }, ["override"]],
  [
    "an advisory that does not exist was looked for",
    { ...BLOCKED, pull: { title: "CVE-2026-12345" }, security: "none" },
    ["override"],
  ],
  [
    "an advisory where security is not exempt",
    { ...BLOCKED, pull: { title: "CVE-2026-12345" }, policy: { exempt: { security: false } } },
    ["override"],
  ],
  [
    "a closed item whose link was timed already",
    {
      ...BLOCKED,
      items: [search(415), search(416, { state: "done", closedAt: at("2026-11-19") })],
      fixes: [416],
      linkedAt: new Map([["acme/shop#416", "unavailable" as const]]),
    },
    ["override"],
  ],
  [
    "a closed item that the author had accepted: no link makes it a fix",
    {
      ...BLOCKED,
      items: [
        search(415),
        search(416, {
          state: "done",
          closedAt: at("2026-11-19"),
          accepted: { by: "Ana", at: at("2026-11-01"), reason: null },
        }),
      ],
      fixes: [416],
    },
    ["override"],
  ],
  [
    "a link to an issue that may be a part of an item: what hangs it under?",
    { ...BLOCKED, closingIssues: [issue(900)], fixes: [901, 900] },
    ["parent 901", "parent 900"],
  ],
  [
    "a part that was asked about already",
    { ...BLOCKED, fixes: [900], parents: new Map([["acme/shop#900", null]]) },
    ["override"],
  ],
  [
    "more links than anybody makes",
    { ...BLOCKED, fixes: [901, 902, 903, 904, 905, 906] },
    ["parent 901", "parent 902", "parent 903", "parent 904", "parent 905"],
  ],
  [
    "a gating item is a fix whenever it was linked",
    {
      items: [search(415), item(412)],
      paths: ["services/search/query.ts", "services/checkout/cart.ts"],
      fixes: [412],
      override: null,
    },
    ["override"],
  ],
];

describe("nothing is asked for in vain", () => {
  test.each(CASES)("%s", (_, given, wanted) => {
    expect(asked(given)).toEqual(wanted);
  });
});
