/** Somebody edited an item's table: what that loosens without the right is put back, with a comment. */
import { openZone, UTC } from "#src/calendar/zone.ts";
import { putBackBlock } from "#src/command/loosening-block.ts";
import type { IssueEvent } from "#src/facts/event.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { isOurs } from "#src/incident/recognise.ts";
import { readActor } from "./gather-command-context.ts";
import type { PolicyInForce } from "./load-policy.ts";
import type { Services } from "./services.ts";
import { viewRepository } from "./view-repository.ts";

/** A description that somebody edits at the same moment is read again. */
const MOST_TRIES = 3;

/** Only the App does this: a workflow cannot see who belongs to a team of owners. */
export async function putBackEdit(services: Services, event: IssueEvent, { config }: PolicyInForce): Promise<void> {
  const { issue: reference, sender, edit } = event;
  const concerns = services.face.kind === "app" && config.writer === "app" && sender !== null;
  if (!concerns || !edit || edit.before === "" || edit.before === edit.after) return;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const [view, issue] = await Promise.all([
      viewRepository(services, reference),
      services.github.readIssue(reference),
    ]);
    const item = view?.records.items.find((one) => sameIssue(one.issue, reference));
    if (!view || !issue || !item || !isOurs(issue.author, config)) return;
    const actor = await readActor(services, { author: sender, issue: reference }, view);
    const terms = { zone: openZone(config.timezone) ?? UTC, slo: config.policy.due };
    const effects = putBackBlock({ item, issue, ...edit, now: view.now }, actor, { config, terms });
    const performed = effects.length === 0 ? [] : await services.github.perform(effects);
    if (!performed.some(({ outcome }) => outcome === "stale")) return;
  }
}
