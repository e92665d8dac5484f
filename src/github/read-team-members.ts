/** Reads who is in a team. */
import { z } from "zod";
import { toUnavailable } from "./errors.ts";
import { narrow, type Call, type Client } from "./client.ts";
import { PAGE_SIZE, readRest } from "./pages.ts";

/**
 * Logins of the members of `@org/team` (with or without the `@`), those of its child teams included.
 * @returns null when this token may not read teams, when there is no such team, or when the text names none.
 */
export async function readTeamMembers(client: Client, team: string): Promise<readonly string[] | null> {
  const [org, slug, ...rest] = team.replace(/^@/, "").split("/");
  if (!org || !slug || rest.length > 0) return null;
  const call: Call = {
    source: `the members of ${org}/${slug}`,
    route: "GET /orgs/{org}/teams/{team_slug}/members",
    parameters: { org, team_slug: slug, per_page: PAGE_SIZE },
  };
  const first = await client.attempt(call);
  if (!first.ok && (first.failure.kind === "missing" || first.failure.kind === "forbidden")) return null;
  if (!first.ok) throw toUnavailable(call.source, first.failure);
  const items = await readRest(client, call, first.answer);
  return items && narrow(z.array(z.object({ login: z.string() })), items, call.source).map(({ login }) => login);
}
