/** Who did something, as REST and as GraphQL say it; both become the same facts. */
import { z } from "zod";
import type { Actor } from "#src/facts/issue.ts";

/** What stands in place of an account that was deleted. */
const GHOST: Actor = { login: "ghost", type: "User" };

/** REST: `login` of a bot ends in `[bot]`; null for a deleted account. */
export const restActor: z.ZodType<Actor> = z
  .object({ login: z.string(), type: z.string().nullish() })
  .nullish()
  .transform((user) => (user ? { login: user.login, type: toActorType(user.type ?? "User") } : GHOST));

/** GraphQL: a bot's `login` comes without `[bot]`; null for a deleted account. */
export const graphqlActor: z.ZodType<Actor> = z
  .object({ login: z.string(), __typename: z.string() })
  .nullish()
  .transform((actor) => (actor ? namedAsInRest(actor.login, toActorType(actor.__typename)) : GHOST));

function namedAsInRest(login: string, type: Actor["type"]): Actor {
  return { login: type === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login, type };
}

function toActorType(type: string): Actor["type"] {
  return type === "Bot" || type === "Organization" || type === "Mannequin" ? type : "User";
}
