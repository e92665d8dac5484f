/** Prometheus as a source of error signals: one series over a stretch of time. */
import { z } from "zod";
import type { Seconds } from "#src/calendar/instant.ts";
import type { SignalSource } from "#src/flow/monitoring.ts";
import type { SignalAnswer } from "#src/timeline/signal.ts";
import { ask, type PrometheusAddress } from "./query.ts";
import { parseJson, readError } from "./read-answer.ts";

const MOST_SAMPLES = 360;
const SHORTEST_STEP: Seconds = 15;

/** Connects. Nothing is asked yet. */
export function connectSignals(address: PrometheusAddress): SignalSource {
  return {
    readSignal: async (expression, { from, to }) => {
      const step = Math.max(SHORTEST_STEP, Math.ceil((to - from) / MOST_SAMPLES));
      const range = { query: expression, start: String(from), end: String(to), step: String(step) };
      const asked = await ask(address, `query_range?${new URLSearchParams(range).toString()}`);
      return asked.kind === "body" ? readMatrix(asked.text, step) : asked;
    },
  };
}

const matrix = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])).optional() })),
  }),
});

function readMatrix(text: string, step: Seconds): SignalAnswer {
  const body = parseJson(text);
  const problem = readError(body);
  if (problem !== null) return unusable(`Prometheus says: ${problem}`);
  const read = matrix.safeParse(body);
  if (!read.success) return unusable("what answers at PROMETHEUS_URL does not speak Prometheus' query API");
  const [only, ...more] = read.data.data.result;
  if (!only) return unusable("Prometheus has no such series in this time ([]): check the expression and its labels");
  if (more.length > 0) return unusable(`it gives ${more.length + 1} series where one is needed: sum them up`);
  if (!only.values) return unusable("it gives no plain numbers (a native histogram, perhaps)");
  const samples = only.values.map(([at, value]) => ({ at: Math.floor(at), value: Number(value) }));
  return { kind: "samples", samples, step };
}

function unusable(reason: string): SignalAnswer {
  return { kind: "unusable", reason };
}
