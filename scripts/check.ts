/** Runs every check of the project in order, cheapest first, and ends with the line `N passed, N failed` that CI reads. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const CHECKS: readonly Check[] = [
  { name: "format", command: ["oxfmt", "--check", "."] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "lint", command: ["oxlint", "--type-aware"] },
  { name: "dead code", command: ["knip"] },
  { name: "bundle", command: ["node", "scripts/build.ts"] },
  { name: "generated files", command: ["node", "scripts/generate.ts", "--check"] },
];

function run(check: Check): boolean {
  const [program, ...rest] = check.command as [string, ...string[]];
  const started = performance.now();
  const { status } = spawnSync(program, rest, { stdio: "inherit" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${check.name} (${seconds} s)`);
  return status === 0;
}

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
}

function runTests(): TestReport {
  const directory = mkdtempSync(join(tmpdir(), "aftercare-check-"));
  const file = join(directory, "report.json");
  spawnSync("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], {
    stdio: "inherit",
  });
  try {
    return JSON.parse(readFileSync(file, "utf8")) as TestReport;
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numFailedTestSuites: 1 };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const results = CHECKS.map((check) => run(check));
const tests = runTests();
const failedChecks = results.filter((ok) => !ok).length;
// A suite that cannot even load has no tests that could fail: it counts as one.
const brokenSuites = tests.numFailedTests === 0 && tests.numFailedTestSuites > 0 ? 1 : 0;
const failed = tests.numFailedTests + brokenSuites + failedChecks;
console.log(`${tests.numPassedTests + results.length - failedChecks} passed, ${failed} failed`);
process.exitCode = failed > 0 || tests.numPassedTests === 0 ? 1 : 0;
