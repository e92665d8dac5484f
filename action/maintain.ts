/** The Action without a server: issues, comments and the schedule keep analyses, items and verdicts up to date. */
import type { RepositoryEvent } from "#src/facts/event.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { loadPolicy } from "#src/flow/load-policy.ts";
import { publishDigest } from "#src/flow/publish-digest.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import type { ActionInputs } from "./inputs.ts";
import { paceRequests } from "./pace-requests.ts";
import { openServices } from "./services.ts";

/** The events that stand for no change of their own: everything is looked at again. */
const SWEEPS = new Set(["schedule", "workflow_dispatch", "repository_dispatch"]);

/** Does what the event asks for. @param event null when the payload means nothing to us @returns what was done, in words. */
export async function maintain(inputs: ActionInputs, event: RepositoryEvent | null): Promise<string> {
  const sweeps = SWEEPS.has(inputs.eventName);
  if (!event && !sweeps)
    return `Nothing to do: this \`${inputs.eventName}\` event changes nothing that Aftercare keeps.`;
  const services = openServices(inputs, paceRequests(inputs, sweeps ? "background" : "conversation"));
  const policy = await loadPolicy(services, inputs.repository);
  if (!policy) return "The repository's configuration cannot be read with this token.";
  // One writer a repository: with the App, the Action only ever judges.
  if (policy.config.writer !== "action") return "Nothing to do: `writer: app` leaves issues and comments to the App.";
  if (event && !sweeps) {
    await handleEvent(services, event);
    return `Done: followed the \`${inputs.eventName}\` event.`;
  }
  await sweepRepository(services, inputs.repository);
  await publishDigest(services, inputs.repository);
  return "Swept the repository.";
}
