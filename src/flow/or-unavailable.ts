/** What it means for a verdict that a source was away: the App waits and tries again, the other faces judge without it and say so. */
import type { UnavailableSource } from "#src/gate/facts.ts";
import { GitHubUnavailable, type Services } from "./services.ts";

/**
 * The App waits and tries again, since its queue can, while GitHub is away or limits us; what GitHub refuses for good must not
 * leave a pull request without a verdict. The other faces always say which source was away, and judge without it.
 */
export async function orUnavailable<T>(
  services: Services,
  source: UnavailableSource["source"],
  read: () => Promise<T>,
): Promise<T | UnavailableSource> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GitHubUnavailable)) throw error;
    if (services.face.kind === "app" && (error.outage || error.retryAt !== null)) throw error;
    return { source, detail: error.message };
  }
}
