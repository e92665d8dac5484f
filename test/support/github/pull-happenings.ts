/** What people do to code and pull requests outside the API: pushes, clicks on checks, links in the sidebar, the queue's buttons. */
import { personOf, repositoryNamed } from "./accounts.ts";
import type { AdvisoryRow, AlertKind } from "./alert-rows.ts";
import type { World } from "./call.ts";
import { requestAction, rerequestRun } from "./check-runs.ts";
import { emitSuite } from "./check-suites.ts";
import { addFork } from "./fork.ts";
import { type FileEdit, branchTip, commitFiles } from "./git.ts";
import { dequeue, enqueue, settleQueues } from "./merge-queue.ts";
import { signatureFor } from "./merge-commits.ts";
import { type PullIssue, asPull } from "./pull-diff.ts";
import { recordEvent } from "./pull-events.ts";
import { openPull, setDraft } from "./pull-lifecycle.ts";
import { moveRef } from "./pushes.ts";
import { submitReview } from "./pull-reviews.ts";
import type { CheckRunRow } from "./pull-rows.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";

/** A push by git: it asks no rules, as an administrator's. */
export interface Push {
  readonly branch: string;
  readonly files: Readonly<Record<string, FileEdit>>;
  readonly message?: string;
  readonly login?: string;
  /** Where a new branch starts, or, with `force`, an old one starts again; default: the branch itself, else the default branch. */
  readonly from?: string;
  readonly force?: boolean;
}

/** A pull request opened on the site. */
export interface PullWish {
  readonly title: string;
  readonly body?: string;
  /** `branch`, or with `fork` the branch there. */
  readonly head: string;
  /** `owner/name` of the head's repository when it is a fork. */
  readonly fork?: string;
  readonly base?: string;
  readonly draft?: boolean;
  readonly login?: string;
}

/** An issue to link with a pull request by hand. */
export interface SidebarLink {
  readonly issue: IssueRow;
  readonly login?: string;
}

