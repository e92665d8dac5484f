/** `aftercare cost --repo O/R --incident N`: what an incident cost, all parts and what is assumed, with the rates of `COST_RATES`. */
import type { Command } from "commander";
import type { DowntimeCost } from "#src/cost/downtime-cost.ts";
import { incidentCost } from "#src/cost/incident-cost.ts";
import { type Range, type Rates, readRates } from "#src/cost/rates.ts";
import { sayRange } from "#src/cost/say-cost.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { readTimeline } from "#src/flow/read-timeline.ts";
import type { Services } from "#src/flow/services.ts";
import { viewRepository } from "#src/flow/view-repository.ts";
import { UsageError, type Terminal } from "#cli/command.ts";
import { openServices, reachable, readRepositoryName } from "#cli/github.ts";

interface Options {
  readonly repo: string;
  readonly incident: string;
  readonly json?: true;
}

/** Adds the options and the action of `cost`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .requiredOption("--repo <owner/name>", "the repository")
    .requiredOption("--incident <number>", "the incident's issue")
    .option("--json", "low, likely and high of each part as JSON")
    .action((options: Options) => tell(options, terminal));
}

async function tell({ repo, incident, json }: Options, terminal: Terminal): Promise<void> {
  const repository = readRepositoryName(repo);
  const number = Number(/^#?(\d{1,10})$/.exec(incident.trim())?.[1]);
  if (Number.isNaN(number))
    throw new UsageError(`--incident ${incident}: write the number of the incident's issue, e.g. 12`);
  const rates = openRates(terminal);
  const services = await openServices(terminal);
  const cost = await reachable(costOf(services, { ...repository, number }, rates));
  if (!cost) throw new UsageError(`${repo}#${number} is no incident that this token can see`);
  terminal.out(json ? JSON.stringify(cost, null, 2) : sayAll(cost));
}

function openRates({ environment }: Terminal): Rates {
  const text = environment("COST_RATES");
  if (!text) throw new UsageError("COST_RATES is not set: docs/operating.md says how rates are written");
  const read = readRates(text);
  if ("problem" in read) throw new UsageError(`COST_RATES: ${read.problem}`);
  return read.rates;
}

async function costOf(
  services: Services,
  issue: { readonly owner: string; readonly repo: string; readonly number: number },
  rates: Rates,
): Promise<DowntimeCost | null> {
  const view = await viewRepository(services, issue);
  const incident = view?.records.incidents.find((one) => sameIssue(one.issue, issue));
  const facts = view?.tracked.tracked.find((one) => sameIssue(one.issue, issue))?.issue;
  if (!view || !incident || !facts) return null;
  const analysis = view.records.analyses.find((one) => sameIssue(one.incident, issue));
  const record = analysis?.record ?? emptyRecord(issue);
  const timeline = await readTimeline(services, facts, { config: view.policy.config, record });
  return incidentCost({ incident, record, timeline }, rates);
}

function sayAll({ currency, assumptions, ...parts }: DowntimeCost): string {
  const rows: readonly (readonly [string, Range])[] = [
    ["total", parts.total],
    ["revenue", parts.revenue],
    ["productivity", parts.productivity],
    ["response", parts.response],
    ["credits", parts.credits],
  ];
  const lines = rows.map(([name, range]) => `${name.padEnd(14)}${sayRange(currency, range)}`);
  return [...lines, "", "An estimate. It assumes:", ...assumptions.map((sentence) => `- ${sentence}`)].join("\n");
}
