/** What an hour costs, as the operator says it in the environment. Rates are secrets: they stand in no repository and in no text that we write. */
import { z } from "zod";

const LARGEST = 1e12;
const amount = z.number().min(0).max(LARGEST);

/** Low, likely and high; one number means all three. */
const range = z
  .union([amount, z.tuple([amount, amount, amount])])
  .transform((value) => (typeof value === "number" ? ([value, value, value] as const) : value))
  .refine(([low, likely, high]) => low <= likely && likely <= high, "write low, likely, high in ascending order");

/** Shares of 0 to 100 percent. */
const percent = range.refine(([, , high]) => high <= 100, "a share is at most 100 (percent)");

const component = z.strictObject({
  revenue_per_hour: range.optional().describe("What is not sold in an hour in which everything is down"),
  recovered: percent.default([0, 0, 0]).describe("How much of that is bought later after all, in percent"),
  people: range.optional().describe("How many colleagues cannot do their work without it"),
  work_lost: percent.default([50, 50, 50]).describe("How much of their work that is, in percent"),
  sla_credit: z
    .strictObject({ after_minutes: z.number().min(0).max(LARGEST), amount: range })
    .optional()
    .describe("What is owed to customers once the impact passes so many minutes"),
});

const ratesSchema = z.strictObject({
  owner: z.string().min(1).describe("The account whose rates these are: totals are shown in its repositories only"),
  currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters, such as EUR"),
  hour_of_work: range.describe("What an hour of a colleague costs"),
  components: z.record(z.string(), component).default({}),
});

/** Low, likely, high. */
export type Range = readonly [low: number, likely: number, high: number];

/** What is known of one component. */
export type ComponentRates = z.output<typeof component>;

/** The operator's rates. */
export type Rates = z.output<typeof ratesSchema>;

/** Reads `COST_RATES`. A problem names the place and never the value. */
export function readRates(text: string): { readonly rates: Rates } | { readonly problem: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: "it is not JSON" };
  }
  const parsed = ratesSchema.safeParse(data);
  if (parsed.success) return { rates: parsed.data };
  const places = parsed.error.issues.map(({ path }) => (path.length === 0 ? "the whole" : path.map(String).join(".")));
  return {
    problem: `these are missing, or not as docs/operating.md describes them: ${[...new Set(places)].join(", ")}`,
  };
}
