/** What the projection holds, in types: records of a repository, open pull requests, their files, verdicts on commits. */
import type { TrackedIssues } from "#src/facts/issue.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { ChangedFiles, PublishedVerdict, PullRequestFacts } from "#src/facts/pull-request.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import type { Answers, AtHand } from "./gate-answer.ts";
import type { PolicyInForce } from "./load-policy.ts";
import type { Projection, ProjectionEntry, ProjectionKind, PullSnapshot } from "./services.ts";

/** What is the same for every pull request of a repository. */
export interface KnownRecords {
  readonly repository: RepositoryFacts;
  /** Of the default branch. */
  readonly policy: PolicyInForce;
  /** Listed by the policy's own label and memory. */
  readonly tracked: TrackedIssues;
}

/** An open pull request with everything that is known for its verdict. */
export interface KnownPull {
  readonly pull: PullRequestFacts;
  /** The policy of the default branch under which the answers were given. */
  readonly policySha: string | null;
  /** The policy that judges it: the default branch's, or its base's own; null = not worked out. */
  readonly policy: PolicyInForce | "default" | null;
  readonly atHand: AtHand;
}

/** A verdict that stands on a commit; `none`: looked, and there is none. */
export type KnownVerdict = PublishedVerdict | "none";

interface StoredPull extends Pick<KnownPull, "pull" | "policySha" | "policy"> {
  readonly closingIssues: AtHand["closingIssues"];
  readonly headPolicy: AtHand["headPolicy"];
  readonly answers: Answers;
}

interface StoredFiles {
  readonly key: string;
  readonly files: ChangedFiles;
}

type Entry = ProjectionEntry & { readonly kind: ProjectionKind };

/** The one name of a document that a repository has once. */
export const ONLY = "all";

/** Null when they are not known, or something changed since they were read. */
export async function recallRecords(projection: Projection, repository: RepositoryName): Promise<KnownRecords | null> {
  return (await projection.load(repository, "records", ONLY)) as KnownRecords | null;
}

/** Keeps them for all verdicts to come. */
export function rememberRecords(projection: Projection, records: KnownRecords, ticket: number): Promise<void> {
  return projection.save(records.repository, [{ kind: "records", name: ONLY, tag: null, value: records }], ticket);
}

/** Null when it is not known, closed, or something changed since it was read. */
export async function recallPull(projection: Projection, pull: IssueReference): Promise<KnownPull | null> {
  const name = String(pull.number);
  const [stored, files] = await Promise.all([
    projection.load(pull, "pull", name) as Promise<StoredPull | typeof CLOSED | null>,
    projection.load(pull, "files", name) as Promise<StoredFiles | null>,
  ]);
  if (!stored || stored === CLOSED) return null;
  const verdict = await recallVerdict(projection, stored.pull, stored.pull.headSha);
  return toKnown(stored, files, verdict);
}

/** Of what was read anew, what still holds: the files of the same commits, and answers when nothing about the pull request changed. */
export async function recallOf(
  projection: Projection,
  pull: PullRequestFacts,
  policySha: string | null,
): Promise<Pick<AtHand, "files" | "answers">> {
  const [known, stored] = await Promise.all([
    recallPull(projection, pull),
    projection.load(pull, "files", String(pull.number)) as Promise<StoredFiles | null>,
  ]);
  const holds = known?.policySha === policySha && known.pull.headSha === pull.headSha;
  return { files: filesOf(pull, stored), answers: holds ? known.atHand.answers : new Map() };
}

/** The verdict that stands on a commit; null when that is not known. */
export async function recallVerdict(
  projection: Projection,
  repository: RepositoryName,
  sha: string,
): Promise<KnownVerdict | null> {
  return (await projection.load(repository, "verdict", sha)) as KnownVerdict | null;
}

/** Every open pull request by its number; null for one of which only the number is known. Null when the list was never read whole. */
export async function recallPulls(
  projection: Projection,
  repository: RepositoryName,
): Promise<ReadonlyMap<number, KnownPull | null> | null> {
  if ((await projection.load(repository, "pulls", ONLY)) === null) return null;
  const [pulls, files, verdicts] = await Promise.all(
    (["pull", "files", "verdict"] as const).map((kind) => projection.loadAll(repository, kind)),
  );
  const filesByName = byName(files!);
  const verdictOn = byName(verdicts!);
  return new Map(
    pulls!
      .filter(({ value }) => value !== CLOSED)
      .map(({ name, value }) => {
        const stored = value as StoredPull | null;
        const verdict = stored && verdictOn.get(stored.pull.headSha);
        const known =
          stored && toKnown(stored, filesByName.get(name) as StoredFiles | null, verdict as KnownVerdict | null);
        return [Number(name), known];
      }),
  );
}

