/** Holds the stand-in's git against real git: ids of trees and commits, changed files, renames, patches, counts and merges. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "#test/support/github/random.ts";
import { commitFiles } from "#test/support/github/git.ts";
import { diffCommits, type FileDiff, withPatch } from "./diff.ts";
import { mergeBase } from "./history.ts";
import { mergeCommits, mergeText } from "./merge.ts";
import { createObjectStore, writeBlob, writeTree } from "./objects.ts";
import { unifiedDiff } from "./unified-diff.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stand-in-git-"));
  git("init", "--quiet", "--initial-branch=main");
  for (const [key, value] of [
    ["user.name", "Ada"],
    ["user.email", "ada@example.org"],
    ["commit.gpgsign", "false"],
    ["core.autocrlf", "false"],
  ])
    git("config", String(key), String(value));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const date = "2026-01-01T00:00:00Z";
const author = { name: "Ada", email: "ada@example.org", date };

function git(...command: string[]): string {
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: "/dev/null" };
  return execFileSync("git", command, { cwd: folder, env, encoding: "utf8" });
}

/** Random edits, so that additions, removals, changes and renames with changes all occur. */
function changeFiles(files: Readonly<Record<string, string>>, random: () => number): Record<string, string> {
  const pick = (n: number) => Math.floor(random() * n);
  const next = { ...files };
  for (let step = 0; step < 5; step += 1) {
    const path = Object.keys(next)[pick(Object.keys(next).length)];
    const kind = path === undefined || Object.keys(next).length < 4 ? 0 : pick(5);
    const fresh = `d${pick(3)}/${pick(2) === 0 ? "s/" : ""}f${pick(1000)}.txt`;
    if (kind <= 1)
      next[fresh] =
        Array.from({ length: pick(30) }, () => `line ${pick(1000)}\n`).join("") + (pick(2) === 0 ? "end" : "");
    else if (path !== undefined) {
      const lines = (next[path] ?? "").split("\n");
      for (let cut = 0; cut <= pick(6); cut += 1)
        lines.splice(pick(lines.length + 1), pick(2), ...(pick(2) === 0 ? [`new ${pick(999)}`] : []));
      if (kind !== 3) delete next[path];
      if (kind !== 2) next[kind === 3 ? path : fresh] = lines.join("\n");
    }
  }
  return next;
}

function write(files: Readonly<Record<string, string>>): void {
  git("rm", "-r", "-q", "--ignore-unmatch", "--cached", ".");
  for (const name of ["d0", "d1", "d2"]) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", "step");
}

/** What git says changed: `A path`, `R from>to`, with counts. */
function gitChanges(): string[] {
  const raw = git("diff", "-M", "--numstat", "-z", "HEAD~1", "HEAD").split("\0");
  const status = git("diff", "-M", "--name-status", "-z", "HEAD~1", "HEAD").split("\0");
  const counts = new Map<string, string>();
  for (let i = 0; i < raw.length - 1;) {
    const [added, removed, path] = (raw[i] ?? "").split("\t");
    counts.set(path === "" ? (raw[i + 2] ?? "") : (path ?? ""), `+${added} -${removed}`);
    i += path === "" ? 3 : 1;
  }
  const said: string[] = [];
  for (let i = 0; i < status.length - 1;) {
    const renamed = status[i]?.startsWith("R") === true;
    const to = status[i + (renamed ? 2 : 1)] ?? "";
    said.push(`${status[i]?.[0]} ${renamed ? `${status[i + 1]}>` : ""}${to} ${counts.get(to)}`);
    i += renamed ? 3 : 2;
  }
  return said.toSorted();
}

function ownChanges(files: readonly FileDiff[]): string[] {
  const letters = { added: "A", removed: "D", modified: "M", changed: "T", renamed: "R" };
  return files
    .map(
      (f) =>
        `${letters[f.status]} ${f.previousPath === undefined ? "" : `${f.previousPath}>`}${f.path} +${f.additions} -${f.deletions}`,
    )
    .toSorted();
}

/** Before version 2.44 git did not count a last line without its end. */
function withoutPercent(diff: string): string {
  return diff.replace(/^similarity index \d+%$/gm, "similarity index");
}

function gitPatch(path: string): string {
  const text = git("diff", "--no-color", "HEAD~1", "HEAD", "--", path);
  return text
    .slice(text.indexOf("\n@@") + 1)
    .replace(/^(@@ .* @@).*$/gm, "$1")
    .trimEnd();
}

