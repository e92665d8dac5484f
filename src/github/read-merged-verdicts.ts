/** Reads what our check said of pull requests that were merged lately: for the weekly summary, which lists those that are always allowed. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { MergedVerdict } from "#src/facts/pull-request.ts";
import type { MergedVerdictsQuery } from "#src/facts/pull-request.ts";
import { narrow, readOfCommit, type Call, type Client } from "./client.ts";
import { instantAnswer } from "./instant-answer.ts";
import { hasNextPage, itemsOf, readPage } from "./pages.ts";

/** The listing is by the last update, so that it ends once that lies before the merges that are asked for. */
const pullAnswer = z.object({
  number: z.number(),
  title: z.string(),
  merged_at: instantAnswer.nullish(),
  updated_at: instantAnswer,
  head: z.object({ sha: z.string() }),
});
type PullAnswer = z.infer<typeof pullAnswer>;

/** More merges in a week are told of as a number only: each costs a request. */
const MOST_PULLS = 300;
const AT_ONCE = 10;

/** Merged within `[from, to)`, in the order of the merges, the first 300 of them; one request a hundred pull requests and one a merge. */
export async function readMergedVerdicts(
  client: Client,
  repository: RepositoryName,
  query: MergedVerdictsQuery,
): Promise<readonly MergedVerdict[]> {
  const merged = await listMerged(client, repository, query);
  const verdicts: MergedVerdict[] = [];
  for (let next = 0; next < merged.length; next += AT_ONCE) {
    const some = merged.slice(next, next + AT_ONCE).map(async (pull): Promise<MergedVerdict> => {
      const words = await readSaid(client, repository, { sha: pull.head.sha, name: query.name });
      return { owner: repository.owner, repo: repository.repo, number: pull.number, title: pull.title, ...words };
    });
    verdicts.push(...(await Promise.all(some)));
  }
  return verdicts;
}

async function listMerged(
  client: Client,
  { owner, repo }: RepositoryName,
  { from, to }: MergedVerdictsQuery,
): Promise<PullAnswer[]> {
  const call: Call = {
    source: `the merged pull requests of ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/pulls",
    parameters: { owner, repo, state: "closed", sort: "updated", direction: "desc" },
  };
  const found = new Map<number, PullAnswer>();
  for (let page = 1; ; page += 1) {
    const answer = await readPage(client, call, page);
    const pulls = answer ? narrow(z.array(pullAnswer), itemsOf(answer, call), call.source) : [];
    for (const pull of pulls) found.set(pull.number, pull);
    if (!answer || !hasNextPage(answer) || (pulls.at(-1)?.updated_at ?? 0) < from) break;
  }
  const mergedAt = (pull: PullAnswer) => pull.merged_at ?? -1;
  return [...found.values()]
    .filter((pull) => mergedAt(pull) >= from && mergedAt(pull) < to)
    .toSorted((a, b) => mergedAt(a) - mergedAt(b) || a.number - b.number)
    .slice(0, MOST_PULLS);
}

const checkRunsAnswer = z.object({
  check_runs: z.array(
    z.object({
      id: z.number(),
      app: z.object({ slug: z.string().nullish() }).nullish(),
      output: z.object({ title: z.string().nullish(), summary: z.string().nullish() }).nullish(),
    }),
  ),
});
const statusAnswer = z.object({
  statuses: z.array(z.object({ context: z.string(), description: z.string().nullish() })),
});

type Said = Pick<MergedVerdict, "said" | "summary">;

interface Place {
  readonly sha: string;
  readonly name: string;
}

/** The first line of the verdict: the App's check run has it as its title, a workflow's status as its description. */
async function readSaid(client: Client, { owner, repo }: RepositoryName, { sha, name }: Place): Promise<Said> {
  const source = `what ${name} said of ${sha.slice(0, 12)} in ${owner}/${repo}`;
  if (client.self === "github-actions[bot]") {
    const route = "GET /repos/{owner}/{repo}/commits/{ref}/status";
    const answer = await readOfCommit(client, { source, route, parameters: { owner, repo, ref: sha, per_page: 100 } });
    const statuses = answer ? narrow(statusAnswer, answer.data, source).statuses : [];
    const description = statuses.find(({ context }) => context === name)?.description;
    return { said: description?.replace(/\s*\[[0-9a-f]+\]$/, "") ?? null, summary: "" };
  }
  const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
  const parameters = { owner, repo, ref: sha, check_name: name, per_page: 100 };
  const answer = await readOfCommit(client, { source, route, parameters });
  const runs = answer ? narrow(checkRunsAnswer, answer.data, source).check_runs : [];
  const own = runs.filter(({ app }) => `${app?.slug}[bot]` === client.self).toSorted((a, b) => b.id - a.id);
  return { said: own[0]?.output?.title ?? null, summary: own[0]?.output?.summary ?? "" };
}
