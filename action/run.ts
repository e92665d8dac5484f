/** One run of the Action: inputs → services → flow → report. The one place that catches. */
import { readFileSync } from "node:fs";
import type { RepositoryEvent } from "#src/facts/event.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { type ActionInputs, readInputs } from "./inputs.ts";
import { type ExitCode, reportError, reportIdle, reportVerdict } from "./report.ts";
import { openServices } from "./services.ts";

/** Runs. @returns the exit code: 0 pass or warn, 1 block, 2 an error of the Action's own. Never throws. */
export async function run(env: Readonly<Record<string, string | undefined>>): Promise<ExitCode> {
  try {
    const inputs = readInputs(env);
    return await runEvent(inputs);
  } catch (error) {
    return reportError(error, env);
  }
}

async function runEvent(inputs: ActionInputs): Promise<ExitCode> {
  if (inputs.analyze.length > 0) {
    const { analyzeReports } = await import("./analyze.ts");
    return analyzeReports(inputs);
  }
  const payload = readPayload(inputs.eventPath);
  const pull = judgedPull(inputs, payload);
  if (pull) return runPull(inputs, { pull, payload });
  const { readEvent } = await import("#src/github/read-event.ts");
  const event = readEvent(inputs.eventName, payload);
  if (event?.kind === "merge-group" && event.action === "checks_requested") return runMergeGroup(inputs, event);
  const { maintain } = await import("./maintain.ts");
  return reportIdle(await maintain(inputs, event), inputs);
}

function readPayload(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "is not JSON" : `cannot be read (${(error as Error).message})`;
    const mend = "GITHUB_EVENT_PATH has to name the file that the runner wrote";
    throw new Error(`The event file ${reason}: ${mend}`, { cause: error });
  }
}

interface JudgedPull {
  readonly pull: IssueReference;
  readonly payload: unknown;
}

async function runPull(inputs: ActionInputs, { pull, payload }: JudgedPull): Promise<ExitCode> {
  const { gatePullRequest } = await import("#src/flow/gate-pull-request.ts");
  const report = await gatePullRequest(openServices(inputs), pull);
  const code = report
    ? reportVerdict(report.verdict, inputs)
    : reportIdle("The pull request is closed, or out of sight: nothing to judge.", inputs);
  if (report?.judgement.facts.policy.config.writer === "app" || !movesItems(payload)) return code;
  const { followPull } = await import("./follow-pull.ts");
  await followPull(inputs, pull);
  return code;
}

/** What can make or end the link of an item, or its delivery. A push does neither, and loads nothing for it. */
function movesItems(payload: unknown): boolean {
  const action = (payload as { action?: unknown } | null)?.action;
  return action === "opened" || action === "reopened" || action === "edited" || action === "closed";
}

async function runMergeGroup(
  inputs: ActionInputs,
  event: Extract<RepositoryEvent, { kind: "merge-group" }>,
): Promise<ExitCode> {
  const { gateMergeGroup } = await import("#src/flow/gate-merge-group.ts");
  const verdict = await gateMergeGroup(openServices(inputs), event);
  return verdict
    ? reportVerdict(verdict, inputs)
    : reportIdle("The merge group names no pull request that can be seen.", inputs);
}

/** `pull_request_target` is judged like `pull_request`: nothing of the head is checked out or run. */
function judgedPull({ eventName, repository }: ActionInputs, payload: unknown): IssueReference | null {
  if (eventName !== "pull_request" && eventName !== "pull_request_target") return null;
  const number = (payload as { pull_request?: { number?: unknown } } | null)?.pull_request?.number;
  if (typeof number !== "number") throw new Error(`The event file of ${eventName} names no pull request`);
  return { ...repository, number };
}
