/** Reads what Prometheus answered to an instant query: one number and its time, or why there is none. */
import { z } from "zod";
import type { Instant } from "#src/calendar/instant.ts";

/** The text of the number, exactly as Prometheus wrote it. */
export type ReadValue =
  | { readonly kind: "value"; readonly text: string; readonly at: Instant }
  | { readonly kind: "unusable"; readonly reason: string };

const sample = z.tuple([z.number(), z.string()]);
const success = z.object({
  status: z.literal("success"),
  data: z.object({ resultType: z.string(), result: z.unknown() }),
});
const failure = z.object({ status: z.literal("error"), error: z.string() });
const vector = z.array(z.object({ value: sample.optional() }));

/** Reads an answer with status 200. */
export function readAnswer(text: string): ReadValue {
  const body = parseJson(text);
  const problem = readError(body);
  if (problem !== null) return unusable(`Prometheus says: ${problem}`);
  const answer = success.safeParse(body);
  if (!answer.success) return unusable("what answers at PROMETHEUS_URL does not speak Prometheus' query API");
  const { resultType, result } = answer.data.data;
  if (resultType === "scalar") return readSample(result);
  if (resultType !== "vector") return unusable(`it gives a ${resultType} where one number is needed`);
  const series = vector.safeParse(result);
  if (!series.success) return unusable("Prometheus' answer has a form that is not known");
  const [only, ...more] = series.data;
  if (!only) return unusable("Prometheus has no such series ([]): check the recording rule and its labels");
  if (more.length > 0) return unusable(`it gives ${more.length + 1} series where one is needed: choose by more labels`);
  return readSample(only.value);
}

function readSample(data: unknown): ReadValue {
  const read = sample.safeParse(data);
  if (!read.success) return unusable("it gives no plain number (a native histogram, perhaps)");
  const [at, text] = read.data;
  return { kind: "value", text, at: Math.floor(at) };
}

/** Prometheus' own words on what is wrong, if these are any: at most 200 characters of one line. */
export function readError(body: unknown): string | null {
  const read = failure.safeParse(body);
  return read.success ? read.data.error.replaceAll(/\s+/g, " ").slice(0, 200) : null;
}

/** @returns undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(reason: string): ReadValue {
  return { kind: "unusable", reason };
}
