/** THE table of the App: a webhook, narrowed, becomes an event, and the event goes to its flow. */
import type { Probot } from "probot";
import type { Instant } from "#src/calendar/instant.ts";
import type { InstalledEvent } from "#src/facts/event.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { readEvent, WEBHOOK_NAMES } from "#src/github/read-event.ts";
import type { ServicesFor } from "./services.ts";

/** Where events go. */
export interface Destinations {
  /** The ports as the installation sees them. */
  readonly servicesFor: ServicesFor;
  /** Queues one sweep for each repository: an account may have thousands. */
  sweep(installation: number, repositories: InstalledEvent["repositories"]): Promise<void>;
}

/** What a stored delivery holds beside the event. */
interface Stored {
  readonly installation?: { readonly id: number };
  readonly receivedAt: Instant;
}

/** Registers every webhook with Probot. */
export function routes(probot: Probot, { servicesFor, sweep }: Destinations): void {
  for (const name of WEBHOOK_NAMES) {
    probot.on(name, async ({ id, payload }) => {
      const event = readEvent(name, payload);
      const { installation: { id: installation } = {}, receivedAt: since } = payload as unknown as Stored;
      if (!event || installation === undefined) return;
      if (event.kind === "installed") return sweep(installation, event.repositories);
      await handleEvent(await servicesFor({ installation, kind: "delivery", delivery: id, since }), event);
    });
  }
}
