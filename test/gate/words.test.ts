/** How a verdict reads: first line, status, check run, job log; and that nobody can write into it. */
import { describe, expect, test } from "vitest";
import { checkRunText, conclusionOf } from "#src/gate/check-run-text.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import { fingerprintOf } from "#src/gate/fingerprint.ts";
import { firstLine, statusDescription } from "#src/gate/first-line.ts";
import { foreign } from "#src/gate/foreign.ts";
import { judge } from "#src/gate/judge.ts";
import { plainText } from "#src/gate/plain-text.ts";
import { sentenceMarkdown } from "#src/gate/sentence-markdown.ts";
import { sayList, sayRemaining, sayUsed } from "#src/gate/voice.ts";
import { at, factsOf, type Given, incident, issue, item } from "./facts-of.ts";

const BLOCKED: Given = {
  items: [item(415, { components: ["search"], title: "Cap the <b>retries</b> | @omar" })],
  paths: ["services/search/query.ts"],
};
const verdictOf = (given: Given) => judge(factsOf(given)).verdict;

describe("the check run", () => {
  const blocked = () => checkRunText(verdictOf(BLOCKED));

  test("its title is the first line", () => {
    expect(blocked().title).toBe(
      "Blocked (search): #415 (P0) is open, and no objective is configured, so no budget can permit it. Close #415, or fix it here.",
    );
  });

  test("its summary says what unblocks it, how to get through, as of when, and by which policy", () => {
    expect(blocked().summary).toContain(
      "What unblocks it:\n\n- Finish #415 (P0): the pull request that says `Fixes #415`",
    );
    expect(blocked().summary).toContain(
      'If it cannot wait: comment `/pia override reason:"…"`, and somebody with maintain permission',
    );
    expect(blocked().summary).toContain("As of 22 Nov 2026 12:00Z. Time alone does not change this.");
    expect(blocked().summary).toContain(".github/aftercare.yml at c0ffee000000 on main");
  });

  test("its details are folded, with the paths, the owner, the due date and the age", () => {
    expect(blocked().text).toContain("<details><summary>search: the evidence</summary>");
    expect(blocked().text).toContain("- services/search/query.ts");
    expect(blocked().text).toContain("| P0 | accepted | @\u200bomar | 20 Dec 2026 | 21 d 12 h |");
  });

  test("a title that somebody wrote stays one inert cell and mentions nobody", () => {
    expect(blocked().text).toContain("Cap the &lt;b&gt;retries&lt;/b&gt; \\| @\u200bomar");
    expect(blocked().text + blocked().summary).not.toMatch(/@(?=[a-z])/);
  });

  test("a path cannot format or end a row", () => {
    const odd = checkRunText(verdictOf({ ...BLOCKED, paths: ["services/search/`<img src=x>`\n# @ana.ts"] })).text;
    expect(odd).toContain("- services/search/\\`&lt;img src=x&gt;\\` # @\u200bana.ts");
  });

  test("the budget's numbers stand beside the incidents that used it", () => {
    const low = verdictOf({ items: [item(412)], incidents: [incident(398, 17)] });
    expect(checkRunText(low).text).toContain(
      "Error budget: **healthy**, from the incident history. Target 99.9%. Window 25 Oct 2026 12:00Z to 22 Nov 2026 12:00Z. Used 17.0 of 40.3 min, 57.8% remains. Overlapping incidents: max. Permits merging at 20% or more.",
    );
    expect(checkRunText(low).text).toContain("- #398 Incident 398: 17.0 min (42.2%)");
  });

  test("a component that needs nothing is one line, with what softened it", () => {
    const bump = {
      ...BLOCKED,
      paths: ["services/search/package.json"],
      pull: { author: { login: "dependabot[bot]", type: "Bot" } },
    } as const;
    expect(checkRunText(verdictOf({ ...BLOCKED, fixes: [415] })).summary).toContain(
      "**search** passes (G1-remediation-fix): Fixes #415, the open P0 for search: always allowed.\n\nAs of",
    );
    expect(checkRunText(verdictOf({ ...bump, policy: { bots: "warn" } })).summary).toContain(
      "so no budget can permit it. Only a warning for version bumps (`bots: warn`).",
    );
  });

  test("a component without an objective says so", () => {
    expect(blocked().text).toContain("Error budget: no objective is configured.");
  });

  test("thirty paths are listed, and the rest is counted", () => {
    const touching = (count: number) => {
      const paths = Array.from({ length: count }, (_, index) => `services/search/${index}.ts`);
      return checkRunText(verdictOf({ ...BLOCKED, paths })).text;
    };
    expect(touching(30)).not.toContain("- and ");
    expect(touching(31)).toContain("- services/search/29.ts\n- and 1 more");
  });

  test("ten thousand items fit into what GitHub takes, and the rest is counted", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => item(1000 + index, { components: ["search"] }));
    const long = checkRunText(verdictOf({ ...BLOCKED, items: many }));
    expect(long.text.length).toBeLessThan(65_536);
    expect(long.text).toContain("and 9950 more.");
    expect(long.summary.length).toBeLessThan(4000);
  });

  test.each([
    ["block", "failure", BLOCKED],
    ["block in report mode", "success", { ...BLOCKED, config: { mode: "report" } }],
    ["warn", "success", { items: [item(412)] }],
    ["nothing to judge", "success", {}],
  ] as const)("%s concludes as %s", (_name, conclusion, given) => {
    expect(conclusionOf(verdictOf(given))).toBe(conclusion);
  });
});

