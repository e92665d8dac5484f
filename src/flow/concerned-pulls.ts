/** Exactly the open pull requests whose verdict is another one now, by what is remembered: no read for any of them. */
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import { conclusionOf } from "#src/gate/check-run-text.ts";
import type { GateFacts, RepositoryGateFacts } from "#src/gate/facts.ts";
import { judge } from "#src/gate/judge.ts";
import { neededFacts } from "#src/gate/needs.ts";
import { hasSomethingToSay, type RepositoryStanding, standRepository } from "#src/gate/standing.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { BUDGET_SHARE_PERCENT } from "#src/incident/criteria.ts";
import { answerAtHand, withAnswer } from "./gate-answer.ts";
import { MOST_ROUNDS, pullFacts, repositoryFacts } from "./gather-gate-facts.ts";
import { closestToMergingFirst } from "./closest-to-merging.ts";
import { readPulls, readRecords } from "./read-projection.ts";
import { type KnownPull, type KnownRecords, recallPulls, recallRecords } from "./remember.ts";
import type { Projection, Services } from "./services.ts";

/** Services that remember. */
export interface Remembering extends Services {
  readonly projection: Projection;
}

/** What was found. */
export interface Concerned {
  /** One for each commit whose verdict has changed or cannot be told without a read. */
  readonly pulls: readonly IssueReference[];
  /** When time alone changes a verdict next, whichever it is; null = never. */
  readonly nextChangeAt: number | null;
}

type Pulls = ReadonlyMap<number, KnownPull | null>;

/**
 * Judges every open pull request by what is remembered and compares with what stands on its commit. Reads what is not known of the
 * repository itself, and the files of all pull requests together when a component has something to say for the first time.
 */
export async function concernedPulls(services: Remembering, repository: RepositoryName): Promise<Concerned> {
  const { projection } = services;
  const records = (await recallRecords(projection, repository)) ?? (await readRecords(services, repository));
  if (!records || records.repository.archived) return { pulls: [], nextChangeAt: null };
  const scene = await sceneOf(services, records);
  const pulls = await knownPulls(services, repository, scene);
  return judgeAll(services, scene, pulls);
}

/** How the repository stands, by the policy of the default branch. */
interface RepositoryScene {
  readonly records: KnownRecords;
  readonly shared: RepositoryGateFacts;
  readonly standing: RepositoryStanding;
}

async function sceneOf(services: Services, records: KnownRecords): Promise<RepositoryScene> {
  const shared = await repositoryFacts(services, { ...records, now: services.github.now() });
  return { records, shared, standing: standRepository(shared, records.repository) };
}

/** So many pull requests without known files are read one by one; more of them together, fifty a request. */
const ONE_BY_ONE = 3;

async function knownPulls(services: Remembering, repository: RepositoryName, scene: RepositoryScene): Promise<Pulls> {
  const speaks = [...scene.standing.components.values()].some(hasSomethingToSay);
  const query = { files: speaks, policySha: scene.records.policy.sha };
  const pulls = await recallPulls(services.projection, repository);
  const lacking = [...(pulls?.values() ?? [])].filter((known) => known && !known.atHand.files).length;
  if (pulls && !(speaks && lacking > ONE_BY_ONE)) return pulls;
  await readPulls(services, repository, query);
  return (await recallPulls(services.projection, repository)) ?? new Map();
}

function judgeAll(services: Remembering, scene: RepositoryScene, pulls: Pulls): Concerned {
  const groups = Map.groupBy([...pulls], ([number, known]) => known?.pull.headSha ?? `unknown ${number}`);
  const found = [...groups.values()].map((group) => compare(services, scene, group));
  const turns = found.flatMap(({ verdict }) => verdict?.nextChangeAt ?? []);
  const moments = [...turns, ...silentTurns(scene.standing), ...outageTurns(scene)];
  const different = found
    .filter(({ differs }) => differs)
    .map(({ first }) => ({ first, ...standing(pulls.get(first)) }));
  return {
    pulls: closestToMergingFirst(different).map(({ first: number }) =>
      referenceTo({ ...scene.records.repository, number }),
    ),
    nextChangeAt: moments.length === 0 ? null : Math.min(...moments),
  };
}

/** When a component that is silent now may begin to speak: verdicts do not tell, since its files were not asked for. */
function silentTurns({ components }: RepositoryStanding): readonly number[] {
  const silent = [...components.values()].filter((component) => !hasSomethingToSay(component));
  return silent.flatMap(({ budget }) => budget.nextChangeAt ?? []);
}

/**
 * When an incident that goes on will have used so much of a budget that its analysis is required, if it hits everybody. Where it hits
 * fewer the look comes too early, and asks for another one.
 */
function outageTurns({ standing: { components }, shared: { now } }: RepositoryScene): readonly number[] {
  return [...components.values()].flatMap(({ budget: { budgetMinutes, incidents } }) =>
    incidents.flatMap(({ ongoing, sharePercent }) => {
      const left = BUDGET_SHARE_PERCENT - (sharePercent ?? Infinity);
      if (!ongoing || budgetMinutes === null || left < 0) return [];
      return [now + Math.floor((left / 100) * budgetMinutes * 60) + 1];
    }),
  );
}

/** What is not known waits its turn among the others. */
function standing(known: KnownPull | null | undefined) {
  const { draft = false, ...pull } = known?.pull ?? {};
  return { ...pull, draft };
}

interface Compared {
  readonly first: number;
  /** Null when it cannot be told without a read. */
  readonly verdict: Verdict | null;
  readonly differs: boolean;
}

/** Pull requests on one commit share one verdict. */
function compare(
  services: Remembering,
  scene: RepositoryScene,
  group: readonly (readonly [number, KnownPull | null])[],
): Compared {
  const first = group[0]![0];
  const verdicts = group.map(([, known]) => known && judgeKnown(services, scene, known));
  if (verdicts.includes(null)) return { first, verdict: null, differs: true };
  const verdict = combineVerdicts(verdicts.filter((one) => one !== null));
  const published = group[0]![1]?.atHand.published ?? null;
  const isSame =
    verdict !== null &&
    published !== null &&
    published !== "none" &&
    published.fingerprint === verdict.fingerprint &&
    published.conclusion === conclusionOf(verdict);
  return { first, verdict, differs: !isSame };
}

/** Null when a need of the verdict has no answer at hand. */
function judgeKnown(services: Remembering, scene: RepositoryScene, known: KnownPull): Verdict | null {
  const { policy, repository } = scene.records;
  const isCurrent = known.policySha === policy.sha;
  // What goes to another branch may be judged by a policy of its own: its own job knows.
  if (known.pull.baseRef !== repository.defaultBranch && !(isCurrent && known.policy === "default")) return null;
  const atHand = isCurrent ? known.atHand : { ...known.atHand, answers: new Map() };
  let facts: GateFacts = { ...scene.shared, ...pullFacts(services, known.pull) };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const needs = neededFacts(facts, scene.standing);
    if (needs.length === 0) return judge(facts, scene.standing).verdict;
    for (const need of needs) {
      const answer = answerAtHand(need, facts, atHand);
      if (!answer) return null;
      facts = withAnswer(facts, answer);
    }
  }
  return null;
}
