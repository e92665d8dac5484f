/** When the Action itself fails: exit 2, one plain line, never a stack, never the token. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { declareWithItem, type Ran, startWorkflow, type Workflow, type WorkflowEvent } from "./workflow.ts";

let workflow: Workflow;
let event: WorkflowEvent;
beforeAll(async () => {
  workflow = await startWorkflow({ writer: "action", mode: "enforce" });
  await declareWithItem(workflow);
  event = workflow.pull("gift", { "services/checkout/gift.ts": "1\n" }).event;
});
beforeEach(() => workflow.github.faults.clear());
afterAll(() => workflow.stop());

/** One annotation that says what went wrong, the outputs of an error, nothing that only a programmer wants. */
function expectPlainError(ran: Ran, reason: RegExp, token = "ghs_"): void {
  expect([ran.code, ran.outputs["verdict"], ran.outputs["rule"]]).toEqual([2, "error", ""]);
  expect(ran.log).toMatch(/::error title=Aftercare could not run::/);
  expect(ran.log).toMatch(reason);
  expect(ran.outputs["reasons"]).toMatch(reason);
  expect(`${ran.log}${ran.outputs["reasons"]}${ran.summary}`).not.toMatch(/^\s+at |node:internal|\.mjs:\d|\.ts:\d/m);
  expect(`${ran.log}${ran.outputs["reasons"]}${ran.summary}`).not.toContain(token);
}

describe("what the runner gives", () => {
  test("no token", async () => {
    const ran = await workflow.run(event, { env: { "INPUT_GITHUB-TOKEN": "" } });
    expectPlainError(ran, /github-token is missing/);
  });

  test("an event file that is not there", async () => {
    const ran = await workflow.run(event, { env: { GITHUB_EVENT_PATH: "/nowhere/event.json" } });
    expectPlainError(ran, /event file cannot be read/);
  });

  test("an event file that is no JSON is not repeated", async () => {
    const file = new URL(import.meta.url).pathname;
    const ran = await workflow.run(event, { env: { GITHUB_EVENT_PATH: file } });
    expectPlainError(ran, /event file is not JSON/);
    expect(ran.log).not.toContain("When the Action itself");
  });

  test.each([[null], [{}], [{ pull_request: { number: "7" } }], [[]], ["text"]])(
    "a pull_request event with the payload %j",
    async (payload) => {
      expectPlainError(await workflow.run({ name: "pull_request", payload }), /names no pull request/);
    },
  );

  test.each(["issues", "issue_comment", "merge_group", "push"])(
    "an %s event that is not as documented is left alone",
    async (name) => {
      const ran = await workflow.run({ name, payload: { action: "opened" } });
      expect([ran.code, ran.log]).toEqual([0, expect.stringContaining("Nothing to do")]);
    },
  );

  test("outputs that cannot be written are said, and the exit code is still 2", async () => {
    const ran = await workflow.run(event, { env: { GITHUB_OUTPUT: "/nowhere/output" } });
    expect(ran.code).toBe(2);
    expect(ran.log).toContain("The outputs could not be written.");
    expect(ran.log).not.toMatch(/^\s+at /m);
  });
});

describe("GitHub", () => {
  test("refuses the connection", async () => {
    const url = "http://127.0.0.1:9";
    const ran = await workflow.run(event, { env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: url } });
    expectPlainError(ran, /could not be reached/);
  });

  test("answers every request with 503", async () => {
    workflow.github.faults.add({ fault: { kind: "status", status: 503 } });
    expectPlainError(await workflow.run(event), /could not be reached or answered with an error of its own/);
  });

  test("does not know the token", async () => {
    const token = "ghs_unknownunknownunknownunknownunknown1";
    expectPlainError(await workflow.run(event, { token }), /does not accept our token/, token);
  });

  test("repeats the token in its answer: it is not passed on", async () => {
    const token = "s3cret-token-of-no-known-form";
    const echo = await startEcho(token);
    const address = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
    try {
      const ran = await workflow.run(event, {
        token,
        env: { GITHUB_API_URL: address, GITHUB_GRAPHQL_URL: `${address}/graphql` },
      });
      expectPlainError(ran, /\[token\]/, token);
    } finally {
      echo.close();
    }
  });

  test("limits us", async () => {
    workflow.github.faults.add({ fault: { kind: "secondary-limit", retryAfter: 60 } });
    expectPlainError(await workflow.run(event), /GitHub limits our requests/);
  });

  test("gives no changed files: what has open work counts as touched, and the check names the source", async () => {
    const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
    workflow.github.faults.add({ route, fault: { kind: "status", status: 502 } });
    const ran = await workflow.run(event);
    expect([ran.code, ran.outputs["verdict"]]).toEqual([1, "block"]);
    expect(ran.log).toMatch(/changed files/i);
  });

  test("gives no records: held back, and the check says which source was away", async () => {
    for (const route of ["GET /repos/{owner}/{repo}/issues", "POST /graphql"])
      workflow.github.faults.add({ route, fault: { kind: "status", status: 502 } });
    const ran = await workflow.run(event);
    expect([ran.code, ran.outputs["verdict"], ran.outputs["rule"]]).toEqual([1, "block", "unavailable"]);
    expect(ran.log).toMatch(/could not be read|unavailable/i);
  });
});

describe("policy.unknown: pass", () => {
  test("lets a pull request through with a warning when the records cannot be read", async () => {
    const other = await startWorkflow({ writer: "app", mode: "enforce", more: "policy: { unknown: pass }" });
    const { event: opened } = other.pull("gift", { "services/checkout/gift.ts": "1\n" });
    for (const route of ["GET /repos/{owner}/{repo}/issues", "POST /graphql"])
      other.github.faults.add({ route, fault: { kind: "status", status: 502 } });
    const ran = await other.run(opened);
    expect([ran.code, ran.outputs["verdict"], ran.outputs["rule"]]).toEqual([0, "warn", "unavailable"]);
    await other.stop();
  });
});

/** A host that puts the token into its error, as a careless proxy might. */
async function startEcho(token: string): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ message: `Bad header: authorization: token ${token}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
