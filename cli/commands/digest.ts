/** `aftercare digest --repo O/R`: writes the weekly summary of a repository, or shows what it would say. */
import type { Command } from "commander";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { publishDigest, type PublishedDigest } from "#src/flow/publish-digest.ts";
import { UsageError, type Terminal } from "#cli/command.ts";
import { openServices, reachable, readRepositoryName } from "#cli/github.ts";

interface Options {
  readonly repo: string;
  readonly week?: string;
  readonly dryRun?: true;
}

/** Adds the options and the action of `digest`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .requiredOption("--repo <owner/name>", "the repository")
    .option("--week <key>", "a week such as 2026-W47; default: the last one that has ended")
    .option("--dry-run", "shows the summary and writes nothing")
    .action((options: Options) => publish(options, terminal));
}

async function publish({ repo, week, dryRun }: Options, terminal: Terminal): Promise<void> {
  const repository = readRepositoryName(repo);
  const services = await openServices(terminal);
  const request = { ...(week === undefined ? {} : { week }), ...(dryRun ? { dryRun } : {}) };
  const published = await reachable(publishDigest(services, repository, request));
  if (published.outcome === "skipped") throw new UsageError(published.reason);
  if (published.outcome === "dry-run") return terminal.out(`# ${published.digest.title}\n\n${published.digest.body}`);
  terminal.out(`${published.week.key}: ${sayOutcome(published)}`);
  if (published.outcome === "refused") terminal.exit(1);
}

const WORDS: Readonly<Record<PublishedDigest["outcome"], string>> = {
  written: "written",
  held: "up to date",
  quiet: "nothing to tell, so no issue",
  "edited-by-hand": "somebody edited it, so it stays as they left it",
  refused: "GitHub did not allow it: the token needs to write issues",
  "dry-run": "not written",
};

function sayOutcome({ outcome, issue }: PublishedDigest): string {
  const where = issue === null ? "" : ` (${issue.owner}/${issue.repo}${sayIssue(issue, issue)})`;
  return WORDS[outcome] + where;
}
