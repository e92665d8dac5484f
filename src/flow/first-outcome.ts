/** What the first run of a comment's commands came to, kept until the comment is answered: a run after a crash finds a part of it done. */
import type { LogLines } from "#src/command/log-lines.ts";
import type { ParsedCommand } from "#src/command/parse.ts";
import type { CommandsOutcome } from "#src/command/run-commands.ts";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { CommentFacts } from "#src/facts/issue.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { Services } from "./services.ts";

/** What the first run came to. */
export interface FirstRun {
  readonly outcome: CommandsOutcome;
  /** What it adds to the logs of analyses. */
  readonly lines: readonly LogLines[];
}

interface KeptOutcome extends FirstRun {
  readonly written: readonly string[];
  readonly at: Instant;
}

/** Longer than the queue tries. */
const KEEP: Seconds = 2 * 86_400;

/**
 * What people are told: what the first run came to, as long as this one is done with the same lines, and refuses none that the
 * first did not. Without a memory, what this run came to.
 */
export async function firstOutcome(
  { projection, github }: Services,
  comment: CommentFacts,
  run: FirstRun & { readonly commands: readonly ParsedCommand[] },
): Promise<FirstRun> {
  const { commands, outcome, lines } = run;
  if (!projection) return { outcome, lines };
  const name = String(comment.id);
  const written = commands.map((command) => command.written);
  const kept = (await projection.load(comment.issue, "outcome", name)) as KeptOutcome | null;
  if (kept && sayAll(kept.written) === sayAll(written) && kindsOf(kept.outcome) === kindsOf(outcome)) return kept;
  // What changes nothing comes to the same again.
  if (outcome.changes.length === 0) return { outcome, lines };
  const value: KeptOutcome = { written, outcome, lines, at: github.now() };
  await projection.save(comment.issue, [{ kind: "outcome", name, tag: null, value }], await projection.ticket());
  return { outcome, lines };
}

/** Those that nobody needs any more. */
export async function forgetOutcomes({ projection, github }: Services, repository: RepositoryName): Promise<void> {
  if (!projection) return;
  const ticket = await projection.ticket();
  const since = github.now() - KEEP;
  const entries = await projection.loadAll(repository, "outcome");
  const names = entries
    .filter(({ value }) => ((value as KeptOutcome | null)?.at ?? 0) >= since)
    .map(({ name }) => name);
  await projection.retain(repository, "outcome", { names, ticket });
}

function sayAll(lines: readonly string[]): string {
  return lines.join("\n");
}

function kindsOf({ outcomes }: CommandsOutcome): string {
  return outcomes.map(({ outcome }) => outcome.outcome).join(" ");
}
