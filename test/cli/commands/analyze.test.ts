/** `aftercare analyze`: the shape of its answer, its words, and its exit code. */
import { expect, test } from "vitest";
import { runCli } from "#test/cli/terminal.ts";

const REPORT =
  "# Checkout, 2021-02-03\n\n## Timeline (UTC)\n\n- 10:00 Errors begin\n- 10:10 Alert fires\n- 10:05 Rolled back\n\n## Cause\n\n- The engineer forgot it\n\n## Action items\n\n- Add a check (owner: @alice)\n";

test("--json gives one object a file, as the contract names its fields", async () => {
  const { code, out, error } = await runCli(["analyze", "a.md", "b.md", "--json"], { "a.md": REPORT, "b.md": "" });
  expect([code, error]).toEqual([1, ""]);
  const [first, second] = JSON.parse(out) as readonly Record<string, unknown>[];
  expect(Object.keys(first!)).toEqual([
    "file",
    "timeline",
    "metrics",
    "whys",
    "actions",
    "language",
    "completeness",
    "factors",
    "cut",
  ]);
  expect(first).toMatchObject({
    file: "a.md",
    timeline: [
      { line: 5, at: "2021-02-03T10:00", zone: "UTC", text: "Errors begin" },
      { line: 6, at: "2021-02-03T10:10" },
      { line: 7, at: "2021-02-03T10:05", anomaly: "out of order: it is earlier than line 6" },
    ],
    metrics: { claimed: [], computed: [{ key: "detect", seconds: 600 }], disagreements: [] },
    actions: [{ line: 15, text: "Add a check (owner: @alice)", owner: "@alice" }],
    factors: { triggers: [], causes: [{ line: 11, text: "The engineer forgot it", kind: null, stated: false }] },
    cut: [],
    language: [{ line: 11, class: "omission", match: "engineer forgot", severity: "warning" }],
  });
  expect(second).toMatchObject({ file: "b.md", timeline: [], actions: [], language: [], whys: [] });
});

test("what is nested beyond reading is said, and the rest is read all the same", async () => {
  const deep = `${"> ".repeat(80)}10:20 a\n`;
  const { out } = await runCli(["analyze", "a.md"], { "a.md": REPORT.replace("## Cause", `${deep}\n## Cause`) });
  expect(out).toContain("a.md:9: warning [nesting] Quotes or lists are nested deeper here than anybody reads");
  expect(out).toContain("a.md: 3 timeline entries");
});

test("without --json it reads like a linter, without colours", async () => {
  const { code, out } = await runCli(["analyze", "a.md"], { "a.md": REPORT });
  expect(code).toBe(1);
  const lines = out.split("\n");
  expect(lines[0]).toBe(
    "a.md: 3 timeline entries (2021-02-03 10:00 to 2021-02-03 10:05); 1 action item, 1 open; time to detect 10 min",
  );
  expect(lines).toContain("a.md:7: warning [timeline] Out of order: it is earlier than line 6.");
  expect(out).toContain("a.md:11: warning [language/omission] “engineer forgot”: Memory");
  expect(out).toMatch(/\d+ warnings, \d+ hints in 1 file\n$/);
  expect(out).not.toContain("\u001b");
});

test("- is standard input", async () => {
  const { out } = await runCli(["analyze", "-", "--json"], { "-": REPORT });
  expect(JSON.parse(out)).toMatchObject([{ file: "-" }]);
});

test("a report without warnings passes", async () => {
  const words = ["Summary", "Impact", "Causes", "Detection", "Recovery", "Lessons"].map(
    (title) => `## ${title}\n\n12% of users.\n`,
  );
  const report = `# 2021-02-03\n\n${words.join("\n")}\n## Timeline\n\n- 10:00 a\n- 10:01 b\n- 10:02 c\n\n## Action items\n\n- [x] Add a check\n`;
  const { code, out } = await runCli(["analyze", "a.md"], { "a.md": report });
  expect([code, out.includes("warning [")]).toEqual([0, false]);
});

test("codes for the terminal in a report's words are not passed on", async () => {
  const { out } = await runCli(["analyze", "a.md"], {
    "a.md": "## Cause\n\nThe engineer \u001b[31mon call forgot it\n",
  });
  expect(out).not.toContain("\u001b");
});

test("bad usage is one clear line", async () => {
  expect(await runCli(["analyze", "gone.md"])).toEqual({
    code: 2,
    out: "",
    error: "aftercare: gone.md: no such file\n",
  });
  const { code, error } = await runCli(["analyze"]);
  expect([code, error]).toEqual([2, "aftercare: missing required argument 'files'\n"]);
});
