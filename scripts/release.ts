/** Publishes a version of the Action: `node scripts/release.ts 1.2.3 [--dry-run] [--push] [--remote NAME]`. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildAction } from "./build.ts";

/** A release. `check` and `build` are what the caller brings, so that a test can bring its own. */
export interface Release {
  /** The repository whose `HEAD` is published. */
  readonly root: string;
  /** `1.2.3`, without a `v`. */
  readonly version: string;
  /** Goes through all checks and the build, and writes nothing. */
  readonly dryRun: boolean;
  /** The remote to push to; null = nothing leaves this machine. */
  readonly push: string | null;
  /** False when some check fails. */
  check(): boolean;
  /** Puts the built Action into the directory. */
  build(directory: string): Promise<void>;
}

/** What was published. */
export interface Released {
  readonly commit: string;
  readonly tags: readonly string[];
}

/** A user of the Action needs these and nothing else: no sources, no node_modules. */
const SHIPPED = ["action.yml", "LICENSE", "README.md"];
const BRANCH = "refs/heads/release";

/**
 * Puts action.yml, the built file, licence and README into one commit on the branch `release`, tags it `vX.Y.Z` and moves `vX`.
 * Works on git's objects only: no working tree, index or branch but `release` is touched.
 * @throws Error with a plain sentence when the tree is dirty, the version exists or is none, or a check fails; nothing is left behind then.
 */
export async function release(options: Release): Promise<Released> {
  const { root, version, push, dryRun } = options;
  const git = gitIn(root);
  refuse(git, options);
  if (!options.check()) throw new Error("A check fails: nothing is released.");
  const staging = mkdtempSync(join(tmpdir(), "aftercare-release-"));
  try {
    await stage(staging, options);
    const commit = writeCommit(git, { staging, version });
    const tags = [`v${version}`, ...(isNewestOfMajor(git, version) ? [`v${major(version)}`] : [])];
    if (dryRun) return { commit, tags };
    // All or none: a tag without its branch would be collected one day.
    const refs = [BRANCH, ...tags.map((tag) => `refs/tags/${tag}`)];
    git(["update-ref", "--stdin"], { input: refs.map((ref) => `update ${ref} ${commit}\n`).join("") });
    if (push !== null) git(["push", "--atomic", push, ...refs.map((ref) => `${isMoving(ref) ? "+" : ""}${ref}`)]);
    return { commit, tags };
  } finally {
    rmSync(staging, { recursive: true });
  }
}

function refuse(git: Git, { version, push }: Release): void {
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) throw new Error(`“${version}” is no version: write 1.2.3`);
  const dirty = git(["status", "--porcelain"]);
  if (dirty !== "") throw new Error(`The working tree has changes that are not committed:\n${dirty}`);
  const there = [git(["tag", "--list", `v${version}`]), push === null ? "" : remoteTag(git, push, version)];
  if (there.some((tag) => tag !== ""))
    throw new Error(`v${version} exists already: a published version never changes.`);
}

function remoteTag(git: Git, remote: string, version: string): string {
  return git(["ls-remote", "--tags", remote, `refs/tags/v${version}`]);
}

async function stage(staging: string, { root, build }: Release): Promise<void> {
  for (const name of SHIPPED) cpSync(join(root, name), join(staging, "tree", name));
  mkdirSync(join(staging, "tree/action"), { recursive: true });
  await build(join(staging, "tree/action/dist"));
}

function writeCommit(git: Git, { staging, version }: { readonly staging: string; readonly version: string }): string {
  const env = { GIT_INDEX_FILE: join(staging, "index") };
  git([`--work-tree=${join(staging, "tree")}`, "add", "--all", "--force", "."], { env, cwd: join(staging, "tree") });
  const tree = git(["write-tree"], { env });
  const parent = git(["for-each-ref", "--format=%(objectname)", BRANCH]);
  const message = `Release v${version}\n\nBuilt from ${git(["rev-parse", "HEAD"])}\n`;
  return git(["commit-tree", tree, ...(parent === "" ? [] : ["-p", parent])], { input: message });
}

/** A patch of an older line must not move everybody on `v1` back to it. */
function isNewestOfMajor(git: Git, version: string): boolean {
  const others = git(["tag", "--list", `v${major(version)}.*`]).split("\n");
  return others.every((tag) => order(tag.slice(1), version) < 0);
}

function order(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split(".").map(Number));
  const at = [0, 1, 2].find((index) => (a?.[index] ?? 0) !== (b?.[index] ?? 0)) ?? 0;
  return (a?.[at] ?? 0) - (b?.[at] ?? 0);
}

function major(version: string): string {
  return version.split(".", 1)[0]!;
}

/** `refs/tags/v1` moves; `refs/tags/v1.2.3` and the branch never do but forward. */
function isMoving(ref: string): boolean {
  return /\/v\d+$/.test(ref);
}

interface GitOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}
type Git = (args: readonly string[], options?: GitOptions) => string;

function gitIn(root: string): Git {
  const gitDirectory = execFileSync("git", ["rev-parse", "--absolute-git-dir"], { cwd: root, encoding: "utf8" }).trim();
  return (args, { input, env, cwd = root } = {}) =>
    execFileSync("git", args as string[], {
      cwd,
      env: { ...process.env, GIT_DIR: gitDirectory, ...env },
      encoding: "utf8",
      ...(input === undefined ? {} : { input }),
      stdio: ["pipe", "pipe", "pipe"],
    }).trim();
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean", default: false },
      push: { type: "boolean", default: false },
      remote: { type: "string", default: "origin" },
    },
  });
  const dryRun = values["dry-run"];
  const { commit, tags } = await release({
    root: fileURLToPath(new URL("..", import.meta.url)),
    version: positionals[0] ?? "",
    dryRun,
    push: values.push && !dryRun ? values.remote : null,
    check: () => spawnSync("npm", ["run", "check"], { stdio: "inherit" }).status === 0,
    build: buildAction,
  });
  const done = dryRun ? "Would publish" : values.push ? "Published" : "Made, and not pushed (add --push):";
  console.log(`${done} ${tags.join(", ")} at ${commit}`);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  });
}
