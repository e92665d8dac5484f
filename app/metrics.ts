/** What the App counts about itself, in Prometheus' format. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

/** Row counts by state, read when the metrics are asked for. */
export type CountRows = () => Promise<Readonly<Record<"pending" | "done" | "parked", number>>>;

/** The App's counters. */
export interface Metrics {
  readonly deliveries: Counter;
  readonly jobs: Counter<"kind" | "outcome">;
  /** The text that `/metrics` answers. */
  expose(): Promise<string>;
}

/** A registry of its own, so that two Apps in one process (tests) do not share counts. */
export function openMetrics(countRows: CountRows): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const deliveries = new Counter({
    name: "aftercare_deliveries_total",
    help: "Deliveries stored, duplicates left out",
    registers,
  });
  const jobs = new Counter({
    name: "aftercare_work_total",
    help: "Work done, by kind and outcome",
    labelNames: ["kind", "outcome"] as const,
    registers,
  });
  const rows = new Gauge({
    name: "aftercare_work_rows",
    help: "Rows of the work table by state; parked rows need a person",
    labelNames: ["state"] as const,
    registers,
  });
  const expose = async () => {
    for (const [state, count] of Object.entries(await countRows())) rows.set({ state }, count);
    return registry.metrics();
  };
  return { deliveries, jobs, expose };
}
