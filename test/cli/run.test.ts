/** The command line as a whole: usage, exit codes, which stream says what. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runCli } from "./terminal.ts";

const BIN = fileURLToPath(new URL("../../cli/aftercare.ts", import.meta.url));

function spawn(argv: readonly string[], input: string): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BIN, ...argv], (failure, out, error) => {
      resolve({ code: typeof failure?.code === "number" ? failure.code : 0, out, error });
    });
    child.stdin?.end(input);
  });
}

describe("usage", () => {
  it("help goes to stdout and is no mistake", async () => {
    const { code, out, error } = await runCli(["--help"]);
    expect([code, error]).toEqual([0, ""]);
    expect(out).toContain("budget");
  });

  it("help of one command names its arguments, also of a sub-command", async () => {
    expect((await runCli(["help", "budget"])).out).toContain("suggest");
    expect((await runCli(["budget", "suggest", "--help"])).out).toContain("--json");
  });

  it.each([
    ["an unknown command", ["bugdet"], "aftercare: unknown command 'bugdet'"],
    ["an unknown option", ["budget", "f.json", "--jsn"], "aftercare: unknown option '--jsn'"],
    ["a missing argument", ["budget"], "aftercare: missing required argument 'file'"],
    [
      "too many arguments",
      ["budget", "a", "b"],
      "aftercare: too many arguments for 'budget'. Expected 1 argument but got 2",
    ],
    ["a missing file", ["budget", "nowhere.json"], "aftercare: nowhere.json: no such file"],
  ])("%s gives one line on stderr and exit code 2", async (...[, argv, line]) => {
    const { code, out, error } = await runCli(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(error.split("\n")[0]).toMatch(new RegExp(`^${line.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
    expect(error.trim().split("\n")).toHaveLength(1);
  });

  it("no command at all shows the help as a mistake", async () => {
    expect((await runCli([])).code).toBe(2);
  });
});

describe("as a process", () => {
  it("reads standard input, writes JSON to stdout, and exits 0", async () => {
    const input = { target: "99.9", total: 1000, bad: 1 };
    const { code, out, error } = await spawn(
      ["budget", "-", "--json"],
      JSON.stringify([{ id: "H", kind: "events", input }]),
    );
    expect([code, error]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject([{ id: "H", result: { remainingPercent: 0, frozen: false } }]);
  });

  it("names a missing file in one line and exits 2", async () => {
    const { code, out, error } = await spawn(["budget", "/nowhere/budget.json"], "");
    expect({ code, out, error }).toEqual({
      code: 2,
      out: "",
      error: "aftercare: /nowhere/budget.json: no such file\n",
    });
  });

  it("a folder is no file", async () => {
    expect(await spawn(["budget", "/"], "")).toMatchObject({ code: 2, error: "aftercare: /: is a folder\n" });
  });
});
