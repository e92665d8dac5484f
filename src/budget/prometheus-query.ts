/** What Prometheus is asked for a component: the remaining share of its error budget, and how old the samples behind it are. */
import type { PrometheusConfig } from "./objective.ts";

/** Two instant queries in PromQL. */
export interface RemainingQuery {
  /** Gives 1 while nothing is used, 0 when all is, less than 0 when it is overspent. */
  readonly expression: string;
  /** Gives the time of the newest sample; null for an expression whose samples cannot be told from its text. */
  readonly sampledAt: string | null;
}

/**
 * The queries for a component. Sloth: `slo:period_error_budget_remaining:ratio`, chosen by `sloth_service`. Pyrra: its generic rules
 * `pyrra_availability` and `pyrra_objective`, chosen by `slo`. Both take the component's name unless `selector` says otherwise.
 */
export function remainingQuery(component: string, config: PrometheusConfig): RemainingQuery {
  const { kind, selector } = typeof config === "string" ? { kind: config, selector: undefined } : config;
  if (kind === "sloth") return ofSloth(selectorText(selector ?? { sloth_service: component }));
  if (kind === "pyrra") return ofPyrra(selectorText(selector ?? { slo: component }));
  const expression = kind.trim();
  return { expression, sampledAt: PLAIN_SERIES.test(expression) ? `timestamp(${expression})` : null };
}

/** A metric with labels and nothing around it: only then does `timestamp()` give the sample's time and not that of the query. */
const PLAIN_SERIES = /^[a-zA-Z_:][\w:]*(\{[^{}()[\]]*\})?$/;

function ofSloth(labels: string): RemainingQuery {
  const expression = `slo:period_error_budget_remaining:ratio${labels}`;
  return { expression, sampledAt: `timestamp(${expression})` };
}

function ofPyrra(labels: string): RemainingQuery {
  const [availability, objective] = [`pyrra_availability${labels}`, `pyrra_objective${labels}`];
  return {
    expression: `(${availability} - ${objective}) / (1 - ${objective})`,
    sampledAt: `timestamp(${availability})`,
  };
}

function selectorText(labels: Readonly<Record<string, string>>): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${matchers.join(",")}}`;
}

/** As a string of PromQL: nothing in a name can end the quotes. */
function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
