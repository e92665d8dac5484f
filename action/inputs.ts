/** What the runner tells the Action: its inputs (keys as in action.yml) and where it runs. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";

const yes = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

const schema = z.object({
  "INPUT_GITHUB-TOKEN": z.string().min(1, "is missing: pass `github-token`, or give the job `permissions`"),
  INPUT_ANNOTATIONS: yes,
  GITHUB_REPOSITORY: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().min(1),
  GITHUB_API_URL: z.url().default("https://api.github.com"),
  GITHUB_GRAPHQL_URL: z.url().optional(),
  GITHUB_OUTPUT: z.string().optional(),
  GITHUB_STEP_SUMMARY: z.string().optional(),
  AFTERCARE_MODE: z.enum(["report"]).optional(),
});

/** One run of the Action. */
export interface ActionInputs {
  readonly token: string;
  readonly annotations: boolean;
  readonly repository: RepositoryName;
  readonly eventName: string;
  readonly eventPath: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string | undefined;
  readonly outputPath: string | undefined;
  readonly summaryPath: string | undefined;
  /** Break-glass: evaluate and report, always exit 0. */
  readonly reportOnly: boolean;
}

/** Reads the environment. @throws an Error that names the setting and what is accepted. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): ActionInputs {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) =>
        `${issue.path
          .join(".")
          .replace(/^INPUT_/, "input ")
          .toLowerCase()} ${issue.message}`,
    );
    throw new Error(problems.join("; "));
  }
  const settings = parsed.data;
  const [owner = "", repo = ""] = settings.GITHUB_REPOSITORY.split("/");
  return {
    token: settings["INPUT_GITHUB-TOKEN"],
    annotations: settings.INPUT_ANNOTATIONS,
    repository: { owner, repo },
    eventName: settings.GITHUB_EVENT_NAME,
    eventPath: settings.GITHUB_EVENT_PATH,
    apiUrl: settings.GITHUB_API_URL.replace(/\/+$/, ""),
    graphqlUrl: settings.GITHUB_GRAPHQL_URL,
    outputPath: settings.GITHUB_OUTPUT,
    summaryPath: settings.GITHUB_STEP_SUMMARY,
    reportOnly: settings.AFTERCARE_MODE === "report",
  };
}
