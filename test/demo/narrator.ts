/** Tells the demo's story: one line a step with what was verified. A step that did not really happen ends the story. */

/** A verification that failed: what was expected and what was there. */
export class NotSo extends Error {}

/** Throws when it is not so. `found` is shown, so that the reader sees what was there instead. */
export function verify(condition: unknown, expectation: string, found?: unknown): asserts condition {
  if (condition) return;
  const shown = found === undefined ? "" : `\n    found: ${typeof found === "string" ? found : JSON.stringify(found)}`;
  throw new NotSo(`expected: ${expectation}${shown}`);
}

/** Tells steps. */
export interface Narrator {
  act(title: string): void;
  /** Runs a step; its result is the line that tells what was verified. */
  step(name: string, run: () => Promise<string>): Promise<void>;
  readonly steps: number;
}

/** Writes to standard output; colours only on a terminal. */
export function createNarrator(write: (line: string) => void, colours: boolean): Narrator {
  const paint = (code: number, text: string) => (colours ? `\u001B[${code}m${text}\u001B[0m` : text);
  let steps = 0;
  return {
    act: (title) => write(`\n${paint(1, title)}`),
    step: async (name, run) => {
      steps += 1;
      try {
        write(`  ${paint(32, "✓")} ${name}: ${await run()}`);
      } catch (error) {
        write(`  ${paint(31, "✗")} ${name}`);
        throw error;
      }
    },
    get steps() {
      return steps;
    },
  };
}
