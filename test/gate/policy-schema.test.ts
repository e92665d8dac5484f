/** What a team may write under `policy`, what holds when it writes nothing, and that every key says what it does. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { policySchema } from "#src/gate/policy-schema.ts";

const reads = (keys: object) => policySchema.safeParse(keys).success;

test("an empty policy has a default for every key but those that the preset answers", () => {
  expect(policySchema.parse({})).toEqual({
    preset: "balanced",
    blocking: ["P0", "P1"],
    permit_above: "20",
    incident_freeze_above: "50",
    due: { P0: "7d", P1: "28d", P2: "90d" },
    unknown: "hold",
    no_objective: "block",
    bots: "as-change",
    exempt: {
      docs: ["**/*.md", "docs/**"],
      tests: ["**/*.test.*", "**/*_test.*", "test/**", "tests/**"],
      security: true,
      revert: true,
    },
    override: { teams: [], logins: [], approvals: 1, expires: "24h", break_glass: true },
  });
});

test.each([
  [20, "20"],
  [12.5, "12.5"],
  ["20", "20"],
  ["20%", "20"],
  ["12.5 %", "12.5"],
  ["12.5  %", "12.5"],
])("the share %j is read as %s percent", (written, percent) => {
  const policy = policySchema.parse({ permit_above: written, incident_freeze_above: written });
  expect([policy.permit_above, policy.incident_freeze_above]).toEqual([percent, percent]);
});

describe("is read", () => {
  test.each([
    { preset: "strict" },
    { preset: "balanced" },
    { blocking: ["P0", "P1", "P2", "P3"] },
    { blocking: [] },
    { due: { P0: "1d", P3: "365d" } },
    { overdue: "budget" },
    { overdue: "block" },
    { exhausted: "warn" },
    { exhausted: "freeze" },
    { unknown: "hold" },
    { unknown: "pass" },
    { no_objective: "block" },
    { no_objective: "warn" },
    { bots: "as-change" },
    { bots: "warn" },
    { exempt: { docs: [], security: false, revert: false } },
    { override: { approvals: 5, expires: "48h", break_glass: false } },
    { override: { expires: "2d", teams: ["@acme/sre"], logins: ["kim"] } },
  ])("%j", (keys) => {
    expect(reads(keys)).toBe(true);
  });
});

describe("is refused", () => {
  test.each([
    { presets: "strict" },
    { preset: "" },
    { blocking: ["P4"] },
    { blocking: [""] },
    { permit_above: "" },
    { permit_above: "%" },
    { permit_above: "a 20" },
    { permit_above: "20 percent" },
    { permit_above: "20." },
    { permit_above: "20.x" },
    { permit_above: "20%%" },
    { permit_above: "-20" },
    { due: { P4: "7d" } },
    { due: { P0: "d" } },
    { due: { P0: "xd" } },
    { due: { P0: "7" } },
    { due: { P0: "7dd" } },
    { due: { P0: "in 7d" } },
    { overdue: "" },
    { exhausted: "" },
    { unknown: "" },
    { no_objective: "" },
    { bots: "" },
    { exempt: { doc: [] } },
    { exempt: { docs: ["[a"] } },
    { override: { team: [] } },
    { override: { approvals: 0 } },
    { override: { approvals: 6 } },
    { override: { approvals: 1.5 } },
    { override: { expires: "24" } },
    { override: { expires: "h" } },
    { override: { expires: "xh" } },
    { override: { expires: "24m" } },
    { override: { expires: "24hh" } },
    { override: { expires: "at 24h" } },
  ])("%j", (keys) => {
    expect(reads(keys)).toBe(false);
  });
});

test("every key says what it does, for the reference and for editors", () => {
  const silent = (schema: z.core.JSONSchema.JSONSchema, path: string): readonly string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
      if (typeof inner === "boolean") return [];
      const name = path === "" ? key : `${path}.${key}`;
      if (inner.properties) return silent(inner, name);
      return (inner.description ?? "") === "" ? [name] : [];
    });
  expect(silent(z.toJSONSchema(policySchema, { io: "input" }), "")).toEqual([]);
  expect(silent(z.toJSONSchema(z.object({ a: z.object({ b: z.string() }) })), "")).toEqual(["a.b"]);
});
