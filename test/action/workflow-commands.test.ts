/** The runner's protocol: nothing that people wrote can become a command, an output, or a lost summary. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { addSummary, annotationCommand, escapeLog, setOutput } from "#action/workflow-commands.ts";
import { readOutputs } from "./workflow.ts";
import { anyText } from "#test/support/any-text.ts";

const directory = mkdtempSync(join(tmpdir(), "aftercare-commands-"));
let file = "";
let count = 0;
beforeEach(() => {
  count += 1;
  file = join(directory, String(count));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** As the runner takes an annotation apart. */
function parseCommand(line: string) {
  const match = /^::(\w+)(?: ([^:]*))?::(.*)$/s.exec(line);
  const undo = (text: string) =>
    text
      .replaceAll("%2C", ",")
      .replaceAll("%3A", ":")
      .replaceAll("%0A", "\n")
      .replaceAll("%0D", "\r")
      .replaceAll("%25", "%");
  const pairs = (match?.[2] ?? "")
    .split(",")
    .filter((pair) => pair !== "")
    .map((pair) => [pair.slice(0, pair.indexOf("=")), undo(pair.slice(pair.indexOf("=") + 1))]);
  return { level: match?.[1], properties: Object.fromEntries(pairs), message: undo(match?.[3] ?? "") };
}

describe("annotations", () => {
  test("with file and title", () => {
    const line = annotationCommand({ level: "error", title: "a: b, c", file: "x.ts", line: 3, message: "50%\nno" });
    expect(line).toBe("::error title=a%3A b%2C c,file=x.ts,line=3::50%25%0Ano");
  });

  test("whatever a title, a path or a message holds, the runner reads the same and one line only", () => {
    fc.assert(
      fc.property(anyText(), fc.string({ minLength: 1 }), (message, title) => {
        const line = annotationCommand({ level: "warning", title, message });
        expect(line.split(/[\r\n]/)).toHaveLength(1);
        expect(parseCommand(line)).toEqual({ level: "warning", properties: { title }, message });
      }),
    );
  });
});

describe("the log", () => {
  test.each([
    ["::stop-commands::x", ": :stop-commands::x"],
    ["  \t::error::x", "  \t: :error::x"],
    ["fine\n::add-mask::a", "fine\n: :add-mask::a"],
    ["fine\r::add-mask::a", "fine\r: :add-mask::a"],
    ["a title ##[add-mask]a", "a title # #[add-mask]a"],
    ["std::vector and C ## [x] stay", "std::vector and C ## [x] stay"],
  ])("%j is no command", (text, shown) => {
    expect(escapeLog(text)).toBe(shown);
  });

  test("whatever the text, the runner finds no command in it", () => {
    const part = fc.constantFrom("::", "#", "##[", "error", "]", " ", "\n", "\r", "\t", "[", "x");
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        for (const line of escapeLog(parts.join("")).split(/\r\n|[\r\n]/)) {
          expect(line.trimStart().startsWith("::")).toBe(false);
          expect(line).not.toContain("##[");
        }
      }),
    );
  });
});

describe("outputs", () => {
  test("a value with line breaks and with what looks like another output stays one value", () => {
    const value = "one\nverdict<<ghadelimiter_x\npass\nghadelimiter_x";
    setOutput(file, "reasons", value);
    setOutput(file, "rule", "G7");
    expect(readOutputs(readFileSync(file, "utf8"))).toEqual({ reasons: value, rule: "G7" });
  });

  test("the delimiter is another each time", () => {
    setOutput(file, "a", "1");
    setOutput(file, "a", "1");
    const delimiters = readFileSync(file, "utf8").match(/ghadelimiter_[\w-]{36}/g) ?? [];
    expect([delimiters.length, new Set(delimiters).size]).toEqual([4, 2]);
  });

  test("outside a runner nothing is written", () => {
    expect(() => setOutput(undefined, "a", "1")).not.toThrow();
    expect(() => addSummary(undefined, "text")).not.toThrow();
  });
});

describe("the job summary", () => {
  test("a short one is written whole", () => {
    addSummary(file, "## Passes");
    expect(readFileSync(file, "utf8")).toBe("## Passes\n");
  });

  test.each([
    ["plain", "x".repeat(1_100_000)],
    ["of characters of several bytes", "ä😀".repeat(200_000)],
    ["of exactly 1 MiB", "x".repeat(1024 * 1024)],
  ])("one over 1 MiB, %s, is cut below it with a note, never dropped", (_, text) => {
    addSummary(file, text);
    const written = readFileSync(file);
    expect(written.length).toBeLessThan(1024 * 1024);
    expect(written.length).toBeGreaterThan(1_000_000);
    expect(written.toString("utf8")).toMatch(/cut: GitHub shows 1 MB at most\.\n$/);
    expect(written.toString("utf8")).not.toContain("\uFFFD");
  });
});