describe("an override in words", () => {
  const given: Given = {
    ...BLOCKED,
    permissions: { sam: "maintain" },
    override: {
      requests: [
        {
          by: "ana",
          at: at("2026-11-22T11:00"),
          url: "",
          reason: "the fair\n::error::`@acme/all` <!-- x -->",
          expires: null,
          breakGlass: false,
          edited: false,
          patchId: "patch-1",
        },
      ],
      approvals: [{ by: "sam", at: at("2026-11-22T11:30"), url: "", edited: false, patchId: "patch-1" }],
    },
  };
  const overridden = () => verdictOf(given);

  test("names who, until when, why, and what it would have been", () => {
    expect(overridden().reason).toBe(
      "Override by @ana (requested) and @sam (approved) until 23 Nov 2026 11:30Z, reason “the fair ::error::'@acme/all' <!-- x -->”. Would have been: G7 (search).",
    );
    expect(overridden().rule).toBe("G9");
    expect(overridden().overridden).toBe("G7");
    expect(overridden().fails).toBe(false);
    expect(overridden().urgent).toBeNull();
    expect(overridden().nextChangeAt).toBe(at("2026-11-23T11:30"));
  });

  test("its reason starts no line of the log and mentions nobody on GitHub", () => {
    expect(plainText(overridden())).not.toMatch(/^::/m);
    expect(checkRunText(overridden()).summary).toContain("@\u200bacme/all' &lt;!-- x --&gt;");
  });
});

describe("the first line", () => {
  test("keeps the step when there is no room for everything", () => {
    const long = firstLine(
      verdictOf({ incidents: [incident(397, 60)], policy: { exhausted: "freeze", incident_freeze_above: "200%" } }),
    );
    expect(long).toMatch(
      /^Blocked \(checkout\): The budget is overspent by 48\.9% .*… Fixes, reverts and documentation may merge; other changes wait\.$/,
    );
    expect(long.length).toBeLessThanOrEqual(160);
  });

  test("a status ends in the fingerprint that tells the next run whether to write", () => {
    const verdict = verdictOf(BLOCKED);
    expect(statusDescription(verdict)).toMatch(new RegExp(`^Blocked \\(search\\): .* \\[${verdict.fingerprint}\\]$`));
    expect(statusDescription(verdict).length).toBeLessThanOrEqual(140);
  });
});

