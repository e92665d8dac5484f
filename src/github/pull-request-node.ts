/** Pull requests as our GraphQL documents give them, with what comes along: links, the configuration at the head, our check run. */
import { z } from "zod";
import type { ChangedFile, ChangedFiles, PublishedVerdict, PullRequestFacts } from "#src/facts/pull-request.ts";
import type { PolicyFile, RepositoryFacts } from "#src/facts/repository.ts";
import type { PullSnapshot } from "#src/flow/services.ts";
import { graphqlActor } from "./actor-answer.ts";
import { instantAnswer } from "./instant-answer.ts";
import { sortLabels } from "./issue-answer.ts";
import { POLICY_PATH } from "./read-policy-file.ts";

const more = z.object({ hasNextPage: z.boolean() });
const named = z.object({ name: z.string(), owner: z.object({ login: z.string() }) });
const blob = z.object({ __typename: z.string(), text: z.string().nullish(), isTruncated: z.boolean().nullish() });
const fileEntry = z.object({ mode: z.number(), oid: z.string(), object: blob.nullish() }).nullish();
const checkRun = z.object({
  databaseId: z.number(),
  externalId: z.string().nullish(),
  conclusion: z.string().nullish(),
});
const suite = z.object({
  app: z.object({ slug: z.string() }).nullish(),
  checkRuns: z.object({ nodes: z.array(checkRun) }).nullish(),
});

/** What the fragment `Home` asks for: the repository and the configuration on its default branch. */
export const homeNode = z.object({
  databaseId: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  url: z.string(),
  /** Null in a repository without a commit. */
  defaultBranchRef: z.object({ name: z.string(), target: z.object({ file: fileEntry }).nullish() }).nullish(),
});

/** What the fragment `Pull` asks for. */
export const pullNode = z.object({
  fullDatabaseId: z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number),
  number: z.number(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  reviewDecision: z.string().nullish(),
  autoMergeRequest: z.object({}).nullish(),
  merged: z.boolean(),
  url: z.string(),
  createdAt: instantAnswer,
  updatedAt: instantAnswer,
  changedFiles: z.number(),
  headRefName: z.string(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  author: graphqlActor,
  labels: z.object({ pageInfo: more, nodes: z.array(z.object({ name: z.string() })) }).nullish(),
  headRepository: named.nullish(),
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  closingIssuesReferences: z
    .object({ pageInfo: more, nodes: z.array(z.object({ number: z.number(), repository: named })) })
    .nullish(),
  files: z.object({ pageInfo: more, nodes: z.array(z.object({ path: z.string(), changeType: z.string() })) }).nullish(),
  commits: z.object({
    nodes: z.array(
      z.object({
        commit: z.object({
          oid: z.string(),
          file: fileEntry,
          checkSuites: z.object({ pageInfo: more, nodes: z.array(suite) }).nullish(),
        }),
      }),
    ),
  }),
});

type PullNode = z.infer<typeof pullNode>;

/** The facts of the repository. Null for one without a commit, where nothing can be judged. */
export function toHome(node: z.infer<typeof homeNode>): RepositoryFacts | null {
  if (!node.defaultBranchRef) return null;
  return {
    owner: node.owner.login,
    repo: node.name,
    id: node.databaseId,
    defaultBranch: node.defaultBranchRef.name,
    isPrivate: node.isPrivate,
    archived: node.isArchived,
    url: node.url,
  };
}

const REGULAR: ReadonlySet<number> = new Set([0o100644, 0o100755]);

/** The configuration that an entry holds, as REST would give it; null when GraphQL shows its text only in part. */
export function toPolicyFile(entry: z.infer<typeof fileEntry>, ref: string): PolicyFile | null {
  const absent: PolicyFile = { path: POLICY_PATH, ref, sha: null, text: null };
  if (!entry || !REGULAR.has(entry.mode)) return absent;
  const text = entry.object?.isTruncated ? null : (entry.object?.text ?? null);
  return text === null ? null : { path: POLICY_PATH, ref, sha: entry.oid, text };
}

/** Everything that the node tells. `self`: our own login, whose check run counts. */
export function toPullSnapshot(node: PullNode, repository: RepositoryFacts, self: string): PullSnapshot {
  const commit = node.commits.nodes[0]?.commit;
  // A push between two fields of one answer was never seen, but would mix two versions.
  const head = commit?.oid === node.headRefOid ? commit : undefined;
  const links = node.closingIssuesReferences;
  return {
    pull: toFacts(node, repository),
    closingIssues: links?.pageInfo.hasNextPage
      ? null
      : (links?.nodes ?? []).map((issue) => ({
          owner: issue.repository.owner.login,
          repo: issue.repository.name,
          number: issue.number,
        })),
    headPolicy: head && node.headRepository ? toPolicyFile(head.file, node.headRefOid) : null,
    published: head?.checkSuites ? ownCheckRun(head.checkSuites, self) : null,
    files: toChangedFiles(node),
  };
}

const REVIEWS: Readonly<Record<string, Pick<PullRequestFacts, "review">>> = {
  APPROVED: { review: "approved" },
  CHANGES_REQUESTED: { review: "changes-requested" },
};

function toFacts(node: PullNode, repository: RepositoryFacts): PullRequestFacts {
  const { headRepository: home } = node;
  return {
    owner: repository.owner,
    repo: repository.repo,
    number: node.number,
    id: node.fullDatabaseId,
    title: node.title,
    body: node.body,
    state: node.state === "OPEN" ? "open" : "closed",
    merged: node.merged,
    draft: node.isDraft,
    ...REVIEWS[node.reviewDecision ?? ""],
    ...(node.autoMergeRequest ? { mergesByItself: true } : {}),
    author: node.author,
    labels: sortLabels((node.labels?.nodes ?? []).map((label) => label.name)),
    headSha: node.headRefOid,
    headRef: node.headRefName,
    headRepository: home ? { owner: home.owner.login, repo: home.name } : null,
    baseRef: node.baseRefName,
    baseSha: node.baseRefOid,
    repository,
    changedFiles: node.changedFiles,
    mergeCommitSha: node.mergeCommit?.oid ?? null,
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    url: node.url,
  };
}

type Suites = NonNullable<PullNode["commits"]["nodes"][number]["commit"]["checkSuites"]>;

function ownCheckRun({ nodes, pageInfo }: Suites, self: string): PublishedVerdict | "none" | null {
  const own = nodes.filter(({ app }) => `${app?.slug}[bot]` === self).flatMap((one) => one.checkRuns?.nodes ?? []);
  const run = own.toSorted((a, b) => b.databaseId - a.databaseId)[0];
  if (!run) return pageInfo.hasNextPage ? null : "none";
  return {
    id: run.databaseId,
    fingerprint: run.externalId || null,
    conclusion: run.conclusion?.toLowerCase() ?? null,
  };
}

const STATUS: Readonly<Record<string, ChangedFile["status"]>> = {
  ADDED: "added",
  DELETED: "removed",
  MODIFIED: "modified",
  CHANGED: "changed",
};

/** Null where GraphQL cannot tell them all: more than a page, or a rename or copy, of which it hides the old path. */
function toChangedFiles({ files, changedFiles }: PullNode): ChangedFiles | null {
  if (!files || files.pageInfo.hasNextPage || files.nodes.length !== changedFiles) return null;
  const listed = files.nodes.map(({ path, changeType }) => ({ path, previousPath: null, status: STATUS[changeType] }));
  const told = listed.flatMap(({ status, ...file }) => (status ? [{ ...file, status }] : []));
  return told.length === listed.length ? { files: told, complete: true, counted: changedFiles } : null;
}
