/** The Action as a linter of the reports that a team keeps in its repository. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { run } from "#action/run.ts";

const REPORT = `# Payments were down

## Timeline

| Time | What |
| --- | --- |
| 2026-03-03 10:00 UTC | Deployed |
| 2026-03-03 09:00 UTC | Alert |

## Root cause

Bob carelessly forgot to check the config | and <b>more</b>.
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "aftercare-analyze-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function analyze(patterns: string): Promise<{ code: number; log: string; summary: string; outputs: string }> {
  for (const name of ["event.json", "summary.md", "output"])
    writeFileSync(join(directory, name), name === "event.json" ? "{}" : "");
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  const env = {
    "INPUT_GITHUB-TOKEN": "ghs_unused",
    INPUT_ANALYZE: patterns,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: join(directory, "event.json"),
    // Nothing listens there: whoever asks GitHub fails.
    GITHUB_API_URL: "http://127.0.0.1:9",
    GITHUB_WORKSPACE: directory,
    GITHUB_OUTPUT: join(directory, "output"),
    GITHUB_STEP_SUMMARY: join(directory, "summary.md"),
  };
  const code = await run(env).finally(() => spy.mockRestore());
  const read = (name: string) => readFileSync(join(directory, name), "utf8");
  return { code, log: lines.join(""), summary: read("summary.md"), outputs: read("output") };
}

test("remarks stand on their lines, in the log, and in the summary; the job does not fail for them", async () => {
  write("docs/postmortems/2026/payments.md", REPORT);
  const { code, log, summary, outputs } = await analyze("docs/postmortems/**/*.md");
  expect(code).toBe(0);
  expect(log).toMatch(/^::warning title=timeline,file=docs\/postmortems\/2026\/payments.md,line=8::/m);
  expect(log).toMatch(/^docs\/postmortems\/2026\/payments.md:12: warning \[language\//m);
  expect(summary).toMatch(/^## \d+ warnings, \d+ hints? in 1 report$/m);
  expect(summary).toContain("| docs/postmortems/2026/payments.md:12 | warning |");
  expect(outputs).toMatch(/verdict<<\S+\nwarn\n/);
});

test("several patterns, one a line, and what an exclamation mark takes out", async () => {
  write("reports/a.md", REPORT);
  write("reports/template.md", REPORT);
  write("more/b.md", REPORT);
  const { log } = await analyze("reports/*.md\n\n  more/*.md\n!reports/template.md\n");
  expect(log).toContain("in 2 reports");
  expect(log).not.toContain("template.md");
});

test("at most ten warnings and ten hints are annotated, since GitHub shows no more", async () => {
  for (let index = 0; index < 8; index += 1) write(`reports/${index}.md`, REPORT);
  const { log } = await analyze("reports/*.md");
  expect(log.match(/^::warning /gm)).toHaveLength(10);
  expect(log.match(/^::notice /gm)).toHaveLength(10);
});

test("no file: says what to look at, and passes", async () => {
  const { code, log } = await analyze("docs/**/*.md");
  expect(code).toBe(0);
  expect(log).toBe("No file matches `docs/**/*.md`. Is `actions/checkout` a step before this one?\n");
});

test("a link out of the workspace is not followed", async () => {
  const outside = mkdtempSync(join(tmpdir(), "aftercare-outside-"));
  try {
    writeFileSync(join(outside, "secret.md"), REPORT);
    mkdirSync(join(directory, "reports"));
    symlinkSync(outside, join(directory, "reports", "linked"));
    symlinkSync(join(outside, "secret.md"), join(directory, "reports", "one.md"));
    const { log } = await analyze("reports/**/*.md");
    expect(log).toMatch(/^No file matches/);
    expect((await analyze(`../${outside.split("/").at(-1)}/*.md`)).log).toMatch(/^No file matches/);
  } finally {
    rmSync(outside, { recursive: true });
  }
});

test("what a report says is no command to the runner", async () => {
  write("reports/a.md", `# Report\n\n::stop-commands::x\n\nBob carelessly forgot ::error::it.\n`);
  const { log } = await analyze("reports/a.md");
  expect(log).not.toMatch(/^::(?!warning |notice )/m);
});
