/** Reads one text file of a repository at a branch or commit. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { narrow, readOfCommit, type Client } from "./client.ts";

const fileAnswer = z.object({
  type: z.literal("file"),
  sha: z.string(),
  content: z.string(),
  encoding: z.string(),
});

const blobAnswer = z.object({ content: z.string(), encoding: z.literal("base64") });

/**
 * One request; a second for files above 1 MB, which come without text.
 * @returns null when there is no such file (a directory, a submodule), or the repository or commit is gone or out of sight.
 */
export async function readFile(
  client: Client,
  repository: RepositoryName,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<string | null> {
  const { owner, repo } = repository;
  const source = `${path} of ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/contents/{path}";
  const answer = await readOfCommit(client, { source, route, parameters: { owner, repo, path, ref } });
  const file = fileAnswer.safeParse(answer?.data);
  if (!file.success) return null;
  const { sha, content, encoding } = file.data;
  if (encoding === "base64") return decode(content);
  const blobRoute = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  const blob = await readOfCommit(client, { source, route: blobRoute, parameters: { owner, repo, file_sha: sha } });
  return blob && decode(narrow(blobAnswer, blob.data, source).content);
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