test("ids, files, renames, counts and patches are git's own, over 25 random commits", () => {
  const random = createRandom(20260101);
  const store = { objects: createObjectStore(), refs: new Map<string, string>() };
  let files: Record<string, string> = {};
  let parent: string | undefined;
  for (let round = 0; round < 25; round += 1) {
    const next = changeFiles(files, random);
    write(next);
    const gone = Object.keys(files).filter((path) => !(path in next));
    const edits = { ...Object.fromEntries(gone.map((path) => [path, null])), ...next };
    const tip = commitFiles(store, parent, { files: edits, message: "step\n", author });
    expect(tip).toBe(git("rev-parse", "HEAD").trim());
    if (parent !== undefined) {
      const mine = diffCommits(store.objects, parent, tip).map((change) => withPatch(store.objects, change));
      expect(ownChanges(mine)).toEqual(gitChanges());
      const whole = git("diff", "-M", "--no-color", "--abbrev=7", "HEAD~1", "HEAD").replace(/^(@@ .* @@).*$/gm, "$1");
      expect(withoutPercent(unifiedDiff(store.objects, mine))).toBe(withoutPercent(whole));
      const modified = mine.filter((file) => file.status === "modified");
      expect(modified.map((file) => file.patch?.trimEnd())).toEqual(modified.map((file) => gitPatch(file.path)));
    }
    [parent, files] = [tip, next];
  }
});

describe("a merge", () => {
  const lines = (text: string) => `${text.split("").join("\n")}\n`;
  test.each([
    { what: "changes in different places", base: "abcdefg", ours: "Abcdefg", theirs: "abcdefG", merged: "AbcdefG" },
    { what: "the same change on both sides", base: "abc", ours: "aXc", theirs: "aXc", merged: "aXc" },
    { what: "different changes of one line", base: "abc", ours: "aXc", theirs: "aYc", merged: null },
    { what: "changes of neighbouring lines", base: "abcd", ours: "aXcd", theirs: "abYd", merged: null },
    { what: "an insertion and a distant deletion", base: "abcdef", ours: "abZcdef", theirs: "abcde", merged: "abZcde" },
  ])("of $what", ({ base, ours, theirs, merged }) => {
    expect(mergeText(lines(base), lines(ours), lines(theirs))).toBe(merged === null ? null : lines(merged));
  });

  test("takes each side's files, and conflicts where both changed one", () => {
    const store = { objects: createObjectStore(), refs: new Map<string, string>() };
    const make = (parent: string | undefined, files: Record<string, string | null>) =>
      commitFiles(store, parent, { files, message: "m", author });
    const base = make(undefined, { "a.txt": "a\n", "b.txt": "b\n" });
    const left = make(base, { "a.txt": "left\n" });
    const right = make(base, { "b.txt": null, "c.txt": "c\n" });
    const other = make(base, { "a.txt": "other\n" });
    expect(mergeBase(store.objects, left, right)).toBe(base);
    const merged = mergeCommits(store.objects, left, right);
    expect("tree" in merged && store.objects.trees.get(merged.tree)?.map((entry) => entry.name)).toEqual([
      "a.txt",
      "c.txt",
    ]);
    expect(mergeCommits(store.objects, left, other)).toEqual({ conflicts: ["a.txt"] });
  });
});

test("modes, links, submodules and binary files are told apart", () => {
  const store = { objects: createObjectStore(), refs: new Map<string, string>() };
  const files = {
    run: "#!/bin/sh\n",
    link: { content: "run", mode: "120000" as const },
    lib: { submodule: "a".repeat(40) },
    "logo.png": Buffer.from([0, 1, 2]),
  };
  const before = commitFiles(store, undefined, { files, message: "m", author });
  const edits = {
    run: { mode: "100755" as const },
    link: { content: "run", mode: "100644" as const },
    lib: { submodule: "b".repeat(40) },
    "logo.png": Buffer.from([0, 9]),
  };
  const after = commitFiles(store, before, { files: edits, message: "m", author });
  const said = diffCommits(store.objects, before, after).map((change) => withPatch(store.objects, change));
  expect(said.map((f) => [f.path, f.status, f.patch?.split("\n")[1]])).toEqual([
    ["lib", "modified", `-Subproject commit ${"a".repeat(40)}`],
    ["link", "changed", undefined],
    ["logo.png", "modified", undefined],
    ["run", "modified", undefined],
  ]);
});

test("the empty tree and the empty file have git's well-known ids", () => {
  const store = createObjectStore();
  expect(writeTree(store, [])).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  expect(writeBlob(store, "")).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
});
