/** Reads about people: who belongs to a team, who set a label. */
import { z } from "zod";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { narrow, type Client } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { PAGE_SIZE, readAll, readRest } from "./pages.ts";

const memberAnswer = z.object({ login: z.string() });
const eventAnswer = z.object({
  event: z.string(),
  actor: z.object({ login: z.string() }).nullish(),
  label: z.object({ name: z.string() }).nullish(),
});

/** Logins of a team's members; null when it is no `@org/team`, does not exist, or this token may not read teams. */
export async function readTeamMembers(client: Client, team: string): Promise<readonly string[] | null> {
  const [, org, slug] = /^@?([\w.-]+)\/([\w.-]+)$/.exec(team) ?? [];
  if (!org || !slug) return null;
  const source = `the members of ${org}/${slug}`;
  const call = { source, route: "GET /orgs/{org}/teams/{team_slug}/members", parameters: { org, team_slug: slug } };
  const first = await client.attempt({ ...call, parameters: { ...call.parameters, per_page: PAGE_SIZE } });
  if (!first.ok && ["missing", "forbidden"].includes(first.failure.kind)) return null;
  if (!first.ok) throw toUnavailable(source, first.failure);
  const members = await readRest(client, call, first.answer);
  return members && narrow(z.array(memberAnswer), members, source).map(({ login }) => login);
}

/** Who set each label that stands on the issue, by label in lower case; labels that were removed since are left out. */
export async function readLabelSetters(client: Client, issue: IssueReference): Promise<ReadonlyMap<string, string>> {
  const { owner, repo, number } = issue;
  const source = `the events of ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
  const events = (await readAll(client, { source, route, parameters: { owner, repo, issue_number: number } })) ?? [];
  const setters = new Map<string, string>();
  for (const { event, actor, label } of narrow(z.array(eventAnswer), events, source)) {
    const name = label?.name.toLowerCase();
    if (name === undefined) continue;
    if (event === "labeled") setters.set(name, actor?.login ?? "ghost");
    if (event === "unlabeled") setters.delete(name);
  }
  return setters;
}
