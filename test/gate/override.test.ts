/** Overrides: who may, with how many voices, for how long, and what makes one void. */
import { describe, expect, test } from "vitest";
import type { Permission } from "#src/facts/issue.ts";
import {
  judgeOverride,
  mayOverride,
  type OverrideApproval,
  type OverrideContext,
  type OverrideRequest,
  unaskedLogins,
} from "#src/gate/override.ts";
import { at, NOW } from "./facts-of.ts";

const HOUR = 3600;
const POLICY = { teams: [], logins: [], approvals: 1, expires: 24 * HOUR, breakGlass: true };

function request(change: Partial<OverrideRequest> = {}): OverrideRequest {
  return {
    by: "ana",
    at: at("2026-11-22T10:00"),
    url: "https://github.com/acme/shop/pull/77#c1",
    reason: "the fair opens",
    expires: null,
    breakGlass: false,
    edited: false,
    patchId: "one",
    ...change,
  };
}

function approval(change: Partial<OverrideApproval> = {}): OverrideApproval {
  return { by: "sam", at: at("2026-11-22T11:00"), url: "", edited: false, patchId: "one", ...change };
}

interface Case {
  readonly name: string;
  readonly requests?: readonly OverrideRequest[];
  readonly approvals?: readonly OverrideApproval[];
  readonly policy?: Partial<OverrideContext["policy"]>;
  readonly context?: Partial<Omit<OverrideContext, "policy" | "permissions">>;
  readonly permissions?: Readonly<Record<string, Permission>>;
}

function judged({ requests, approvals, policy, context, permissions }: Omit<Case, "name">) {
  const everybody = { ana: "write", sam: "maintain", kim: "admin", eve: "read" } as const;
  return judgeOverride(
    { requests: requests ?? [request()], approvals: approvals ?? [] },
    {
      now: NOW,
      author: "ana",
      patchId: "one",
      teams: null,
      ...context,
      policy: { ...POLICY, ...policy },
      permissions: new Map(Object.entries(permissions ?? everybody)),
    },
  );
}

describe("what stands", () => {
  test("asked by the author, approved by a maintainer: until 24 h after the approval", () => {
    expect(judged({ approvals: [approval()] })).toMatchObject({
      state: "valid",
      requestedBy: "ana",
      approvedBy: ["sam"],
      reason: "the fair opens",
      from: at("2026-11-22T11:00"),
      until: at("2026-11-23T11:00"),
      breakGlass: false,
    });
  });

  const standing: readonly (Case & { readonly until: string })[] = [
    {
      name: "a requester who may and is not the author needs nobody else",
      requests: [request({ by: "sam" })],
      until: "2026-11-23T10:00",
    },
    {
      name: "as long as it asks for",
      requests: [request({ by: "sam", expires: 3 * HOUR })],
      until: "2026-11-22T13:00",
    },
    {
      name: "a week at most",
      requests: [request({ by: "sam", expires: 3650 * 24 * HOUR })],
      until: "2026-11-29T10:00",
    },
    {
      name: "as long as the policy says",
      requests: [request({ by: "sam" })],
      policy: { expires: 4 * HOUR },
      until: "2026-11-22T14:00",
    },
    {
      name: "two voices, of the requester and one more",
      requests: [request({ by: "sam" })],
      approvals: [approval({ by: "kim", at: at("2026-11-22T11:30") })],
      policy: { approvals: 2 },
      until: "2026-11-23T11:30",
    },
    {
      name: "of several requests the one that lasts longest",
      requests: [request({ by: "sam", expires: 3 * HOUR }), request({ by: "sam", expires: 5 * HOUR })],
      until: "2026-11-22T15:00",
    },
    {
      name: "a listed login with a role in the repository",
      requests: [request({ by: "Sam" })],
      policy: { logins: ["@sam"] },
      permissions: { sam: "triage" },
      until: "2026-11-23T10:00",
    },
    {
      name: "a member of a listed team",
      requests: [request({ by: "sam" })],
      policy: { teams: ["@Acme/SRE"] },
      context: { teams: new Map([["@acme/sre", ["sam"]]]) },
      permissions: { sam: "read" },
      until: "2026-11-23T10:00",
    },
    {
      name: "a maintainer where teams cannot be read",
      requests: [request({ by: "sam" })],
      policy: { teams: ["@acme/sre"] },
      until: "2026-11-23T10:00",
    },
    {
      name: "break-glass by one allowed person alone, 4 h at most, also the author",
      requests: [request({ breakGlass: true, expires: 24 * HOUR })],
      permissions: { ana: "maintain" },
      until: "2026-11-22T14:00",
    },
  ];
  test.each(standing)("$name", ({ until, ...given }) => {
    expect(judged(given)).toMatchObject({ state: "valid", until: at(until) });
  });
});

