/** The configuration of components: which paths belong to what, who owns it, and what was promised for it. */
import { z } from "zod";
import { globProblem } from "./glob.ts";

/** `99.9` or `"99.95"`: percent. Kept as the text that was written, so that no float rounds it. */
const percent = z.union([z.number(), z.string()]).transform((value) => String(value).replace(/\s*%$/, ""));

/** One glob; a bad one is a problem of the configuration, never a pattern that silently matches nothing. */
export const globSchema = z.string().superRefine((pattern, context) => {
  const problem = globProblem(pattern);
  if (problem !== null) context.addIssue({ code: "custom", message: `\`${pattern}\` is not a glob: ${problem}` });
});

const prometheus = z.union(
  [
    z.string().min(1).max(2000),
    z.strictObject({
      kind: z.enum(["sloth", "pyrra"]),
      selector: z.record(z.string().regex(/^[a-zA-Z_]\w*$/), z.string().max(200)),
    }),
  ],
  "accepts `sloth`, `pyrra`, an expression of at most 2,000 characters, or a map such as `{ kind: sloth, selector: { sloth_slo: checkout-requests } }`",
);

const slo = z.strictObject({
  target: percent.optional().describe("Availability promised, in percent, e.g. 99.9"),
  window: z
    .string()
    .regex(/^(\d+d|calendar-(day|week|month|quarter|year))$/)
    .default("28d")
    .describe(
      "`28d` rolls; `calendar-month` (day, week, month, quarter, year) starts anew in the configured time zone",
    ),
  combine: z.enum(["max", "sum"]).default("max").describe("How overlapping incidents add up"),
  openslo: z
    .string()
    .optional()
    .describe("OpenSLO v1 file in the repository to take target and window from: `path`, or `path#name` to choose one"),
  prometheus: prometheus
    .optional()
    .describe(
      "`sloth`, `pyrra` or an expression that gives the remaining share of the budget (1 = nothing used); `{ kind, selector }` chooses the series by labels. Read by the App and the command line",
    ),
});

/** One component. */
export const componentSchema = z.strictObject({
  paths: z
    .array(globSchema)
    .default(["**"])
    .describe("Globs; a leading `!` takes files out again; the last match wins"),
  owners: z.array(z.string().min(1)).default([]).describe("`@login` or `@org/team`"),
  slo: slo.optional().describe("Objective; without one there is no error budget"),
  errors: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe(
      "Expression in PromQL that gives the component's errors as one series; `/pia graph` shows it around an incident. Read by the App",
    ),
  aliases: z.array(z.string()).default([]).describe("Former names; their labels still count"),
  mode: z.enum(["report", "enforce"]).optional().describe("Overrides the repository's mode for this component"),
});

/** Components by name: lower case, at most 40 characters. */
export const componentsSchema = z.record(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/), componentSchema).default({});

export type ComponentConfig = z.infer<typeof componentSchema>;
