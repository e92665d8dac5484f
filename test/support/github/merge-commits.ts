/** Makes the commits of merges: a merge commit, a squashed one, or replayed ones. */
import type { World } from "./call.ts";
import { isoTime } from "./clock.ts";
import { branchTip } from "./git.ts";
import { mergeCommits, rebaseCommits } from "./git/merge.ts";
import { type Signature, writeCommit } from "./git/objects.ts";
import { type PullIssue, pullCommits } from "./pull-diff.ts";
import type { RepositoryRow } from "./rows.ts";
import { accountOf } from "./state.ts";

/** How a merge is made. */
export type MergeMethod = "merge" | "squash" | "rebase";

/** GitHub's own committer of merges made on its site. */
function gitHubItself(world: World): Signature {
  return { name: "GitHub", email: "noreply@github.com", date: isoTime(world.clock.now()) };
}

/** A person's or bot's name on a commit, now. */
export function signatureFor(world: World, login: string): Signature {
  const account = accountOf(world.state, login);
  const email = account.email ?? `${account.id}+${account.login}@users.noreply.github.com`;
  return { name: account.name ?? account.login, email, date: isoTime(world.clock.now()) };
}

/** What to merge onto which commit, by whom. Title and message replace GitHub's own. */
export interface Combination {
  readonly issue: PullIssue;
  readonly baseSha: string;
  readonly method: MergeMethod;
  readonly login: string;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
}

/** The new tip, not yet on any branch; null when there is a conflict. */
export function combine(world: World, repository: RepositoryRow, what: Combination): string | null {
  const { issue, baseSha, method } = what;
  const { objects } = repository.git;
  if (method === "rebase") {
    const rebased = rebaseCommits(objects, { base: baseSha, head: issue.pull.headSha }, gitHubItself(world));
    return "tip" in rebased ? rebased.tip : null;
  }
  const merged = mergeCommits(objects, baseSha, issue.pull.headSha);
  if ("conflicts" in merged) return null;
  const squash = method === "squash";
  return writeCommit(objects, {
    tree: merged.tree,
    parents: squash ? [baseSha] : [baseSha, issue.pull.headSha],
    author: signatureFor(world, squash ? issue.user : what.login),
    committer: gitHubItself(world),
    message: messageOf(repository, what),
  });
}

function messageOf(repository: RepositoryRow, what: Combination): string {
  const { issue, method } = what;
  const squash = method === "squash";
  const title =
    what.title ??
    (squash
      ? `${issue.title} (#${issue.number})`
      : `Merge pull request #${issue.number} from ${issue.pull.headOwner}/${issue.pull.headRef}`);
  const body = what.message ?? (squash ? squashedBody(repository, issue) : issue.title);
  return body === "" ? title : `${title}\n\n${body}`;
}

function squashedBody(repository: RepositoryRow, issue: PullIssue): string {
  const commits = pullCommits(repository, issue);
  return commits.length < 2 ? "" : commits.map((commit) => `* ${commit.message}`).join("\n\n");
}

/** The commit that GitHub makes to see whether a pull request merges (`refs/pull/n/merge`); null when it conflicts. */
export function testMerge(world: World, repository: RepositoryRow, issue: PullIssue): string | null {
  const baseSha = branchTip(repository.git, issue.pull.baseRef) ?? issue.pull.baseSha;
  const title = `Merge ${issue.pull.headSha} into ${baseSha}`;
  return combine(world, repository, { issue, baseSha, method: "merge", login: issue.user, title, message: "" });
}
