/** What the first thing said of a verdict is, and what stands beside it: mode, notes, who overrode it, what makes it another verdict. */
import { describe, expect, test } from "vitest";
import { firstLine } from "#src/gate/first-line.ts";
import { judge } from "#src/gate/judge.ts";
import { plainText } from "#src/gate/plain-text.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { analysis, at, factsOf, type Given, incident, issue, item, NOW } from "./facts-of.ts";

const search = (number: number, change: Parameters<typeof item>[1] = {}) =>
  item(number, { components: ["search"], ...change });
const BLOCKED: Given = { items: [search(415)], paths: ["services/search/query.ts"] };
const verdictOf = (given: Given) => judge(factsOf(given)).verdict;
const COMPONENTS = { checkout: { paths: ["services/checkout/**"] }, search: { paths: ["services/search/**"] } };

describe("the mode", () => {
  test("is that of the component that speaks, whatever the repository's", () => {
    const reporting = { ...COMPONENTS, search: { ...COMPONENTS.search, mode: "report" } };
    expect(verdictOf({ ...BLOCKED, config: { components: reporting } })).toMatchObject({
      verdict: "block",
      mode: "report",
      fails: false,
    });
  });

  test("of a component that only reports never fails the check beside one that only warns", () => {
    const reporting = { ...COMPONENTS, search: { ...COMPONENTS.search, mode: "report" } };
    const verdict = verdictOf({
      config: { components: reporting },
      items: [search(415), item(412, { priority: "P2" })],
      paths: ["services/search/query.ts", "services/checkout/cart.ts"],
    });
    expect(verdict).toMatchObject({ verdict: "block", rule: "G7", mode: "report", fails: false });
    expect(verdict.components.map(({ name }) => name)).toEqual(["search", "checkout"]);
  });

  test("is the repository's where no component speaks", () => {
    expect(verdictOf({}).mode).toBe("enforce");
    expect(verdictOf({ config: { mode: "report" } }).mode).toBe("report");
    expect(verdictOf({ reportOnly: true }).mode).toBe("report");
  });
});

describe("what softened a block", () => {
  const pause = {
    issue: issue(1),
    components: ["search"],
    by: "kim",
    reason: "renamed",
    from: NOW - 60,
    until: NOW + 3600,
  };

  test("is told with its reason", () => {
    const { verdict, reason } = verdictOf({ ...BLOCKED, pauses: [pause] });
    expect(verdict).toBe("warn");
    expect(reason).toBe(
      "#415 (P0) is open, and no objective is configured, so no budget can permit it. Paused by @kim until 22 Nov 2026 13:00Z: “renamed”.",
    );
  });

  test("is not told of what was a warning already", () => {
    const minor = { ...BLOCKED, items: [search(415, { priority: "P2" })], pauses: [pause] };
    expect(verdictOf(minor)).toMatchObject({ rule: "G8", components: [{ softened: null }] });
    expect(verdictOf(minor).reason).toBe("#415 (P2) is open. Nothing holds this back.");
  });
});

