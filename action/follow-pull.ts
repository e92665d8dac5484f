/** Without a server, the run for a pull request also moves the items that it links: opened, merged, closed. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { loadPolicy } from "#src/flow/load-policy.ts";
import { trackPullRequest } from "#src/flow/track-pull-request.ts";
import type { ActionInputs } from "./inputs.ts";
import { openServices } from "./services.ts";

/** Moves the linked items where the Action is the writer. Never throws: the verdict stands already, and the schedule catches up. */
export async function followPull(inputs: ActionInputs, pull: IssueReference): Promise<void> {
  const services = openServices(inputs);
  try {
    const policy = await loadPolicy(services, inputs.repository);
    if (policy?.config.writer === "action") await trackPullRequest(services, pull);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown failure";
    services.log.warn({ reason }, "The linked items could not be moved; the schedule looks at them again");
  }
}
