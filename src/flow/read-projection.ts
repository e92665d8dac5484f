/** Fills the projection from GitHub: the records of a repository, and all its open pull requests together. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { GATE_NAME } from "./begin-gate.ts";
import { type KnownRecords, ONLY, rememberSnapshots } from "./remember.ts";
import type { Projection, PullSnapshot, Services } from "./services.ts";
import { viewRepository } from "./view-repository.ts";

/** Reads policy and tracked issues. @returns null when the repository is gone, out of sight or archived. */
export async function readRecords(services: Services, repository: RepositoryName): Promise<KnownRecords | null> {
  const view = await viewRepository(services, repository);
  return view && { repository: view.repository, policy: view.policy, tracked: view.tracked };
}

/** What to read of the pull requests. */
export interface PullsQuery {
  /** Also their files: only where a component has something to say. */
  readonly files: boolean;
  readonly policySha: string | null;
}

/** Reads all open pull requests, fifty a request; those that are not open any more are forgotten. */
export async function readPulls(
  services: Services & { readonly projection: Projection },
  repository: RepositoryName,
  { files, policySha }: PullsQuery,
): Promise<void> {
  const { projection, github } = services;
  const ticket = await projection.ticket();
  const snapshots =
    (await github.readOpenPulls(repository, { check: GATE_NAME, files })) ??
    (await github.listOpenPullRequests(repository)).map(plainly);
  await rememberSnapshots(projection, { snapshots, policySha, ticket });
  const names = snapshots.map(({ pull }) => String(pull.number));
  const heads = [...new Set(snapshots.map(({ pull }) => pull.headSha))];
  await projection.retain(repository, "pull", { names, ticket });
  await projection.retain(repository, "files", { names, ticket });
  await projection.retain(repository, "verdict", { names: heads, ticket });
  const whole = { kind: "pulls", name: ONLY, tag: null, value: { count: names.length } } as const;
  await projection.save(repository, [whole], ticket);
}

function plainly(pull: PullSnapshot["pull"]): PullSnapshot {
  return { pull, closingIssues: null, headPolicy: null, published: null, files: null };
}
