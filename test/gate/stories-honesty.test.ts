/** Stories: report mode, pauses, what could not be read, and a policy that changes. */
import { describe } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import { at, incident, issue, item } from "./facts-of.ts";
import { tell } from "./tell.ts";

const SEARCH = { items: [item(415, { components: ["search"] })], paths: ["services/search/query.ts"] };

describe("report mode", () => {
  tell([
    {
      name: "says what it would do, and fails nothing",
      given: { ...SEARCH, config: { mode: "report" } },
      verdict: "report G7",
      says: ["Report only, would block (search)", "search would block (G7, report mode)"],
    },
    {
      name: "can be left by one component",
      given: {
        ...SEARCH,
        config: { mode: "report", components: { search: { paths: ["services/search/**"], mode: "enforce" } } },
      },
      verdict: "block G7",
    },
    {
      name: "can be chosen by one component",
      given: { ...SEARCH, config: { components: { search: { paths: ["services/search/**"], mode: "report" } } } },
      verdict: "report G7",
    },
    {
      name: "does not hide what another component holds back",
      given: {
        config: {
          components: { a: { paths: ["a/**"], mode: "report" }, b: { paths: ["b/**"] } },
        },
        items: [item(1, { components: ["a"] }), item(2, { components: ["b"] })],
        paths: ["a/x", "b/x"],
      },
      verdict: "block G7",
      line: "Blocked (b and 1 more): #2 (P0) is open, and no objective is configured, so no budget can permit it. Close #2, or fix it here.",
    },
    { name: "is the operator's break-glass", given: { ...SEARCH, reportOnly: true }, verdict: "report G7" },
    {
      name: "is the default",
      given: { ...SEARCH, config: configSchema.parse({}), items: [item(1)], paths: ["x"] },
      verdict: "pass G0",
    },
  ]);
});

describe("a pause", () => {
  const pause = {
    issue: issue(500),
    components: ["search"],
    by: "kim",
    reason: "the @fair is on",
    from: at("2026-11-22"),
    until: at("2026-11-23"),
  };
  tell([
    {
      name: "makes a warning of a block, and says who paused it and until when",
      given: { ...SEARCH, pauses: [pause] },
      verdict: "warn G7",
      says: ["Paused by @kim until 23 Nov 2026 00:00Z: “the @fair is on”.", "Next change 23 Nov 2026 00:00Z."],
    },
    {
      name: "that is over holds nothing up",
      given: { ...SEARCH, pauses: [pause], now: at("2026-11-23") },
      verdict: "block G7",
    },
    {
      name: "of another component changes nothing",
      given: { ...SEARCH, pauses: [{ ...pause, components: ["checkout"] }] },
      verdict: "block G7",
    },
  ]);
});

describe("changed files that are not all known", () => {
  const elsewhere = { items: SEARCH.items, paths: ["README"] };
  tell([
    {
      name: "a cut listing counts as touching everything that has open work",
      given: elsewhere,
      facts: (facts) => ({ ...facts, files: { ...facts.files!, complete: false, counted: 4210 } }),
      verdict: "block G7",
      says: ["GitHub lists 1 of 4210 changed files", "#415 (P0) is open"],
    },
    {
      name: "fewer listed than the pull request counts is a cut listing",
      given: { ...elsewhere, pull: { changedFiles: 3 } },
      verdict: "block G7",
    },
    {
      name: "a cut listing is never documentation only",
      given: { items: SEARCH.items, paths: ["services/search/README.md"], pull: { changedFiles: 3 } },
      verdict: "block G7",
    },
    {
      name: "a fix with a cut listing may still touch the other components",
      given: {
        items: [item(412), ...SEARCH.items],
        paths: ["services/checkout/cart.ts"],
        fixes: [412],
        pull: { changedFiles: 3 },
      },
      verdict: "block G7",
      says: ["checkout passes (G1-remediation-fix)", "search blocks (G7)"],
    },
    {
      name: "a cut listing passes when nothing is open anywhere",
      given: { paths: ["README"], pull: { changedFiles: 3 } },
      verdict: "pass G0",
    },
    {
      name: "files that could not be read hold open work back",
      given: { items: SEARCH.items, paths: null, unavailable: [{ source: "files", detail: "GitHub answered 502" }] },
      verdict: "block G7",
      says: ["Could not read the changed files: GitHub answered 502."],
    },
    {
      name: "files that could not be read only warn under `unknown: pass`",
      given: {
        items: SEARCH.items,
        paths: null,
        policy: { unknown: "pass" },
        unavailable: [{ source: "files", detail: "GitHub answered 502" }],
      },
      verdict: "warn G7",
    },
  ]);
});

