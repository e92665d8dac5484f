/** An item that is found no more (deleted, moved, stripped of its label) goes on holding back until somebody with the right to it says why not. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { rebuildRepository } from "#src/flow/rebuild-repository.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const CHECKOUT = { "services/checkout/gift.ts": "export const GIFT = true;\n" };

interface Held extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  readonly pull: number;
}

/** One open P0 of checkout (owner: bob) holds one pull request of carol's back. */
async function held(options = "priority:P0 type:prevent component:checkout", config = PLAIN): Promise<Held> {
  const shop = stage.open({ config });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", made.pia, `/pia add "Cap retries" owner:@dan ${options}`);
  const item = (await shop.labelled("remediation"))[0]!.number;
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  return { ...shop, ...made, item, pull };
}

async function vanish(shop: Held): Promise<void> {
  shop.github.deleteIssue({ repository: shop.name, number: shop.item, sender: "alice" });
  await shop.quiet();
}

/** To another repository of the organisation, which has these labels. */
async function move(
  shop: Held,
  labels: readonly string[] = [],
): Promise<{ readonly to: Shop; readonly number: number }> {
  const to = stage.open({ config: PLAIN });
  for (const name of labels) await to.only("alice", "POST REPO/labels", { name, color: "ededed" });
  const row = shop.github.transferIssue({ repository: shop.name, number: shop.item, sender: "alice", to: to.name });
  await shop.quiet();
  return { to, number: row.number };
}

const sweep = async (shop: Held) => {
  await sweepRepository(shop.services(), shop.repository);
  // What the sweep asked for.
  await shop.handle([]);
};

async function holds(shop: Held, title: RegExp): Promise<void> {
  const check = await shop.gate(shop.pull);
  expect(check).toMatchObject({ conclusion: "failure", output: { title: expect.stringMatching(title) } });
  const action = await gatePullRequest(shop.services("action"), shop.reference(shop.pull));
  expect(action!.verdict.reason).toMatch(title);
  expect(action!.verdict).toMatchObject({ verdict: "block", fails: true });
}

describe("a deleted item", () => {
  test("holds back, in the App and in the Action, says what to do, and an owner's reason lets it go", async () => {
    const shop = await held();
    await vanish(shop);
    await holds(shop, new RegExp(`#${shop.item} \\(P0\\) cannot be found`));
    expect((await shop.gate(shop.pull)).output.summary).toContain(`/pia reject #${shop.item} reason:"…"`);
    expect((await shop.marked(shop.pia, "items"))[0]).toMatch(new RegExp(`#${shop.item} Cap retries \\| not found`));
    await shop.says("carol", shop.pia, `/pia reject #${shop.item} reason:"it is gone"`);
    await shop.says("eve", shop.pia, `/pia accept-risk #${shop.item} reason:"it is gone"`);
    await shop.says("dan", shop.pia, `/pia done #${shop.item}`);
    await holds(shop, /cannot be found/);
    await shop.says("bob", shop.pia, `/pia reject #${shop.item} reason:"done by the provider"`);
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    const [record] = await shop.marked(shop.pia, "record");
    expect(record).toContain(`#${shop.item}, which cannot be found, rejected: done by the provider`);
    expect((await shop.marked(shop.pia, "items"))[0]).toContain("rejected<br>bob");
    await sweep(shop);
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });

  test("counts once however often it is told, and a memory that is read anew says the same", async () => {
    const shop = await held();
    shop.github.deleteIssue({ repository: shop.name, number: shop.item, sender: "alice" });
    const events = shop.takeEvents();
    await shop.handle([...events, ...events]);
    await shop.quiet();
    const before = await shop.gate(shop.pull);
    const services = shop.services();
    const rebuilt = await rebuildRepository({ ...services, projection: services.projection! }, shop.repository);
    expect(rebuilt!.corrections).toEqual([]);
    await sweep(shop);
    expect(await shop.gate(shop.pull)).toEqual(before);
  });

  test("keeps its component and its priority: another component's pull requests, and those whom a P3 never held, go on", async () => {
    const shop = await held("priority:P0 type:prevent component:search");
    const search = await shop.opensPull({ branch: "find", files: { "services/search/find.ts": "1\n" } });
    await vanish(shop);
    expect((await shop.gate(search)).conclusion).toBe("failure");
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    const minor = await held("priority:P3 component:checkout");
    await vanish(minor);
    expect((await minor.gate(minor.pull)).conclusion).toBe("success");
  });

  test("a mere proposal, and what was done before, may go without a trace", async () => {
    const proposed = stage.open({ config: PLAIN });
    const { pia } = await proposed.declares(["incident", "sev:4", "component:checkout"]);
    await proposed.says("eve", pia, '/pia add "Rewrite" priority:P0 component:checkout');
    const item = (await proposed.labelled("remediation"))[0]!.number;
    const pull = await proposed.opensPull({ branch: "gift", files: CHECKOUT });
    await vanish({ ...proposed, pia, item, pull, incident: 1 });
    expect((await proposed.gate(pull)).conclusion).toBe("success");
    const shop = await held();
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    await vanish(shop);
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });

  test("that somebody else wrote and the analysis took in holds back as well, under its own component", async () => {
    const shop = await held("priority:P3 component:checkout");
    const theirs = await shop.opensIssue("carol", "Alert on retries");
    await shop.says("bob", shop.pia, `/pia link #${theirs} priority:P0 component:search`);
    const search = await shop.opensPull({ branch: "find", files: { "services/search/find.ts": "1\n" } });
    await vanish({ ...shop, item: theirs });
    expect((await shop.gate(search)).output.title).toContain(`#${theirs} (P0) cannot be found`);
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    await shop.says("max", shop.pia, `/pia accept-risk #${theirs} reason:"the alert exists"`);
    expect((await shop.gate(search)).conclusion).toBe("success");
  });

  test("closed without a reason and then deleted, it wants the reason still", async () => {
    const shop = await held();
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "not_planned" });
    await vanish(shop);
    await holds(shop, /without a fix or a reason/);
  });
});

