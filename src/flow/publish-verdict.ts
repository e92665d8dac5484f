/** Publishes a verdict where this face writes, and remembers what stands on the commit. */
import type { Config } from "#src/config/schema.ts";
import type { EnsureCheckRun, EnsureCommitStatus, Performed } from "#src/effect/effect.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { PublishedVerdict } from "#src/facts/pull-request.ts";
import { checkRunText, conclusionOf } from "#src/gate/check-run-text.ts";
import { statusDescription } from "#src/gate/first-line.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { GATE_NAME } from "./begin-gate.ts";
import { type KnownVerdict, recallVerdict, rememberVerdict } from "./remember.ts";
import { GitHubUnavailable, type Services } from "./services.ts";

/** Where a verdict goes. */
export interface VerdictTarget {
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly url: string;
  readonly config: Pick<Config, "writer">;
  /** What is known to stand there now; absent = it has to be looked up. */
  readonly present?: KnownVerdict;
}

/** Writes the verdict when this face is the repository's writer. @returns whether it stands on GitHub now. */
export async function publishVerdict(services: Services, verdict: Verdict, target: VerdictTarget): Promise<boolean> {
  if (services.face.kind !== target.config.writer) return false;
  const effect = services.face.kind === "app" ? checkRun(verdict, target) : commitStatus(verdict, target);
  const { projection } = services;
  const performed = await performUncertain(services, effect, target);
  if (performed?.outcome === "refused") {
    services.log.warn({ reason: performed.reason, sha: target.headSha }, "The verdict could not be published");
  }
  const isPublished = performed?.outcome === "done" || performed?.outcome === "held";
  if (projection && isPublished && !stands(effect)) {
    const published = { id: performed.checkRun?.id ?? null, ...essenceOf(effect) };
    await rememberVerdict(projection, { repository: target.repository, sha: target.headSha, verdict: published });
  }
  return isPublished;
}

function isSame(known: KnownVerdict | null, present: KnownVerdict): boolean {
  if (known === null || known === "none" || present === "none") return known === present;
  const { id, fingerprint, conclusion } = known;
  return id === present.id && fingerprint === present.fingerprint && conclusion === present.conclusion;
}

type VerdictEffect = EnsureCheckRun | EnsureCommitStatus;

/** Whoever dies between the write and its being remembered must not leave the verdict before it remembered. */
async function performUncertain(
  { github, projection }: Services,
  effect: VerdictEffect,
  { repository, headSha, present }: VerdictTarget,
): Promise<Performed | undefined> {
  if (!projection || stands(effect)) return (await github.perform([effect]))[0];
  const known = await recallVerdict(projection, repository, headSha);
  await projection.forget(repository, "verdict", headSha);
  try {
    return (await github.perform([effect]))[0];
  } catch (error) {
    // A limit lets nothing through: what stood there still does, and thousands that wait need not look for it one by one.
    const isLimit = error instanceof GitHubUnavailable && error.retryAt !== null;
    if (isLimit && present && isSame(known, present)) {
      await rememberVerdict(projection, { repository, sha: headSha, verdict: present });
    }
    throw error;
  }
}

/** True when what is known to stand there says the same: nothing will be written. */
function stands(effect: VerdictEffect): boolean {
  const { present } = effect;
  if (present === undefined || present === "none") return false;
  const { fingerprint, conclusion } = essenceOf(effect);
  return present.fingerprint === fingerprint && present.conclusion === conclusion;
}

function essenceOf(effect: VerdictEffect): Pick<PublishedVerdict, "fingerprint" | "conclusion"> {
  return {
    fingerprint: effect.fingerprint,
    conclusion: effect.kind === "ensure-check-run" ? effect.conclusion : effect.state,
  };
}

function checkRun(verdict: Verdict, { repository, headSha, present }: VerdictTarget): VerdictEffect {
  const { title, summary, text } = checkRunText(verdict);
  return {
    kind: "ensure-check-run",
    repository: { owner: repository.owner, repo: repository.repo },
    headSha,
    name: GATE_NAME,
    conclusion: conclusionOf(verdict),
    title,
    summary,
    text,
    fingerprint: verdict.fingerprint,
    actions: [{ label: "Re-check", description: "Judge this pull request again now", identifier: "recheck" }],
    ...(present === undefined ? {} : { present }),
  };
}

function commitStatus(verdict: Verdict, { repository, headSha, url, present }: VerdictTarget): VerdictEffect {
  return {
    kind: "ensure-commit-status",
    repository: { owner: repository.owner, repo: repository.repo },
    sha: headSha,
    context: GATE_NAME,
    state: verdict.fails ? "failure" : "success",
    description: statusDescription(verdict),
    targetUrl: url,
    fingerprint: verdict.fingerprint,
    ...(present === undefined ? {} : { present }),
  };
}
