/** The built Action: the same bytes each time, whole without node_modules, small, and alive under a runner's environment. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildAction } from "#scripts/build.ts";
import { declareWithItem, startWorkflow, type Workflow } from "./workflow.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MOST_BYTES = 500_000;

// Below the system's temporary directory no folder has node_modules: what is not in the bundle cannot be found.
const first = mkdtempSync(join(tmpdir(), "aftercare-bundle-"));
const second = mkdtempSync(join(tmpdir(), "aftercare-bundle-"));
const dist = join(first, "dist");
let workflow: Workflow;
let item = 0;

beforeAll(async () => {
  await buildAction(dist);
  await buildAction(join(second, "dist"));
  workflow = await startWorkflow({ writer: "action", mode: "enforce" });
  item = (await declareWithItem(workflow)).item;
});
afterAll(async () => {
  rmSync(first, { recursive: true });
  rmSync(second, { recursive: true });
  await workflow.stop();
});

function contents(directory: string): ReadonlyMap<string, Buffer> {
  const names = readdirSync(directory).toSorted();
  return new Map(names.map((name) => [name, readFileSync(join(directory, name))]));
}

/** Without the licences. */
function modulesOf(directory: string): ReadonlyMap<string, Buffer> {
  const modules = [...contents(directory)].filter(([name]) => name !== "licenses.txt");
  for (const [name] of modules) expect(name).toMatch(/\.mjs$/);
  return new Map(modules);
}

describe("the files", () => {
  test("two builds are the same to the byte", () => {
    const built = contents(dist);
    expect(built.size).toBeGreaterThan(3);
    expect(contents(join(second, "dist"))).toEqual(built);
  });

  test("are modules, and import nothing but each other and Node's own", () => {
    for (const [name, bytes] of modulesOf(dist)) {
      const specifiers = importsOf(bytes.toString("utf8"));
      expect([name, specifiers.filter((specifier) => !/^(node:[\w/]+|\.\/[\w-]+\.mjs)$/.test(specifier))]).toEqual([
        name,
        [],
      ]);
    }
  });

  test("require nothing at run time but Node's own", () => {
    for (const [name, bytes] of modulesOf(dist)) {
      const required = [...bytes.toString("utf8").matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(
        ([, what]) => what!,
      );
      expect([name, required.filter((what) => !what.startsWith("node:"))]).toEqual([name, []]);
    }
  });

  test("come with the licences of everything that was bundled", () => {
    const text = contents(dist).get("licenses.txt")?.toString("utf8") ?? "";
    for (const name of ["@octokit/core", "@lezer/markdown", "picomatch", "yaml", "zod"])
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, "m"));
    expect(text.match(/^-{80}$/gm)?.length).toBeGreaterThan(5);
    expect(text).toMatch(/Permission is hereby granted/);
  });

  test("name no path of the machine that built them", () => {
    for (const [name, bytes] of contents(dist)) expect([name, bytes.includes(root)]).toEqual([name, false]);
  });
});

describe("as a runner starts it", () => {
  const file = join(dist, "index.mjs");

  test("a blocked pull request: exit 1, the outputs, the summary, the status, and under 500 kB loaded", async () => {
    const { event } = workflow.pull("gift", { "services/checkout/gift.ts": "1\n" });
    workflow.writes();
    const pushed = { ...event, payload: { ...(event.payload as object), action: "synchronize" } };
    const loaded = await loadedBytes(pushed);
    expect(workflow.writes()).toEqual({ "POST /repos/{owner}/{repo}/statuses/{sha}": 1 });
    expect(loaded.ran.log).toContain(`#${item}`);
    expect([loaded.ran.code, loaded.ran.outputs["verdict"], loaded.ran.outputs["rule"]]).toEqual([1, "block", "G7"]);
    expect(loaded.ran.summary).toMatch(/^## /);
    expect(loaded.files).not.toContainEqual(expect.stringMatching(/^maintain|^read-event|^track/));
    // Node's `fetch` takes longer to load than the gate to judge.
    expect(loaded.fetch).toBe(false);
    expect(loaded.bytes).toBeGreaterThan(100_000);
    expect(loaded.bytes).toBeLessThan(MOST_BYTES);
  });

  test("a pull request elsewhere: exit 0", async () => {
    const { event } = workflow.pull("elsewhere", { "docs/b.txt": "b\n" });
    const ran = await workflow.run(event, { file });
    expect([ran.code, ran.outputs["verdict"], JSON.parse(ran.outputs["reasons"]!)]).toEqual([
      0,
      "pass",
      [expect.any(String)],
    ]);
  });

  test("a schedule: exit 0", async () => {
    const ran = await workflow.run({ name: "schedule", payload: {} }, { file });
    expect([ran.code, ran.log]).toEqual([0, "Swept the repository.\n"]);
  });

  test("no environment at all: exit 2 and a plain line", async () => {
    const ran = await workflow.run({ name: "schedule", payload: {} }, { file, env: { "INPUT_GITHUB-TOKEN": "" } });
    expect([ran.code, ran.outputs["verdict"]]).toEqual([2, "error"]);
    expect(ran.log).not.toMatch(/^\s+at /m);
  });

  /** Runs with a hook that notes every file that Node loads. */
  async function loadedBytes(event: Parameters<Workflow["run"]>[0]) {
    const note = join(first, "loaded.txt");
    const hook = join(first, "hook.mjs");
    writeFileSync(note, "");
    writeFileSync(
      hook,
      `import { registerHooks } from "node:module";
import { appendFileSync } from "node:fs";
registerHooks({ load(url, context, next) { appendFileSync(${JSON.stringify(note)}, url + "\\n"); return next(url, context); } });
process.on("exit", () => appendFileSync(${JSON.stringify(note)}, process.moduleLoadList.join("\\n")));
await import(${JSON.stringify(file)});`,
    );
    const ran = await workflow.run(event, { file: hook });
    const noted = [...new Set(readFileSync(note, "utf8").split("\n"))];
    const files = noted
      .filter((url) => url.startsWith("file:") && url.includes("/dist/"))
      .map((url) => url.slice(url.lastIndexOf("/") + 1));
    const all = contents(dist);
    return {
      ran,
      files,
      fetch: noted.some((module) => module.endsWith("undici/undici")),
      bytes: files.reduce((sum, name) => sum + all.get(name)!.length, 0),
    };
  }
});

describe("prepare", () => {
  test("without the development dependencies it says so and does not fail, so that `npm ci --omit=dev` works", () => {
    const bare = mkdtempSync(join(tmpdir(), "aftercare-bare-"));
    execFileSync("cp", ["-r", join(root, "package.json"), join(root, "scripts"), bare]);
    const said = execFileSync(process.execPath, [join(bare, "scripts/prepare.mjs")], { encoding: "utf8", cwd: bare });
    rmSync(bare, { recursive: true });
    expect(said).toMatch(/^The Action is not built/);
  });

  test("the bundle stays out of git", () => {
    const ignored = execFileSync("git", ["check-ignore", "action/dist/index.mjs"], { cwd: root, encoding: "utf8" });
    expect(ignored.trim()).toBe("action/dist/index.mjs");
  });
});

/** Static and dynamic imports of a minified module. */
function importsOf(text: string): string[] {
  const found = text.matchAll(/\b(?:from|import)\s*\(?\s*["'`]([@\w./:#-]+)["'`]/g);
  return [...found].map(([, specifier]) => specifier!);
}