/** Open pull requests with this head, as far as is known; null when the list was never read whole. */
export async function recallSharing(
  projection: Projection,
  repository: RepositoryName,
  sha: string,
): Promise<readonly IssueReference[] | null> {
  if ((await projection.load(repository, "pulls", ONLY)) === null) return null;
  const { owner, repo } = repository;
  return (await projection.loadAll(repository, "pull", sha)).map(({ name }) => ({ owner, repo, number: Number(name) }));
}

/** Open pull requests whose verdict rests on the parents of issues that they link. */
export async function recallAskedForParents(
  projection: Projection,
  repository: RepositoryName,
): Promise<readonly IssueReference[]> {
  const { owner, repo } = repository;
  const asked = ({ value }: ProjectionEntry) => {
    if (value === null || value === CLOSED) return false;
    return [...(value as StoredPull).answers.values()].some(({ kind }) => kind === "parent");
  };
  return (await projection.loadAll(repository, "pull"))
    .filter(asked)
    .map(({ name }) => ({ owner, repo, number: Number(name) }));
}

/** What one request told of pull requests. */
export interface Snapshots {
  readonly snapshots: readonly PullSnapshot[];
  readonly policySha: string | null;
  readonly ticket: number;
}

/** Keeps pull requests as they were told; what was worked out for them before is dropped, except files of the same commits. */
export async function rememberSnapshots(projection: Projection, told: Snapshots): Promise<void> {
  const { snapshots, policySha, ticket } = told;
  const home = snapshots[0]?.pull;
  if (home)
    await projection.save(
      home,
      snapshots.flatMap((one) => snapshotEntries(one, policySha)),
      ticket,
    );
}

function snapshotEntries(
  { pull, closingIssues, headPolicy, published, files }: PullSnapshot,
  policySha: string | null,
): Entry[] {
  if (pull.state === "closed") return [closedEntry(pull)];
  return [
    pullEntry({ pull, closingIssues, headPolicy, policySha, policy: null, answers: new Map() }),
    ...(files ? [filesEntry(pull, files)] : []),
    ...(published === null ? [] : [verdictEntry(pull.headSha, published)]),
  ];
}

/** Keeps that a pull request is open no longer, or gone. */
export function rememberClosed(projection: Projection, pull: IssueReference, ticket: number): Promise<void> {
  return projection.save(pull, [closedEntry(pull)], ticket);
}

const CLOSED = "closed";

function closedEntry({ number }: IssueReference): Entry {
  return { kind: "pull", name: String(number), tag: null, value: CLOSED };
}

/** Keeps a pull request with what its verdict asked for. */
export function rememberPull(projection: Projection, known: KnownPull, ticket: number): Promise<void> {
  const { pull, policy, policySha, atHand } = known;
  const { files, closingIssues, headPolicy, published, answers } = atHand;
  if (pull.state === "closed") return rememberClosed(projection, pull, ticket);
  const entries = [
    pullEntry({ pull, policy, policySha, closingIssues, headPolicy, answers }),
    ...(files ? [filesEntry(pull, files)] : []),
    ...(published === null ? [] : [verdictEntry(pull.headSha, published)]),
  ];
  return projection.save(pull, entries, ticket);
}

/** Keeps what stands on a commit now. */
export async function rememberVerdict(
  projection: Projection,
  { repository, sha, verdict }: { repository: RepositoryName; sha: string; verdict: KnownVerdict },
): Promise<void> {
  await projection.save(repository, [verdictEntry(sha, verdict)], await projection.ticket());
}

function pullEntry(stored: StoredPull): Entry {
  return { kind: "pull", name: String(stored.pull.number), tag: stored.pull.headSha, value: stored };
}

function filesEntry(pull: PullRequestFacts, files: ChangedFiles): Entry {
  const stored: StoredFiles = { key: filesKey(pull), files };
  return { kind: "files", name: String(pull.number), tag: null, value: stored };
}

function verdictEntry(sha: string, verdict: KnownVerdict): Entry {
  return { kind: "verdict", name: sha, tag: null, value: verdict };
}

/** The files of a pull request change with its head and with what it is compared to. */
function filesKey({ baseRef, baseSha, headSha }: PullRequestFacts): string {
  return `${baseRef} ${baseSha} ${headSha}`;
}

function toKnown(stored: StoredPull, known: StoredFiles | null, verdict: KnownVerdict | null | undefined): KnownPull {
  const { pull, policySha, policy, ...told } = stored;
  const published = verdict ?? null;
  return { pull, policySha, policy, atHand: { ...told, files: filesOf(pull, known), published } };
}

/** Null for another head or base, or when GitHub counts other than it did. */
function filesOf(pull: PullRequestFacts, known: StoredFiles | null): ChangedFiles | null {
  const counted = pull.changedFiles ?? known?.files.counted;
  return known?.key === filesKey(pull) && known.files.counted === counted ? known.files : null;
}

function byName(entries: readonly ProjectionEntry[]): ReadonlyMap<string, unknown> {
  return new Map(entries.map(({ name, value }) => [name, value]));
}
