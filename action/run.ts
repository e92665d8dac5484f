/** One run of the Action: inputs → services → flow → report. The one place that catches. */
import { readFileSync } from "node:fs";
import type { GateReport } from "#src/flow/gate-pull-request.ts";
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
  const payload: unknown = JSON.parse(readFileSync(inputs.eventPath, "utf8"));
  const pull = judgedPull(inputs, payload);
  if (pull) {
    const { gatePullRequest } = await import("#src/flow/gate-pull-request.ts");
    return finish(await gatePullRequest(openServices(inputs), pull), inputs);
  }
  const { readEvent } = await import("#src/github/read-event.ts");
  const event = readEvent(inputs.eventName, payload);
  if (event?.kind === "merge-group") return runMergeGroup(inputs, event);
  const { maintain } = await import("./maintain.ts");
  return reportIdle(await maintain(inputs, event), inputs);
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

function finish(report: GateReport | null, inputs: ActionInputs): ExitCode {
  return report
    ? reportVerdict(report.verdict, inputs)
    : reportIdle("The pull request is closed, or out of sight: nothing to judge.", inputs);
}

/** `pull_request_target` is judged like `pull_request`: nothing of the head is checked out or run. */
function judgedPull({ eventName, repository }: ActionInputs, payload: unknown): IssueReference | null {
  if (eventName !== "pull_request" && eventName !== "pull_request_target") return null;
  const number = (payload as { pull_request?: { number?: unknown } } | null)?.pull_request?.number;
  if (typeof number !== "number") throw new Error(`The event file of ${eventName} names no pull request`);
  return { ...repository, number };
}
