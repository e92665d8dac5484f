/** The Action without a server: issues, comments and the schedule keep analyses, items and verdicts up to date. */
import type { RepositoryEvent } from "#src/facts/event.ts";
import { readRates } from "#src/cost/rates.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { loadPolicy } from "#src/flow/load-policy.ts";
import { publishDigest } from "#src/flow/publish-digest.ts";
import type { Services } from "#src/flow/services.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import type { ActionInputs } from "./inputs.ts";
import { paceRequests } from "./pace-requests.ts";
import { openServices } from "./services.ts";

/** The events that stand for no change of their own: everything is looked at again. */
const SWEEPS = new Set(["schedule", "workflow_dispatch", "repository_dispatch"]);

/** Rates that cannot be read hold nothing up: the analyses stand without a cost. A problem never repeats a value. */
function withRates(services: Services, { costRates }: ActionInputs): Services {
  const read = costRates === "" ? null : readRates(costRates);
  if (read !== null && "problem" in read)
    services.log.warn({ reason: read.problem }, "The input cost-rates is left out");
  return read === null || "problem" in read ? services : { ...services, rates: read.rates };
}

/** Does what the event asks for. @param event null when the payload means nothing to us @returns what was done, in words. */
export async function maintain(inputs: ActionInputs, event: RepositoryEvent | null): Promise<string> {
  const sweeps = SWEEPS.has(inputs.eventName);
  if (!event && !sweeps)
    return `Nothing to do: this \`${inputs.eventName}\` event changes nothing that Aftercare keeps.`;
  const services = withRates(
    openServices(inputs, paceRequests(inputs, sweeps ? "background" : "conversation")),
    inputs,
  );
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
