/** Without a server, the run for a pull request also moves the items that it links: opened, merged, closed. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { loadPolicy } from "#src/flow/load-policy.ts";
import { trackPullRequest } from "#src/flow/track-pull-request.ts";
import type { ActionInputs } from "./inputs.ts";
import { openServices } from "./services.ts";

/** What can make or end the link of an item, or its delivery. */
const MOVES_ITEMS = new Set(["opened", "reopened", "edited", "closed"]);

/** Moves the linked items where the Action is the writer. Never throws: the verdict stands already, and the schedule catches up. */
export async function followPull(
  inputs: ActionInputs,
  { pull, payload }: { readonly pull: IssueReference; readonly payload: unknown },
): Promise<void> {
  const action = (payload as { action?: unknown } | null)?.action;
  if (typeof action !== "string" || !MOVES_ITEMS.has(action)) return;
  const services = openServices(inputs);
  try {
    const policy = await loadPolicy(services, inputs.repository);
    if (policy?.config.writer === "action") await trackPullRequest(services, pull);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown failure";
    services.log.warn({ reason }, "The linked items could not be moved; the schedule looks at them again");
  }
}
