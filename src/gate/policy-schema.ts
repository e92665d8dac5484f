/** The gate's policy as teams write it: what blocks, what the budget may permit, who may let through. */
import { z } from "zod";
import { globSchema } from "#src/component/component-schema.ts";

const share = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?\s*%?$/)])
  .transform((value) => String(value).replace(/\s*%$/, ""));
const days = z.string().regex(/^\d+d$/);
const priority = z.enum(["P0", "P1", "P2", "P3"]);

const exempt = z.strictObject({
  docs: z.array(globSchema).default(["**/*.md", "docs/**"]).describe("Paths that are documentation only"),
  tests: z
    .array(globSchema)
    .default(["**/*.test.*", "**/*_test.*", "test/**", "tests/**"])
    .describe("Paths that a fix may touch beside its component"),
  security: z.boolean().default(true).describe("Proven security fixes pass"),
  revert: z.boolean().default(true).describe("Proven reverts pass"),
});

const override = z.strictObject({
  teams: z.array(z.string()).default([]).describe("`@org/team` whose members may override (App)"),
  logins: z
    .array(z.string())
    .default([])
    .describe("Logins that may override; without teams and logins: maintain permission"),
  approvals: z.number().int().min(1).max(5).default(1).describe("Distinct allowed people, other than the author"),
  expires: z
    .string()
    .regex(/^\d+[hd]$/)
    .default("24h")
    .describe("How long an override lasts when the command does not say"),
  break_glass: z.boolean().default(true).describe("One allowed person alone may let through for 4 h"),
});

/** The whole policy; every key has a default. */
export const policySchema = z.strictObject({
  preset: z
    .enum(["balanced", "strict"])
    .default("balanced")
    .describe("`strict`: overdue blocks, exhausted freezes, closing needs evidence"),
  blocking: z.array(priority).default(["P0", "P1"]).describe("Priorities that gate"),
  permit_above: share
    .default("20")
    .describe("With at least this share of the budget left (percent), open items only warn"),
  incident_freeze_above: share
    .default("50")
    .describe("One incident above this share of the budget (percent) freezes until its systemic items are done"),
  due: z
    .partialRecord(priority, days)
    .default({ P0: "7d", P1: "28d", P2: "90d" })
    .describe("Calendar days until an item of this priority is due"),
  overdue: z
    .enum(["budget", "block"])
    .optional()
    .describe("Overdue items: the budget may permit (default), or always block"),
  exhausted: z
    .enum(["warn", "freeze"])
    .optional()
    .describe("Budget overspent: warn (default), or freeze even without open items"),
  unknown: z
    .enum(["hold", "pass"])
    .default("hold")
    .describe("No usable budget data: hold open items back, or let pass with a warning"),
  no_objective: z.enum(["block", "warn"]).default("block").describe("No objective: open items block, or warn"),
  bots: z
    .enum(["as-change", "warn"])
    .default("as-change")
    .describe("Version bumps by allow-listed bots: like any change, or a warning at most"),
  exempt: exempt.prefault({}),
  override: override.prefault({}),
});

export type PolicyConfig = z.infer<typeof policySchema>;
