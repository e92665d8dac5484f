/** Performs `ensure-check-run`: completed in one request, and written again only when it says something else. */
import { z } from "zod";
import { narrow } from "#src/github/client.ts";
import { known, readOwnCheckRun } from "#src/github/read-published-verdict.ts";
import { fitLine, fitText } from "./fit-text.ts";
import { DONE, HELD, type EffectOf, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** GitHub publishes no limit for the title; what is longer than this is unreadable in the list of checks. */
const TITLE_LIMIT = 255;

/** Updates our latest run of that name on the commit, so that old verdicts do not pile up; makes one where there is none. */
export const ensureCheckRun: Performer<"ensure-check-run"> = async (client, effect) => {
  const { owner, repo } = effect.repository;
  const place = { repository: effect.repository, sha: effect.headSha, name: effect.name };
  const present = effect.present === undefined ? await readOwnCheckRun(client, place) : known(effect.present);
  if (present?.fingerprint === effect.fingerprint && present.conclusion === effect.conclusion) {
    return { ...HELD, ...checkRunOf(present.id) };
  }
  const source = `the check ${effect.name} on ${effect.headSha.slice(0, 12)} in ${owner}/${repo}`;
  const content = contentOf(effect);
  const written =
    present === null || present.id === null
      ? await write(client, {
          source,
          route: "POST /repos/{owner}/{repo}/check-runs",
          parameters: { owner, repo, head_sha: effect.headSha, ...content },
        })
      : await write(client, {
          source,
          route: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
          parameters: { owner, repo, check_run_id: present.id, ...content },
        });
  if (!written.ok) return written.outcome;
  return { ...DONE, ...checkRunOf(narrow(checkRunAnswer, written.answer.data, source).id) };
};

const checkRunAnswer = z.object({ id: z.number() });

function checkRunOf(id: number | null): { readonly checkRun?: { readonly id: number } } {
  return id === null ? {} : { checkRun: { id } };
}

function contentOf(effect: EffectOf<"ensure-check-run">) {
  const { name, conclusion, fingerprint, title, summary, text, actions } = effect;
  return {
    name,
    status: "completed",
    conclusion,
    external_id: fingerprint,
    output: {
      title: fitLine(title, TITLE_LIMIT),
      summary: fitText(summary),
      ...(text === "" ? {} : { text: fitText(text) }),
    },
    actions,
  };
}
