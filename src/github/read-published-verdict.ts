/** Reads the verdict of ours that stands on a commit, as a check run or as a commit status. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { PublishedVerdict } from "#src/facts/pull-request.ts";
import { narrow, readOfCommit, type Client } from "./client.ts";
import { hasNextPage, pageOf } from "./pages.ts";

/** Where a verdict stands: `name` is the check run's name or the status's context. */
interface VerdictPlace {
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly name: string;
}

const checkRunsAnswer = z.object({
  check_runs: z.array(
    z.object({
      id: z.number(),
      external_id: z.string().nullish(),
      conclusion: z.string().nullish(),
      app: z.object({ slug: z.string().nullish() }).nullish(),
    }),
  ),
});

const statusesAnswer = z.object({
  statuses: z.array(z.object({ context: z.string(), state: z.string(), description: z.string().nullish() })),
});

/** The login of workflow tokens. A workflow's own jobs are check runs of the same app, so their names prove nothing. */
const WORKFLOW = "github-actions[bot]";

/** Our check run, else our status; a workflow token writes statuses only. Null when there is neither. */
export async function readPublishedVerdict(client: Client, place: VerdictPlace): Promise<PublishedVerdict | null> {
  const checkRun = client.self === WORKFLOW ? null : await readOwnCheckRun(client, place);
  return checkRun ?? (await readStatus(client, place));
}

/** The latest check run of this name by our own App. */
export async function readOwnCheckRun(client: Client, place: VerdictPlace): Promise<PublishedVerdict | null> {
  const { owner, repo } = place.repository;
  const source = `the check runs of ${place.sha.slice(0, 12)} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
  const parameters = { owner, repo, ref: place.sha, check_name: place.name, per_page: 100 };
  const answer = await readOfCommit(client, { source, route, parameters });
  if (answer === null) return null;
  const runs = narrow(checkRunsAnswer, answer.data, source).check_runs;
  const own = runs.filter((run) => `${run.app?.slug}[bot]` === client.self).toSorted((a, b) => b.id - a.id)[0];
  return own ? { id: own.id, fingerprint: own.external_id || null, conclusion: own.conclusion ?? null } : null;
}

/** The latest status of this context, by whomever: a fingerprint that is not ours simply differs. `conclusion` is its state. */
export async function readStatus(client: Client, place: VerdictPlace): Promise<PublishedVerdict | null> {
  const { owner, repo } = place.repository;
  const source = `the status of ${place.sha.slice(0, 12)} in ${owner}/${repo}`;
  const call = {
    source,
    route: "GET /repos/{owner}/{repo}/commits/{ref}/status",
    parameters: { owner, repo, ref: place.sha },
  };
  for (let number = 1; ; number += 1) {
    const page = await readOfCommit(client, pageOf(call, number));
    if (page === null) return null;
    const found = narrow(statusesAnswer, page.data, source).statuses.find((status) => status.context === place.name);
    if (found) return { id: null, fingerprint: fingerprintIn(found.description ?? ""), conclusion: found.state };
    if (!hasNextPage(page)) return null;
  }
}

/** A verdict that somebody looked up already. */
export function known(present: PublishedVerdict | "none"): PublishedVerdict | null {
  return present === "none" ? null : present;
}

function fingerprintIn(description: string): string | null {
  return /\[([^[\]]+)\]\s*$/.exec(description)?.[1] ?? null;
}
