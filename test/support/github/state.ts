/** The one in-memory store of the stand-in, and how its rows are found. */
import type { AppRow, DeliveryRow, InstallationRow, ManifestRow, OAuthCodeRow, TokenRow } from "./app-rows.ts";
import type { AccountRow, CommentRow, IssueRow, RepositoryRow, TeamRow } from "./rows.ts";

/** Everything that the stand-in remembers. */
export interface State {
  /** By lower-case login. */
  readonly accounts: Map<string, AccountRow>;
  readonly teams: TeamRow[];
  readonly repositories: Map<number, RepositoryRow>;
  /** Where issues were found last, by id: a cache of `findIssueById`. */
  readonly issueIndex: Map<number, IssueRow>;
  readonly apps: Map<number, AppRow>;
  readonly installations: Map<number, InstallationRow>;
  /** By the token itself. */
  readonly tokens: Map<string, TokenRow>;
  readonly oauthCodes: Map<string, OAuthCodeRow>;
  /** Accepted App manifests by their code. */
  readonly manifests: Map<string, ManifestRow>;
  /** Who sits at the browser: signing in and accepting manifests happen in this name. */
  browser: { login: string | null };
  /** Oldest first. */
  readonly deliveries: DeliveryRow[];
  /** The next number of each sequence. */
  readonly sequences: Map<Sequence, number>;
}

/** Kinds of things that have ids of their own. */
export type Sequence =
  | "account"
  | "team"
  | "repository"
  | "issue"
  | "comment"
  | "label"
  | "milestone"
  | "reaction"
  | "event"
  | "app"
  | "installation"
  | "token"
  | "delivery"
  | "check-run"
  | "check-suite"
  | "status"
  | "pull"
  | "review"
  | "ruleset"
  | "queue-entry"
  | "request"
  | "protection";

/** Where the sequences start: far apart, so that an id used in the wrong place finds nothing. */
const FIRST_IDS: Readonly<Record<Sequence, number>> = {
  account: 1_001,
  team: 20_001,
  repository: 300_001,
  issue: 4_000_001,
  comment: 50_000_001,
  label: 600_001,
  milestone: 70_001,
  reaction: 8_000_001,
  event: 90_000_001,
  app: 11_001,
  installation: 1_200_001,
  token: 1,
  delivery: 130_000_001,
  "check-run": 14_000_001,
  "check-suite": 15_000_001,
  status: 16_000_001,
  pull: 17_000_001,
  review: 18_000_001,
  ruleset: 19_001,
  "queue-entry": 21_001,
  request: 1,
  protection: 22_001,
};

/** An empty store. */
export function createState(): State {
  return {
    accounts: new Map(),
    teams: [],
    repositories: new Map(),
    issueIndex: new Map(),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    oauthCodes: new Map(),
    manifests: new Map(),
    browser: { login: null },
    deliveries: [],
    sequences: new Map(),
  };
}

/** The next id of a sequence; deterministic. */
export function nextId(state: State, sequence: Sequence): number {
  const id = state.sequences.get(sequence) ?? FIRST_IDS[sequence];
  state.sequences.set(sequence, id + 1);
  return id;
}

/** An account by login, without case. */
export function findAccount(state: State, login: string): AccountRow | undefined {
  return state.accounts.get(login.toLowerCase());
}

/** An account that must exist. Throws for a broken setup. */
export function accountOf(state: State, login: string): AccountRow {
  const account = findAccount(state, login);
  if (account === undefined) throw new Error(`no account ${login} in the stand-in`);
  return account;
}

/** A repository by its present owner and name, without case. */
export function findRepository(state: State, owner: string, name: string): RepositoryRow | undefined {
  const key = `${owner}/${name}`.toLowerCase();
  return [...state.repositories.values()].find((row) => fullName(row).toLowerCase() === key);
}

/** A repository by a name that it once had. */
export function findRenamedRepository(state: State, owner: string, name: string): RepositoryRow | undefined {
  const key = `${owner}/${name}`.toLowerCase();
  return [...state.repositories.values()].find((row) => row.formerNames.has(key));
}

/** A repository by id that must exist. */
export function repositoryOf(state: State, id: number): RepositoryRow {
  const repository = state.repositories.get(id);
  if (repository === undefined) throw new Error(`no repository ${id} in the stand-in`);
  return repository;
}

/** `owner/name`. */
export function fullName(repository: RepositoryRow): string {
  return `${repository.owner}/${repository.name}`;
}

/** An issue or pull request by its database id, anywhere. */
export function findIssueById(state: State, id: number): IssueRow | undefined {
  const known = state.issueIndex.get(id);
  if (known !== undefined && state.repositories.get(known.repositoryId)?.issues.get(known.number) === known)
    return known;
  for (const repository of state.repositories.values()) {
    for (const issue of repository.issues.values()) {
      if (issue.id !== id) continue;
      state.issueIndex.set(id, issue);
      return issue;
    }
  }
  return undefined;
}

/** The issues that wait for this one. */
export function issuesBlockedBy(state: State, issue: IssueRow): IssueRow[] {
  return [...state.repositories.values()].flatMap((repository) =>
    [...repository.issues.values()].filter((other) => other.blockedBy.includes(issue.id)),
  );
}

/** An issue by id that must exist. */
export function issueOf(state: State, id: number): IssueRow {
  const issue = findIssueById(state, id);
  if (issue === undefined) throw new Error(`no issue with id ${id} in the stand-in`);
  return issue;
}

/** The comments of an issue, oldest first. */
export function commentsOf(repository: Pick<RepositoryRow, "comments">, issue: IssueRow): CommentRow[] {
  return [...repository.comments.values()].filter((comment) => comment.issueId === issue.id);
}

/** The installation of an App on a repository, if it has one there that is not suspended. */
export function installationOn(state: State, appId: number, repository: RepositoryRow): InstallationRow | undefined {
  return installationsOn(state, repository).find((row) => row.appId === appId);
}

/** All active installations that see a repository. */
export function installationsOn(state: State, repository: RepositoryRow): InstallationRow[] {
  return [...state.installations.values()].filter(
    (row) =>
      row.suspendedAt === null &&
      row.account.toLowerCase() === repository.owner.toLowerCase() &&
      (row.repositoryIds === null || row.repositoryIds.includes(repository.id)),
  );
}
