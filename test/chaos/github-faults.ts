/** How GitHub stumbles in chaos: 2% of the answers are errors of its own, 1% of the connections break after the write was done, a limit is met now and then. */
import type { Fault } from "#test/support/github/faults.ts";

/** By chance, for every request. */
export const FAULTS: readonly Fault[] = [
  { fault: { kind: "status", status: 502 }, probability: 0.01 },
  { fault: { kind: "status", status: 503 }, probability: 0.005 },
  { fault: { kind: "status-after", status: 502 }, probability: 0.005 },
  { fault: { kind: "break-after" }, probability: 0.01 },
  { fault: { kind: "secondary-limit", retryAfter: 30 }, probability: 0.002 },
];

/** Listings show a write so many requests later, unless all is quiet before. */
export const LAG_REQUESTS = 40;

/** Where listings lag, many issues are made and nobody hears of it: what is looked for and not found is made twice. */
export const BLIND: readonly Fault[] = [
  { fault: { kind: "break-after" }, route: "POST /repos/{owner}/{repo}/issues", times: 1 },
  { fault: { kind: "break-after" }, route: "POST /graphql", probability: 0.1 },
];
