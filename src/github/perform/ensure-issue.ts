/** Performs `ensure-issue`: found by its marker, else created; doubles are healed, the lowest number wins. */
import { z } from "zod";
import { findMarker, renderMarker } from "#src/effect/marker.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { narrow, type Answer, type Call, type Client } from "#src/github/client.ts";
import { toUnavailable } from "#src/github/errors.ts";
import { issueAnswer, toIssueFacts } from "#src/github/issue-answer.ts";
import { itemsOf, PAGE_SIZE, readRest } from "#src/github/pages.ts";
import { createChild, type MadeChild, readChildPlace } from "./create-child.ts";
import { createOnce, type Created } from "./create-once.ts";
import { fitLine, fitText } from "./fit-text.ts";
import { giveWay, healDoubles } from "./heal-doubles.ts";
import { makeLabel } from "./make-label.ts";
import { HELD, issueOf, type EffectOf, type Outcome, type Performer } from "./performer.ts";

/** The longest title that GitHub takes. */
const TITLE_LIMIT = 256;

/**
 * Finds or makes the issue; an existing one is never rewritten. Right after creating, the newest page is read once more:
 * of two runs that created at the same moment both then see both, and keep the same one.
 */
export const ensureIssue: Performer<"ensure-issue"> = async (client, effect) => {
  const found = await findIssues(client, effect, "all");
  if (found.length > 0) return { ...HELD, issue: issueOf(await healDoubles(client, found)) };
  const made = await makeIssue(client, effect);
  if ("outcome" in made) return made;
  const others = await findIssues(client, effect, "newest");
  const winner = await giveWay(client, made.issue, others);
  const isOurs = winner.number === made.issue.number;
  const linked = isOurs && made.linked ? ({ linked: true } as const) : {};
  return { outcome: isOurs ? "done" : "held", issue: issueOf(winner), ...linked };
};

async function makeIssue(client: Client, effect: EffectOf<"ensure-issue">): Promise<MadeChild | Outcome> {
  const child = effect.parent ? await makeChild(client, { ...effect, parent: effect.parent }) : null;
  if (child) return child;
  const problem = await makeLabels(client, effect.repository, effect.labels);
  if (problem !== null) return problem;
  const created = await createIssue(client, effect);
  return created.ok ? { issue: created.made, linked: false } : created.outcome;
}

async function makeChild(
  client: Client,
  effect: EffectOf<"ensure-issue"> & { readonly parent: IssueReference },
): Promise<MadeChild | Outcome | null> {
  let place = await readChildPlace(client, effect);
  const missing = [...(place?.labels ?? [])].flatMap(([label, id]) => (id === null ? [label] : []));
  if (missing.length > 0) {
    const problem = await makeLabels(client, effect.repository, missing);
    if (problem !== null) return problem;
    place = await readChildPlace(client, effect);
  }
  if (place === null || [...place.labels.values()].includes(null)) return null;
  const find = async () => (await findIssues(client, effect, "newest"))[0] ?? null;
  return createChild(client, { effect, place }, find);
}

async function makeLabels(
  client: Client,
  repository: RepositoryName,
  labels: readonly string[],
): Promise<Outcome | null> {
  const problems = await Promise.all(labels.map((label) => makeLabel(client, repository, label)));
  return problems.find((problem) => problem !== null) ?? null;
}

/** GitHub refuses an issue whose assignee it does not know: then it is made without, since the issue matters more. */
async function createIssue(client: Client, effect: EffectOf<"ensure-issue">): Promise<Created<IssueFacts>> {
  const created = await createWith(client, effect, effect.assignees);
  const assigneeUnknown =
    !created.ok && created.failure.kind === "invalid" && /assignee/i.test(created.failure.message);
  return assigneeUnknown && effect.assignees.length > 0 ? createWith(client, effect, []) : created;
}

function createWith(
  client: Client,
  effect: EffectOf<"ensure-issue">,
  assignees: readonly string[],
): Promise<Created<IssueFacts>> {
  const { owner, repo } = effect.repository;
  const call: Call = {
    source: `the new issue "${fitLine(effect.title, 60)}" in ${owner}/${repo}`,
    route: "POST /repos/{owner}/{repo}/issues",
    parameters: {
      owner,
      repo,
      title: fitLine(effect.title, TITLE_LIMIT),
      body: fitText(effect.body, renderMarker(effect.marker)),
      labels: effect.labels,
      ...(assignees.length > 0 ? { assignees } : {}),
    },
  };
  const read = (answer: Answer) => toIssueFacts(narrow(issueAnswer, answer.data, call.source), effect.repository);
  const find = async () => (await findIssues(client, effect, "newest"))[0] ?? null;
  return createOnce(client, { call, read, find });
}

/**
 * Our issues with the marker, open and closed, lowest number first. The creator's own listing by the umbrella label, never
 * the search, which lags by up to a minute. `newest` reads one page: what was created just now stands there.
 */
async function findIssues(
  client: Client,
  effect: EffectOf<"ensure-issue">,
  scope: "all" | "newest",
): Promise<IssueFacts[]> {
  const call = listing(client, effect);
  const first = await client.attempt(call);
  if (!first.ok && first.failure.kind === "missing") return [];
  if (!first.ok) throw toUnavailable(call.source, first.failure);
  const items = scope === "all" ? await readRest(client, call, first.answer) : itemsOf(first.answer, call);
  return narrow(z.array(issueAnswer), items ?? [], call.source)
    .map((answer) => toIssueFacts(answer, effect.repository))
    .filter((issue) => !issue.isPullRequest && issue.author.login === client.self)
    .filter((issue) => findMarker(issue.body, effect.marker.kind, effect.marker.keys) !== undefined)
    .toSorted((a, b) => a.number - b.number);
}

function listing(client: Client, effect: EffectOf<"ensure-issue">): Call {
  const { owner, repo } = effect.repository;
  const umbrella = effect.labels.find((label) => label === "aftercare") ?? effect.labels[0];
  return {
    source: `our own issues in ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/issues",
    parameters: {
      owner,
      repo,
      creator: client.self,
      ...(umbrella === undefined ? {} : { labels: umbrella }),
      state: "all",
      sort: "created",
      direction: "desc",
      per_page: PAGE_SIZE,
    },
  };
}
