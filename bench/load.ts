/** How much slower than a calm machine this one is just now, by a Node that does nothing. */
import { execFileSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** What `node -e 0` took on the machine on which the peers were measured, in ms. */
const CALM = 11;
const RUNS = 15;

/** A machine's present speed. */
export interface Load {
  /** The fastest of fifteen `node -e 0`, in ms. */
  readonly bare: number;
  /** 1 = calm or faster; bounds on computing time are stretched by it. */
  readonly factor: number;
}

/** Measures it. */
export function measureLoad(): Load {
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    execFileSync(process.execPath, ["-e", "0"], { env: {} });
    return performance.now() - began;
  });
  const bare = Math.min(...times);
  return { bare, factor: Math.max(1, bare / CALM) };
}
