/** What an event or a write of ours makes uncertain is forgotten, so that the next verdict reads it anew. */
import type { Seconds } from "#src/calendar/instant.ts";
import { isAboutVoice } from "#src/command/read-overrides.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { CommentEvent, IssueEvent, RepositoryEvent } from "#src/facts/event.ts";
import { sameIssue, type IssueReference, type RepositoryName } from "#src/facts/issue-reference.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import type { Rechecks } from "./rechecks.ts";
import { ONLY, recallAskedForParents, recallRecords } from "./remember.ts";
import type { GitHub, Projection } from "./services.ts";

type Forget<Kind extends RepositoryEvent["kind"]> = (
  projection: Projection,
  event: Extract<RepositoryEvent, { kind: Kind }>,
) => Promise<Forgotten | void>;

/** What was forgotten: the `records`; `mended` = those too, since a person changed or removed a comment where records may stand. */
export type Forgotten = "records" | "mended" | "nothing more";

const FORGET: { readonly [Kind in RepositoryEvent["kind"]]: Forget<Kind> } = {
  issue: forgetIssue,
  comment: forgetComment,
  "sub-issue": async (projection, { parent }) => {
    await forgetRecords(projection, parent);
    // What hangs under an item may be what a pull request delivers.
    for (const pull of await recallAskedForParents(projection, parent)) await forgetPull(projection, pull);
    return "records";
  },
  "pull-request": (projection, { pull }) => forgetPull(projection, pull),
  // The queue's commit is judged by fresh facts.
  "merge-group": async () => {},
  // A person doubts what stands there: nothing that it rests on counts any more.
  "check-requested": async (projection, { repository, headSha }) => {
    await forgetRecords(projection, repository);
    await projection.forget(repository, "verdict", headSha);
    for (const { name } of await projection.loadAll(repository, "pull", headSha)) {
      await projection.forget(repository, "pull", name);
    }
  },
  // What it undoes is seen by its diff, and changes items by writes of ours.
  push: async () => {},
  // What is remembered tells which issues had it: the flow forgets when it has looked.
  label: async () => {},
  "policy-changed": (projection, { repository }) => forgetRecords(projection, repository),
  installed: async (projection, { repositories }) => {
    // Then every repository is swept, which reads everything anew.
    if (repositories === "all") return;
    for (const repository of repositories) {
      await forgetRecords(projection, repository);
      await projection.forget(repository, "pulls", ONLY);
    }
  },
};

/** Forgets what the event makes uncertain. What our own writes make uncertain was forgotten when they were made. Events that do not concern anything remembered cost one look-up. */
export async function forgetWhatChanged<Kind extends RepositoryEvent["kind"]>(
  projection: Projection,
  event: Extract<RepositoryEvent, { kind: Kind }>,
  self: string,
): Promise<Forgotten> {
  if ("sender" in event && event.sender?.login.toLowerCase() === self.toLowerCase()) return "nothing more";
  const forget: Forget<Kind> = FORGET[event.kind];
  return (await forget(projection, event)) ?? "nothing more";
}

function forgetRecords(projection: Projection, repository: RepositoryName): Promise<void> {
  return projection.forget(repository, "records", ONLY);
}

function forgetPull(projection: Projection, pull: IssueReference): Promise<void> {
  return projection.forget(pull, "pull", String(pull.number));
}

/** What is not known may be read just now by somebody who has not seen the change: then that answer must not count either. */
async function forgetIssue(projection: Projection, event: IssueEvent): Promise<Forgotten> {
  const { issue, isPullRequest, labels, label } = event;
  if (isPullRequest) {
    await forgetPull(projection, issue);
    return "nothing more";
  }
  const records = await recallRecords(projection, issue);
  const all = label === null ? labels : [...labels, label];
  const carries = records !== null && hasLabel(all, records.policy.config.labels.umbrella);
  if (records && !carries && !isTracked(issue, records)) return "nothing more";
  await forgetRecords(projection, issue);
  return records ? "records" : "nothing more";
}

/** Overrides stand in comments of pull requests; the record of an analysis is a comment that people may mend. */
async function forgetComment(projection: Projection, event: CommentEvent): Promise<Forgotten> {
  const { issue, isPullRequest, action } = event;
  if (isPullRequest) {
    await forgetPull(projection, issue);
    return "nothing more";
  }
  const records = await recallRecords(projection, issue);
  if (records && !isTracked(issue, records)) return "nothing more";
  await forgetRecords(projection, issue);
  return action === "edited" || action === "deleted" ? "mended" : "nothing more";
}

function isTracked(
  issue: IssueReference,
  { tracked }: { readonly tracked: { readonly tracked: readonly { readonly issue: IssueReference }[] } },
): boolean {
  return tracked.tracked.some((one) => sameIssue(one.issue, issue));
}

/** GitHub's listings may show a change some seconds late: what was read of it by then is read once more, after so many seconds. */
export const LAG: Seconds = 60;

/** What it needs beside GitHub. */
export interface Forgetting {
  readonly projection: Projection;
  readonly rechecks: Pick<Rechecks, "requestAt">;
}

/**
 * GitHub, where every write of ours to issues makes the records uncertain, also one whose outcome is unknown. Who reads them at once
 * may not see it yet, so the verdicts are looked at again a little later.
 */
export function forgettingWrites(github: GitHub, forgetting: Forgetting): GitHub {
  const { projection, rechecks } = forgetting;
  const forgetAll = async (effects: readonly Effect[]) => {
    for (const home of homesOf(effects)) {
      await forgetRecords(projection, home);
      await rechecks.requestAt?.(home, github.now() + LAG);
    }
  };
  const forgetVoices = async (effects: readonly Effect[]) => {
    for (const pull of effects.flatMap(spokenOn)) await forgetPull(projection, pull);
  };
  return {
    ...github,
    perform: async (effects) => {
      try {
        const performed = await github.perform(effects);
        // Also what held: whoever wrote it may have died before it could be forgotten.
        await forgetVoices(effects);
        await forgetAll(performed.filter(({ outcome }) => outcome !== "held").map(({ effect }) => effect));
        return performed;
      } catch (error) {
        await forgetVoices(effects);
        await forgetAll(effects);
        throw error;
      }
    },
  };
}

/** Each once. */
function homesOf(effects: readonly Effect[]): Iterable<RepositoryName> {
  const homes = effects
    .flatMap(homeOf)
    .map(({ owner, repo }) => [`${owner}/${repo}`.toLowerCase(), { owner, repo }] as const);
  return new Map(homes).values();
}

/** The pull request that is judged by this word of ours about somebody's voice for an override. */
function spokenOn(effect: Effect): readonly IssueReference[] {
  return effect.kind === "ensure-comment" && isAboutVoice(effect.marker) ? [effect.issue] : [];
}

/** Verdicts and reactions are part of no record. */
function homeOf(effect: Effect): readonly RepositoryName[] {
  switch (effect.kind) {
    case "ensure-check-run":
    case "ensure-commit-status":
    case "ensure-reaction":
      return [];
    case "ensure-issue":
      return [effect.repository];
    case "ensure-sub-issue":
      return [effect.parent];
    default:
      return [effect.issue];
  }
}
