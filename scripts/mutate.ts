/** Mutation testing of the gate and the budget, in a copy of its own, and incrementally: `node scripts/mutate.ts gate budget src/gate/links.ts`; with `--static` what acts while modules load, with `--figures` what the reports say. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TOOL = join(ROOT, "tools/stryker");
const CACHE = join(TOOL, "cache");
/** Not the tsconfig: Stryker would read it with an older TypeScript. */
const COPIED = ["src", "test", "package.json", "tools/stryker"];

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  /** It is run while its module loads (and perhaps in tests, too). */
  readonly static?: boolean;
  readonly status: "Killed" | "Timeout" | "Survived" | "NoCoverage" | "Ignored" | "RuntimeError" | "CompileError";
  readonly location: { readonly start: Position; readonly end: Position };
  readonly mutatorName: string;
  readonly replacement: string;
}

type Mutants = Readonly<Record<string, readonly Mutant[]>>;

/** One Stryker run: what to mutate, with which options, and the name of its report. */
interface Run {
  readonly label: string;
  readonly mutate: string;
  readonly options: readonly string[];
}

/** `gate` → its folder; anything else is a glob below the root. */
function globOf(name: string): string {
  return /^[a-z-]+$/.test(name) ? `src/${name}/**/*.ts` : name;
}

function labelOf(name: string): string {
  return name.replaceAll(/[^a-z\d]+/g, "-");
}

function readReport(label: string): Mutants {
  const { files } = JSON.parse(readFileSync(join(CACHE, `${label}-report.json`), "utf8")) as {
    readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
  };
  return Object.fromEntries(Object.entries(files).map(([file, { mutants }]) => [file, mutants]));
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

/** Leaves out what acts while modules load: each of these means to load everything anew and to run every test. */
function plainRun(name: string): Run {
  return { label: labelOf(name), mutate: globOf(name), options: ["--ignoreStatic"] };
}

/** Exactly what the plain run of the same name left out, and what it may have judged too mildly because the module was loaded already. */
function staticRun(name: string): Run {
  const ranges = Object.entries(readReport(labelOf(name))).flatMap(([file, mutants]) =>
    mutants
      .filter((mutant) => mutant.status === "Ignored" || (mutant.static === true && mutant.status === "Survived"))
      // Reports count columns from 1, ranges from 0.
      .map(({ location: { start, end } }) => `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`),
  );
  const label = `${labelOf(name)}-static`;
  forgetSurvivors(label);
  return { label, mutate: [...new Set(ranges)].join(","), options: [] };
}

/** Stryker cannot know which tests reach what acts while modules load: it would take over that a mutant survived, whatever tests have come since. */
function forgetSurvivors(label: string): void {
  const kept = join(CACHE, `${label}.json`);
  if (!existsSync(kept)) return;
  const report = JSON.parse(readFileSync(kept, "utf8")) as { readonly files: Record<string, { mutants: Mutant[] }> };
  for (const file of Object.values(report.files)) {
    file.mutants = file.mutants.filter(({ status }) => status !== "Survived");
  }
  writeFileSync(kept, JSON.stringify(report));
}

function run({ label, mutate, options }: Run): number {
  const directory = mkdtempSync(join(tmpdir(), "aftercare-mutate-"));
  try {
    copyInto(directory);
    const kept = ["--incrementalFile", join(CACHE, `${label}.json`)];
    const program = join(TOOL, "node_modules/@stryker-mutator/core/bin/stryker.js");
    const config = join(directory, "tools/stryker/stryker.config.json");
    const given = ["run", config, "--mutate", mutate, "--concurrency", "2", ...options, ...kept];
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

function identityOf(file: string, { location: { start, end }, mutatorName, replacement }: Mutant): string {
  return JSON.stringify([file, start.line, start.column, end.line, end.column, mutatorName, replacement]);
}

/** All reports as one: what a plain run left out has the answer of the static one. */
function mergedReports(): Mutants {
  const labels = readdirSync(CACHE).flatMap((name) => /^(.*)-report\.json$/.exec(name)?.[1] ?? []);
  const answers = new Map<string, Mutant["status"]>();
  const merged: Record<string, readonly Mutant[]> = {};
  for (const [file, mutants] of labels.flatMap((label) => Object.entries(readReport(label)))) {
    const tested = mutants.filter(({ status }) => status !== "Ignored");
    for (const mutant of tested) answers.set(identityOf(file, mutant), mutant.status);
    if ((merged[file]?.length ?? 0) < mutants.length) merged[file] = mutants;
  }
  const answered = (file: string, mutant: Mutant): Mutant => ({
    ...mutant,
    status: answers.get(identityOf(file, mutant)) ?? mutant.status,
  });
  return Object.fromEntries(
    Object.entries(merged).map(([file, mutants]) => [file, mutants.map((mutant) => answered(file, mutant))]),
  );
}

/** A row of the table: all mutants, then those killed, timed out, survived, without a test and never tested, and the share that was detected. */
function rowOf(name: string, mutants: readonly Mutant[]): string {
  const count = (...statuses: readonly Mutant["status"][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, slow, open] = [count("Killed"), count("Timeout"), count("Ignored")];
  const tested = killed + slow + count("Survived", "NoCoverage");
  const share = (detected: number) => `${((100 * detected) / Math.max(1, tested)).toFixed(1)}%`;
  const cells = [tested + open, killed, slow, count("Survived"), count("NoCoverage"), open];
  return `| ${[name, ...cells, share(killed + slow), share(killed)].join(" | ")} |`;
}

function printFigures(): void {
  const files = Object.entries(mergedReports()).toSorted(([a], [b]) => a.localeCompare(b));
  const folders = [...new Set(files.map(([file]) => file.slice(0, file.lastIndexOf("/"))))];
  const below = (folder: string) => files.filter(([file]) => file.startsWith(`${folder}/`)).flatMap(([, all]) => all);
  const columns = ["", "mutants", "killed", "time-out", "survived", "no test", "not run", "detected", "killed only"];
  console.log(`| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}`);
  for (const folder of folders) console.log(rowOf(`\`${folder}\``, below(folder)));
  for (const [file, mutants] of files) console.log(rowOf(`\`${file}\``, mutants));
}

const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith("--")));
const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const names = named.length > 0 ? named : ["budget", "gate"];
if (!existsSync(join(TOOL, "node_modules"))) {
  console.error(`First: npm ci --prefix ${resolve(TOOL)}`);
  process.exit(1);
}
mkdirSync(CACHE, { recursive: true });
if (flags.has("--figures")) {
  printFigures();
} else {
  const runs = names.map((name) => () => run(flags.has("--static") ? staticRun(name) : plainRun(name)));
  process.exitCode = runs.filter((start) => start() !== 0).length > 0 ? 1 : 0;
}
