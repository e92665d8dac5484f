/** The ten faults that gates like ours have (measured on the others), each shown not to be ours: over the stand-in, by GitHub's own deliveries. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const CHECKOUT = { "services/checkout/gift.ts": "export const GIFT = true;\n" };
const POST_CHECK = "POST /repos/{owner}/{repo}/check-runs";
const PATCH_CHECK = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";

interface Flagged extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
}

/** An incident that needs no analysis, so that one item alone holds checkout back. */
async function flagged(config = PLAIN): Promise<Flagged> {
  const shop = stage.open({ config });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", made.pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  return { ...shop, ...made, item: (await shop.labelled("remediation"))[0]!.number };
}

const conclusion = async (shop: Shop, pull: number) => (await shop.gate(pull)).conclusion;

const RULE = {
  name: "gate",
  enforcement: "active",
  conditions: { ref_name: { include: ["refs/heads/main"], exclude: [] } },
};
const REQUIRED = {
  type: "required_status_checks",
  parameters: {
    strict_required_status_checks_policy: false,
    required_status_checks: [{ context: "aftercare/gate" }],
  },
};
const QUEUE = {
  type: "merge_queue",
  parameters: {
    check_response_timeout_minutes: 60,
    grouping_strategy: "ALLGREEN",
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: "MERGE",
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  },
};

describe("1: the required check follows its blocker", () => {
  test("when the item closes, a pull request that could not be merged can be, without a push; and back when it opens", async () => {
    const shop = await flagged();
    await shop.only("alice", "POST REPO/rulesets", { ...RULE, rules: [REQUIRED] });
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    const merge = () => shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
    await expect(merge()).rejects.toThrow("405");
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    expect(await conclusion(shop, pull)).toBe("success");
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "open" });
    await expect(merge()).rejects.toThrow("405");
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    await merge();
    expect(await shop.only("carol", `GET REPO/pulls/${pull}`)).toMatchObject({ merged: true });
  });
});

