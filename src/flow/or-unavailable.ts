/** What it means for a verdict that a source was away: the App waits and tries again, the other faces judge without it and say so. */
import type { UnavailableSource } from "#src/gate/facts.ts";
import { GitHubUnavailable, type Services } from "./services.ts";

/** The App waits and tries again, since its queue can; the other faces say which source was away and judge without it. */
export async function orUnavailable<T>(
  services: Services,
  source: UnavailableSource["source"],
  read: () => Promise<T>,
): Promise<T | UnavailableSource> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GitHubUnavailable) || services.face.kind === "app") throw error;
    return { source, detail: error.message };
  }
}