test("what a record does not keep yet is kept by the sweep, also where the analysis is closed", async () => {
  const shop = await held();
  const { id, body } = (await shop.comments(shop.pia)).find((comment) =>
    comment.body.includes("aftercare:record -->"),
  )!;
  await shop.only("alice", `PATCH REPO/issues/${shop.pia}`, { state: "closed" });
  const without = body.replace(/\n\n\| Open item \|[\s\S]*?\n\n/, "\n\n");
  expect(without).not.toBe(body);
  await shop.only("alice", `PATCH REPO/issues/comments/${id}`, { body: without });
  shop.takeEvents();
  await sweep(shop);
  await shop.quiet();
  expect((await shop.marked(shop.pia, "record"))[0]).toContain("| Open item |");
  await vanish(shop);
  await holds(shop, /cannot be found/);
});

describe("an item without our label", () => {
  test("holds back in the Action, where nobody puts the label back", async () => {
    const shop = await held(undefined, PLAIN.replace("mode: enforce", "mode: enforce\nwriter: action"));
    await gatePullRequest(shop.services("action"), shop.reference(shop.pull));
    await shop.only("carol", `DELETE REPO/issues/${shop.item}/labels/aftercare`);
    const report = await gatePullRequest(shop.services("action"), shop.reference(shop.pull));
    expect(report!.verdict).toMatchObject({ fails: true, reason: expect.stringContaining("cannot be found") });
  });

  test("and without its table it counts by what the analysis kept", async () => {
    const shop = await held();
    await shop.only("carol", `PATCH REPO/issues/${shop.item}`, { body: "Nothing to see here." });
    await shop.only("carol", `DELETE REPO/issues/${shop.item}/labels/remediation`);
    const report = await gatePullRequest(shop.services("action"), shop.reference(shop.pull));
    expect(report!.verdict).toMatchObject({
      fails: true,
      reason: expect.stringContaining(`#${shop.item} (P0) is open`),
    });
  });
});