/** Acts around code; `login` defaults to the repository's owner, repositories are `owner/name`. */
export interface PullHappenings {
  /** Pushes one commit and gives its id. */
  push(repository: string, push: Push): string;
  deleteBranch(repository: string, branch: string, login?: string): void;
  fork(repository: string, owner: string, name?: string): RepositoryRow;
  openPull(repository: string, wish: PullWish): PullIssue;
  review(
    repository: string,
    number: number,
    review: { login: string; event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT"; body?: string },
  ): void;
  markReady(repository: string, number: number, login?: string): void;
  convertToDraft(repository: string, number: number, login?: string): void;
  /** Links an issue in the pull request's sidebar; no webhook tells of it. */
  linkIssue(repository: string, number: number, link: SidebarLink): void;
  unlinkIssue(repository: string, number: number, link: SidebarLink): void;
  /** "Re-run" on one check. */
  rerunCheck(repository: string, checkRunId: number, login?: string): void;
  /** "Re-run all checks" of the check's App. */
  rerunSuite(repository: string, checkSuiteId: number, login?: string): void;
  /** A button of the check. */
  clickCheckAction(
    repository: string,
    checkRunId: number,
    click: { readonly identifier: string; readonly login?: string },
  ): void;
  enqueue(repository: string, number: number, login?: string): void;
  dequeue(repository: string, number: number, login?: string): void;
  /** GitHub finds something; the number counts up by kind. */
  raiseAlert(
    repository: string,
    alert: { readonly kind: AlertKind; readonly ghsaId?: string; readonly state?: string; readonly path?: string },
  ): number;
  /** Somebody drafts an advisory in the repository. */
  draftAdvisory(
    repository: string,
    advisory: { readonly summary?: string; readonly ghsaId?: string; readonly state?: AdvisoryRow["state"] },
  ): AdvisoryRow;
  /** Moves the clock and lets merge queues notice what timed out. */
  passTime(seconds: number): void;
}

/** The happenings of one world. */
export function createPullHappenings(world: World): PullHappenings {
  const on = (name: string, login: string | undefined) => {
    const repository = repositoryNamed(world, name);
    return { repository, doer: { login: login ?? personOf(world, repository.owner), appId: null } };
  };
  const onPull = (name: string, number: number, login: string | undefined) => ({
    ...on(name, login),
    issue: pullNumbered(repositoryNamed(world, name), number),
  });
  return {
    push: (name, push) => pushCommit(world, repositoryNamed(world, name), push),
    deleteBranch: (name, branch, login) => {
      const { repository, doer } = on(name, login);
      moveRef(world, repository, { ref: `refs/heads/${branch}`, to: null, doer });
    },
    fork: (name, owner, fork) => {
      const parent = repositoryNamed(world, name);
      return addFork(world, parent, { owner, name: fork ?? parent.name });
    },
    openPull: (name, wish) => open(world, repositoryNamed(world, name), wish),
    review: (name, number, review) => {
      const { repository, issue, doer } = onPull(name, number, review.login);
      submitReview(world, repository, { issue, doer, event: review.event, body: review.body ?? "" });
    },
    markReady: (name, number, login) => {
      const { repository, ...act } = onPull(name, number, login);
      setDraft(world, repository, { ...act, draft: false });
    },
    convertToDraft: (name, number, login) => {
      const { repository, ...act } = onPull(name, number, login);
      setDraft(world, repository, { ...act, draft: true });
    },
    linkIssue: (name, number, { issue: target, login }) => {
      const { issue, doer } = onPull(name, number, login);
      issue.pull.connected = [...new Set([...issue.pull.connected, target.id])];
      for (const row of [issue, target]) recordEvent(world, row, { event: "connected", doer });
    },
    unlinkIssue: (name, number, { issue: target, login }) => {
      const { issue, doer } = onPull(name, number, login);
      issue.pull.connected = issue.pull.connected.filter((id) => id !== target.id);
      for (const row of [issue, target]) recordEvent(world, row, { event: "disconnected", doer });
    },
    ...checkClicks(world, on),
    enqueue: (name, number, login) => {
      const { repository, ...act } = onPull(name, number, login);
      enqueue(world, repository, act);
    },
    dequeue: (name, number, login) => {
      const { repository, ...act } = onPull(name, number, login);
      dequeue(world, repository, { ...act, reason: "MANUAL" });
    },
    ...securityHappenings(world),
    passTime: (seconds) => {
      world.clock.advance(seconds);
      for (const repository of world.state.repositories.values()) settleQueues(world, repository);
    },
  };
}

function securityHappenings(world: World): Pick<PullHappenings, "raiseAlert" | "draftAdvisory"> {
  return {
    raiseAlert: (name, { kind, ghsaId = null, state = "open", path }) => {
      const { alerts } = repositoryNamed(world, name);
      const number = alerts.filter((row) => row.kind === kind).length + 1;
      alerts.push({ kind, number, state, ghsaId, createdAt: world.clock.now(), ...(path ? { path } : {}) });
      return number;
    },
    draftAdvisory: (name, { summary = "A weakness", ghsaId, state = "draft" }) => {
      const { advisories, owner } = repositoryNamed(world, name);
      const made = {
        ghsaId: ghsaId ?? nextGhsaId(advisories.length),
        state,
        summary,
        author: owner,
        createdAt: world.clock.now(),
      };
      advisories.push(made);
      return made;
    },
  };
}

/** An advisory's id by GitHub's alphabet, which leaves out what looks like something else. */
function nextGhsaId(number: number): string {
  const alphabet = "23456789cfghjmpqrvwx";
  const digits = [8000, 400, 20, 1].map((value) => alphabet[Math.floor((number * 7 + 3) / value) % alphabet.length]);
  return `GHSA-cf2g-h3jm-${digits.join("")}`;
}

type On = (
  name: string,
  login: string | undefined,
) => { repository: RepositoryRow; doer: { login: string; appId: null } };

function checkClicks(world: World, on: On): Pick<PullHappenings, "rerunCheck" | "rerunSuite" | "clickCheckAction"> {
  return {
    rerunCheck: (name, id, login) => {
      const { repository, doer } = on(name, login);
      rerequestRun(world, repository, { run: runNumbered(repository, id), doer });
    },
    rerunSuite: (name, id, login) => {
      const { repository, doer } = on(name, login);
      const suite = repository.checkSuites.find((row) => row.id === id);
      if (!suite) throw new Error(`no check suite ${id}`);
      emitSuite(world, repository, { suite, action: "rerequested", doer });
    },
    clickCheckAction: (name, id, { identifier, login }) => {
      const { repository, doer } = on(name, login);
      requestAction(world, repository, { run: runNumbered(repository, id), doer, identifier });
    },
  };
}

function pullNumbered(repository: RepositoryRow, number: number): PullIssue {
  const issue = asPull(repository.issues.get(number));
  if (!issue) throw new Error(`no pull request ${number} in ${repository.name}`);
  return issue;
}

function runNumbered(repository: RepositoryRow, id: number): CheckRunRow {
  const run = repository.checkRuns.find((row) => row.id === id);
  if (!run) throw new Error(`no check run ${id} in ${repository.name}`);
  return run;
}

function pushCommit(world: World, repository: RepositoryRow, push: Push): string {
  const login = push.login ?? personOf(world, repository.owner);
  const own = push.force === true ? undefined : branchTip(repository.git, push.branch);
  const parent = own ?? branchTip(repository.git, push.from ?? repository.defaultBranch);
  const sha = commitFiles(repository.git, parent, {
    files: push.files,
    message: push.message ?? `Change ${Object.keys(push.files)[0] ?? "nothing"}`,
    author: signatureFor(world, login),
  });
  moveRef(world, repository, { ref: `refs/heads/${push.branch}`, to: sha, doer: { login, appId: null } });
  return sha;
}

function open(world: World, repository: RepositoryRow, wish: PullWish): PullIssue {
  const head = wish.fork === undefined ? repository : repositoryNamed(world, wish.fork);
  if (branchTip(head.git, wish.head) === undefined)
    throw new Error(`no branch ${wish.head} in ${head.owner}/${head.name}`);
  return openPull(world, repository, {
    title: wish.title,
    body: wish.body ?? null,
    head: { repository: head, branch: wish.head },
    base: wish.base ?? repository.defaultBranch,
    draft: wish.draft ?? false,
    maintainerCanModify: head !== repository,
    doer: { login: wish.login ?? head.owner, appId: null },
  });
}
