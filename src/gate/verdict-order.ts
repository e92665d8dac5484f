/** The order of finished verdicts, for when several of them stand side by side. */
import { verdictRank } from "./input.ts";
import type { Verdict } from "./verdict.ts";

/** What fails first, then the worse verdict, then the lower pull request. */
export function holdsBackFirst(a: Verdict, b: Verdict): number {
  return (
    Number(b.fails) - Number(a.fails) ||
    verdictRank(b.verdict) - verdictRank(a.verdict) ||
    a.pull.number - b.pull.number
  );
}
