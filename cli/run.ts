/** Runs one command line: finds the command, loads only that one, and turns what happens into an exit code. */
import { Command, CommanderError } from "commander";
import { UsageError, type Terminal } from "./command.ts";
import { COMMANDS } from "./commands.ts";

/** What the caller of the command line gives: everything of a terminal but the exit code, which is the answer. */
export type Outside = Omit<Terminal, "exit">;

/**
 * @returns the exit code: 0 = fine, 1 = problems found or blocked, 2 = wrong usage or input (one line on stderr).
 * Anything else that is thrown is a fault of ours and passes through.
 */
export async function run(argv: readonly string[], outside: Outside): Promise<number> {
  let code: number = 0;
  const terminal: Terminal = { ...outside, exit: (given) => void (code = given) };
  try {
    const program = await programFor(argv, terminal);
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    outside.error(`aftercare: ${error.message}`);
    return 2;
  }
}

async function programFor(argv: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command("aftercare")
    .description(
      "Sees post-incident remediation through: the same core as the App and the Action, on the command line.",
    )
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (words) => terminal.out(words.trimEnd()),
      writeErr: (words) => terminal.error(words.trimEnd()),
      outputError: (words, write) =>
        write(
          `aftercare: ${
            words
              .trim()
              .replace(/^error: /, "")
              .split("\n")[0]
          }`,
        ),
    });
  for (const { name, summary, load } of COMMANDS) {
    // Settings such as exitOverride are inherited by `command()`.
    const command = program.command(name).summary(summary).description(summary);
    if (argv.includes(name)) (await load()).define(command, terminal);
  }
  return program;
}
