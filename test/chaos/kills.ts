/** When processes are killed: by counts of requests, deliveries and statements, drawn from a seed. */
import { createRandom } from "#test/support/github/random.ts";

/** At the n-th of what, in a wave: a request as it comes to GitHub, its answer as it leaves, a delivery as it is sent. */
type Moment = "request" | "answer" | "delivery";

/** One kill. */
export interface Kill {
  readonly moment: Moment;
  readonly count: number;
  /** Which process. */
  readonly process: number;
  /** The process that follows dies by itself, at a statement: `12:before`. Null = it lives on. */
  readonly nextDiesAt: string | null;
}

/** What a calm wave took. */
export interface WaveSize {
  readonly requests: number;
  readonly deliveries: number;
}

const MOMENTS: readonly Moment[] = ["request", "request", "answer", "delivery"];
/** A start takes four statements that write; what follows is work. */
const STATEMENTS = 40;

/** Spreads `kills` over the waves; every third is followed by one at a statement. Each wave's kills lie within what its calm run took, so that they come about. */
export function planKills(seed: number, kills: number, waves: readonly WaveSize[]): readonly (readonly Kill[])[] {
  const random = createRandom(seed);
  const plan: Kill[][] = waves.map(() => []);
  for (let planned = 0, turn = 0; planned < kills; turn += 1) {
    const wave = turn % waves.length;
    const moment = MOMENTS[Math.floor(random() * MOMENTS.length)]!;
    const size = moment === "delivery" ? waves[wave]!.deliveries : waves[wave]!.requests;
    const count = 1 + Math.floor(random() * size * 0.8);
    const process = Math.floor(random() * 1_000);
    const statement = `${1 + Math.floor(random() * STATEMENTS)}:${random() < 0.5 ? "before" : "after"}`;
    const nextDiesAt = turn % 3 === 2 ? statement : null;
    plan[wave]!.push({ moment, count, process, nextDiesAt });
    // Whether the second one comes to its statement is not certain: it is one more.
    planned += 1;
  }
  return plan;
}
