/** Publishes for the Action what only the App can read: one issue, edited in place, and only while somebody may need it. */
import { levelOfShare } from "#src/budget/remaining.ts";
import { renderSnapshot, SNAPSHOT, SNAPSHOT_TITLE, type SnapshotRow } from "#src/budget/snapshot.ts";
import { fromDecimal, HUNDRED, type Rational } from "#src/budget/rational.ts";
import type { Seconds } from "#src/calendar/instant.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo, type RepositoryName } from "#src/facts/issue-reference.ts";
import { findSnapshot, measuredElsewhere, readPrometheus } from "./read-budgets.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** What became of it. `unneeded`: nothing is measured in Prometheus, or no pull request is open that could be judged by it. */
export type PublishedSnapshot = "written" | "held" | "unneeded" | "refused";

/** How long until the next look: six an hour. */
export const NEXT_LOOK: Seconds = 10 * 60;
/** Older than this it would be of no use before the next look but one, so it is written again even when no level changed. */
const FRESH: Seconds = 5 * 60;

/**
 * Looks, writes when a level changed or the time is getting old, and asks for the next look. Nothing is written, and no further
 * look asked for, while no pull request is open: the next verdict of the App asks again. A changed level judges all open ones anew.
 */
export async function publishSnapshot(services: Services, repository: RepositoryName): Promise<PublishedSnapshot> {
  const { budgetSource, face } = services;
  if (!budgetSource || face.kind !== "app") return "unneeded";
  const view = await viewRepository(services, repository);
  const elsewhere = view ? measuredElsewhere(view.policy.config) : [];
  if (!view || elsewhere.length === 0) return "unneeded";
  const pulls = await services.github.listOpenPullRequests(repository);
  if (pulls.length === 0) return "unneeded";
  const rows = await readPrometheus(budgetSource, elsewhere, view.now);
  const before = findSnapshot(view.tracked, view.policy.config);
  const changed = before === null || !sameLevels(before.rows, rows, view);
  const outcome = changed || isAging(before.rows, view) ? await write(services, view, { before, rows }) : "held";
  await services.snapshots?.request(repository, NEXT_LOOK);
  if (changed && before !== null) await recheckRepository(services, repository);
  return outcome;
}

function isAging(rows: readonly SnapshotRow[], { now }: RepositoryView): boolean {
  return rows.some(({ asOf }) => now - asOf >= FRESH);
}

function sameLevels(
  before: readonly SnapshotRow[],
  after: readonly SnapshotRow[],
  { policy }: RepositoryView,
): boolean {
  const permitAbove = fromDecimal(policy.config.policy.permit_above) ?? HUNDRED;
  const levels = (rows: readonly SnapshotRow[]) =>
    rows.map((row) => `${row.component} ${levelOf(row, permitAbove)}`).toSorted();
  return levels(before).join("\n") === levels(after).join("\n");
}

function levelOf({ answer }: SnapshotRow, permitAbove: Rational): string {
  return answer.kind === "remaining" ? levelOfShare(answer.share, permitAbove) : "unknown";
}

async function write(
  services: Services,
  { repository, policy }: RepositoryView,
  { before, rows }: { readonly before: { readonly issue: IssueFacts } | null; readonly rows: readonly SnapshotRow[] },
): Promise<PublishedSnapshot> {
  const body = renderSnapshot(rows);
  const effect: Effect = before
    ? { kind: "edit-issue", issue: referenceTo(before.issue), body: { expected: before.issue.body, next: body } }
    : {
        kind: "ensure-issue",
        repository: { owner: repository.owner, repo: repository.repo },
        marker: SNAPSHOT,
        title: SNAPSHOT_TITLE,
        body,
        labels: [policy.config.labels.umbrella],
        assignees: [],
      };
  const [performed] = await services.github.perform([effect]);
  if (performed?.outcome === "done") return "written";
  if (performed?.outcome === "refused") {
    services.log.warn({ reason: performed.reason }, "The snapshot for the Action could not be published");
    return "refused";
  }
  // `stale`: somebody edits it just now; the next look writes it.
  return "held";
}