describe("the fingerprint", () => {
  const of = (given: Given) => verdictOf(given).fingerprint;
  test("is FNV-1a with 64 bits", () => {
    expect([fingerprintOf(""), fingerprintOf("a"), fingerprintOf("foobar")]).toEqual([
      "cbf29ce484222325",
      "af63dc4c8601ec8c",
      "85944171f73967e8",
    ]);
  });

  test("stays the same while only shares and ages move", () => {
    expect(of({ ...BLOCKED, now: at("2026-11-22T18:00") })).toBe(of(BLOCKED));
  });

  test.each<readonly [string, Given]>([
    ["another item", { ...BLOCKED, items: [...BLOCKED.items!, item(416, { components: ["search"] })] }],
    ["another due date", { ...BLOCKED, items: [item(415, { components: ["search"], dueDate: "2026-12-21" })] }],
    ["another owner", { ...BLOCKED, items: [item(415, { components: ["search"], assignees: ["lea"] })] }],
    ["report mode", { ...BLOCKED, config: { mode: "report" } }],
    ["another title", { ...BLOCKED, items: [item(415, { components: ["search"], title: "Cap them" })] }],
    [
      "an item that was closed without proof: it holds nothing back, and is shown",
      { ...BLOCKED, items: [...BLOCKED.items!, item(416, { components: ["search"], state: "done-unproven" })] },
    ],
    ["a fix", { ...BLOCKED, fixes: [415] }],
    ["an item that is overdue by now", { ...BLOCKED, now: at("2026-12-21") }],
  ])("differs by %s", (_name, given) => {
    expect(of(given)).not.toBe(of(BLOCKED));
  });
});

describe("several pull requests on one commit", () => {
  const blocked = () => verdictOf(BLOCKED);
  const passing = () => verdictOf({ pull: issue(78) });

  test("the worst verdict counts, and says whose it is", () => {
    const both = combineVerdicts([passing(), blocked()])!;
    expect([both.verdict, both.rule, both.fails]).toEqual(["block", "G7", true]);
    expect(both.reason).toMatch(/^#77: #415 \(P0\) is open/);
    expect(both.notes).toContain("#78, on the same commit: pass (G0). Nothing open on what this touches.");
  });

  test("the order does not matter, and another member is another fingerprint", () => {
    expect(combineVerdicts([passing(), blocked()])).toEqual(combineVerdicts([blocked(), passing()]));
    expect(combineVerdicts([passing(), blocked()])!.fingerprint).not.toBe(blocked().fingerprint);
  });

  test("a block that is only reported never hides one that holds", () => {
    const reported = verdictOf({ ...BLOCKED, config: { mode: "report" }, pull: issue(3) });
    expect(combineVerdicts([reported, blocked()])!.fails).toBe(true);
  });

  test("one is itself, none is nothing", () => {
    const one = blocked();
    expect(combineVerdicts([one])).toBe(one);
    expect(combineVerdicts([])).toBeNull();
  });
});

describe("numbers and lists", () => {
  test.each([
    [19.96, "19.9%"],
    [74, "74%"],
    [15.674603, "15.6%"],
    [0.3 - 0.1 - 0.2, "0%"],
    [-38.888889, "-38.9%"],
  ])("%d%% remains is said as %s", (share, said) => {
    expect(sayRemaining(share)).toBe(said);
  });
  test.each([
    [50.000001, "50.1%"],
    [92.6, "92.6%"],
    [92.592593, "92.6%"],
    [100, "100%"],
  ])("%d%% used is said as %s", (share, said) => {
    expect(sayUsed(share)).toBe(said);
  });
  test.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
    [["a", "b", "c", "d"], "a, b and 2 more"],
  ])("%j is listed as “%s”", (parts, said) => {
    expect(sayList(parts)).toBe(said);
  });
  test("a stranger's words are quoted, on one line, without our marks, and not too long", () => {
    expect(foreign("a `b`\n\u202ec")).toBe("“a 'b' c”");
    expect([...foreign("x".repeat(500))].length).toBe(202);
    expect(foreign("x".repeat(200))).toBe(`“${"x".repeat(200)}”`);
    expect(foreign("  a \t  b ")).toBe("“a b”");
  });
  test("code of ours stays code, everything else is inert", () => {
    expect(sentenceMarkdown("Say `/pia due #1 *` to *them* @ana `x")).toBe(
      "Say `/pia due #1 *` to \\*them\\* @\u200bana \\`x",
    );
  });
});
