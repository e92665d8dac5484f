/** Overrides at the edges: several teams, several voices, break-glass beside other requests, and the words for what is missing. */
import { describe, expect, test } from "vitest";
import type { Permission } from "#src/facts/issue.ts";
import { judgeOverride, mayOverride, sayApprovers, type OverrideRequest } from "#src/gate/override.ts";
import type { OverridePolicy } from "#src/gate/policy.ts";
import { at, NOW } from "./facts-of.ts";

const HOUR = 3600;
const POLICY: OverridePolicy = { teams: [], logins: [], approvals: 1, expires: 24 * HOUR, breakGlass: true };
const EVERYBODY: Readonly<Record<string, Permission>> = {
  ana: "write",
  sam: "maintain",
  kim: "admin",
  lea: "maintain",
};

const request = (change: Partial<OverrideRequest> = {}): OverrideRequest => ({
  by: "ana",
  at: at("2026-11-22T10:00"),
  url: "",
  reason: "the fair opens",
  expires: null,
  breakGlass: false,
  edited: false,
  patchId: "one",
  ...change,
});
const voice = (by: string, hour: number, patchId = "one") => ({
  by,
  at: at(`2026-11-22T${hour}:00`),
  url: "",
  edited: false,
  patchId,
});

interface Said {
  readonly requests: readonly OverrideRequest[];
  readonly approvals?: readonly ReturnType<typeof voice>[];
  readonly policy?: Partial<OverridePolicy>;
  readonly permissions?: Readonly<Record<string, Permission>>;
}

function judged({ requests, approvals = [], policy, permissions = EVERYBODY }: Said) {
  return judgeOverride(
    { requests, approvals },
    {
      now: NOW,
      author: "ana",
      patchId: "one",
      teams: null,
      policy: { ...POLICY, ...policy },
      permissions: new Map(Object.entries(permissions)),
    },
  );
}

describe("who may", () => {
  const may = (login: string, policy: Partial<OverridePolicy>, teams: ReadonlyMap<string, readonly string[]> | null) =>
    mayOverride(login, { policy: { ...POLICY, ...policy }, permissions: new Map(Object.entries(EVERYBODY)), teams });

  test("a member of any one of several teams, also when another of them is empty", () => {
    const teams = new Map([["@acme/sre", ["omar"]]]);
    expect(may("Omar", { teams: ["@acme/core", "@ACME/sre"] }, teams)).toBe(true);
    expect(may("lea", { teams: ["@acme/core", "@acme/sre"] }, teams)).toBe(false);
  });

  test("a listed login, with or without @, and nobody whose name only contains one", () => {
    expect(may("sam", { logins: ["@Sam"] }, null)).toBe(true);
    expect(may("sam", { logins: ["sam"] }, null)).toBe(true);
    expect(may("sam", { logins: ["s@am"] }, null)).toBe(false);
  });

  test("is said as it is configured", () => {
    expect(sayApprovers({ ...POLICY, teams: ["@acme/sre"], logins: ["@kim", "lea"] })).toBe("of @acme/sre, @kim, @lea");
    expect(sayApprovers(POLICY)).toBe("with maintain permission");
    expect(sayApprovers({ ...POLICY, logins: ["k@m"] })).toBe("of @k@m");
  });
});

describe("voices", () => {
  test("are counted in the order in which they spoke, whatever the order of the list", () => {
    const approvals = [voice("kim", 12), voice("sam", 11)];
    expect(judged({ requests: [request()], approvals, policy: { approvals: 2 } })).toMatchObject({
      state: "valid",
      approvedBy: ["sam", "kim"],
      from: at("2026-11-22T12:00"),
    });
    expect(judged({ requests: [request()], approvals })).toMatchObject({ from: at("2026-11-22T11:00") });
  });

  test("that are missing are counted, one or several", () => {
    const problems = (approvals: number) => {
      const found = judged({ requests: [request()], policy: { approvals } });
      return found.state === "invalid" ? found.problems : [];
    };
    expect(problems(1)).toEqual([
      "The override that @ana asked for needs 1 more approval (`/pia approve`) by somebody with maintain permission, other than the author.",
    ]);
    expect(problems(2)).toEqual([
      "The override that @ana asked for needs 2 more approvals (`/pia approve`) by somebody with maintain permission, other than the author.",
    ]);
  });
});

describe("requests that are void say why", () => {
  const problemOf = (change: Partial<OverrideRequest>) => {
    const found = judged({ requests: [request({ by: "sam", ...change })] });
    return found.state === "invalid" ? found.problems.join(" ") : "";
  };
  test("for want of a reason, also when there is none at all", () => {
    const said = 'The override that @sam asked for gives no reason: `/pia override reason:"…"`.';
    expect(problemOf({ reason: null })).toBe(said);
    expect(problemOf({ reason: "  " })).toBe(said);
  });
  test("from the future", () => {
    expect(problemOf({ at: NOW + 1 })).toBe("The override that @sam asked for lies in the future.");
    expect(problemOf({ at: NOW })).toBe("");
  });
});

test("the reason is told without the space around it", () => {
  expect(judged({ requests: [request({ by: "sam", reason: " fair " })] })).toMatchObject({ reason: "fair" });
});

describe("break-glass", () => {
  const glass = (change: Partial<OverrideRequest> = {}) => request({ by: "ana", breakGlass: true, ...change });
  const permissions = { ...EVERYBODY, ana: "maintain" } as const;

  test("is told as such, without approvals", () => {
    expect(judged({ requests: [glass()], permissions })).toMatchObject({
      state: "valid",
      breakGlass: true,
      approvedBy: [],
      until: at("2026-11-22T14:00"),
    });
  });

  const EARLIER: readonly (readonly [string, OverrideRequest])[] = [
    ["an ordinary request", request({ at: at("2026-11-22T09:00") })],
    ["one that was edited", glass({ at: at("2026-11-22T09:00"), edited: true })],
    ["one for an earlier change", glass({ at: at("2026-11-22T09:00"), patchId: "zero" })],
    ["one by somebody without the right", glass({ at: at("2026-11-22T09:00"), by: "eve" })],
  ];
  test.each(EARLIER)("is not used up by %s before it", (_, earlier) => {
    expect(judged({ requests: [earlier, glass()], permissions })).toMatchObject({ state: "valid", breakGlass: true });
  });
});
