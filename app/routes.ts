/** THE table of the App: a webhook, narrowed, becomes an event, and the event goes to its flow. */
import type { Probot } from "probot";
import type { Services } from "#src/flow/services.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { readEvent, WEBHOOK_NAMES } from "#src/github/read-event.ts";

/** Registers every webhook with Probot. `servicesFor` gives the ports as the installation sees them. */
export function routes(probot: Probot, servicesFor: (installation: number) => Promise<Services>): void {
  for (const name of WEBHOOK_NAMES) {
    probot.on(name, async ({ payload }) => {
      const event = readEvent(name, payload);
      const installation = (payload as { installation?: { id: number } }).installation?.id;
      if (!event || installation === undefined) return;
      await handleEvent(await servicesFor(installation), event);
    });
  }
}
