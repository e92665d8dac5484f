/** The webhook payloads that GitHub's users have published (`@octokit/webhooks-examples`): 329 of them, of 58 events. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One published payload. */
export interface WebhookExample {
  /** The `X-GitHub-Event` header. */
  readonly event: string;
  /** Absent for events without actions, such as `push`. */
  readonly action: string | undefined;
  /** `issues.opened`, or `push`. */
  readonly key: string;
  /** Which of those with the same key, from 0. */
  readonly index: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface PublishedEvent {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

/** Reads all payloads, in the order of the package. The collection is frozen: events that came later (`sub_issues`, `issue_dependencies`) are not in it. */
export function loadWebhookExamples(): readonly WebhookExample[] {
  const path = fileURLToPath(import.meta.resolve("@octokit/webhooks-examples"));
  const events: readonly PublishedEvent[] = JSON.parse(readFileSync(path, "utf8"));
  const counts = new Map<string, number>();
  return events.flatMap(({ name, examples }) =>
    examples.map((payload) => {
      const action = typeof payload["action"] === "string" ? payload["action"] : undefined;
      const key = action === undefined ? name : `${name}.${action}`;
      const index = counts.get(key) ?? 0;
      counts.set(key, index + 1);
      return { event: name, action, key, index, payload };
    }),
  );
}
