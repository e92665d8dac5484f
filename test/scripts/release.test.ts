/** The release: what it refuses, what it publishes, and that a clone of the tag runs with nothing else. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startWorkflow } from "#test/action/workflow.ts";
import { buildAction } from "#scripts/build.ts";
import { type Release, release } from "#scripts/release.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "aftercare-release-test-"));
const built = join(temporary, "built");
let count = 0;
let home = "";
let remote = "";

/** Nothing of the machine's own settings: a name, no signing, no hooks. */
const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.org",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.org",
};
const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", args, { cwd, env: ENV, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] }).trim();

/** A repository with what a release ships, a source that it does not ship, and a bare remote beside it. */
const template = join(temporary, "template");
beforeAll(async () => {
  await buildAction(built);
  const first = join(template, "home");
  git(temporary, "init", "--quiet", "--initial-branch=main", first);
  git(temporary, "init", "--quiet", "--bare", "--initial-branch=main", join(template, "remote.git"));
  git(first, "config", "user.name", "Test");
  git(first, "config", "user.email", "test@example.org");
  for (const name of ["action.yml", "LICENSE"]) cpSync(join(root, name), join(first, name));
  writeFileSync(join(first, "README.md"), "# Aftercare\n");
  writeFileSync(join(first, ".gitignore"), "action/dist/\n");
  writeFileSync(join(first, "source.ts"), "export const SOURCE = 1;\n");
  git(first, "add", "--all");
  git(first, "commit", "--quiet", "-m", "First");
  git(first, "remote", "add", "origin", "../remote.git");
  git(first, "push", "--quiet", "origin", "main");
});
afterAll(() => rmSync(temporary, { recursive: true }));

beforeEach(() => {
  count += 1;
  cpSync(template, join(temporary, String(count)), { recursive: true });
  home = join(temporary, String(count), "home");
  remote = join(temporary, String(count), "remote.git");
});

function publish(version: string, more: Partial<Release> = {}) {
  return release({
    root: home,
    version,
    dryRun: false,
    push: null,
    check: () => true,
    build: async (directory) => cpSync(built, directory, { recursive: true }),
    ...more,
  });
}

describe("publishes", () => {
  test("one commit with action.yml, the built Action, licence and README, and nothing else", async () => {
    const { commit, tags } = await publish("1.0.0");
    expect(tags).toEqual(["v1.0.0", "v1"]);
    const files = git(home, "ls-tree", "-r", "--name-only", commit).split("\n");
    const dist = readdirSync(built).map((name) => `action/dist/${name}`);
    expect(files.toSorted()).toEqual(["LICENSE", "README.md", "action.yml", ...dist].toSorted());
    for (const ref of ["release", "v1.0.0", "v1"]) expect(git(home, "rev-parse", ref)).toBe(commit);
    expect(git(home, "log", "-1", "--format=%B", commit)).toBe(
      `Release v1.0.0\n\nBuilt from ${git(home, "rev-parse", "main")}`,
    );
  });

  test("touching neither the working tree nor main, and pushing nothing unless asked", async () => {
    const before = git(home, "rev-parse", "main");
    await publish("1.0.0");
    expect([
      git(home, "status", "--porcelain"),
      git(home, "rev-parse", "main"),
      git(home, "branch", "--show-current"),
    ]).toEqual(["", before, "main"]);
    expect(existsSync(join(home, "action"))).toBe(false);
    expect(git(home, "worktree", "list").split("\n")).toHaveLength(1);
    expect(git(home, "ls-remote", "--tags", "origin")).toBe("");
  });

  test("the next version follows on the branch, and v1 moves to it", async () => {
    const first = await publish("1.0.0");
    const second = await publish("1.1.0");
    expect(git(home, "rev-parse", "release~1")).toBe(first.commit);
    expect([git(home, "rev-parse", "v1"), git(home, "rev-parse", "v1.0.0")]).toEqual([second.commit, first.commit]);
  });

  test.each([
    ["1.10.0", "1.9.1", ["v1.9.1"]],
    ["1.2.3", "2.0.0", ["v2.0.0", "v2"]],
    ["1.2.3", "1.2.10", ["v1.2.10", "v1"]],
  ])("after %s, %s sets %j: nobody on v1 is moved back", async (...[earlier, later, tags]) => {
    await publish(earlier);
    expect((await publish(later)).tags).toEqual(tags);
  });

  test("pushes branch and tags at once, and moves v1 there", async () => {
    await publish("1.0.0", { push: "origin" });
    const { commit } = await publish("1.1.0", { push: "origin" });
    const refs = git(home, "ls-remote", "origin")
      .split("\n")
      .map((line) => line.split("\t"));
    expect(refs).toContainEqual([commit, "refs/heads/release"]);
    expect(refs).toContainEqual([commit, "refs/tags/v1"]);
    expect(refs.map(([, ref]) => ref)).toContain("refs/tags/v1.0.0");
  });

  test("--dry-run goes through everything and leaves nothing", async () => {
    let checked = 0;
    const { tags } = await publish("1.0.0", { dryRun: true, check: () => (checked += 1) > 0 });
    expect([tags, checked]).toEqual([["v1.0.0", "v1"], 1]);
    expect([git(home, "tag", "--list"), git(home, "branch", "--list", "release")]).toEqual(["", ""]);
  });
});

