/** Do the sources of error budgets answer: OpenSLO files in the repository, and Prometheus where it can be reached from here? */
import { remainingQuery } from "#src/budget/prometheus-query.ts";
import { HUNDRED, multiply, toDecimal } from "#src/budget/rational.ts";
import { importObjectives } from "#src/flow/import-objectives.ts";
import { measuredElsewhere } from "#src/flow/read-budgets.ts";
import { readFile } from "#src/github/read-file.ts";
import type { Terminal } from "#cli/command.ts";
import { openBudgetSource } from "#cli/github.ts";
import { type Finding, good, unseen, wrong } from "./finding.ts";
import type { Patient } from "./patient.ts";

const ABOUT = "error budget";

/** One finding for each component whose budget has a source beside the incident history. */
export async function examineBudgetSources(patient: Patient, terminal: Terminal): Promise<readonly Finding[]> {
  return [...(await examineObjectives(patient)), ...(await examinePrometheus(patient, terminal))];
}

async function examineObjectives({ client, repository, config }: Patient): Promise<readonly Finding[]> {
  const github = {
    readFile: (name: typeof repository, path: string, ref: string) => readFile(client, name, { path, ref }),
  };
  const place = { config, ref: repository.defaultBranch };
  const imported = await importObjectives({ github, face: { kind: "cli" } }, repository, place);
  return [...imported.objectives].map(([component, source]) => {
    if ("problem" in source) {
      return wrong(ABOUT, `${component}: ${source.problem}.`, "Correct the line; until then this budget is unknown.");
    }
    const { target, window } = imported.config.components[component]!.slo!;
    return good(ABOUT, `${component}: ${target}% over ${window}, from ${source.origin}.`);
  });
}

async function examinePrometheus({ client, config }: Patient, terminal: Terminal): Promise<readonly Finding[]> {
  const elsewhere = measuredElsewhere(config);
  const source = openBudgetSource(terminal);
  if (elsewhere.length === 0) return [];
  if (!source) {
    const names = elsewhere.map(({ component }) => component).join(", ");
    return [
      unseen(
        ABOUT,
        `PROMETHEUS_URL is not set here, so whether it knows ${names} cannot be told.`,
        "Set it here as for the App, and run this where it can be reached.",
      ),
    ];
  }
  return Promise.all(
    elsewhere.map(async ({ component, prometheus }) => {
      const query = remainingQuery(component, prometheus);
      const answer = await source.readRemaining(query, client.now());
      return answer.kind === "remaining"
        ? good(ABOUT, `${component}: ${toDecimal(multiply(answer.share, HUNDRED), 1)}% remains by Prometheus.`)
        : wrong(ABOUT, `${component}: ${answer.reason}.`, `It was asked: ${query.expression}`);
    }),
  );
}
