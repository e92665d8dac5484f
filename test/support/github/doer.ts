/** Who a request acts as. */
import { appIdOf, loginOf } from "./actor.ts";
import type { Doer } from "./branch-rules.ts";
import { type Call, GitHubRefusal } from "./call.ts";

/** The caller as somebody who does something. Throws 401 for callers who are nobody: without a token, or an App by its JWT. */
export function doerOf(call: Call): Doer {
  const { actor } = call;
  if (actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  if (actor.kind === "app") throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  return { login: loginOf(actor), appId: appIdOf(actor) };
}
