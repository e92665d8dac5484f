/** The projection of one repository is read anew from GitHub, and what it had wrong is told. */
import type { IssueFacts, TrackedIssue } from "#src/facts/issue.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { hasSomethingToSay, standRepository } from "#src/gate/standing.ts";
import { repositoryFacts } from "./gather-gate-facts.ts";
import { readPulls } from "./read-projection.ts";
import { recallPulls, recallRecords } from "./remember.ts";
import type { Projection, Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** What came of it. */
export interface Rebuilt {
  readonly view: RepositoryView;
  /** Names of what GitHub has otherwise than it was remembered: `issue 12`, `pull 7`, `verdict 7`, `policy`. What was known to be unknown is not wrong. */
  readonly corrections: readonly string[];
  /** How many open pull requests there are. */
  readonly pulls: number;
}

/** Reads records and open pull requests anew, while others go on working. @returns null when the repository is gone, out of sight or archived. */
export async function rebuildRepository(
  services: Services & { readonly projection: Projection },
  repository: RepositoryName,
): Promise<Rebuilt | null> {
  const before = await contentOf(services.projection, repository);
  const view = await viewRepository(services, repository);
  if (!view) return null;
  const shared = await repositoryFacts(services, view);
  const files = [...standRepository(shared, repository).components.values()].some(hasSomethingToSay);
  await readPulls(services, repository, { files, policySha: view.policy.sha });
  const after = await contentOf(services.projection, repository);
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => !isUnknown(name, before));
  const corrections = names.filter((name) => after.get(name) !== before.get(name));
  return { view, corrections: corrections.toSorted(), pulls: [...after.keys()].filter(isPull).length };
}

type Content = ReadonlyMap<string, string | null>;

/** By name what verdicts rest on, as text; null = known to be unknown. */
async function contentOf(projection: Projection, repository: RepositoryName): Promise<Content> {
  const [records, pulls] = await Promise.all([
    recallRecords(projection, repository),
    recallPulls(projection, repository),
  ]);
  const content = new Map<string, string | null>();
  if (records) content.set("policy", records.policy.sha ?? "none");
  for (const one of records?.tracked.tracked ?? []) content.set(`issue ${one.issue.number}`, essenceOfIssue(one));
  for (const [number, known] of pulls ?? []) {
    content.set(`pull ${number}`, known && essenceOfPull(known.pull));
    const published = known?.atHand.published ?? null;
    content.set(`verdict ${number}`, published && JSON.stringify(published));
  }
  if (!records) content.set("records", null);
  if (!pulls) content.set("pulls", null);
  return content;
}

/** A name is unknown when it was so itself, or nothing of its kind was known. */
function isUnknown(name: string, before: Content): boolean {
  if (before.get(name) === null) return true;
  if (before.has(name)) return false;
  return before.has(isPull(name) || name.startsWith("verdict ") ? "pulls" : "records");
}

function isPull(name: string): boolean {
  return name.startsWith("pull ");
}

function essenceOfIssue({ issue, recordComment }: TrackedIssue): string {
  const { state, stateReason, labels, title, body, assignees }: IssueFacts = issue;
  return JSON.stringify([state, stateReason, labels, title, body, assignees, recordComment?.body ?? null]);
}

function essenceOfPull({ headSha, baseRef, title, body, draft, labels, author }: PullRequestFacts): string {
  return JSON.stringify([headSha, baseRef, title, body, draft, labels, author.login]);
}
