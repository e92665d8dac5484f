/** Files and folders as the contents API gives them. */
import type { World } from "#test/support/github/call.ts";
import type { Commit, TreeEntry } from "#test/support/github/git/objects.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { gitCommitShape } from "./commit.ts";
import { repositoryApi, repositoryPage } from "./repository.ts";

type Json = Record<string, unknown>;

/** A path of a commit. `ref` is what the caller asked for. */
export interface ContentAt {
  readonly path: string;
  readonly entry: TreeEntry;
  readonly ref: string;
}

function contentType(entry: TreeEntry): "dir" | "file" | "submodule" | "symlink" {
  if (entry.mode === "040000") return "dir";
  if (entry.mode === "160000") return "submodule";
  return entry.mode === "120000" ? "symlink" : "file";
}

/** What every form has in common; `content` is not in it. */
export function contentShape(world: World, repository: RepositoryRow, at: ContentAt): Json {
  const { path, entry, ref } = at;
  const type = contentType(entry);
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const url = `${api}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const git = type === "submodule" ? null : `${api}/git/${type === "dir" ? "trees" : "blobs"}/${entry.sha}`;
  const html = type === "submodule" ? null : `${page}/${type === "dir" ? "tree" : "blob"}/${ref}/${encoded}`;
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha: entry.sha,
    size: type === "file" || type === "symlink" ? (repository.git.objects.blobs.get(entry.sha)?.length ?? 0) : 0,
    url,
    html_url: html,
    git_url: git,
    download_url: type === "dir" || type === "submodule" ? null : `${page}/raw/${ref}/${encoded}`,
    type,
    _links: { self: url, git, html },
  };
}

/** One file, link or submodule with what it holds. Files above 1 MB come without content and with `encoding: "none"`. */
export function fullContentShape(world: World, repository: RepositoryRow, at: ContentAt): Json {
  const shape = contentShape(world, repository, at);
  const blob = repository.git.objects.blobs.get(at.entry.sha) ?? Buffer.alloc(0);
  if (shape["type"] === "submodule") return { ...shape, submodule_git_url: "" };
  if (shape["type"] === "symlink") return { ...shape, target: blob.toString("utf8") };
  if (blob.length > 1_048_576) return { ...shape, content: "", encoding: "none" };
  return { ...shape, content: base64Lines(blob), encoding: "base64" };
}

/** Base64 in lines of 60, each with a line end, as GitHub writes it. */
export function base64Lines(content: Buffer): string {
  return content.toString("base64").replace(/.{1,60}/g, "$&\n");
}

/** A `file-commit`: the answer of the contents API's writes. `at: null` after a deletion. */
export function fileCommitShape(
  world: World,
  repository: RepositoryRow,
  made: { readonly at: ContentAt | null; readonly commit: Commit },
): Json {
  return {
    content: made.at === null ? null : contentShape(world, repository, made.at),
    commit: gitCommitShape(world, repository, made.commit),
  };
}
