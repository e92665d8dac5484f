/** Reads which alerts of code scanning a merged pull request brought: those in a file that it was the last to change. */
import { z } from "zod";
import { parseInstant, type Instant } from "#src/calendar/instant.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { BroughtAlert } from "#src/facts/pull-request.ts";
import { narrow, readOfCommit, type Call, type Client } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { itemsOf, PAGE_SIZE } from "./pages.ts";
import { listPullRequestsForCommit } from "./read-pull-requests.ts";

/** A tool that is switched on finds many at once: those are nobody's fix. */
const MOST_ALERTS = 10;

const instant = z.string().transform((text) => parseInstant(text) ?? 0);
const alertAnswer = z.object({
  number: z.int(),
  created_at: instant,
  most_recent_instance: z.object({
    commit_sha: z.string().optional(),
    location: z.object({ path: z.string().optional() }).optional(),
  }),
});
type AlertAnswer = z.output<typeof alertAnswer>;

/**
 * Open alerts on the default branch that appeared at or after `since`, the newest ten, each with the merged pull requests that its
 * file was last changed by. One request, and two for each such alert; none where code scanning is off.
 * @returns null when this face may not look.
 */
export async function readBroughtAlerts(
  client: Client,
  repository: RepositoryName,
  since: Instant,
): Promise<readonly BroughtAlert[] | null> {
  const { owner, repo } = repository;
  const call: Call = {
    source: `the code scanning alerts of ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/code-scanning/alerts",
    parameters: { owner, repo, state: "open", sort: "created", direction: "desc", per_page: PAGE_SIZE },
  };
  const attempt = await client.attempt(call);
  if (!attempt.ok) {
    const { kind } = attempt.failure;
    if (kind === "missing" || kind === "invalid") return [];
    if (kind === "forbidden") return null;
    throw toUnavailable(call.source, attempt.failure);
  }
  const alerts = narrow(z.array(alertAnswer), itemsOf(attempt.answer, call), call.source);
  const recent = alerts.filter(({ created_at: at }) => at >= since).slice(0, MOST_ALERTS);
  return Promise.all(recent.map((alert) => withOrigin(client, repository, alert)));
}

async function withOrigin(client: Client, { owner, repo }: RepositoryName, alert: AlertAnswer): Promise<BroughtAlert> {
  const { commit_sha: sha, location } = alert.most_recent_instance;
  const commit = sha && location?.path ? await lastChange(client, { owner, repo, path: location.path, sha }) : null;
  const pulls = commit === null ? [] : await listPullRequestsForCommit(client, { owner, repo }, commit);
  // What stood there before the pull request was opened it did not bring.
  const brought = pulls.filter(({ merged, createdAt }) => merged && createdAt < alert.created_at);
  return { alert: { owner, repo, alert: alert.number }, by: brought.map(referenceTo) };
}

const commitsAnswer = z.array(z.object({ sha: z.string() }));

async function lastChange(
  client: Client,
  place: { readonly owner: string; readonly repo: string; readonly path: string; readonly sha: string },
): Promise<string | null> {
  const source = `the last change of ${place.path} in ${place.owner}/${place.repo}`;
  const route = "GET /repos/{owner}/{repo}/commits";
  const answer = await readOfCommit(client, { source, route, parameters: { ...place, per_page: 1 } });
  return answer ? (narrow(commitsAnswer, answer.data, source)[0]?.sha ?? null) : null;
}
