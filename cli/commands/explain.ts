/** `aftercare explain --repo O/R --pr N`: the whole tree of reasons for one pull request, also as it would be if something changed. */
import type { Command } from "commander";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { gatherGateFacts } from "#src/flow/gather-gate-facts.ts";
import { explain, sayExplanation } from "#src/gate/explain.ts";
import type { GateFacts } from "#src/gate/facts.ts";
import { type Judgement, judge } from "#src/gate/judge.ts";
import { parseSupposition, suppose } from "#src/gate/suppose.ts";
import { UsageError, type Terminal } from "#cli/command.ts";
import { openServices, reachable, readRepositoryName } from "#cli/github.ts";

interface Options {
  readonly repo: string;
  readonly pr: string;
  readonly if: readonly string[];
  readonly json?: true;
}

/** Adds the options and the action of `explain`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .requiredOption("--repo <owner/name>", "the repository")
    .requiredOption("--pr <number>", "the pull request")
    .option(
      "--if <change>",
      "as it would be: '#412 closed', '#412 priority P2', 'at 2026-12-01T00:00Z'; may be given again",
      (change: string, before: readonly string[]) => [...before, change],
      [],
    )
    .option("--json", "the verdict and the tree as JSON")
    .action((options: Options) => explainPull(options, terminal));
}

async function explainPull(options: Options, terminal: Terminal): Promise<void> {
  const repository = readRepositoryName(options.repo);
  const number = readNumber(options.pr);
  const services = await openServices(terminal);
  const facts = await reachable(gatherGateFacts(services, { ...repository, number }));
  if (!facts) {
    const name = `${repository.owner}/${repository.repo}#${number}`;
    throw new UsageError(`${name} is no pull request that this token can see`);
  }
  const judgement = judge(options.if.reduce((known, text) => supposing(known, text, repository), facts));
  terminal.out(options.json ? toJson(judgement, options.if) : toText(judgement, options.if));
  if (judgement.verdict.fails) terminal.exit(1);
}

function readNumber(text: string): number {
  const digits = /^#?(\d{1,10})$/.exec(text.trim())?.[1];
  if (digits === undefined) throw new UsageError(`--pr ${text}: write the number of the pull request, e.g. 412`);
  return Number(digits);
}

function supposing(facts: GateFacts, text: string, here: RepositoryName): GateFacts {
  const supposition = parseSupposition(text, here);
  if ("problem" in supposition) throw new UsageError(`--if: ${supposition.problem}`);
  const supposed = suppose(facts, supposition);
  if ("problem" in supposed) throw new UsageError(`--if “${text}”: ${supposed.problem}`);
  return supposed;
}

function toText(judgement: Judgement, changes: readonly string[]): string {
  const heading = changes.length > 0 ? [`If ${changes.join(", and ")}:`] : [];
  const closed = judgement.facts.pull.state === "closed" ? ["The pull request is closed; nothing is published."] : [];
  return [...heading, ...closed, sayExplanation(explain(judgement))].join("\n");
}

function toJson(judgement: Judgement, changes: readonly string[]): string {
  const { verdict, rule, fails, mode, reason, todo, notes, asOf, nextChangeAt, policy } = judgement.verdict;
  const told = { verdict, rule, fails, mode, reason, todo, notes, asOf, nextChangeAt, policy };
  return JSON.stringify({ ...told, if: changes, explanation: explain(judgement) }, null, 2);
}
