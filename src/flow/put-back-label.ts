/** Somebody edited a label: what that loosens without the right is put back, with a comment. */
import { loosenedComponents, putBack } from "#src/command/loosening-label.ts";
import type { IssueEvent } from "#src/facts/event.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { readActor } from "./gather-command-context.ts";
import type { PolicyInForce } from "./load-policy.ts";
import type { Services } from "./services.ts";
import { viewRepository } from "./view-repository.ts";

/** Another bot that answers each of our edits with the same edit must not be answered for ever. */
const MOST_AN_HOUR = 3;
const HOUR = 3600;

/** Only the App does this: a workflow cannot see who belongs to a team of owners. @returns true when it was put back. */
export async function putBackLabel(services: Services, event: IssueEvent, policy: PolicyInForce): Promise<boolean> {
  const { issue, label, action, labels, sender } = event;
  const { config } = policy;
  const concerns = services.face.kind === "app" && config.writer === "app" && label !== null && sender !== null;
  if (!concerns || (action !== "labeled" && action !== "unlabeled")) return false;
  const edit = { issue, label, action, labels, confirmed: true } as const;
  if (loosenedComponents(edit, config) === null) return false;
  const view = await viewRepository(services, issue);
  if (!view) return false;
  const confirmed = view.records.analyses.some(
    (analysis) => sameIssue(analysis.incident, issue) && analysis.record?.confirmed != null,
  );
  const actor = await readActor(services, { author: sender, issue }, view);
  const effects = putBack({ ...edit, confirmed }, actor, config);
  if (effects.length === 0 || (await isContested(services, event))) return false;
  await services.github.perform(effects);
  return true;
}

async function isContested(services: Services, { issue, label, action }: IssueEvent): Promise<boolean> {
  const { github, log } = services;
  const undoing = action === "unlabeled" ? "labeled" : "unlabeled";
  const since = github.now() - HOUR;
  const ours = (await github.readActivity(issue)).filter(
    ({ at, actor, event, detail }) =>
      at >= since && event === undoing && detail === label && actor?.login.toLowerCase() === github.self.toLowerCase(),
  );
  if (ours.length < MOST_AN_HOUR) return false;
  log.warn({ issue: issue.number }, "A label was put back several times within an hour and is left as it is");
  return true;
}
