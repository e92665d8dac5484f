/** `aftercare gate`: the published vectors through the command line, and what bad input gets. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { runCli } from "#test/cli/terminal.ts";

const FIXTURE = new URL("../../fixtures/gate.json", import.meta.url);
const gate = (text: string, ...flags: string[]) => runCli(["gate", "cases.json", ...flags], { "cases.json": text });

const ONE = {
  id: "one",
  policy: {},
  input: { kind: "change", components: [{ remediation: "open", budget: "low", incidentFreeze: false, fixes: false }] },
};

describe("gate FILE", () => {
  test("answers every vector as published", async () => {
    const text = await readFile(FIXTURE, "utf8");
    const { vectors } = JSON.parse(text) as { vectors: readonly { id: string; expect: object }[] };
    const answered = await gate(text, "--json");
    expect(answered.code).toBe(0);
    expect(JSON.parse(answered.out)).toEqual(vectors.map(({ id, expect: wanted }) => ({ id, ...wanted })));
  });

  test("takes a plain list, too, and defaults for what the policy leaves out", async () => {
    const { out } = await gate(JSON.stringify([ONE]), "--json");
    expect(JSON.parse(out)).toEqual([{ id: "one", verdict: "block", rule: "G7" }]);
  });

  test("says it in words without --json", async () => {
    expect(await gate(JSON.stringify([ONE]))).toEqual({ code: 0, out: "one: block (G7)\n", error: "" });
  });

  test("a case that cannot be read gets its reason, and the others their answer", async () => {
    const bad = { ...ONE, id: "bad", policy: { overdue: "never" } };
    const { code, out, error } = await gate(JSON.stringify([bad, ONE]), "--json");
    expect([code, error]).toEqual([1, "1 of 2 could not be decided\n"]);
    const [first, second] = JSON.parse(out) as readonly { id: string; error?: string; rule?: string }[];
    expect(first!.error).toContain("policy.overdue");
    expect(second!.rule).toBe("G7");
  });

  test.each([
    ["{}", "aftercare: expected a JSON list of { id, policy, input }\n"],
    ["[1]", "aftercare: entry 0 is not { id, policy, input }\n"],
    ["[null]", "aftercare: entry 0 is not { id, policy, input }\n"],
  ])("%s is wrong usage", async (input, says) => {
    expect(await gate(input, "--json")).toEqual({ code: 2, out: "", error: says });
  });
});
