/** Performs `ensure-commit-status`: a status of our context, with the fingerprint at the end of its description. */
import { known, readStatus } from "#src/github/read-published-verdict.ts";
import { fitLine } from "./fit-text.ts";
import { DONE, HELD, type EffectOf, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** GitHub's limit for a status description. */
const DESCRIPTION_LIMIT = 140;

/** State and fingerprint are compared, so that a status that somebody else wrote over ours is put right. */
export const ensureCommitStatus: Performer<"ensure-commit-status"> = async (client, effect) => {
  const { owner, repo } = effect.repository;
  const place = { repository: effect.repository, sha: effect.sha, name: effect.context };
  const present = effect.present === undefined ? await readStatus(client, place) : known(effect.present);
  if (present?.fingerprint === effect.fingerprint && present.conclusion === effect.state) return HELD;
  const written = await write(client, {
    source: `the status ${effect.context} on ${effect.sha.slice(0, 12)} in ${owner}/${repo}`,
    route: "POST /repos/{owner}/{repo}/statuses/{sha}",
    parameters: {
      owner,
      repo,
      sha: effect.sha,
      state: effect.state,
      context: effect.context,
      description: describe(effect),
      ...(effect.targetUrl === null ? {} : { target_url: effect.targetUrl }),
    },
  });
  return written.ok ? DONE : written.outcome;
};

function describe(effect: EffectOf<"ensure-commit-status">): string {
  const tail = ` [${effect.fingerprint}]`;
  const words = effect.description.endsWith(tail) ? effect.description.slice(0, -tail.length) : effect.description;
  return `${fitLine(words, DESCRIPTION_LIMIT - tail.length)}${tail}`;
}