describe("an override", () => {
  const asked = {
    by: "sam",
    at: at("2026-11-22T11:00"),
    url: "",
    reason: "the fair",
    expires: null,
    breakGlass: false,
    edited: false,
    patchId: "patch-1",
  };
  const permissions = { sam: "maintain", ana: "maintain" } as const;

  test("by one voice is told with that voice", () => {
    const given = { ...BLOCKED, permissions, override: { requests: [asked], approvals: [] } };
    expect(verdictOf(given).reason).toBe(
      "Override by @sam (requested) until 23 Nov 2026 11:00Z, reason “the fair”. Would have been: G7 (search).",
    );
  });

  test("by breaking the glass is told as that", () => {
    const alone = { ...asked, by: "ana", breakGlass: true };
    const given = { ...BLOCKED, permissions, override: { requests: [alone], approvals: [] } };
    expect(verdictOf(given).reason).toBe(
      "Override by @ana (break-glass, alone) until 22 Nov 2026 15:00Z, reason “the fair”. Would have been: G7 (search).",
    );
  });

  test("of what nobody holds back says nothing", () => {
    const given = { permissions, override: { requests: [asked], approvals: [] } };
    expect(verdictOf(given)).toMatchObject({ rule: "G0", overridden: null });
    expect(verdictOf(given).reason).not.toContain("Override");
    const warned = { ...given, items: [item(412)] };
    expect(verdictOf(warned)).toMatchObject({ rule: "G5", overridden: null });
    expect(verdictOf(warned).reason).not.toContain("Override");
  });

  test("leaves what only warns as it was", () => {
    const given = {
      items: [search(415), item(412, { priority: "P2" })],
      paths: ["services/search/query.ts", "services/checkout/cart.ts"],
      permissions,
      override: { requests: [asked], approvals: [] },
    };
    const log = plainText(verdictOf(given));
    expect(log).toContain("\nsearch would block (G7, overridden): ");
    expect(log).toContain("\ncheckout warns (G8): ");
  });

  test("does not reach a policy that the pull request breaks", () => {
    const head = { state: "broken", problems: ["one"] } as const;
    const paths = [...BLOCKED.paths!, ".github/aftercare.yml"];
    const override = { requests: [asked], approvals: [] };
    expect(verdictOf({ ...BLOCKED, paths, permissions, override, policyFacts: { head } })).toMatchObject({
      rule: "config",
      fails: true,
      overridden: null,
    });
  });

  test("that does not count says why", () => {
    const override = { requests: [{ ...asked, reason: null }], approvals: [] };
    expect(verdictOf({ ...BLOCKED, permissions, override }).notes).toEqual([
      'The override that @sam asked for gives no reason: `/pia override reason:"…"`.',
    ]);
  });

  test("that needs several people says how many, and of whom", () => {
    expect(verdictOf({ ...BLOCKED, policy: { override: { approvals: 2, logins: ["kim"] } } }).urgent).toBe(
      'If it cannot wait: comment `/pia override reason:"…"`, and 2 people of @kim, other than the author, answer `/pia approve`.',
    );
  });
});

describe("no way through is offered", () => {
  test.each<readonly [string, Given]>([
    [
      "for a broken policy: it is to be mended",
      { paths: [".github/aftercare.yml"], policyFacts: { head: { state: "broken", problems: ["one"] } } },
    ],
    ["where nothing is held back", {}],
    ["in report mode", { ...BLOCKED, config: { mode: "report" } }],
  ])("%s", (_, given) => {
    expect(verdictOf(given).urgent).toBeNull();
  });
});

describe("the notes", () => {
  test("are none for a link that counts beside a component that holds back", () => {
    const given = {
      items: [item(412), search(415)],
      incidents: [incident(398, 35)],
      paths: ["services/checkout/cart.ts", "services/search/query.ts"],
      fixes: [412],
    };
    expect(verdictOf(given)).toMatchObject({ rule: "G7", notes: [] });
  });

  test("are none for a link that does not count where nothing is held back", () => {
    const fixes = { items: [search(415), search(416, { state: "proposed" })], paths: BLOCKED.paths! };
    expect(verdictOf({ ...fixes, fixes: [415, 416] })).toMatchObject({ rule: "G1-remediation-fix", notes: [] });
    expect(verdictOf({ ...fixes, fixes: [416] }).notes).toHaveLength(1);
  });

  test("say of an item on a component that does not exist that it gates nothing", () => {
    const ghost = search(416, { components: ["ghost"] });
    expect(verdictOf({ ...BLOCKED, items: [search(415), ghost], fixes: [416] }).notes).toEqual([
      "#416 is linked, but it gates no component of this repository.",
    ]);
  });

  test("say of an item that was closed without proof before it was linked that it was closed", () => {
    const unproven = search(416, { state: "done-unproven", closedAt: at("2026-11-10") });
    expect(verdictOf({ ...BLOCKED, items: [search(415), unproven], fixes: [416] })).toMatchObject({
      rule: "G7",
      notes: ["#416 is linked, but it was closed before it was linked here."],
    });
  });

  test("say of an open item without a component that it gates nothing, not that it was closed", () => {
    expect(
      verdictOf({ ...BLOCKED, items: [search(415), search(416, { components: [] })], fixes: [416] }).notes,
    ).toEqual(["#416 is linked, but it gates no component of this repository."]);
  });

  test("name the files of the policy that are changed, and no others", () => {
    const slo = { openslo: "slo/checkout.yaml", target: "99.9" };
    const config = { components: { ...COMPONENTS, checkout: { ...COMPONENTS.checkout, slo } } };
    const { policy } = factsOf({ config });
    const head = { state: "valid", config: { ...policy.config, mode: "report" } } as const;
    const noteOf = (paths: readonly string[]) => verdictOf({ config, paths, policyFacts: { head } }).notes[0];
    const rest = "the version on main judges it. After the merge: loosens `mode` enforce → report.";
    expect(noteOf([".github/aftercare.yml"])).toBe(`This changes .github/aftercare.yml; ${rest}`);
    expect(noteOf(["slo/checkout.yaml", ".github/aftercare.yml"])).toBe(
      `This changes .github/aftercare.yml and slo/checkout.yaml; ${rest}`,
    );
  });
});

