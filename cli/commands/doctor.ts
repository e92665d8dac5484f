/** `aftercare doctor --repo O/R`: looks at everything that a repository needs, and says how to mend each. */
import type { Command } from "commander";
import { readPolicyFile } from "#src/github/read-policy-file.ts";
import { readRepository } from "#src/github/read-repository.ts";
import { connectClient } from "#src/github/client.ts";
import { UsageError, type Terminal } from "#cli/command.ts";
import { examineBudgetSources } from "#cli/doctor/budget-sources.ts";
import { examineConfiguration } from "#cli/doctor/configuration.ts";
import type { Finding } from "#cli/doctor/finding.ts";
import { examineLabels } from "#cli/doctor/labels.ts";
import type { Patient } from "#cli/doctor/patient.ts";
import { examineRequiredCheck } from "#cli/doctor/required-check.ts";
import { examineToken } from "#cli/doctor/token.ts";
import { examineVerdicts } from "#cli/doctor/verdicts.ts";
import { examineWebhook } from "#cli/doctor/webhook.ts";
import { reachable, readRepositoryName, signIn } from "#cli/github.ts";

/** Adds the options and the action of `doctor`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .requiredOption("--repo <owner/name>", "the repository")
    .option("--json", "the findings as JSON")
    .action(async ({ repo, json }: { readonly repo: string; readonly json?: true }) => {
      const findings = await reachable(examine(repo, terminal));
      terminal.out(json ? JSON.stringify(findings, null, 2) : findings.map(sayFinding).join("\n"));
      if (findings.some(({ state }) => state === "wrong")) terminal.exit(1);
    });
}

/** In the order in which people set things up. */
const EXAMINATIONS: readonly ((patient: Patient, terminal: Terminal) => Promise<readonly Finding[]>)[] = [
  examineToken,
  examineLabels,
  examineBudgetSources,
  examineRequiredCheck,
  examineVerdicts,
  examineWebhook,
];

async function examine(repo: string, terminal: Terminal): Promise<readonly Finding[]> {
  const name = readRepositoryName(repo);
  const client = connectClient(await signIn(terminal));
  const repository = await readRepository(client, name);
  if (!repository) throw new UsageError(`${repo} does not exist, or this token may not see it`);
  const file = await readPolicyFile(client, name);
  if (!file) throw new UsageError(`${repo}: this token may not read files`);
  const { config, findings } = examineConfiguration(file);
  const patient: Patient = { client, repository, config };
  const all = [...findings];
  for (const look of EXAMINATIONS) all.push(...(await look(patient, terminal)));
  return all;
}

const MARKS = { good: "ok    ", wrong: "MEND  ", unseen: "unseen" } as const;

function sayFinding({ about, state, says, mend }: Finding): string {
  const line = `${MARKS[state]} ${about}: ${says}`;
  return mend === null ? line : [line, ...mend.split("\n").map((step) => `         ${step}`)].join("\n");
}
