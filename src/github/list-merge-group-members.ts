/** Which pull requests a merge group brings to its base, read from the commits between the two. */
import { z } from "zod";
import type { MergeGroupEvent } from "#src/facts/event.ts";
import { narrow, read, type Client } from "./client.ts";

const compareAnswer = z.object({ commits: z.array(z.object({ commit: z.object({ message: z.string() }) })) });

/** Numbers from the commits that GitHub's queue makes: `Merge pull request #12 from …` and squashed `Title (#12)`. */
export async function listMergeGroupMembers(client: Client, group: MergeGroupEvent): Promise<readonly number[]> {
  const { repository, baseSha, headSha } = group;
  const { owner, repo } = repository;
  const source = `the commits of the merge group ${headSha.slice(0, 12)}`;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const answer = await read(client, {
    source,
    route,
    parameters: { owner, repo, basehead: `${baseSha}...${headSha}` },
  });
  if (!answer) return [];
  const numbers = narrow(compareAnswer, answer.data, source).commits.flatMap(({ commit }) => {
    const [title = ""] = commit.message.split("\n");
    const number = /^Merge pull request #(\d{1,9}) from /.exec(title)?.[1] ?? /\(#(\d{1,9})\)$/.exec(title)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return [...new Set(numbers)];
}
