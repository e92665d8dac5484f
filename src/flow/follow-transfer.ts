/** An item's issue was moved to another repository: it stays an item of its analysis, which shows where it lives now. */
import type { IssueEvent } from "#src/facts/event.ts";
import { settleMove } from "#src/remediation/moved-item.ts";
import type { PolicyInForce } from "./load-policy.ts";
import type { Services } from "./services.ts";

/** Goes by where GitHub leads to: out of sight it counts as kept. Nothing for what is none of our items, or was moved back. */
export async function followTransfer(services: Services, event: IssueEvent, { config }: PolicyInForce): Promise<void> {
  if (event.action !== "transferred" || services.face.kind !== config.writer) return;
  const found = await services.github.findIssue(event.issue);
  if (!found) return;
  await services.github.perform(settleMove({ from: event.issue, found, labels: event.labels }, config));
}
