/** Commits were pushed to the default branch: what came without a pull request can undo a fix or take a guard away just as well. */
import { sameRepository } from "#src/facts/issue-reference.ts";
import type { ChangedFile, PushedRange } from "#src/facts/pull-request.ts";
import { checkLanded } from "./check-delivered.ts";
import { recallRecords } from "./remember.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, view, viewRepository } from "./view-repository.ts";

/** Looks at the push by its diff. A repository in which nothing was delivered and nothing is guarded costs no request where it is remembered. */
export async function followPush(services: Services, push: PushedRange): Promise<void> {
  const known = (await recallView(services, push)) ?? (await viewRepository(services, push));
  if (!known || services.face.kind !== known.policy.config.writer || !canUndo(known, push)) return;
  if (!push.forced && (await isMerge(services, push))) return;
  const by = { owner: push.owner, repo: push.repo, sha: push.after };
  const files = async () => [...(await services.github.readPushedFiles(push)), ...(push.forced ? guardsOf(known) : [])];
  await checkLanded(services, { by, diff: push, ref: push.after, files });
}

/** No listing tells which files a force push dropped, so each guard is looked at. */
function guardsOf({ records }: RepositoryView): readonly ChangedFile[] {
  const paths = records.items.flatMap(({ guard }) => guard ?? []);
  return paths.map((path) => ({ path, previousPath: null, status: "modified" }));
}

async function recallView({ projection, github }: Services, push: PushedRange): Promise<RepositoryView | null> {
  const known = projection && (await recallRecords(projection, push));
  return known ? view({ ...known, now: github.now() }) : null;
}

function canUndo({ records }: RepositoryView, push: PushedRange): boolean {
  return records.items.some(
    ({ guard, pullRequests }) =>
      guard !== null ||
      pullRequests.some(({ reference, state }) => state !== "reverted" && sameRepository(reference, push)),
  );
}

/** What a pull request brought is looked at when it is merged. */
async function isMerge({ github }: Services, push: PushedRange): Promise<boolean> {
  const pulls = await github.listPullRequestsForCommit(push, push.after);
  return pulls.some(({ merged, mergeCommitSha }) => merged && mergeCommitSha === push.after);
}
