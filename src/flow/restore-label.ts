/** Somebody deleted or renamed one of our labels for the whole repository: issues lose it without a word each, so it is put again where it was. */
import type { Config } from "#src/config/schema.ts";
import { isGateLabel, mustCarry, restoreLabel } from "#src/command/lost-label.ts";
import type { LabelEvent } from "#src/facts/event.ts";
import { type IssueReference, issueKey } from "#src/facts/issue-reference.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import { loadPolicy } from "./load-policy.ts";
import { recheckRepository } from "./recheck.ts";
import { ONLY, recallRecords } from "./remember.ts";
import type { Services } from "./services.ts";
import { viewRepository } from "./view-repository.ts";

/** Where nothing is remembered of who carried it, what the records and our own markers say must do. */
export async function followLabel(
  services: Services,
  { repository, label, renamedTo, sender }: LabelEvent,
): Promise<void> {
  const { projection, github, face, log } = services;
  const known = projection && (await recallRecords(projection, repository));
  const policy = await loadPolicy(services, repository);
  if (!policy || !isGateLabel(label, renamedTo, policy.config)) return;
  const remembered = (known?.tracked.tracked ?? []).filter(({ issue }) => hasLabel(issue.labels, label));
  if (policy.config.writer === face.kind && sender) {
    const marked = await markedIssues(services, { repository, label, config: policy.config });
    const all = [...remembered.map(({ issue }) => issue), ...marked];
    const carriers = [...new Map(all.map((issue) => [issueKey(issue), issue])).values()];
    if (carriers.length === 0) log.warn({ label }, "A label of ours is gone, and nothing tells which issues had it");
    await github.perform(restoreLabel(label, carriers, sender));
  }
  await projection?.forget(repository, "records", ONLY);
  await recheckRepository(services, repository);
}

interface Lost {
  readonly repository: LabelEvent["repository"];
  readonly label: string;
  readonly config: Config;
}

/** Issues that are found by another label of ours, and that must have had this one. */
async function markedIssues(
  services: Services,
  { repository, label, config }: Lost,
): Promise<readonly IssueReference[]> {
  const { umbrella, pia, remediation, incident } = config.labels;
  if (hasLabel(incident, label)) return confirmedIncidents(services, { repository, label, config });
  if (!hasLabel([umbrella, pia, remediation], label)) return [];
  const others = hasLabel([umbrella], label) ? [pia, remediation] : [umbrella];
  const since = services.github.now() - MEMORY;
  const found = await Promise.all(
    others.map((other) => services.github.readTrackedIssues(repository, { label: other, since })),
  );
  return found.flatMap(({ tracked }) =>
    tracked.map(({ issue }) => issue).filter((issue) => mustCarry(label, issue, config)),
  );
}

/** A quarter: what was closed before matters no more. */
const MEMORY = 92 * 86_400;

async function confirmedIncidents(services: Services, { repository }: Lost): Promise<readonly IssueReference[]> {
  const view = await viewRepository(services, repository);
  const confirmed = (view?.records.analyses ?? []).filter(({ record }) => record?.confirmed != null);
  return confirmed.map(({ incident }) => incident);
}
