/** The merge queue asks again at queue time: the member is judged as it stands now, and the verdict stands on the group's commit. */
import type { MergeGroupEvent } from "#src/facts/event.ts";
import { type IssueReference, referenceTo } from "#src/facts/issue-reference.ts";
import { judge } from "#src/gate/judge.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { gatherGateFacts } from "./gather-gate-facts.ts";
import { publishVerdict } from "./publish-verdict.ts";
import { ONLY } from "./remember.ts";
import type { Services } from "./services.ts";

/** Judges every member of the group. @returns null when the group names no pull request that we can see. */
export async function gateMergeGroup(services: Services, group: MergeGroupEvent): Promise<Verdict | null> {
  const members = await membersOf(services, group);
  // What is merged next is judged by what GitHub says now, not by what is remembered.
  const { projection: _remembered, ...fresh } = services;
  const gathered = await Promise.all(members.map((member) => gatherGateFacts(fresh, member)));
  const facts = gathered.filter((one) => one !== null);
  const verdicts = facts.map((one) => judge(one).verdict);
  const verdict = combineVerdicts(verdicts);
  const first = facts[0];
  if (!verdict || !first) return null;
  const target = {
    repository: group.repository,
    headSha: group.headSha,
    url: first.pull.url,
    config: first.policy.config,
  };
  await publishVerdict(services, verdict, target);
  services.judged?.(verdict);
  const refused = facts.filter((_, index) => verdicts[index]?.fails);
  for (const { pull } of refused) await tellOnPull(services, pull);
  return verdict;
}

/** GitHub says only that a check failed. Why stands on the pull request itself, whose own check has passed before: it is judged anew. */
async function tellOnPull({ projection, rechecks }: Services, pull: IssueReference): Promise<void> {
  await projection?.forget(pull, "records", ONLY);
  await projection?.forget(pull, "pull", String(pull.number));
  await rechecks.request([referenceTo(pull)]);
}

/** The member that the branch names, and those whose commits the group brings along. */
async function membersOf(services: Services, group: MergeGroupEvent): Promise<readonly IssueReference[]> {
  const named = /\/pr-(\d+)-[0-9a-f]+$/.exec(group.headRef)?.[1];
  const others = await services.github.listMergeGroupMembers(group);
  const numbers = new Set([...(named === undefined ? [] : [Number(named)]), ...others]);
  return [...numbers].map((number) => ({ ...group.repository, number }));
}
