/** One run of the Action in each situation: what it judges, what it writes, how it ends. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "#test/support/github/api-client.ts";
import { declareWithItem, SHOP, startWorkflow, type Workflow, type WorkflowEvent } from "./workflow.ts";

const TOUCHES = { "services/checkout/gift.ts": "1\n" };

let workflow: Workflow;
let made: { incident: number; pia: number; item: number };
beforeAll(async () => {
  workflow = await startWorkflow({ writer: "action", mode: "enforce" });
  made = await declareWithItem(workflow);
});
afterAll(() => workflow.stop());

async function statusOf(number: number): Promise<{ state: string; description: string } | undefined> {
  const alice = workflow.as("alice");
  const pull = await alice(`GET /repos/${SHOP}/pulls/${number}`);
  const { body } = await alice(`GET /repos/${SHOP}/commits/${textAt(pull.body, "head.sha")}/status`);
  const { statuses } = body as { statuses: { context: string; state: string; description: string }[] };
  return statuses.find(({ context }) => context === "aftercare/gate");
}

describe("writer: action", () => {
  test("a pull request that touches the component is held back: exit 1, a failed status, the reasons", async () => {
    const { number, event } = workflow.pull("gift", TOUCHES);
    workflow.writes();
    const ran = await workflow.run(event);
    expect(ran.log).toContain(`#${made.item}`);
    expect([ran.code, ran.outputs["verdict"], ran.outputs["rule"]]).toEqual([1, "block", "G7"]);
    expect((JSON.parse(ran.outputs["reasons"]!) as string[])[0]).toContain(`#${made.item} (P0) is open`);
    expect(ran.summary).toContain(`#${made.item}`);
    expect(workflow.writes()).toEqual({ "POST /repos/{owner}/{repo}/statuses/{sha}": 1 });
    expect(await statusOf(number)).toMatchObject({ state: "failure" });
  });

  test("the same again writes nothing: the status stands", async () => {
    const { event } = workflow.pull("gift-again", TOUCHES);
    await workflow.run(event);
    workflow.writes();
    expect((await workflow.run(event)).code).toBe(1);
    expect(workflow.writes()).toEqual({});
  });

  test("a pull request elsewhere passes: exit 0 and a status of success", async () => {
    const { number, event } = workflow.pull("elsewhere", { "docs/b.txt": "b\n" });
    const ran = await workflow.run(event);
    expect([ran.code, ran.outputs["verdict"]]).toEqual([0, "pass"]);
    expect(await statusOf(number)).toMatchObject({ state: "success" });
  });

  test("pull_request_target is judged in the same way", async () => {
    const { event } = workflow.pull("target", TOUCHES);
    const ran = await workflow.run({ name: "pull_request_target", payload: event.payload });
    expect([ran.code, ran.outputs["rule"]]).toEqual([1, "G7"]);
  });

  test("a fork's token only reads: the exit code stands in, and a warning says so", async () => {
    const { number, event } = workflow.pull("from-fork", TOUCHES);
    workflow.writes();
    const token = workflow.github.actionsToken(SHOP, { fork: true });
    const ran = await workflow.run(event, { token });
    expect([ran.code, ran.outputs["verdict"]]).toEqual([1, "block"]);
    expect(ran.log).toMatch(/::warning::The verdict could not be published: .*statuses: write/);
    expect(await statusOf(number)).toBeUndefined();
    // The schedule's own token may write.
    await workflow.run({ name: "schedule", payload: {} });
    expect(await statusOf(number)).toMatchObject({ state: "failure" });
  });

  test("AFTERCARE_MODE=report says what would be, and exits 0", async () => {
    const { event } = workflow.pull("glass", TOUCHES);
    const ran = await workflow.run(event, { env: { AFTERCARE_MODE: "report" } });
    expect([ran.code, ran.outputs["verdict"], ran.outputs["rule"]]).toEqual([0, "block", "G7"]);
  });

  test("annotations are off by default, and mark the files when switched on", async () => {
    const { event } = workflow.pull("annotated", TOUCHES);
    expect((await workflow.run(event)).log).not.toContain("file=");
    const ran = await workflow.run(event, { env: { INPUT_ANNOTATIONS: "TRUE" } });
    expect(ran.log).toContain("::error title=Touches checkout,file=services/checkout/gift.ts,line=1::");
  });

  test("a merge group is judged by its members, and its commit gets the status", async () => {
    const { number } = workflow.pull("queued", TOUCHES);
    const event = mergeGroup(number);
    const ran = await workflow.run(event);
    expect([ran.code, ran.outputs["rule"]]).toEqual([1, "G7"]);
    const { body } = await workflow.as("alice")(`GET /repos/${SHOP}/commits/${headOf(number)}/status`);
    expect(body).toMatchObject({ statuses: [{ context: "aftercare/gate", state: "failure" }] });
  });

  test("a merge group that was taken apart is not judged", async () => {
    const { number } = workflow.pull("ejected", TOUCHES);
    workflow.writes();
    const ran = await workflow.run(mergeGroup(number, "destroyed"));
    expect([ran.code, ran.outputs["verdict"], workflow.writes()]).toEqual([0, "pass", {}]);
  });

  test("rates stand nowhere, and totals only in a private repository; rates that cannot be read are told without their values", async () => {
    const analysis = made.pia;
    const rates = JSON.stringify({
      owner: "acme",
      currency: "EUR",
      hour_of_work: 77,
      components: { checkout: { revenue_per_hour: 1010 } },
    });
    const said = async (text: string, costRates: string) => {
      await workflow.as("bob")(`POST /repos/${SHOP}/issues/${analysis}/comments`, { body: text });
      const ran: string[] = [];
      for (const event of workflow.events())
        ran.push((await workflow.run(event, { env: { "INPUT_COST-RATES": costRates } })).log);
      const { body } = await workflow.as("bob")(`GET /repos/${SHOP}/issues/${analysis}/comments`);
      return { log: ran.join(""), shown: (body as readonly { body: string }[]).map((one) => one.body).join("\n") };
    };
    expect((await said("/pia note the queue drains", rates)).shown).not.toContain("EUR");
    workflow.github.changeRepository(SHOP, { private: true });
    const wrong = await said("/pia note the queue is nearly empty", '{"hour_of_work":987654}');
    expect(wrong.log).toContain("The input cost-rates is left out");
    expect(wrong.log).not.toContain("987654");
    const { shown, log } = await said("/pia note the queue is empty", rates);
    expect(shown).toContain("**What it cost:** about EUR ");
    expect(shown + log).not.toMatch(/\b(?:77|1010|1,010)\b/);
    workflow.github.changeRepository(SHOP, { private: false });
  });

  test("a comment with a command is answered", async () => {
    const bob = workflow.as("bob");
    await bob(`POST /repos/${SHOP}/issues/${made.pia}/comments`, { body: "/pia status" });
    const [ran] = await workflow.runAll();
    expect(ran?.code).toBe(0);
    const { body } = await bob(`GET /repos/${SHOP}/issues/${made.pia}/comments`);
    expect((body as { body: string }[]).at(-1)?.body).toContain("aftercare:reply");
  });

  test("a change of the policy on main judges the open pull requests again; a push elsewhere does nothing", async () => {
    workflow.writes();
    workflow.github.push(SHOP, { branch: "side", files: { "x.txt": "x\n" }, message: "x", login: "carol" });
    const [side] = await workflow.runAll();
    expect([side?.code, side?.log, workflow.writes()]).toEqual([0, expect.stringContaining("Nothing to do"), {}]);
  });

  test.each(["schedule", "workflow_dispatch"])("%s looks at everything, and twice writes nothing", async (name) => {
    const first = await workflow.run({ name, payload: {} });
    expect([first.code, first.outputs["verdict"]]).toEqual([0, "pass"]);
    workflow.writes();
    expect((await workflow.run({ name, payload: {} })).code).toBe(0);
    expect(workflow.writes()).toEqual({});
  });

  test("closing the item turns the status of the blocked pull request to success without a push", async () => {
    const { number, event } = workflow.pull("waiting", TOUCHES);
    await workflow.run(event);
    expect(await statusOf(number)).toMatchObject({ state: "failure" });
    const closed = await workflow.as("bob")(`PATCH /repos/${SHOP}/issues/${made.item}`, { state: "closed" });
    expect(closed.status).toBe(200);
    const ran = await workflow.runAll();
    expect(ran.map(({ code }) => code)).toEqual([0]);
    expect(await statusOf(number)).toMatchObject({ state: "success" });
  });
});

describe("items and their pull requests, without a server", () => {
  let own: Workflow;
  let item = 0;
  beforeAll(async () => {
    own = await startWorkflow({ writer: "action", mode: "report" });
    item = (await declareWithItem(own)).item;
  });
  afterAll(() => own.stop());

  test("in report mode a block is told, exits 0, and its status is a success", async () => {
    const { number, event } = own.pull("gift", TOUCHES);
    const ran = await own.run(event);
    expect([ran.code, ran.outputs["verdict"]]).toEqual([0, "block"]);
    expect(ran.log).not.toContain("::error");
    const head = await own.as("alice")(`GET /repos/${SHOP}/pulls/${number}`);
    const { body } = await own.as("alice")(`GET /repos/${SHOP}/commits/${textAt(head.body, "head.sha")}/status`);
    expect(body).toMatchObject({ statuses: [{ context: "aftercare/gate", state: "success" }] });
  });

  test("a pull request that fixes an item passes, and puts the item in progress; closing it takes that back", async () => {
    const { number, event } = own.pull("cap", { "services/checkout/pay.ts": "2\n" }, `Fixes #${item}`);
    const ran = await own.run(event);
    expect([ran.code, ran.outputs["rule"]]).toEqual([0, "G1-remediation-fix"]);
    expect(await labelsOf(item)).toContain("in progress");
    await own.as("carol")(`PATCH /repos/${SHOP}/pulls/${number}`, { state: "closed" });
    const [closing] = await own.runAll();
    expect([closing?.code, closing?.log]).toEqual([0, expect.stringContaining("nothing to judge")]);
    expect(await labelsOf(item)).not.toContain("in progress");
  });

  test("when the items cannot be moved, the verdict and the exit code stand", async () => {
    const { event } = own.pull("cap-again", { "services/checkout/pay.ts": "3\n" }, `Fixes #${item}`);
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
    own.github.faults.add({ route, fault: { kind: "status", status: 502 } });
    const ran = await own.run(event);
    own.github.faults.clear();
    expect([ran.code, ran.outputs["verdict"]]).toEqual([0, "pass"]);
    expect(ran.log).toContain("::warning::The linked items could not be moved");
  });

  async function labelsOf(number: number): Promise<readonly string[]> {
    const { body } = await own.as("alice")(`GET /repos/${SHOP}/issues/${number}`);
    return (body as { labels: { name: string }[] }).labels.map(({ name }) => name);
  }
});

describe("writer: app", () => {
  let other: Workflow;
  beforeAll(async () => {
    other = await startWorkflow({ writer: "app", mode: "enforce" });
  });
  afterAll(() => other.stop());

  test("judges and writes nothing, whatever the event", async () => {
    const { number, event } = other.pull("plain", TOUCHES);
    const closed = structuredClone(event) as { payload: { action: string } };
    closed.payload.action = "closed";
    await other.as("bob")(`POST /repos/${SHOP}/issues`, { title: "Down", labels: ["incident"] });
    await other.as("bob")(`POST /repos/${SHOP}/issues/${number}/comments`, { body: "/pia recheck" });
    const events = [event, closed as unknown as WorkflowEvent, ...other.events()];
    expect(events.length).toBeGreaterThan(3);
    for (const one of [...events, { name: "schedule", payload: {} }]) {
      other.writes();
      const ran = await other.run(one);
      expect([one.name, ran.code, ran.outputs["verdict"], other.writes()]).toEqual([one.name, 0, "pass", {}]);
    }
  });
});

function headOf(number: number): string {
  const issue = workflow.github.repository(SHOP).issues.get(number) as unknown as { pull: { headSha: string } };
  return issue.pull.headSha;
}

function mergeGroup(number: number, action = "checks_requested"): WorkflowEvent {
  const { git } = workflow.github.repository(SHOP);
  const base = git.refs.get("refs/heads/main")!;
  const group = {
    head_sha: headOf(number),
    head_ref: `refs/heads/gh-readonly-queue/main/pr-${number}-${base}`,
    base_ref: "refs/heads/main",
    base_sha: base,
  };
  const repository = { id: 1, name: "shop", owner: { login: "acme" }, default_branch: "main" };
  return { name: "merge_group", payload: { action, merge_group: group, repository } };
}
