/** Runs stories: facts in, verdict, rule and words out. */
import { expect, test } from "vitest";
import type { GateFacts } from "#src/gate/facts.ts";
import { firstLine } from "#src/gate/first-line.ts";
import { judge } from "#src/gate/judge.ts";
import { plainText } from "#src/gate/plain-text.ts";
import { factsOf, type Given } from "./facts-of.ts";

/** One story. `line` is the whole first line; `says` stands somewhere in the plain text; `silent` nowhere. */
export interface Story {
  readonly name: string;
  readonly given: Given;
  /** `block G7`; `report G7` for a block that fails nothing. */
  readonly verdict: `${"pass" | "warn" | "block" | "report"} ${string}`;
  readonly line?: string;
  readonly says?: readonly string[];
  readonly silent?: readonly string[];
  readonly facts?: (facts: GateFacts) => GateFacts;
}

/** Makes one test of each story. */
export function tell(stories: readonly Story[]): void {
  test.each(stories)("$name", ({ given, facts, verdict: wanted, line, says, silent }) => {
    const built = factsOf(given);
    const { verdict } = judge(facts ? facts(built) : built);
    const word = verdict.verdict === "block" && !verdict.fails ? "report" : verdict.verdict;
    const text = plainText(verdict);
    expect(`${word} ${verdict.rule}`).toBe(wanted);
    if (line !== undefined) expect(firstLine(verdict)).toBe(line);
    for (const part of says ?? []) expect(text).toContain(part);
    for (const part of silent ?? []) expect(text).not.toContain(part);
  });
}
