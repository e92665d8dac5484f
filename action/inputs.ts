/** What the runner tells the Action: its inputs (keys as in action.yml) and where it runs. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";

/** As the runner's own toolkit reads a yes or no: three spellings of each. */
const yes = z
  .string()
  .default("false")
  .refine((text) => /^(true|True|TRUE|false|False|FALSE)$/.test(text), "accepts `true` or `false`")
  .transform((text) => text.toLowerCase() === "true");

const ofRunner = "is missing: the runner of a workflow sets it";
const address = z.url("is no address");

const schema = z.object({
  "INPUT_GITHUB-TOKEN": z.string("is missing: pass `github-token`, or leave it out for the job's own token"),
  INPUT_ANNOTATIONS: yes,
  INPUT_ANALYZE: z.string().default(""),
  "INPUT_COST-RATES": z.string().default(""),
  GITHUB_REPOSITORY: z.string(ofRunner).regex(/^[^/\s]+\/[^/\s]+$/, "is not `owner/name`"),
  GITHUB_EVENT_NAME: z.string(ofRunner),
  GITHUB_EVENT_PATH: z.string(ofRunner),
  GITHUB_API_URL: address.default("https://api.github.com"),
  GITHUB_GRAPHQL_URL: address.optional(),
  GITHUB_OUTPUT: z.string().optional(),
  GITHUB_STEP_SUMMARY: z.string().optional(),
  GITHUB_WORKSPACE: z.string().optional(),
  AFTERCARE_MODE: z.enum(["report"], "accepts `report` only").optional(),
});

/** The environment's name of an input or setting, as people write it in a workflow. */
function sayName(key: string): string {
  return key.startsWith("INPUT_") ? `The input ${key.slice("INPUT_".length).toLowerCase()}` : key;
}

/** The keys of action.yml's `inputs`, as the schema knows them. */
export const INPUT_KEYS: readonly string[] = Object.keys(schema.shape)
  .filter((key) => key.startsWith("INPUT_"))
  .map((key) => key.slice("INPUT_".length).toLowerCase());

/** One run of the Action. */
export interface ActionInputs {
  readonly token: string;
  readonly annotations: boolean;
  /** Patterns of the reports to analyse instead of judging; none = judge. */
  readonly analyze: readonly string[];
  /** As JSON; the empty string = no cost is told. A secret. */
  readonly costRates: string;
  readonly repository: RepositoryName;
  readonly eventName: string;
  readonly eventPath: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string | undefined;
  readonly outputPath: string | undefined;
  readonly summaryPath: string | undefined;
  /** Where a checkout stands, if there is one. */
  readonly workspace: string | undefined;
  /** Break-glass: evaluate and report, always exit 0. */
  readonly reportOnly: boolean;
}

/** Reads the environment. @throws an Error that names the setting and what is accepted. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): ActionInputs {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${sayName(issue.path.join("."))} ${issue.message}`);
    throw new Error(problems.join("; "));
  }
  const settings = parsed.data;
  const [owner = "", repo = ""] = settings.GITHUB_REPOSITORY.split("/");
  return {
    token: settings["INPUT_GITHUB-TOKEN"],
    annotations: settings.INPUT_ANNOTATIONS,
    analyze: settings.INPUT_ANALYZE.split("\n").flatMap((line) => line.trim() || []),
    costRates: settings["INPUT_COST-RATES"],
    repository: { owner, repo },
    eventName: settings.GITHUB_EVENT_NAME,
    eventPath: settings.GITHUB_EVENT_PATH,
    apiUrl: settings.GITHUB_API_URL.replace(/\/+$/, ""),
    graphqlUrl: settings.GITHUB_GRAPHQL_URL,
    outputPath: settings.GITHUB_OUTPUT,
    summaryPath: settings.GITHUB_STEP_SUMMARY,
    workspace: settings.GITHUB_WORKSPACE,
    reportOnly: settings.AFTERCARE_MODE === "report",
  };
}
