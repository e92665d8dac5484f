/** Words at the edges: several verdicts on one commit, sources that are away, the last version of a broken policy, lines that must be cut. */
import { describe, expect, test } from "vitest";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import type { GateFacts } from "#src/gate/facts.ts";
import { firstLine, oneLine, statusDescription } from "#src/gate/first-line.ts";
import { judge } from "#src/gate/judge.ts";
import { holdsBackFirst } from "#src/gate/verdict-order.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { at, factsOf, type Given, incident, issue, item, NOW } from "./facts-of.ts";

const search = (number: number, change: Parameters<typeof item>[1] = {}) =>
  item(number, { components: ["search"], ...change });
const BLOCKED: Given = { items: [search(415)], paths: ["services/search/query.ts"] };
const verdictOf = (given: Given, change: (facts: GateFacts) => GateFacts = (facts) => facts) =>
  judge(change(factsOf(given))).verdict;
const ofPull = (number: number, given: Given, change: Partial<Verdict> = {}): Verdict => ({
  ...verdictOf({ ...given, pull: { ...given.pull, ...issue(number) } }),
  ...change,
});

describe("several pull requests on one commit", () => {
  const blocks = () => ofPull(80, BLOCKED);
  const passes = () => ofPull(77, {});
  const warns = () => ofPull(78, { items: [item(412)] });

  test("stand in the order of what holds back most, then of their numbers", () => {
    const [block, pass, warn] = [blocks(), passes(), warns()];
    const report = ofPull(70, { ...BLOCKED, config: { mode: "report" } });
    const again = ofPull(79, BLOCKED);
    const order = [pass, warn, report, block, again].toSorted(holdsBackFirst).map(({ pull }) => pull.number);
    expect(order).toEqual([79, 80, 70, 78, 77]);
  });

  test("the worst speaks, with its name; the others are notes", () => {
    const [block, pass] = [blocks(), passes()];
    const both = combineVerdicts([pass, block])!;
    expect(both).toMatchObject({ verdict: "block", rule: "G7", fails: true });
    expect(both.reason).toBe(`#80: ${block.reason}`);
    expect(both.notes).toEqual([...block.notes, `#77, on the same commit: pass (G0). ${pass.reason}`]);
  });

  test("that all pass speak as one", () => {
    const pass = passes();
    expect(combineVerdicts([pass, ofPull(81, {})])!.reason).toBe(pass.reason);
  });

  test("one alone is left as it is, none is none", () => {
    const block = blocks();
    expect(combineVerdicts([block])).toBe(block);
    expect(combineVerdicts([])).toBeNull();
  });

  test("change when the first of them does, and lift when the last that fails does", () => {
    const [block, pass, warn] = [blocks(), passes(), warns()];
    const at1 = { ...block, nextChangeAt: 100, liftsAt: 100 };
    const at2 = { ...ofPull(81, BLOCKED), nextChangeAt: 50, liftsAt: 200 };
    const never = { ...ofPull(82, BLOCKED), nextChangeAt: null, liftsAt: null };
    const passing = { ...pass, nextChangeAt: 70, liftsAt: null };
    expect(combineVerdicts([at1, at2])).toMatchObject({ nextChangeAt: 50, liftsAt: 200 });
    expect(combineVerdicts([at1, passing])).toMatchObject({ nextChangeAt: 70, liftsAt: 100 });
    expect(combineVerdicts([at1, never])).toMatchObject({ nextChangeAt: 100, liftsAt: null });
    expect(combineVerdicts([pass, { ...warn, nextChangeAt: null }])).toMatchObject({
      nextChangeAt: null,
      liftsAt: null,
    });
  });

  test("have a fingerprint of all of them, whatever their order", () => {
    const [block, pass] = [blocks(), passes()];
    const [one, other] = [combineVerdicts([pass, block])!, combineVerdicts([block, pass])!];
    expect(one.fingerprint).toBe(other.fingerprint);
    expect(combineVerdicts([{ ...pass, fingerprint: "0" }, block])!.fingerprint).not.toBe(one.fingerprint);
    const moved = { ...pass, pull: { ...pass.pull, number: 99 } };
    expect(combineVerdicts([moved, block])!.fingerprint).not.toBe(one.fingerprint);
  });
});

describe("when the listings are away", () => {
  const away = { ...BLOCKED, unavailable: [{ source: "records" as const, detail: "502" }] };
  const mode = (config: object) => verdictOf({ ...away, config });
  const components = (one?: string) => ({
    components: {
      checkout: { paths: ["services/checkout/**"] },
      search: { paths: ["services/search/**"], ...(one ? { mode: one } : {}) },
    },
  });

  test("it says what is not known and what to do", () => {
    expect(mode({})).toMatchObject({
      rule: "unavailable",
      fails: true,
      reason: "The incidents and items of this repository could not be read, so nobody can tell what is open.",
      todo: "check again in a few minutes (`/pia recheck`)",
    });
  });

  test("a repository in report mode is held back only when some component is enforced", () => {
    expect(mode({ mode: "report", ...components() })).toMatchObject({ fails: false, mode: "report" });
    expect(mode({ mode: "report", ...components("enforce") })).toMatchObject({ fails: true, mode: "enforce" });
    expect(mode({ mode: "report", ...components("report") })).toMatchObject({ fails: false, mode: "report" });
    expect(verdictOf({ ...away, reportOnly: true })).toMatchObject({ fails: false, mode: "report" });
  });
});

