/** Reads our configuration file at a branch or commit. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import { narrow, read, type Client } from "./client.ts";
import { readRepository } from "./read-repository.ts";

/** Where the configuration lives. */
export const POLICY_PATH = ".github/aftercare.yml";

const fileAnswer = z.object({
  type: z.literal("file"),
  sha: z.string(),
  content: z.string(),
  encoding: z.string(),
  /** Its `ref` parameter is the branch that GitHub resolved. */
  url: z.string().nullish(),
});

const blobAnswer = z.object({ content: z.string(), encoding: z.literal("base64") });

/**
 * The configuration at `ref` (default: the default branch). `text: null` = no such file there, or it is a directory.
 * One request when the file exists, a second when it does not: only then must a repository that we cannot see be told apart.
 * @returns null when the repository is gone or out of sight.
 */
export async function readPolicyFile(
  client: Client,
  repository: RepositoryName,
  ref?: string,
): Promise<PolicyFile | null> {
  const { owner, repo } = repository;
  const source = `${POLICY_PATH} of ${owner}/${repo}`;
  const answer = await read(client, {
    source,
    route: "GET /repos/{owner}/{repo}/contents/{path}",
    parameters: { owner, repo, path: POLICY_PATH, ...(ref === undefined ? {} : { ref }) },
  });
  const file = fileAnswer.safeParse(answer?.data);
  if (!file.success) return absentFile(client, repository, ref);
  const { sha, content, encoding, url } = file.data;
  const text = encoding === "base64" ? decode(content) : await readBlob(client, repository, sha);
  return { path: POLICY_PATH, ref: ref ?? resolvedRef(url) ?? "HEAD", sha, text };
}

async function absentFile(client: Client, repository: RepositoryName, ref?: string): Promise<PolicyFile | null> {
  const facts = await readRepository(client, repository);
  return facts && { path: POLICY_PATH, ref: ref ?? facts.defaultBranch, sha: null, text: null };
}

/** Above 1 MB the contents come with `encoding: none` and without text; the blob has it. */
async function readBlob(client: Client, repository: RepositoryName, sha: string): Promise<string | null> {
  const { owner, repo } = repository;
  const source = `${POLICY_PATH} of ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  const answer = await read(client, { source, route, parameters: { owner, repo, file_sha: sha } });
  return answer && decode(narrow(blobAnswer, answer.data, source).content);
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}

function resolvedRef(url: string | null | undefined): string | null {
  return url && URL.canParse(url) ? new URL(url).searchParams.get("ref") : null;
}
