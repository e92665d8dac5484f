/** Mutation testing of the gate and the budget: in a copy of its own, gently, and incrementally. `node scripts/mutate.ts gate budget src/gate/links.ts`. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TOOL = join(ROOT, "tools/stryker");
const CACHE = join(TOOL, "cache");
/** Not the tsconfig: Stryker would read it with an older TypeScript. */
const COPIED = ["src", "test", "package.json", "tools/stryker"];

/** `gate` → its folder; anything else is a glob below the root. */
function globOf(name: string): string {
  return /^[a-z-]+$/.test(name) ? `src/${name}/**/*.ts` : name;
}

function copyInto(directory: string): void {
  for (const part of COPIED) {
    cpSync(join(ROOT, part), join(directory, part), {
      recursive: true,
      filter: (source) => source !== join(TOOL, "node_modules") && source !== CACHE,
    });
  }
  symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
}

function mutate(name: string): number {
  const directory = mkdtempSync(join(tmpdir(), "aftercare-mutate-"));
  const label = name.replaceAll(/[^a-z]+/g, "-");
  try {
    copyInto(directory);
    const options = ["--mutate", globOf(name), "--concurrency", "2"];
    const kept = ["--incrementalFile", join(CACHE, `${label}.json`)];
    const program = join(TOOL, "node_modules/@stryker-mutator/core/bin/stryker.js");
    const given = ["run", join(directory, "tools/stryker/stryker.config.json"), ...options, ...kept];
    const { status } = spawnSync("nice", ["-n", "5", process.execPath, program, ...given], {
      cwd: directory,
      stdio: "inherit",
    });
    const report = join(directory, "reports/mutation/mutation.json");
    if (existsSync(report)) cpSync(report, join(CACHE, `${label}-report.json`));
    return status ?? 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (!existsSync(join(TOOL, "node_modules"))) {
  console.error(`First: npm ci --prefix ${resolve(TOOL)}`);
  process.exit(1);
}
mkdirSync(CACHE, { recursive: true });
const names = process.argv.slice(2);
const failed = (names.length > 0 ? names : ["budget", "gate"]).filter((name) => mutate(name) !== 0);
process.exitCode = failed.length > 0 ? 1 : 0;
