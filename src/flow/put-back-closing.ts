/** Whoever wrote an issue may close it, without any right in the repository: where that would open the gate, it is opened again, with a comment. */
import type { Effect } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { IssueEvent } from "#src/facts/event.ts";
import { type Permission, permits } from "#src/facts/issue.ts";
import { type IssueReference, referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { STATE_LABELS } from "#src/remediation/read-item.ts";
import type { PolicyInForce } from "./load-policy.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Only people are asked: what a bot closes, somebody with the right to it has told it to close. Costs one read where the right is there. */
export async function putBackClosing(services: Services, event: IssueEvent, { config }: PolicyInForce): Promise<void> {
  const { action, issue, sender, labels } = event;
  const isWriter = services.face.kind === config.writer;
  if (action !== "closed" || !isWriter || sender?.type !== "User" || hasLabel(labels, STATE_LABELS.proposed)) return;
  const held = await services.github.readPermission(issue, sender.login);
  if (permits(held, "write")) return;
  const view = await viewRepository(services, issue);
  const wrong = view && wrongClosing(issue, held, view);
  if (!wrong || !(await isStillTheirs(services, event))) return;
  await services.github.perform(reopened(issue, sender.login, wrong));
}

interface WrongClosing {
  /** What it would mean. */
  readonly means: string;
  readonly needs: string;
  readonly instead: string;
}

function wrongClosing(issue: IssueReference, held: Permission, { records }: RepositoryView): WrongClosing | null {
  const item = records.items.find((one) => sameIssue(one.issue, issue));
  if (item?.state === "done" || item?.state === "done-unproven") {
    const instead =
      "If it is done, one of them says `/pia done`, with a link that shows it where there is one: `/pia done evidence:https://…`.";
    return { means: "Closing this item says that it is done", needs: "write permission", instead };
  }
  const incident = records.incidents.find((one) => sameIssue(one.issue, issue));
  if (!incident?.confirmed || incident.open || incident.moments.mitigated || permits(held, "triage")) return null;
  const instead = "If it is over, one of them says when: `/pia mitigated TIME`. Then it may be closed by anybody.";
  return { means: "Closing an incident says that its impact has ended", needs: "triage permission", instead };
}

/** Somebody else may have opened or closed it again since. */
async function isStillTheirs({ github }: Services, { issue, sender }: IssueEvent): Promise<boolean> {
  const activity = await github.readActivity(issue);
  const last = activity.findLast(({ event }) => event === "closed" || event === "reopened");
  return last?.event === "closed" && last.actor?.login.toLowerCase() === sender?.login.toLowerCase();
}

function reopened(issue: IssueReference, login: string, { means, needs, instead }: WrongClosing): readonly Effect[] {
  const marker = { kind: "put-back", keys: { closed: login.toLowerCase() } };
  const words = `${means}, which lets more through the gate and needs ${needs}; ${escapeText(`@${login}`)} has less. So it is open again.`;
  const body = [renderMarker(marker), words, instead].join("\n\n");
  return [
    { kind: "set-issue-state", issue: referenceTo(issue), state: "open", reason: "reopened" },
    { kind: "ensure-comment", issue: referenceTo(issue), marker, body },
  ];
}
