/** Who a request acts as. */
import { appIdOf, loginOf } from "./actor.ts";
import type { Doer } from "./branch-rules.ts";
import type { Call } from "./call.ts";

/** The caller as somebody who does something. Throws for callers without a login, which `allow` has refused before. */
export function doerOf(call: Call): Doer {
  return { login: loginOf(call.actor), appId: appIdOf(call.actor) };
}
