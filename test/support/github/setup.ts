/** The test's way to put accounts, repositories, Apps and tokens into the store. */
import type { World } from "./call.ts";
import { isoTime } from "./clock.ts";
import { DEFAULT_LABELS } from "./default-labels.ts";
import { commitFiles, type FileEdit } from "./git.ts";
import { emptyPullState } from "./pull-rows.ts";
import type { AccountRow, RepositoryRow, Role, TeamRow } from "./rows.ts";
import { addAccount, ensureUser, repositoryNamed } from "./accounts.ts";
import { type AppSetup, createAppSetup } from "./setup-apps.ts";
import { type Happenings, createHappenings } from "./happenings.ts";
import { type PullHappenings, createPullHappenings } from "./pull-happenings.ts";
import { accountOf, findRepository, nextId } from "./state.ts";

/** A repository to add. `owner` is made a user when nobody has that login. */
export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly defaultBranch?: string;
  /** The first commit; absent = one with a README. */
  readonly files?: Readonly<Record<string, FileEdit>>;
  /** Login → role. */
  readonly collaborators?: Readonly<Record<string, Role>>;
  /** GitHub's nine labels of a new repository (`bug`, `documentation`, …). Default: none. */
  readonly defaultLabels?: boolean;
}

/** A team to add. */
export interface NewTeam {
  readonly organization: string;
  readonly slug: string;
  readonly members: readonly string[];
  /** `owner/name` → role. */
  readonly repositories?: Readonly<Record<string, Role>>;
}

/** What a test can put in place. Nothing here sends webhooks, except `installApp`. */
export interface Setup extends AppSetup, Happenings, PullHappenings {
  addUser(login: string, more?: { readonly name?: string; readonly email?: string }): AccountRow;
  /** `members`: login → role; unknown logins become users. */
  addOrganization(login: string, members?: Readonly<Record<string, "admin" | "member">>): AccountRow;
  addTeam(team: NewTeam): TeamRow;
  addRepository(repository: NewRepository): RepositoryRow;
  addCollaborator(repository: string, login: string, role: Role): void;
  /** `owner/name` → row. Throws when there is none. */
  repository(name: string): RepositoryRow;
}

/** The setup of one world. */
export function createSetup(world: World): Setup {
  const apps = createAppSetup(world);
  return {
    ...apps,
    ...createHappenings(world),
    ...createPullHappenings(world),
    addUser: (login, more = {}) =>
      addAccount(world, { login, type: "User", name: more.name ?? null, email: more.email ?? null }),
    addOrganization: (login, members = {}) => {
      const row = addAccount(world, { login, type: "Organization", name: null, email: null });
      for (const [member, role] of Object.entries(members))
        row.members.set(ensureUser(world, member).login.toLowerCase(), role);
      return row;
    },
    addTeam: (team) => addTeam(world, team),
    addRepository: (repository) => addRepository(world, repository),
    addCollaborator: (name, login, role) => {
      repositoryNamed(world, name).collaborators.set(ensureUser(world, login).login.toLowerCase(), role);
    },
    repository: (name) => repositoryNamed(world, name),
  };
}

function addTeam(world: World, team: NewTeam): TeamRow {
  accountOf(world.state, team.organization);
  const repositories = Object.entries(team.repositories ?? {}).map(
    ([name, role]) => [repositoryNamed(world, name).id, role] as const,
  );
  const members = team.members.map((login) => ensureUser(world, login).login.toLowerCase());
  const row: TeamRow = {
    id: nextId(world.state, "team"),
    organization: team.organization,
    slug: team.slug,
    name: team.slug,
    members: new Set(members),
    repositories: new Map(repositories),
  };
  world.state.teams.push(row);
  return row;
}

function addRepository(world: World, wanted: NewRepository): RepositoryRow {
  const { state, clock } = world;
  if (findRepository(state, wanted.owner, wanted.name) !== undefined)
    throw new Error(`${wanted.owner}/${wanted.name} exists`);
  const now = clock.now();
  const row: RepositoryRow = {
    ...emptyPullState(),
    id: nextId(state, "repository"),
    owner: ensureUser(world, wanted.owner).login,
    name: wanted.name,
    description: wanted.description ?? null,
    private: wanted.private ?? false,
    archived: false,
    hasIssues: true,
    defaultBranch: wanted.defaultBranch ?? "main",
    fork: false,
    parentId: null,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    collaborators: new Map(
      Object.entries(wanted.collaborators ?? {}).map(([login, role]) => [
        ensureUser(world, login).login.toLowerCase(),
        role,
      ]),
    ),
    labels:
      wanted.defaultLabels === true ? DEFAULT_LABELS.map((label) => ({ id: nextId(state, "label"), ...label })) : [],
    milestones: [],
    nextNumber: 1,
    issues: new Map(),
    comments: new Map(),
    gone: new Map(),
    formerNames: new Set(),
  };
  state.repositories.set(row.id, row);
  firstCommit(world, row, wanted.files ?? { "README.md": `# ${wanted.name}\n` });
  return row;
}

function firstCommit(world: World, repository: RepositoryRow, files: Readonly<Record<string, FileEdit>>): void {
  const author = {
    name: repository.owner,
    email: `${repository.owner}@users.noreply.github.com`,
    date: isoTime(world.clock.now()),
  };
  const sha = commitFiles(repository.git, undefined, { files, message: "Initial commit", author });
  repository.git.refs.set(`refs/heads/${repository.defaultBranch}`, sha);
}
