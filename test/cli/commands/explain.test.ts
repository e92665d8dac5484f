/** `aftercare explain` against the stand-in: the tree of reasons, what would change it, and that nothing is written. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { declareWithItem, SHOP, startWorkflow, type Workflow } from "#test/action/workflow.ts";
import { runCli } from "#test/cli/terminal.ts";

let workflow: Workflow;
let item = 0;
let blocked = 0;
let elsewhere = 0;
beforeAll(async () => {
  workflow = await startWorkflow({ writer: "action", mode: "enforce" });
  item = (await declareWithItem(workflow)).item;
  blocked = workflow.pull("gift", { "services/checkout/gift.ts": "1\n" }).number;
  elsewhere = workflow.pull("elsewhere", { "docs/b.txt": "b\n" }).number;
});
afterAll(() => workflow.stop());

function explain(number: number | string, ...flags: string[]) {
  const environment = { GITHUB_TOKEN: workflow.github.userToken("carol"), GITHUB_API_URL: workflow.github.url };
  return runCli(["explain", "--repo", SHOP, "--pr", String(number), ...flags], {}, environment);
}

describe("aftercare explain", () => {
  test("a blocked pull request: exit 1, the verdict on top, each rule with the facts that it read", async () => {
    workflow.writes();
    const { code, out, error } = await explain(blocked);
    expect([code, error]).toEqual([1, ""]);
    const [first, ...rest] = out.split("\n");
    expect(first).toMatch(/^=> .*\(G7\): /);
    expect(rest.join("\n")).toContain(`#${item}`);
    expect(rest.join("\n")).toMatch(/^ {4}\+ To unblock: /m);
    expect(workflow.writes()).toEqual({});
  });

  test("a pull request elsewhere: exit 0, and why the component does not count", async () => {
    const { code, out } = await explain(`#${elsewhere}`);
    expect(code).toBe(0);
    expect(out).toContain("- checkout does not count: not touched.");
  });

  test("--if an item were closed: it would pass", async () => {
    const { code, out } = await explain(blocked, "--if", `#${item} closed`);
    expect([code, out.split("\n")[0]]).toEqual([0, `If #${item} closed:`]);
  });

  test("--if may be given again: closed and reopened is as before", async () => {
    const { code, out } = await explain(blocked, "--if", `#${item} closed`, "--if", `acme/shop#${item} reopened`);
    expect([code, out.split("\n")[0]]).toEqual([1, `If #${item} closed, and acme/shop#${item} reopened:`]);
  });

  test("--json has the verdict and the tree", async () => {
    const { code, out } = await explain(blocked, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: "block",
      rule: "G7",
      fails: true,
      if: [],
      explanation: { part: "decides", because: expect.any(Array) as unknown },
    });
  });
});

describe("bad input is one line and exit 2", () => {
  test.each([
    ["a number that is none", ["seven"], "--pr seven: write the number of the pull request, e.g. 412"],
    ["a pull request that is not there", ["9999"], "acme/shop#9999 is no pull request that this token can see"],
    ["a change that is not understood", [String(1), "--if", "peace"], ""],
  ])("%s", async (...[, argv, says]) => {
    const [number = "", ...flags] = argv;
    const { code, out, error } = await explain(number === "1" ? blocked : number, ...flags);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(says === "" ? "--if: “peace” is not understood. Accepted: " : `aftercare: ${says}`);
    expect(error.trim().split("\n")).toHaveLength(1);
  });

  test("an item that is none", async () => {
    const { code, error } = await explain(blocked, "--if", "#9999 closed");
    expect([code, error]).toEqual([2, expect.stringContaining("acme/shop#9999 is no remediation item") as unknown]);
  });

  test("no token", async () => {
    const { code, error } = await runCli(["explain", "--repo", SHOP, "--pr", "1"]);
    expect([code, error]).toEqual([2, expect.stringContaining("GITHUB_TOKEN is not set") as unknown]);
  });

  test("GitHub away", async () => {
    for (const route of ["GET /repos/{owner}/{repo}/pulls/{pull_number}", "POST /graphql"])
      workflow.github.faults.add({ route, fault: { kind: "status", status: 502 } });
    const { code, error } = await explain(blocked);
    workflow.github.faults.clear();
    expect([code, error]).toEqual([2, expect.stringContaining("could not be reached") as unknown]);
    expect(error.trim().split("\n")).toHaveLength(1);
  });
});
