/** The contents API: files and folders at a ref, written one commit at a time. */
import { allow, grants, permissionsOn, repositoryFor, repositoryWith } from "#test/support/github/access.ts";
import { limitedText, optionalObject, optionalText, requiredText } from "#test/support/github/body-fields.ts";
import {
  type Call,
  GitHubRefusal,
  type Json,
  type Reply,
  type Route,
  bodyOf,
  notAccessible,
  notFound,
} from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { type FileEdit, branchTip, commitFiles, resolveCommit } from "#test/support/github/git.ts";
import type { Commit, Signature } from "#test/support/github/git/objects.ts";
import { entryAt } from "#test/support/github/git/snapshot.ts";
import { signatureFor } from "#test/support/github/merge-commits.ts";
import { moveRef, refuseProtectedMove } from "#test/support/github/pushes.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import {
  type ContentAt,
  contentShape,
  fileCommitShape,
  fullContentShape,
} from "#test/support/github/shapes/contents.ts";

const template = "/repos/{owner}/{repo}/contents/{path}";

/** A folder listing holds at most so many entries. */
const LISTED_ENTRIES = 1000;

/** Routes of the contents API. */
export const CONTENTS_ROUTES: readonly Route[] = [
  { method: "GET", template, handle: readContent },
  { method: "PUT", template, handle: (call) => write(call, "put") },
  { method: "DELETE", template, handle: (call) => write(call, "delete") },
];

function readContent(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["contents", "read"]] });
  const at = locate(call, repository);
  const accept = String(call.headers["accept"] ?? "");
  if (at.entry.mode === "040000") return folder(call, repository, { at, accept });
  const blob = repository.git.objects.blobs.get(at.entry.sha);
  if (/application\/vnd\.github(\.v3)?\.raw\b/.test(accept) && blob) {
    return { status: 200, body: blob, headers: { "content-type": "application/vnd.github.raw; charset=utf-8" } };
  }
  return { status: 200, body: fullContentShape(call.world, repository, at) };
}

function folder(call: Call, repository: RepositoryRow, what: { at: ContentAt; accept: string }): Reply {
  const { at, accept } = what;
  const entries = (repository.git.objects.trees.get(at.entry.sha) ?? []).slice(0, LISTED_ENTRIES).map((entry) =>
    contentShape(call.world, repository, {
      entry,
      ref: at.ref,
      path: at.path === "" ? entry.name : `${at.path}/${entry.name}`,
    }),
  );
  if (!/\bobject\b/.test(accept)) return { status: 200, body: entries };
  const body = { ...contentShape(call.world, repository, at), entries };
  return { status: 200, body, headers: { "content-type": "application/vnd.github.object+json; charset=utf-8" } };
}

function locate(call: Call, repository: RepositoryRow): ContentAt {
  const ref = call.query.get("ref") ?? repository.defaultBranch;
  const path = (call.params["path"] ?? "").replace(/^\/+|\/+$/g, "");
  const commit = repository.git.objects.commits.get(resolveCommit(repository.git, ref) ?? "");
  if (!commit && repository.git.refs.size === 0) throw new GitHubRefusal(404, "This repository is empty.");
  if (!commit) throw new GitHubRefusal(404, `No commit found for the ref ${ref}`);
  const entry = entryAt(repository.git.objects, commit.tree, path);
  if (!entry) throw notFound();
  return { path, entry, ref };
}

function write(call: Call, kind: "put" | "delete"): Reply {
  const repository = repositoryFor(call);
  allow(call, repository, { needs: [["contents", "write"]], role: "write" });
  const path = (call.params["path"] ?? "").replace(/^\/+|\/+$/g, "");
  refuseWorkflow(call, repository, path);
  const body = kind === "put" ? bodyOf(call) : { ...Object.fromEntries(call.query), ...bodyOf(call) };
  const branch = optionalText(body, "branch") ?? repository.defaultBranch;
  const tip = branchTip(repository.git, branch);
  if (tip === undefined && repository.git.refs.size > 0) throw new GitHubRefusal(404, `Branch ${branch} not found`);
  const known = knownEntry(repository, tip, path);
  checkSha(body, { path, sha: known?.sha, kind });
  const edit: FileEdit = kind === "delete" ? null : { content: decode(requiredText(body, "content")) };
  const made = commit(call, repository, { body, branch, tip, files: { [path]: edit } });
  const entry = entryAt(repository.git.objects, made.tree, path);
  const at = kind === "put" && entry ? { path, entry, ref: branch } : null;
  return {
    status: kind === "put" && !known ? 201 : 200,
    body: fileCommitShape(call.world, repository, { at, commit: made }),
  };
}

/** Files of workflows need a permission of their own. */
function refuseWorkflow(call: Call, repository: RepositoryRow, path: string): void {
  const permissions = permissionsOn(call, repository);
  if (permissions !== null && path.startsWith(".github/workflows/") && !grants(permissions, ["workflows", "write"]))
    throw notAccessible();
}

function knownEntry(repository: RepositoryRow, tip: string | undefined, path: string): { sha: string } | undefined {
  const commit = repository.git.objects.commits.get(tip ?? "");
  return commit && entryAt(repository.git.objects, commit.tree, path);
}

function checkSha(body: Json, file: { path: string; sha: string | undefined; kind: "put" | "delete" }): void {
  const sha = optionalText(body, "sha");
  if (file.kind === "delete" && file.sha === undefined) throw notFound();
  if (sha === undefined && (file.sha !== undefined || file.kind === "delete"))
    throw new GitHubRefusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (sha !== undefined && sha !== file.sha) throw new GitHubRefusal(409, `${file.path} does not match ${sha}`);
}

function decode(content: string): Buffer {
  const plain = content.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) throw new GitHubRefusal(422, "content is not valid Base64");
  return Buffer.from(plain, "base64");
}

interface ContentCommit {
  readonly body: Json;
  readonly branch: string;
  readonly tip: string | undefined;
  readonly files: Readonly<Record<string, FileEdit>>;
}

function commit(call: Call, repository: RepositoryRow, wanted: ContentCommit): Commit {
  const { world } = call;
  const doer = doerOf(call);
  const own = signatureFor(world, doer.login);
  const committer = givenSignature(wanted.body, "committer", own);
  const author = givenSignature(wanted.body, "author", optionalObject(wanted.body, "committer") ? committer : own);
  const message = limitedText(wanted.body, "message", 1_000_000) ?? requiredText(wanted.body, "message");
  const sha = commitFiles(repository.git, wanted.tip, { files: wanted.files, message, author, committer });
  const move = { ref: `refs/heads/${wanted.branch}`, to: sha, doer };
  refuseProtectedMove(world, repository, { ...move, status: 409 });
  moveRef(world, repository, move);
  const made = repository.git.objects.commits.get(sha);
  if (!made) throw new Error(`commit ${sha} was not stored`);
  return made;
}

/** A signature from the body; what it leaves out comes from the fallback. */
export function givenSignature(body: Json, name: string, fallback: Signature): Signature {
  const given = optionalObject(body, name);
  if (!given) return fallback;
  const date = optionalText(given, "date");
  return {
    name: optionalText(given, "name") ?? fallback.name,
    email: optionalText(given, "email") ?? fallback.email,
    date:
      date === undefined
        ? fallback.date
        : new Date(Math.floor(Date.parse(date) / 1000) * 1000).toISOString().replace(".000Z", "Z"),
  };
}