describe("a broken policy in the head", () => {
  const PATH = ".github/aftercare.yml";
  const broken = (problems: readonly string[], more: Given = {}): Given => ({
    paths: [PATH],
    ...more,
    policyFacts: { head: { state: "broken", problems }, ...more.policyFacts },
  });

  test("the first problem is the headline, the others are notes", () => {
    expect(verdictOf(broken(["one", "two", "three"]))).toMatchObject({
      rule: "config",
      fails: true,
      mode: "enforce",
      reason: "one (and 2 more)",
      notes: ["two", "three"],
    });
    expect(verdictOf(broken(["one"]))).toMatchObject({ reason: "one", notes: [] });
    expect(verdictOf(broken([]))).toMatchObject({ reason: `${PATH} cannot be read.` });
    expect(verdictOf(broken(["one"], { reportOnly: true }))).toMatchObject({ fails: false, mode: "report" });
  });

  test("where the base is broken, too, every problem is a note", () => {
    const { notes, rule } = verdictOf(broken(["one", "two"], { policyFacts: { problems: ["old", "older"] } }));
    expect(rule).toBe("G0");
    expect(notes).toEqual([`${PATH} on main has a mistake, so its last valid version judges: old older`, "one", "two"]);
  });

  test("what a valid one would change is said, and nothing when it changes nothing", () => {
    const { config } = factsOf().policy;
    const said = (head: typeof config) =>
      verdictOf({ paths: [PATH, "README.md"], policyFacts: { head: { state: "valid", config: head } } }).notes;
    expect(said({ ...config, mode: "report", single_maintainer: true })).toEqual([
      `This changes ${PATH}; the version on main judges it. After the merge: loosens \`mode\` enforce → report; loosens \`single_maintainer\` false → true.`,
    ]);
    expect(said(config)).toEqual([]);
  });
});

describe("what is guessed", () => {
  const cut = (paths: readonly string[], given: Given = BLOCKED) =>
    verdictOf({ ...given, paths }, (facts) => ({
      ...facts,
      files: { files: facts.files!.files, complete: false, counted: 5000 },
    }));

  test("says so first, and the whole sentence is a note", () => {
    const { reason, notes } = cut(["README.md"]);
    expect(reason).toMatch(/^GitHub lists 1 of 5000 changed files\. #415 \(P0\) is open/);
    expect(notes[0]).toBe(
      "GitHub lists 1 of 5000 changed files, so everything that has open work counts as touched. Smaller pull requests can be told apart.",
    );
  });

  test("says nothing of it where a listed file touches the component", () => {
    expect(cut(["services/search/query.ts"]).reason).toMatch(/^#415/);
  });

  test("files that could not be read are one note, and soften under `unknown: pass`", () => {
    const files = { ...BLOCKED, paths: null, unavailable: [{ source: "files" as const, detail: "502" }] };
    expect(verdictOf(files).notes).toEqual(["Could not read the changed files: 502."]);
    expect(verdictOf({ ...files, policy: { unknown: "pass" } }).components[0]).toMatchObject({
      verdict: "warn",
      softened: "Only a warning, because the changed files could not be read (`unknown: pass`).",
    });
  });
});

describe("the first line", () => {
  const base = () => verdictOf(BLOCKED);
  const said = (change: Partial<Verdict>) => firstLine({ ...base(), ...change });

  test("of an override says until when", () => {
    const line = said({ verdict: "pass", rule: "G9", fails: false, todo: null, nextChangeAt: NOW, reason: "By @kim." });
    expect(line).toBe("Passes by override: By @kim. Next change 22 Nov 2026 12:00Z.");
    expect(
      said({ verdict: "pass", rule: "G1-revert", fails: false, todo: null, nextChangeAt: NOW, reason: "R." }),
    ).toBe("Passes (search): R.");
  });

  test("is cut at a space near its end, without what would stand before the dots", () => {
    const words = "word ".repeat(60);
    const line = said({ reason: words, todo: null });
    expect(line).toMatch(/ word…$/);
    expect(line.length).toBeGreaterThan(150);
    expect(line.length).toBeLessThanOrEqual(160);
    expect(said({ reason: `${"a".repeat(139)}, ${"b".repeat(60)}`, todo: null })).toMatch(/a…$/);
    expect(said({ reason: "x".repeat(300), todo: null })).toHaveLength(160);
    expect(said({ reason: `a ${"x".repeat(300)}`, todo: null })).toHaveLength(160);
  });

  test("keeps the step, and cuts the reason for it", () => {
    const line = said({ reason: "word ".repeat(60), todo: "close #415" });
    expect(line).toMatch(/… Close #415\.$/);
    expect(line.length).toBeLessThanOrEqual(160);
  });

  test("of a status ends in its fingerprint", () => {
    expect(statusDescription({ ...base(), reason: "word ".repeat(60) })).toMatch(/ \[[0-9a-f]{16}\]$/);
    expect(oneLine(" a\n\tb ")).toBe("a b");
  });
});

test("what comes after a freeze is said, and nothing where nothing else would hold", () => {
  const frozen = (items: Given["items"]) =>
    verdictOf({
      incidents: [incident(398, 36), incident(397, 3, { createdAt: at("2026-11-01"), moments: {}, closedAt: null })],
      items: items!,
    }).components[0]!;
  const held = frozen([item(412)]);
  expect(held.rule).toBe("G2");
  expect(held.unblock.filter((step) => step.startsWith("Then:"))).toEqual([
    expect.stringContaining("#412 (P0) is open"),
  ]);
  expect(frozen([]).unblock.filter((step) => step.startsWith("Then:"))).toEqual([]);
  expect(
    verdictOf({ incidents: [incident(398, 36)], items: [item(412)], config: { mode: "report" } }).components[0]!.mode,
  ).toBe("report");
});
