/** Prometheus as a source of error budgets: the remaining share by one number of one series, not older than 15 minutes. */
import type { RemainingQuery } from "#src/budget/prometheus-query.ts";
import { ageProblem, readShare, type RemainingAnswer } from "#src/budget/remaining.ts";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { BudgetSource } from "#src/flow/monitoring.ts";
import { query, type PrometheusAddress } from "./query.ts";

/** A burst of verdicts asks once. */
const KEEP: Seconds = 30;
const MOST_KEPT = 1000;

/** Reads `PROMETHEUS_URL`. @returns what is wrong with it, in words that do not repeat it. */
export function readPrometheusUrl(text: string): { readonly url: string } | { readonly problem: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { problem: "is no http or https address" };
  if (url.username !== "" || url.password !== "") {
    return { problem: "carries a user name or password: put a bearer token into PROMETHEUS_TOKEN" };
  }
  if (url.search !== "" || url.hash !== "") return { problem: "has a query or fragment: give the address alone" };
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, "") };
}

/** Connects. Nothing is asked yet. Answers are kept for 30 seconds. */
export function connectPrometheus(address: PrometheusAddress): BudgetSource {
  const kept = new Map<string, { readonly at: Instant; readonly answer: Promise<RemainingAnswer> }>();
  return {
    readRemaining: (asked, now) => {
      const known = kept.get(asked.expression);
      if (known && Math.abs(now - known.at) < KEEP) return known.answer;
      if (kept.size >= MOST_KEPT) kept.clear();
      const answer = readRemaining(address, asked, now);
      kept.set(asked.expression, { at: now, answer });
      return answer;
    },
  };
}

async function readRemaining(
  address: PrometheusAddress,
  { expression, sampledAt }: RemainingQuery,
  now: Instant,
): Promise<RemainingAnswer> {
  const [value, sampled] = await Promise.all([
    query(address, expression),
    sampledAt === null ? null : query(address, sampledAt),
  ]);
  if (value.kind === "unusable") return value;
  if (sampled?.kind === "unusable") return sampled;
  const share = readShare(value.text);
  if (typeof share === "string") return { kind: "unusable", reason: share };
  // An instant query dates its answer with the time of asking; the sample behind it may be older.
  const asOf = sampled === null ? value.at : Math.min(value.at, Math.floor(Number(sampled.text)));
  if (!Number.isSafeInteger(asOf)) return { kind: "unusable", reason: "nobody can tell how old its data are" };
  const reason = ageProblem(asOf, now);
  return reason === null ? { kind: "remaining", share, asOf } : { kind: "unusable", reason };
}
