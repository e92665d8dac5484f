/** Makes a label in a repository when it is new there, with a colour and a description. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { read, type Client } from "#src/github/client.ts";
import { labelStyle } from "./label-style.ts";
import type { Outcome } from "./performer.ts";
import { write } from "./write.ts";

/** One read when the label exists, a write besides when it does not. Null = it exists now; else why GitHub refused. */
export async function makeLabel(client: Client, repository: RepositoryName, label: string): Promise<Outcome | null> {
  const { owner, repo } = repository;
  const source = `the label "${label}" in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/labels/{name}";
  const present = await read(client, { source, route, parameters: { owner, repo, name: label } });
  if (present !== null) return null;
  const parameters = { owner, repo, name: label, ...labelStyle(label) };
  const made = await write(client, { source, route: "POST /repos/{owner}/{repo}/labels", parameters });
  // Another run may have made it between our look and our write.
  const already = !made.ok && made.failure.kind === "invalid" && /already_exists/.test(made.failure.message);
  return made.ok || already ? null : made.outcome;
}
