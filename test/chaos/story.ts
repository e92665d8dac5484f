/** What people do, drawn from a seed: waves of acts, so that within a wave no two touch the same thing and their order cannot matter. */
import { createRandom } from "#test/support/github/random.ts";
import { ACTS, type Act, QUIET_ACTS } from "./acts.ts";
import { emptyMemory, type Memory, STANDS_STILL } from "./memory.ts";

/** Deals the waves, one after the other. */
export interface Story {
  /** The acts of the next wave, by repository in their order. */
  next(): readonly (readonly Act[])[];
}

/** How much happens. */
export interface StorySize {
  readonly repositories: number;
  /** How many acts one repository sees in a wave. */
  readonly acts: number;
}

/** Equal seeds deal equal stories, whatever came of the acts. */
export function createStory(seed: number, { repositories, acts }: StorySize): Story {
  const random = createRandom(seed);
  const memories = Array.from({ length: repositories }, emptyMemory);
  let wave = 0;
  return {
    next: () => {
      wave += 1;
      return memories.map((memory) => dealWave(memory, { wave, acts }, random));
    },
  };
}

function dealWave(
  memory: Memory,
  { wave, acts: most }: { readonly wave: number; readonly acts: number },
  random: () => number,
): readonly Act[] {
  memory.touched.clear();
  const acts: Act[] = [];
  for (let tries = 0; acts.length < most && tries < 200; tries += 1) {
    const dealers = memory.touched.has(STANDS_STILL) ? QUIET_ACTS : ACTS;
    const deal = dealers[Math.floor(random() * dealers.length)]!;
    const act = deal({ memory, random, name: `${wave}.${acts.length + 1}` });
    if (act !== null) acts.push(act);
  }
  return acts;
}
