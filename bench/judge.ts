/** How long a verdict takes over a long history: a thousand and ten thousand incidents and items. */
import { performance } from "node:perf_hooks";
import { judge } from "#src/gate/judge.ts";
import { standRepository } from "#src/gate/standing.ts";
import { factsOf, incident, item } from "#test/gate/facts-of.ts";
import type { Figure } from "./figure.ts";
import type { Load } from "./load.ts";

const RUNS = 15;

/** The standing of the repository, which all its pull requests share, and the verdict on one of them. */
export function measureJudging({ factor }: Load): readonly Figure[] {
  const thousand = measure(1_000);
  const tenThousand = measure(10_000);
  return [
    { name: "judge: 1,000 incidents and items", value: thousand, unit: "ms", most: 50 * factor },
    { name: "judge: 10,000 incidents and items", value: tenThousand, unit: "ms", most: 50 * factor },
    { name: "judge: growth for ten times as much", value: tenThousand / thousand, unit: "times", most: null },
  ];
}

function measure(count: number): number {
  const facts = factsOf({
    items: Array.from({ length: count }, (_, index) =>
      item(100_000 + index, { components: [index % 2 ? "checkout" : "search"] }),
    ),
    incidents: Array.from({ length: count }, (_, index) => incident(index + 1, 30)),
    paths: ["services/checkout/pay.ts"],
  });
  const times = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    judge(facts, standRepository(facts, facts.pull));
    return performance.now() - began;
  });
  // Whatever else the machine does only adds.
  return Math.min(...times);
}