describe("sources that are away", () => {
  const away = {
    unavailable: [{ source: "records", detail: "rate limit until 22 Nov 2026 12:20Z" }] as const,
    paths: null,
  };
  tell([
    {
      name: "without the listings nothing is known: held back, and it says which source was away",
      given: away,
      verdict: "block unavailable",
      says: ["Could not read the incidents and items: rate limit until 22 Nov 2026 12:20Z."],
    },
    {
      name: "let through with `unknown: pass`",
      given: { ...away, policy: { unknown: "pass" } },
      verdict: "warn unavailable",
    },
    {
      name: "never failing in report mode",
      given: { ...away, config: { mode: "report" } },
      verdict: "report unavailable",
    },
    {
      name: "without the sidebar's links the text's links still count",
      given: {
        ...SEARCH,
        fixes: [415],
        closingIssues: null,
        unavailable: [{ source: "links", detail: "GitHub answered 502" }],
      },
      verdict: "pass G1-remediation-fix",
      says: ["Could not read the issues linked in GitHub's sidebar: GitHub answered 502."],
    },
  ]);
});

describe("a pull request that changes the policy", () => {
  const base = { mode: "enforce", components: { all: { paths: ["**"] } } };
  const head = (config: object) => ({ head: { state: "valid", config: configSchema.parse(config) } }) as const;
  const touching = { config: base, paths: [".github/aftercare.yml"], items: [item(1, { components: ["all"] })] };
  tell([
    {
      name: "is judged by the base's version, and says what it loosens",
      given: { ...touching, policyFacts: head({ ...base, mode: "report" }) },
      verdict: "block G7",
      says: ["the version on main judges it. After the merge: loosens `mode` enforce → report."],
    },
    {
      name: "cannot take its own paths out of a component",
      given: { ...touching, policyFacts: head({ ...base, components: { all: { paths: ["src/**"] } } }) },
      verdict: "block G7",
      says: ['loosens `components.all.paths` ["**"] → ["src/**"]'],
    },
    {
      name: "that repairs a broken policy passes",
      given: { ...touching, policyFacts: { problems: ["line 3"], ...head(base) } },
      verdict: "pass G1-policy-repair",
      line: "Passes (all): Repairs .github/aftercare.yml: always allowed.",
    },
    {
      name: "that repairs it and changes something else is a change",
      given: {
        ...touching,
        paths: [".github/aftercare.yml", "src/a.ts"],
        policyFacts: { problems: ["line 3"], ...head(base) },
      },
      verdict: "block G7",
    },
    {
      name: "that does not repair it is a change",
      given: { ...touching, policyFacts: { problems: ["line 3"], head: { state: "broken", problems: ["line 4"] } } },
      verdict: "block G7",
    },
  ]);
});

describe("an outsider", () => {
  tell([
    {
      name: "cannot close the gate by opening an incident that nobody confirmed",
      given: { incidents: [incident(398, null, { confirmed: false, severity: 1 })] },
      verdict: "pass G0",
    },
    {
      name: "cannot close the gate by proposing an item",
      given: { items: [item(412, { state: "proposed", accepted: null })] },
      verdict: "pass G0",
    },
    {
      name: "cannot open it by a title, a branch and labels of their own",
      given: {
        ...SEARCH,
        pull: {
          title: "Revert security docs fix (GHSA-aaaa-bbbb-cccc)",
          headRef: "revert-1-hotfix",
          labels: ["revert", "security", "documentation", "hotfix"],
        },
        labelSetters: new Map([
          ["revert", "ana"],
          ["security", "ana"],
        ]),
        permissions: { ana: "read" },
      },
      verdict: "block G7",
    },
  ]);
});