describe("2: verdicts before decorations, and no decoration is a state", () => {
  test("while no comment can be written, the verdict turns all the same", async () => {
    const shop = await flagged();
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    const decoration = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
    shop.github.faults.add({ route: decoration, fault: { kind: "status", status: 503 } });
    await shop.only("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    // The event fails at the decoration, and the queue would bring it again; what it asked to be judged was asked before.
    for (const event of shop.takeEvents()) await shop.handle([event]).catch(() => undefined);
    await shop.handle([]);
    expect(await conclusion(shop, pull)).toBe("success");
    shop.github.faults.clear();
  });

  test("nothing that we wrote on pull requests or issues has to be there for the next verdict", async () => {
    const shop = await flagged();
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    for (const comment of await shop.comments(shop.incident)) {
      await shop.only("alice", `DELETE REPO/issues/comments/${comment.id}`);
    }
    const list = (await shop.comments(shop.pia)).find(({ body }) => body.includes("<!-- aftercare:items"));
    await shop.only("alice", `DELETE REPO/issues/comments/${list!.id}`);
    expect((await gatePullRequest(shop.services("cli"), shop.reference(pull)))!.verdict).toMatchObject({ rule: "G7" });
  });
});

describe("3: a dead link is judged on its own: it stops nothing and opens nothing", () => {
  test("one pull request links nothing that exists; all others are judged, and it is held back, too", async () => {
    const shop = await flagged();
    const dead = await shop.opensPull({
      branch: "dead",
      files: CHECKOUT,
      body: "Fixes #9999, remediates acme/gone#1 and https://github.com/nobody/nowhere/issues/3",
    });
    const others = [];
    for (const branch of ["a", "b"]) {
      others.push(await shop.opensPull({ branch, files: { [`services/checkout/${branch}.ts`]: "1\n" } }));
    }
    await shop.only("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    shop.takeEvents();
    await sweepRepository(shop.services(), shop.repository);
    await shop.handle([]);
    for (const pull of [dead, ...others]) expect(await conclusion(shop, pull)).toBe("success");
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "open" });
    for (const pull of [dead, ...others]) expect(await conclusion(shop, pull)).toBe("failure");
  });

  test("an item that was deleted lets go of nothing while an analysis still names it as adopted", async () => {
    const shop = await flagged();
    const adopted = await shop.opensIssue("carol", "Alert on retries", ["component:checkout", "priority:P0"]);
    await shop.says("bob", shop.pia, `/pia link #${adopted}`);
    await shop.says("bob", shop.pia, `/pia accept #${adopted}`);
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    expect(await conclusion(shop, pull)).toBe("failure");
    shop.github.deleteIssue({ repository: shop.name, number: adopted });
    await shop.quiet();
    const check = await shop.gate(pull);
    expect(check).toMatchObject({
      conclusion: "failure",
      output: { title: expect.stringContaining("cannot be found") },
    });
  });

  test("one analysis that cannot be brought up to date does not keep the sweep from the verdicts", async () => {
    const shop = await flagged();
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    await shop.only("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    shop.takeEvents();
    const timeline = "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline";
    shop.github.faults.add({ route: timeline, fault: { kind: "status", status: 502 } });
    await expect(sweepRepository(shop.services(), shop.repository)).rejects.toThrow("GitHub could not be reached");
    shop.github.faults.clear();
    await shop.handle([]);
    expect(await conclusion(shop, pull)).toBe("success");
  });
});

describe("4: a link is what a reader takes for one", () => {
  const NO_LINKS: readonly (readonly [string, (item: number) => string])[] = [
    ["in an HTML comment", (item) => `<!-- Fixes #${item} -->`],
    ["in code", (item) => `\`Fixes #${item}\``],
    ["in a fence", (item) => `\`\`\`\nFixes #${item}\n\`\`\``],
    ["a mere mention", (item) => `See #${item}`],
    ["blocked by", (item) => `Blocked by #${item}`],
  ];
  test.each(NO_LINKS)("not %s", async (_, body) => {
    const shop = await flagged();
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT, body: body(shop.item) });
    expect(await conclusion(shop, pull)).toBe("failure");
  });

  test("a list is all of its members, and `Remediates:` on a line of its own counts", async () => {
    const shop = await flagged();
    await shop.says("bob", shop.pia, '/pia add "Second" owner:@dan priority:P0 type:prevent component:checkout');
    const [first, second] = (await shop.labelled("remediation")).map(({ number }) => number);
    const bodies = [`Remediates: #${first}`, `Remediates #${first}, #${second}`, `Remediates\n- #${second}`];
    for (const [index, body] of bodies.entries()) {
      const files = { [`services/checkout/${index}.ts`]: "1\n" };
      const pull = await shop.opensPull({ branch: `fix-${index}`, files, body });
      const check = await shop.gate(pull);
      expect(check.conclusion).toBe("success");
      if (body.includes(", #")) expect(check.output.title).toMatch(new RegExp(`#${first}.*#${second}`));
    }
  });
});

describe("5: closed is not resolved", () => {
  const closings = [
    { state: "closed", state_reason: "not_planned" },
    { state: "closed", state_reason: "duplicate" },
  ];
  test.each(closings)(
    "an item closed as $state_reason without a reason holds back, and says how to give one",
    async (how) => {
      const shop = await flagged();
      const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
      await shop.does("dan", `PATCH REPO/issues/${shop.item}`, how);
      const check = await shop.gate(pull);
      expect(check).toMatchObject({
        conclusion: "failure",
        output: { title: expect.stringContaining("without a fix") },
      });
      expect(check.output.summary).toContain(`/pia reject #${shop.item}`);
    },
  );

  test("a fix that is closed unmerged fixes nothing; closing its item by hand gates on where proof is asked for", async () => {
    const shop = await flagged(PLAIN.replace("mode: enforce", "mode: enforce\npolicy: { preset: strict }"));
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    const fix = await shop.opensPull({
      branch: "fix",
      files: { "services/checkout/pay.ts": "export const RETRIES = 3;\n" },
      body: `Fixes #${shop.item}`,
      by: "dan",
    });
    expect(await conclusion(shop, fix)).toBe("success");
    await shop.does("dan", `PATCH REPO/pulls/${fix}`, { state: "closed" });
    expect((await shop.issue(shop.item)).state).toBe("open");
    expect(await conclusion(shop, pull)).toBe("failure");
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    expect((await shop.gate(pull)).output.title).toContain("closed without proof");
  });
});

