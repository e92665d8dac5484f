/** The tree of reasons, and what would be if one thing were otherwise. */
import { describe, expect, test } from "vitest";
import { explain, type Explanation, sayExplanation } from "#src/gate/explain.ts";
import { judge } from "#src/gate/judge.ts";
import { parseSupposition, suppose } from "#src/gate/suppose.ts";
import { at, factsOf, HERE, incident, issue, item, NOW } from "./facts-of.ts";

const BLOCKED = {
  items: [item(415, { components: ["search"], dueDate: "2026-12-01" })],
  paths: ["services/search/query.ts"],
};

function lines(tree: Explanation): string {
  return sayExplanation(tree);
}

describe("the tree", () => {
  const tree = () => explain(judge(factsOf(BLOCKED)));

  test("begins with the verdict, and names the component that decides", () => {
    expect(tree().line).toBe(
      "Blocked (G7): #415 (P0) is open, and no objective is configured, so no budget can permit it.",
    );
    expect(tree().because[0]).toMatchObject({ part: "decides", line: expect.stringContaining("search blocks (G7)") });
  });

  test("asks every rule in order up to the one that matched", () => {
    const rules = tree().because[0]!.because.filter(({ line }) => /^G\d:/.test(line));
    expect(rules.map(({ line, part }) => `${line.slice(0, 2)} ${part}`)).toEqual([
      "G1 not",
      "G2 not",
      "G3 not",
      "G4 not",
      "G5 not",
      "G6 not",
      "G7 decides",
    ]);
  });

  test("says each rule that was asked in a sentence", () => {
    const minor = explain(
      judge(factsOf({ ...BLOCKED, items: [item(415, { components: ["search"], priority: "P2" })] })),
    );
    expect(minor.because[0]!.because.map(({ line }) => line).filter((line) => /^G\d/.test(line))).toEqual([
      "G1: The pull request is proven to be documentation only, a revert, a security fix, a mitigation or a repair of the policy, or it fixes a gating item of the component.",
      "G2: One incident used more of the budget than `incident_freeze_above`, and its systemic items (prevent or mitigate) are not done; for one budget window at most.",
      "G3: Remediation is overdue, and `overdue: block`.",
      "G4: The error budget is overspent, and `exhausted: freeze`.",
      "G5: Remediation is open or overdue, and the error budget is healthy.",
      "G6: Remediation is open or overdue, and the budget is configured but has no usable data: `unknown` decides.",
      "G7: Remediation is open or overdue, and the budget is low, overspent, or none (then `no_objective` decides).",
      "G8: Otherwise: only minor items, or a budget that is low, overspent or unknown.",
    ]);
  });

  test("gives under each rule the facts that it read", () => {
    const first = tree().because[0]!.because.find(({ line }) => line.startsWith("G7"));
    expect(first!.because.map(({ line }) => line)).toEqual([
      "Remediation: open. #415 (P0) is open. #415 due 1 Dec 2026.",
      "Budget: none; no objective is configured, so no budget can permit it.",
      "Policy: overdue budget, exhausted warn, unknown hold, no_objective block, bots as-change.",
    ]);
  });

  test("says of every other component why it does not count", () => {
    expect(lines(tree())).toContain("- checkout does not count: nothing is open.");
    const both = { ...BLOCKED, items: [...BLOCKED.items, item(412)] };
    expect(lines(explain(judge(factsOf(both))))).toContain("- checkout does not count: not touched.");
    const fix = { ...both, fixes: [415], paths: ["services/search/a.ts", "services/checkout/a.test.ts"] };
    expect(lines(explain(judge(factsOf(fix))))).toContain(
      "- checkout does not count: touched by documentation and tests only, beside a fix.",
    );
  });

  test("names a freeze and a fix", () => {
    const frozen = { items: [item(412)], incidents: [incident(398, 37)] };
    expect(lines(explain(judge(factsOf(frozen))))).toContain("Incident freeze by #398.");
    expect(lines(explain(judge(factsOf({ ...frozen, fixes: [412] }))))).toContain("It fixes #412.");
  });

  test("is written two spaces a level, with a mark for what decides, what holds and what does not", () => {
    const two = { ...BLOCKED, items: [...BLOCKED.items, item(412, { priority: "P2" })] };
    const text = lines(explain(judge(factsOf({ ...two, paths: [...BLOCKED.paths, "services/checkout/cart.ts"] }))));
    expect(text.split("\n").filter((line) => /^ {0,2}\S/.test(line))).toEqual([
      "=> Blocked (G7): #415 (P0) is open, and no objective is configured, so no budget can permit it.",
      "  => search blocks (G7): #415 (P0) is open, and no objective is configured, so no budget can permit it.",
      "  + checkout warns (G8): #412 (P2) is open, and 100% of the budget remains. Nothing holds this back.",
      "  + As of 22 Nov 2026 12:00Z. Time alone does not change this.",
      "  + Judged by .github/aftercare.yml at c0ffee000000 on main.",
    ]);
    expect(text).toContain(`
    + It is touched by 1 path(s), first services/search/query.ts.
    - G1: `);
    expect(text).toContain(`
      + The pull request is proven to be: change.
      + It fixes no gating item of the component.
    - G2: `);
    expect(text).toContain(`
      + No incident freeze stands.
    - G3: `);
    expect(text).toContain("\n    + To unblock: Finish #415 (P0): the pull request that says `Fixes #415`");
    expect(text).toContain("\n      + Remediation: open-minor. #412 (P2) is open.\n      + Policy: ");
    expect(text).toContain("\n      + Remediation: open. #415 (P0) is open. #415 due 1 Dec 2026.\n      + Policy: ");
    expect(text).not.toContain("null");
  });

  test("says of a component without work only how it stands", () => {
    const low = { items: [], incidents: [incident(398, 36)], policy: { incident_freeze_above: "100%" } };
    expect(lines(explain(judge(factsOf(low))))).toContain("\n      + Remediation: none.\n");
  });

  test("names every fix, every freeze and every date", () => {
    const moments = incident(1, 37).moments;
    const given = {
      items: [item(412), item(413, { dueDate: "2026-12-21" }), item(414, { dueDate: null })],
      policy: { due: {}, incident_freeze_above: "40%" },
      incidents: [incident(398, 37), incident(399, null, { moments })],
      fixes: [412, 413],
    };
    const text = lines(explain(judge(factsOf({ ...given, fixes: [] }))));
    expect(text).toContain("Incident freeze by #398, #399.");
    expect(lines(explain(judge(factsOf(given))))).toContain("It fixes #412, #413.");
    const later = lines(explain(judge(factsOf({ ...given, incidents: [], fixes: [] }))));
    expect(later).toContain(" are open. #412 due 20 Dec 2026, #413 due 21 Dec 2026.\n");
  });

  test("says that a component only may be touched, what was noted, and what softened its block", () => {
    const unavailable = [{ source: "files", detail: "502\n*x*" }] as const;
    const text = lines(explain(judge(factsOf({ ...BLOCKED, paths: null, unavailable, policy: { unknown: "pass" } }))));
    expect(text).toContain("\n    + It may be touched.\n");
    expect(text).toContain(
      "\n    + Only a warning, because the changed files could not be read (`unknown: pass`).\n    + To unblock:",
    );
    expect(text).toContain("\n  + Note: Could not read the changed files: 502 *x*.\n");
    expect(lines(tree())).not.toContain("Only a warning");
  });

  test("says why an override does not count, or by whom it stands", () => {
    const request = {
      by: "sam",
      at: at("2026-11-22T11:00"),
      url: "",
      reason: "the fair",
      expires: null,
      breakGlass: false,
      edited: false,
      patchId: "patch-1",
    };
    const asked = { ...BLOCKED, override: { requests: [request], approvals: [] } };
    expect(lines(explain(judge(factsOf(asked))))).toMatch(
      /\n {2}- An override was asked for and does not count\.\n {4}\+ The override that @sam asked for needs 1 more approval/,
    );
    expect(lines(tree())).not.toContain("override");
    const allowed = { ...asked, permissions: { sam: "maintain" } as const };
    const said = lines(explain(judge(factsOf(allowed))));
    expect(said).toContain("+ An override by @sam stands.");
    const approvals = [{ by: "kim", at: at("2026-11-22T11:30"), url: "", edited: false, patchId: "patch-1" }];
    const two = { ...asked, policy: { override: { approvals: 2 } }, override: { requests: [request], approvals } };
    expect(lines(explain(judge(factsOf({ ...two, permissions: { sam: "maintain", kim: "admin" } }))))).toContain(
      "+ An override by @sam, @kim stands.",
    );
    expect(said).toContain("search would block (G7, overridden)");
  });
});

