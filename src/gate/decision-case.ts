/** Reads inputs of the decision table from outside (`aftercare gate FILE`), with problems in plain words. */
import { z } from "zod";
import { type DecisionInput, KINDS, type TablePolicy } from "./input.ts";

const policySchema = z.strictObject({
  overdue: z.enum(["budget", "block"]).default("budget"),
  exhausted: z.enum(["warn", "freeze"]).default("warn"),
  unknown: z.enum(["hold", "pass"]).default("hold"),
  noObjective: z.enum(["block", "warn"]).default("block"),
  bots: z.enum(["as-change", "warn"]).default("as-change"),
});

const inputSchema = z.strictObject({
  kind: z.enum(KINDS),
  components: z.array(
    z.strictObject({
      remediation: z.enum(["none", "open-minor", "open", "overdue"]),
      budget: z.enum(["healthy", "low", "exhausted", "unknown", "none"]),
      incidentFreeze: z.boolean(),
      fixes: z.boolean(),
    }),
  ),
  override: z.enum(["none", "invalid", "valid"]).default("none"),
});

/** An input and a policy of the table, or what is wrong with them. */
export type DecisionCase =
  | { readonly ok: true; readonly input: DecisionInput; readonly policy: TablePolicy }
  | { readonly ok: false; readonly problem: string };

/** Reads one case. Keys of the policy that are left out take their defaults; unknown keys and values are problems. */
export function readDecisionCase(entry: { readonly policy: unknown; readonly input: unknown }): DecisionCase {
  const policy = policySchema.safeParse(entry.policy ?? {});
  const input = inputSchema.safeParse(entry.input);
  if (!policy.success) return { ok: false, problem: say("policy", policy.error) };
  if (!input.success) return { ok: false, problem: say("input", input.error) };
  return { ok: true, policy: policy.data, input: input.data };
}

function say(part: string, error: z.ZodError): string {
  return error.issues.map((issue) => `${[part, ...issue.path].join(".")}: ${issue.message}`).join("; ");
}
