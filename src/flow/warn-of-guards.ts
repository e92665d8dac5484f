/** A pull request that takes a guard away is told what it guards: a comment, never a verdict. */
import { findMarker } from "#src/effect/marker.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { GateFacts } from "#src/gate/facts.ts";
import { guardComment, lostGuard } from "#src/remediation/guards.ts";
import { removedGuards } from "./check-delivered.ts";
import type { Services } from "./services.ts";

/** Looks at what a verdict has read anyway. A repository whose items name no guard costs nothing. */
export async function warnOfGuards(
  services: Services,
  { pull, files, records, policy }: Pick<GateFacts, "pull" | "files" | "records" | "policy">,
): Promise<void> {
  const guarded = records.items.filter((item) => item.guard !== null);
  if (guarded.length === 0 || services.face.kind !== policy.config.writer) return;
  const changed = files ?? (await services.github.readChangedFiles(pull));
  const question = { repository: pull, files: changed.files, ref: pull.headSha, items: guarded };
  const lost = await removedGuards(services, question);
  if (lost.length === 0 && !(await wasWarned(services, pull))) return;
  await services.github.perform([
    guardComment(
      pull,
      lost.map((item) => lostGuard(item, records)),
    ),
  ]);
}

async function wasWarned({ github }: Services, pull: PullRequestFacts): Promise<boolean> {
  const comments = await github.readComments(pull);
  return comments.some(({ author, body }) => author.login === github.self && findMarker(body, "guard") !== undefined);
}