describe("a moved item", () => {
  test("counts where it lives now, as long as it is open there, and the check names the place", async () => {
    const shop = await held();
    const { to, number } = await move(shop);
    await holds(shop, new RegExp(`#${shop.item} \\(P0\\) is open`));
    expect((await shop.gate(shop.pull)).output.text).toContain(`now acme/${to.repository.repo}#${number}`);
    await to.only("alice", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "completed" });
    await sweep(shop);
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    await to.only("alice", `PATCH REPO/issues/${number}`, { state: "open" });
    await sweep(shop);
    await holds(shop, /is open/);
    await to.only("alice", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "not_planned" });
    await sweep(shop);
    await holds(shop, /without a fix or a reason/);
    await shop.says("bob", shop.pia, `/pia reject #${shop.item} reason:"the other team does it"`);
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });

  test("that was moved back counts under its new number", async () => {
    const shop = await held();
    const { to, number } = await move(shop, ["aftercare", "remediation", "priority:P0", "component:checkout"]);
    const back = shop.github.transferIssue({ repository: to.name, number, sender: "alice", to: shop.name });
    await shop.quiet();
    await sweep(shop);
    await holds(shop, new RegExp(`#${back.number} \\(P0\\) is open`));
    await shop.does("dan", `PATCH REPO/issues/${back.number}`, { state: "closed", state_reason: "completed" });
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });

  test("out of sight is as good as deleted", async () => {
    const shop = await held();
    const to = stage.open({ config: PLAIN });
    shop.github.changeRepository(to.name, { private: true });
    const rows = [shop, to].map(({ name }) => shop.github.repository(name).id);
    Object.assign(stage.installation, { repositoryIds: rows.slice(0, 1) });
    shop.github.transferIssue({ repository: shop.name, number: shop.item, sender: "alice", to: to.name });
    await shop.quiet();
    await sweep(shop);
    await holds(shop, /cannot be found/);
    Object.assign(stage.installation, { repositoryIds: null });
    await sweep(shop);
    await holds(shop, /is open/);
    expect((await shop.gate(shop.pull)).output.text).toContain(`now acme/${to.repository.repo}#1`);
  });
});

describe("an analysis that is deleted or moved away", () => {
  test.each(["deleted", "moved"])("%s: another one takes its place with everything that was stated", async (how) => {
    const shop = stage.open({ config: PLAIN });
    const { incident, pia } = await shop.declares();
    await shop.says("bob", pia, "/pia started 2026-01-05T07:00:00Z");
    const theirs = await shop.opensIssue("carol", "Alert on retries");
    await shop.says("bob", pia, `/pia link #${theirs} priority:P0 component:search`);
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    const search = await shop.opensPull({ branch: "find", files: { "services/search/find.ts": "1\n" } });
    const address = { repository: shop.name, number: pia, sender: "alice" };
    if (how === "deleted") shop.github.deleteIssue(address);
    else shop.github.transferIssue({ ...address, to: stage.open({ config: PLAIN }).name });
    const events = shop.takeEvents();
    await shop.handle([...events, ...events]);
    await shop.quiet();
    const [again, ...others] = await shop.labelled("pia");
    expect(others).toEqual([]);
    expect(again!.number).not.toBe(pia);
    const [record] = await shop.marked(again!.number, "record");
    expect(record).toContain("| confirmed | yes | bob");
    expect(record).toContain("| started | 2026-01-05 07:00Z");
    expect(await shop.marked(again!.number, "put-back")).toEqual([expect.stringContaining(`#${pia}, the analysis of`)]);
    expect(incident).toBeGreaterThan(0);
    expect((await shop.gate(pull)).conclusion).toBe("failure");
    expect((await shop.gate(search)).output.title).toContain(`#${theirs} (P0) is open`);
  });
});

describe("an incident that is deleted or moved away", () => {
  test.each(["deleted", "moved"])(
    "%s: what it burnt and froze cannot be told any more, so an owner says why it does not matter",
    async (how) => {
      const shop = stage.open({ config: PLAIN });
      const { incident, pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
      const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
      const search = await shop.opensPull({ branch: "find", files: { "services/search/find.ts": "1\n" } });
      expect((await shop.gate(pull)).conclusion).toBe("success");
      const address = { repository: shop.name, number: incident, sender: "alice" };
      if (how === "deleted") shop.github.deleteIssue(address);
      else shop.github.transferIssue({ ...address, to: stage.open({ config: PLAIN }).name });
      const events = shop.takeEvents();
      await shop.handle([...events, ...events]);
      await shop.quiet();
      expect((await shop.gate(pull)).output.title).toContain(`#${incident} (P1) cannot be found`);
      expect((await shop.gate(search)).conclusion).toBe("success");
      await shop.says("carol", pia, `/pia reject #${incident} reason:"never mind"`);
      expect((await shop.gate(pull)).conclusion).toBe("failure");
      await shop.says("bob", pia, `/pia reject #${incident} reason:"it was a drill"`);
      expect((await shop.gate(pull)).conclusion).toBe("success");
      await sweepRepository(shop.services(), shop.repository);
      await shop.handle([]);
      expect((await shop.gate(pull)).conclusion).toBe("success");
      expect((await shop.marked(pia, "record"))[0]).toContain("rejected: it was a drill");
    },
  );
});