describe("6 and 7: every changed path counts, and what is not listed is not free", () => {
  test("a file that is moved out of the component takes its old name along", async () => {
    const shop = await flagged();
    const text = Array.from({ length: 40 }, (_, line) => `export const LINE_${line} = ${line};`).join("\n");
    shop.github.push(shop.name, { branch: "main", files: { "services/checkout/long.ts": `${text}\n` } });
    await shop.quiet();
    const pull = await shop.opensPull({
      branch: "move",
      files: { "services/checkout/long.ts": null, "attic/long.ts": `${text}\n// moved\n` },
    });
    const listed = await shop.only("carol", `GET REPO/pulls/${pull}/files`);
    expect(listed).toMatchObject([{ status: "renamed", previous_filename: "services/checkout/long.ts" }]);
    const check = await shop.gate(pull);
    expect(check.conclusion).toBe("failure");
    expect(check.output.text).toContain("services/checkout/long.ts");
  });

  test("beyond the 3,000 files that GitHub lists everything with open work counts as touched, and the check says so", async () => {
    const shop = await flagged();
    const many = Array.from({ length: 3000 }, (_, index) => [`aaa/${index}.txt`, "x\n"] as const);
    const pull = await shop.opensPull({ branch: "big", files: { ...Object.fromEntries(many), ...CHECKOUT } });
    const check = await shop.gate(pull);
    expect(check.conclusion).toBe("failure");
    expect(check.output.title).toContain("GitHub lists 3000 of 3001 changed files");
  });
});

describe("8: the merge queue asks again", () => {
  test("an item that is reopened while its pull request waits keeps it from being merged", async () => {
    const shop = await flagged();
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    expect(await conclusion(shop, pull)).toBe("success");
    await shop.only("alice", "POST REPO/rulesets", { ...RULE, rules: [QUEUE, REQUIRED] });
    shop.github.enqueue(shop.name, pull, "carol");
    await shop.only("dan", `PATCH REPO/issues/${shop.item}`, { state: "open" });
    await shop.quiet();
    expect(await shop.only("carol", `GET REPO/pulls/${pull}`)).toMatchObject({ merged: false, state: "open" });
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    shop.github.clock.advance(60);
    shop.github.enqueue(shop.name, pull, "carol");
    await shop.quiet();
    expect(await shop.only("carol", `GET REPO/pulls/${pull}`)).toMatchObject({ merged: true });
  });
});

describe("9 and 10: one write a verdict, and checks of forks are found by their commit", () => {
  test("the first verdict is one completed check run and no second write", async () => {
    const shop = await flagged();
    shop.github.push(shop.name, { branch: "gift", files: CHECKOUT });
    const { number } = shop.github.openPull(shop.name, { title: "Gifts", head: "gift" });
    const requests = await shop.counting(shop.quiet);
    expect(requests[POST_CHECK]).toBe(1);
    expect(requests[PATCH_CHECK]).toBeUndefined();
    const row = shop.github.repository(shop.name).checkRuns.at(-1)!;
    expect(row).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(await conclusion(shop, number)).toBe("failure");
  });

  test("re-running the check of a fork, whose events name no pull request, judges it again", async () => {
    const shop = await flagged();
    const fork = shop.github.fork(shop.name, "eve");
    shop.github.push(`eve/${fork.name}`, { branch: "gift", files: CHECKOUT, login: "eve" });
    const { number } = shop.github.openPull(shop.name, { title: "Gifts", head: "gift", fork: `eve/${fork.name}` });
    await shop.quiet();
    const check = await shop.gate(number);
    shop.github.rerunCheck(shop.name, check.id, "carol");
    const delivery = shop.github.deliveries().at(-1)!;
    expect(JSON.parse(delivery.body)).toMatchObject({ action: "rerequested", check_run: { pull_requests: [] } });
    const requests = await shop.counting(shop.quiet);
    // GitHub has taken the old conclusion away; ours is one write.
    expect((requests[POST_CHECK] ?? 0) + (requests[PATCH_CHECK] ?? 0)).toBe(1);
    expect(await conclusion(shop, number)).toBe("failure");
  });
});