describe("refuses, and leaves nothing behind", () => {
  const nothing = () => [git(home, "tag", "--list"), git(home, "branch", "--list", "release")];

  test.each(["", "1.2", "v1.2.3", "1.2.3-rc.1", "01.2.3", "1.2.3\n", "--push"])("the version %j", async (version) => {
    await expect(publish(version)).rejects.toThrow("is no version");
    expect(nothing()).toEqual(["", ""]);
  });

  test("a dirty tree, also by a file that git does not know", async () => {
    writeFileSync(join(home, "new.txt"), "new\n");
    await expect(publish("1.0.0")).rejects.toThrow(/not committed:\n\?\? new\.txt/);
    expect(nothing()).toEqual(["", ""]);
  });

  test("a check that fails, before anything is built", async () => {
    let builds = 0;
    const build = async () => void (builds += 1);
    await expect(publish("1.0.0", { check: () => false, build })).rejects.toThrow("A check fails");
    expect([builds, ...nothing()]).toEqual([0, "", ""]);
  });

  test("a build that fails", async () => {
    const build = () => Promise.reject(new Error("no such module"));
    await expect(publish("1.0.0", { build })).rejects.toThrow("no such module");
    expect(nothing()).toEqual(["", ""]);
  });

  test("a version that exists here", async () => {
    const { commit } = await publish("1.0.0");
    await expect(publish("1.0.0")).rejects.toThrow("v1.0.0 exists already");
    expect(git(home, "rev-parse", "v1.0.0")).toBe(commit);
  });

  test("a version that exists only at the remote", async () => {
    await publish("1.0.0", { push: "origin" });
    git(home, "tag", "--delete", "v1.0.0", "v1");
    await expect(publish("1.0.0", { push: "origin" })).rejects.toThrow("v1.0.0 exists already");
  });
});

test("a clone of the tag, without node_modules, runs as a runner starts it", async () => {
  await publish("1.0.0", { push: "origin" });
  const clone = join(temporary, `clone-${count}`);
  git(temporary, "clone", "--quiet", "--depth", "1", "--branch", "v1", `file://${remote}`, clone);
  expect(existsSync(join(clone, "node_modules"))).toBe(false);
  const main = /main: (\S+)/.exec(readFileSync(join(clone, "action.yml"), "utf8"))?.[1];
  const workflow = await startWorkflow({ writer: "app", mode: "enforce" });
  const { event } = workflow.pull("plain", { "docs/b.txt": "b\n" });
  const ran = await workflow.run(event, { file: join(clone, main!) });
  await workflow.stop();
  expect([ran.code, ran.outputs["verdict"]]).toEqual([0, "pass"]);
});
