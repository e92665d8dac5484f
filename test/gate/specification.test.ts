/** Every sentence of the gate's specification, and the story that would fail if it were not so. The names must exist, word for word. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { CHECK, ERROR_BUDGET, PEOPLE, PROOFS } from "./specification-of-people.ts";
import { CONCERN, FREEZE, STATES, TABLE, type Told } from "./specification-of-verdicts.ts";

const SECTIONS = { CONCERN, STATES, FREEZE, TABLE, PROOFS, PEOPLE, CHECK, ERROR_BUDGET };

const texts = new Map<string, string>();
function textOf(file: string): string {
  const known = texts.get(file) ?? readFileSync(fileURLToPath(new URL(`../${file}.test.ts`, import.meta.url)), "utf8");
  texts.set(file, known);
  return known;
}

/** A name stands in its file as a whole string, however it is quoted. */
function isTold(file: string, name: string): boolean {
  return [`"${name}"`, `'${name}'`, `\`${name}\``, JSON.stringify(name)].some((text) => textOf(file).includes(text));
}

describe.each(Object.entries(SECTIONS))("%s", (_, rows) => {
  test.each(rows.map((row) => [row[0], row.slice(1) as readonly Told[]] as const))("%s", (_says, told) => {
    const missing = told.flatMap(([file, ...names]) =>
      names.filter((name) => !isTold(file, name)).map((name) => `${file}: ${name}`),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });
});

test("a name that no story has is found missing", () => {
  expect(isTold("gate/stories-items", "proposed: no")).toBe(true);
  expect(isTold("gate/stories-items", "proposed: n")).toBe(false);
});