describe("what does not", () => {
  const void_: readonly (Case & { readonly says: string })[] = [
    { name: "nobody approved", says: "needs 1 more approval" },
    {
      name: "the author approves their own",
      approvals: [approval({ by: "ANA" })],
      permissions: { ana: "admin" },
      says: "needs 1 more approval",
    },
    { name: "the author alone, however much they may", permissions: { ana: "admin" }, says: "needs 1 more approval" },
    {
      name: "somebody without the right approves",
      approvals: [approval({ by: "eve" })],
      says: "needs 1 more approval",
    },
    {
      name: "somebody whose permission nobody asked for approves",
      approvals: [approval({ by: "zoe" })],
      says: "needs 1 more approval",
    },
    { name: "the approval was edited", approvals: [approval({ edited: true })], says: "needs 1 more approval" },
    {
      name: "the approval came before the request",
      approvals: [approval({ at: at("2026-11-22T09:59") })],
      says: "needs 1 more approval",
    },
    { name: "the approval lies in the future", approvals: [approval({ at: NOW + 1 })], says: "needs 1 more approval" },
    {
      name: "the approval was for another change",
      approvals: [approval({ patchId: "two" })],
      says: "needs 1 more approval",
    },
    {
      name: "one person approves twice",
      approvals: [approval(), approval()],
      policy: { approvals: 2 },
      says: "needs 1 more approval",
    },
    {
      name: "the requester approves again",
      requests: [request({ by: "sam" })],
      approvals: [approval()],
      policy: { approvals: 2 },
      says: "needs 1 more approval",
    },
    {
      name: "the request was edited",
      requests: [request({ by: "sam", edited: true })],
      says: "is void, because its comment was edited",
    },
    { name: "there is no reason", requests: [request({ by: "sam", reason: " " })], says: "gives no reason" },
    {
      name: "the change is another by now",
      requests: [request({ by: "sam", patchId: "zero" })],
      says: "was for an earlier change",
    },
    {
      name: "the change was not recorded",
      requests: [request({ by: "sam", patchId: null })],
      says: "is not tied to a change yet",
    },
    {
      name: "the present change is not known",
      requests: [request({ by: "sam" })],
      context: { patchId: null },
      says: "is not tied to a change yet",
    },
    {
      name: "it has expired, to the second",
      requests: [request({ by: "sam", expires: 2 * HOUR })],
      says: "has expired",
    },
    {
      name: "a former listed login without a role",
      requests: [request({ by: "eve" })],
      policy: { logins: ["eve"] },
      says: "of @eve",
    },
    {
      name: "a maintainer who is not on the list",
      requests: [request({ by: "sam" })],
      policy: { logins: ["kim"] },
      says: "of @kim",
    },
    {
      name: "a maintainer who is not in the team, where teams can be read",
      requests: [request({ by: "sam" })],
      policy: { teams: ["@acme/sre"] },
      context: { teams: new Map([["@acme/sre", ["kim"]]]) },
      says: "of @acme/sre",
    },
    {
      name: "break-glass by somebody without the right",
      requests: [request({ by: "eve", breakGlass: true })],
      says: "@eve may not override here.",
    },
    {
      name: "break-glass where it is switched off",
      requests: [request({ breakGlass: true })],
      permissions: { ana: "admin" },
      policy: { breakGlass: false },
      says: "Break-glass is switched off here",
    },
    {
      name: "break-glass a second time",
      requests: [
        request({ breakGlass: true, at: at("2026-11-22T07:00") }),
        request({ breakGlass: true, at: at("2026-11-22T11:30") }),
      ],
      permissions: { ana: "admin" },
      says: "a second time needs approval by somebody else",
    },
  ];
  test.each(void_)("$name", ({ says, ...given }) => {
    const judgement = judged(given);
    expect(judgement.state).toBe("invalid");
    expect(judgement.state === "invalid" && judgement.problems.join(" ")).toContain(says);
  });

  test("nobody asked", () => {
    expect(judged({ requests: [], approvals: [approval()] })).toEqual({ state: "none" });
  });
});

test("a break-glass that an outsider tried first does not use up the real one", () => {
  const requests = [
    request({ by: "eve", breakGlass: true }),
    request({ by: "ana", breakGlass: true, at: at("2026-11-22T11:00") }),
  ];
  expect(judged({ requests, permissions: { ana: "maintain", eve: "read" } })).toMatchObject({
    state: "valid",
    until: at("2026-11-22T15:00"),
  });
});

test("the permissions to ask for are those of everybody who spoke, once each", () => {
  const facts = { requests: [request({ by: "Ana" })], approvals: [approval({ by: "sam" }), approval({ by: "Sam" })] };
  expect(unaskedLogins(facts, new Map([["ana", "write"]]))).toEqual(["sam"]);
});

test("somebody whom GitHub does not know may nothing", () => {
  expect(mayOverride("ghost", { policy: POLICY, permissions: new Map(), teams: null })).toBe(false);
});
