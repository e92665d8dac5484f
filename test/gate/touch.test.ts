/** What a pull request touches when not all is known, and what that proves. */
import { describe, expect, test } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import { explain, sayExplanation } from "#src/gate/explain.ts";
import { judge, sceneOf } from "#src/gate/judge.ts";
import { documentationMatcher, proveKind } from "#src/gate/kind.ts";
import { standRepository } from "#src/gate/standing.ts";
import { touchOf } from "#src/gate/touch.ts";
import { at, factsOf, file, type Given, HERE, item, issue } from "./facts-of.ts";

const SEARCH: Given = { items: [item(415, { components: ["search"] })], paths: ["services/search/query.ts"] };
const PATH = ".github/aftercare.yml";

function touchedBy(given: Given, cutAt?: number) {
  const facts = factsOf(given);
  const cut = cutAt === undefined ? facts : { ...facts, files: { ...facts.files!, counted: cutAt } };
  return touchOf(cut, standRepository(cut, cut.pull));
}

describe("what is touched", () => {
  test("is not known while nobody asked for the files", () => {
    expect(touchedBy({ ...SEARCH, paths: null })).toEqual({
      known: false,
      complete: false,
      paths: [],
      components: new Map(),
      gap: null,
    });
  });

  test("is every path of the files that were listed, both names of a rename", () => {
    const paths = [file("services/search/new.ts", "services/checkout/old.ts"), "LICENSE"];
    expect(touchedBy({ ...SEARCH, paths })).toEqual({
      known: true,
      complete: true,
      paths: ["services/search/new.ts", "services/checkout/old.ts", "LICENSE"],
      components: new Map([
        ["checkout", ["services/checkout/old.ts"]],
        ["search", ["services/search/new.ts"]],
      ]),
      gap: null,
    });
  });

  test("is, beyond a listing that is cut, everything that has something to say, and nothing else", () => {
    expect(touchedBy({ ...SEARCH, paths: ["services/checkout/a.ts", "LICENSE"] }, 3001)).toEqual({
      known: true,
      complete: false,
      paths: ["services/checkout/a.ts", "LICENSE"],
      components: new Map([
        ["checkout", ["services/checkout/a.ts"]],
        ["search", []],
      ]),
      gap: "GitHub lists 2 of 3001 changed files, so everything that has open work counts as touched. Smaller pull requests can be told apart.",
    });
    expect([...touchedBy({ ...SEARCH, paths: ["LICENSE"] }, 2).components.keys()]).toEqual(["search"]);
  });

  test("is what GitHub counts and does not list, too", () => {
    expect(touchedBy({ ...SEARCH, pull: { changedFiles: 2 } }).complete).toBe(false);
    expect(touchedBy({ ...SEARCH, pull: { changedFiles: 1 } }).complete).toBe(true);
  });

  test("is, where the files could not be read, everything that has something to say", () => {
    expect(touchedBy({ ...SEARCH, paths: null, unavailable: [{ source: "files", detail: "502" }] })).toMatchObject({
      known: true,
      complete: false,
      paths: [],
      components: new Map([["search", []]]),
      gap: "The changed files could not be read, so everything that has open work counts as touched. Smaller pull requests can be told apart.",
    });
  });
});

describe("proofs by paths", () => {
  const mended = { problems: ["old"], head: { state: "valid", config: configSchema.parse({}) } } as const;
  const kindOf = (given: Given, cutAt?: number) => {
    const facts = factsOf(given);
    const cut = cutAt === undefined ? facts : { ...facts, files: { ...facts.files!, counted: cutAt } };
    return proveKind(sceneOf(cut, standRepository(cut, cut.pull))).kind;
  };

  test.each<readonly [string, Given, string]>([
    ["the policy alone, mended, repairs it", { paths: [PATH], policyFacts: mended }, "policy-repair"],
    ["nothing at all repairs nothing", { paths: [], policyFacts: mended }, "change"],
    ["more than the policy repairs nothing", { paths: [PATH, "a.ts"], policyFacts: mended }, "change"],
    [
      "a policy that was not broken needs no repair",
      { paths: [PATH], policyFacts: { ...mended, problems: [] } },
      "change",
    ],
    ["a version that nobody read repairs nothing", { paths: [PATH], policyFacts: { ...mended, head: null } }, "change"],
    ["documentation alone is documentation", { paths: ["README.md", "docs/a.png"] }, "docs-only"],
    ["nothing at all is no documentation", { paths: [] }, "change"],
  ])("%s", (_, given, kind) => {
    expect(kindOf(given)).toBe(kind);
  });

  test("a listing that is cut may hold more than it shows, and proves nothing", () => {
    expect(kindOf({ paths: [PATH], policyFacts: mended }, 2)).toBe("change");
    expect(kindOf({ paths: ["README.md"] }, 2)).toBe("change");
  });

  test("a setter of a label whose permission nobody knows proves nothing", () => {
    const labelled = { pull: { labels: ["revert"] }, labelSetters: new Map([["revert", "kim"]]) };
    expect(kindOf({ ...SEARCH, ...labelled })).toBe("change");
    expect(kindOf({ ...SEARCH, ...labelled, permissions: { kim: "maintain" } })).toBe("revert");
  });
});

describe("documentation that a component names as its own is no documentation", () => {
  const isDocumentation = (pattern: string, path: string) => {
    const { policy, map } = standRepository(
      factsOf({ config: { components: { site: { paths: ["services/**", pattern] } } } }),
      HERE,
    );
    return documentationMatcher(policy, map)(path);
  };

  test.each([
    ["docs/site/**", "docs/site/a.md", false],
    ["docs/site/**", "docs/site/a.png", false],
    ["docs/site/**", "docs/other.md", true],
    ["./docs/site/**", "docs/site/a.md", false],
    ["/docs/site/**", "docs/site/a.md", false],
    ["services/checkout/runbook.md", "services/checkout/runbook.md", false],
    ["services/checkout/runbook.md", "services/checkout/README.md", true],
    ["services/checkout/**", "services/checkout/README.md", true],
    ["!docs/site/**", "docs/site/a.md", true],
    ["docs/site/**", "services/a.ts", false],
  ])("with %s, is %s? %s", (pattern, path, is) => {
    expect(isDocumentation(pattern, path)).toBe(is);
  });
});

test("a calendar window turns at midnight of the configured zone", () => {
  const slo = { target: "99.9", window: "calendar-day" };
  const config = { timezone: "Asia/Tokyo", components: { checkout: { paths: ["**"], slo } } };
  expect(factsOf({ config }).budgets.get("checkout")!.window).toEqual({
    start: at("2026-11-21T15:00"),
    end: at("2026-11-22T15:00"),
  });
});

test("a proven revert needs no note, and an override that nobody asked for no word", () => {
  const revert = { commit: "abc123def4567890", onBase: true, inverse: true, ofRevert: false, pull: issue(3) };
  const judgement = judge(factsOf({ ...SEARCH, revert, override: null }));
  expect(judgement.verdict).toMatchObject({ rule: "G1-revert", notes: [], override: { state: "none" } });
  expect(sayExplanation(explain(judgement))).not.toContain("override");
});