describe("fixes", () => {
  const elsewhere = { owner: "acme", repo: "legacy", number: 415 };
  test("are named in the order of their numbers, then of their repositories", () => {
    const given = {
      ...BLOCKED,
      items: [search(415), search(99), search(415, { issue: elsewhere })],
      bodyLinks: [issue(415), elsewhere, issue(99)],
    };
    expect(verdictOf(given).reason).toBe(
      "Fixes #99, the open P0, acme/legacy#415, the open P0 and #415, the open P0 for search: always allowed.",
    );
  });
});

describe("a freeze", () => {
  const frozen = (numbers: readonly number[]): Given => ({
    incidents: [incident(398, 30)],
    analyses: [{ analysis: analysis(399, 398), required: true, missing: [] }],
    items: numbers.map((number) => item(number, { analysis: issue(399), priority: "P3" })),
  });

  test("says which items it waits for, and that fixing one is always allowed", () => {
    expect(verdictOf(frozen([412, 415])).components[0]!.unblock).toEqual([
      "Finish #412 and #415, systemic for #398: a fix of it is always allowed.",
      "Otherwise it lifts by itself 13 Dec 2026 10:30Z, one budget window after the mitigation.",
    ]);
  });

  test("by more incidents than are named counts the rest", () => {
    const reasonOf = (numbers: readonly number[]) =>
      verdictOf({ incidents: numbers.map((number) => incident(number, 30)) }).reason;
    expect(reasonOf([1, 2, 3, 4])).toMatch(/accepted yet\. One more incident freezes it too\.$/);
    expect(reasonOf([1, 2, 3, 4, 5])).toMatch(/accepted yet\. 2 more incidents freeze it too\.$/);
  });

  test("that waits for another item is another verdict", () => {
    expect(verdictOf(frozen([412])).fingerprint).not.toBe(verdictOf(frozen([415])).fingerprint);
    const by = (number: number) => verdictOf({ incidents: [incident(number, 30, { title: "Outage" })] }).fingerprint;
    expect(by(398)).not.toBe(by(397));
  });
});

test("a budget that nobody measured keeps the name and the target of its component", () => {
  expect(verdictOf({ items: [item(412)], budgets: new Map() }).components[0]!.evidence.budget).toMatchObject({
    component: "checkout",
    target: "99.9",
    status: "unknown",
  });
});

describe("the first line", () => {
  const said = (change: Partial<Verdict>) => firstLine({ ...verdictOf(BLOCKED), ...change });

  test("of just what there is room for is left whole", () => {
    const room = 160 - "Blocked (search): .".length;
    expect(said({ reason: `${"x".repeat(room)}.`, todo: null })).toBe(`Blocked (search): ${"x".repeat(room)}.`);
    expect(said({ reason: `${"x".repeat(room + 1)}.`, todo: null })).toMatch(/x…$/);
  });

  test("cuts the reason only as far as the step needs", () => {
    const line = said({ reason: "x".repeat(300), todo: "close it" });
    expect(line).toHaveLength(160);
    expect(line).toMatch(/x… Close it\.$/);
  });

  test("leaves nothing that would stand oddly before the dots", () => {
    expect(said({ reason: `${"a".repeat(120)} ; , ${"b".repeat(60)}`, todo: null })).toMatch(/a…$/);
  });

  test("names no component where the listings are away", () => {
    const away = { ...BLOCKED, unavailable: [{ source: "records", detail: "502" }] as const };
    expect(firstLine(verdictOf(away))).toMatch(/^Blocked: The incidents and items/);
  });
});