describe("what if", () => {
  const ask = (text: string, given = BLOCKED) => {
    const supposition = parseSupposition(text, HERE);
    if ("problem" in supposition) return supposition.problem;
    const facts = suppose(factsOf(given), supposition);
    if ("problem" in facts) return facts.problem;
    const { verdict, rule } = judge(facts).verdict;
    return `${verdict} ${rule}`;
  };

  const cases: readonly (readonly [string, string])[] = [
    ["#415 closed", "pass G0"],
    ["acme/shop#415 closed", "pass G0"],
    ["#415 rejected", "pass G0"],
    ["#415 reopened", "block G7"],
    ["#415 priority p3", "warn G8"],
    ["#415 due 2026-11-01", "block G7"],
    ["at 2026-12-24T00:00Z", "block G7"],
    ["#999 closed", "acme/shop#999 is no remediation item of this repository."],
    ["at 2020-01-01T00:00Z", "That time is over."],
  ];
  test.each(cases)("%s: %s", (text, wanted) => {
    expect(ask(text)).toBe(wanted);
  });

  test.each([
    "",
    "closed",
    "#415",
    "#415 vanished",
    "#415 due soon",
    "#415 due 2026-02-30",
    "#415 priority P9",
    "at noon",
    "#415 closed now",
  ])("“%s” is answered with what is accepted", (text) => {
    expect(ask(text)).toContain("is not understood. Accepted: `#412 closed`");
  });

  test("only the item that is named changes", () => {
    const two = { ...BLOCKED, items: [...BLOCKED.items, item(416, { components: ["search"] })] };
    expect(ask("#415 closed", two)).toBe("block G7");
    expect(ask("#416 priority P3", two)).toBe("block G7");
  });

  test("later, the budget has thawed", () => {
    const frozen = { paths: ["services/checkout/a.ts"], items: [item(412)], incidents: [incident(397, 20), two()] };
    expect(ask("at 2026-11-23T00:00Z", frozen)).toBe("block G7");
    expect(ask("at 2026-12-15T00:00Z", frozen)).toBe("warn G5");
  });

  test("a budget that another source measures is not known in advance", () => {
    const facts = factsOf({ items: [item(412)] });
    const measured = { ...facts.budgets.get("checkout")!, source: "prometheus" as const };
    const later = suppose({ ...facts, budgets: new Map([["checkout", measured]]) }, { kind: "time", at: NOW + 60 });
    expect("problem" in later ? null : later.budgets.get("checkout")).toMatchObject({
      status: "unknown",
      reason: "it is not known in advance",
    });
  });

  function two() {
    const start = at("2026-11-16T10:00");
    return incident(398, null, {
      issue: issue(398),
      moments: {
        started: { at: start, by: "lea", source: "" },
        mitigated: { at: start + 20 * 60, by: "lea", source: "" },
      },
    });
  }
});
