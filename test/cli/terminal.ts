/** A terminal for the tests of the command line: files by name, and what was written. */
import { UsageError } from "#cli/command.ts";
import { run } from "#cli/run.ts";

/** What a command line gave back. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a command line over files held in memory; `now` is 2026-11-22T00:00:00Z. */
export async function runCli(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const written = { out: "", error: "" };
  const code = await run(argv, {
    readText: async (path) => {
      const text = files[path];
      if (text === undefined) throw new UsageError(`${path}: no such file`);
      return text;
    },
    out: (words) => void (written.out += `${words}\n`),
    error: (words) => void (written.error += `${words}\n`),
    now: () => 1_795_305_600,
    environment: (name) => environment[name],
  });
  return { code, ...written };
}
