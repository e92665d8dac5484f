/** People without the right to it try to open the gate, and to close it: none of it works, and nothing of it is lost silently. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
async function held(): Promise<Held> {
  const shop = stage.open({ config: PLAIN });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", made.pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  return { ...shop, ...made, item, pull };
}

const stays = async (shop: Held) => expect((await shop.gate(shop.pull)).conclusion).toBe("failure");

describe("labels", () => {
  const GIVEN: readonly (readonly [string, (shop: Held) => readonly [number, string]])[] = [
    ["the priority of an item", (shop) => [shop.item, "priority:P0"]],
    ["the component of an item", (shop) => [shop.item, "component:checkout"]],
    ["what makes it an item", (shop) => [shop.item, "remediation"]],
    ["what makes it known at all", (shop) => [shop.item, "aftercare"]],
    ["what makes it an incident", (shop) => [shop.incident, "incident"]],
    ["the severity of an incident", (shop) => [shop.incident, "sev:4"]],
    ["the component of an incident", (shop) => [shop.incident, "component:checkout"]],
    ["what makes it an analysis", (shop) => [shop.pia, "aftercare"]],
  ];
  test.each(GIVEN)(
    "%s, taken off by somebody who may write but owns nothing, is put back with a comment",
    async (_, of) => {
      const shop = await held();
      const [number, label] = of(shop);
      const before = (await shop.issue(number)).labels.toSorted();
      await shop.does("carol", `DELETE REPO/issues/${number}/labels/${encodeURIComponent(label)}`);
      const loosens = label !== "sev:4";
      expect((await shop.issue(number)).labels.toSorted()).toEqual(
        loosens ? before : before.filter((name) => name !== label),
      );
      expect(await shop.marked(number, "put-back")).toHaveLength(loosens ? 1 : 0);
      if (loosens) expect((await shop.marked(number, "put-back"))[0]).toMatch(/carol[\s\S]*an owner of checkout/);
      await stays(shop);
    },
  );

  test("an owner may, and then it counts", async () => {
    const shop = await held();
    await shop.does("bob", `DELETE REPO/issues/${shop.item}/labels/component%3Acheckout`);
    expect((await shop.issue(shop.item)).labels).not.toContain("component:checkout");
    expect(await shop.marked(shop.item, "put-back")).toEqual([]);
  });

  test("a maintainer may where nobody is named as owner; triage may not", async () => {
    const shop = await held();
    await shop.does("tina", `DELETE REPO/issues/${shop.item}/labels/priority%3AP0`);
    expect((await shop.issue(shop.item)).labels).toContain("priority:P0");
    await shop.does("max", `DELETE REPO/issues/${shop.item}/labels/priority%3AP0`);
    expect((await shop.issue(shop.item)).labels).not.toContain("priority:P0");
  });

  test("calling a gating item a mere proposal does not let it go", async () => {
    const shop = await held();
    const adopted = await shop.opensIssue("carol", "Alert on retries", ["component:checkout", "priority:P0"]);
    await shop.says("bob", shop.pia, `/pia link #${adopted}`);
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    const before = (await shop.gate(shop.pull)).conclusion;
    await shop.does("carol", `POST REPO/issues/${adopted}/labels`, { labels: ["proposed"] });
    expect((await shop.gate(shop.pull)).conclusion).toBe(before);
    await shop.does("carol", `POST REPO/issues/${shop.item}/labels`, { labels: ["verified", "proposed"] });
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "open" });
    await stays(shop);
  });

  test("a label against a false alarm that nobody confirmed may be taken off by anyone with triage permission", async () => {
    const shop = stage.open({ config: PLAIN });
    const number = await shop.opensIssue("rita", "Looks broken");
    await shop.says("rita", number, "/pia declare sev:1 component:checkout");
    const labels = (await shop.issue(number)).labels;
    if (!labels.includes("incident")) return;
    await shop.does("tina", `DELETE REPO/issues/${number}/labels/incident`);
    expect((await shop.issue(number)).labels).not.toContain("incident");
  });

  test("the author's own proof labels prove nothing; a maintainer's does, until somebody else sets it again", async () => {
    const shop = await held();
    await shop.does("carol", `POST REPO/issues/${shop.pull}/labels`, { labels: ["security", "revert"] });
    await stays(shop);
    await shop.does("max", `DELETE REPO/issues/${shop.pull}/labels/security`);
    await shop.does("max", `POST REPO/issues/${shop.pull}/labels`, { labels: ["security"] });
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    await shop.does("carol", `DELETE REPO/issues/${shop.pull}/labels/security`);
    await shop.does("carol", `POST REPO/issues/${shop.pull}/labels`, { labels: ["security"] });
    await stays(shop);
  });
});

describe("pasted markers", () => {
  test("a stranger's issues, comments and descriptions with our markers are text", async () => {
    const shop = await held();
    const until = "2099-01-01T00%3A00%3A00Z";
    const pause = `<!-- aftercare:pause by="eve" components="checkout" from="2020-01-01T00%3A00%3A00Z" reason="x" source="1:1" until="${until}" -->`;
    const number = await shop.opensIssue("carol", "Pause", ["aftercare"]);
    await shop.does("carol", `PATCH REPO/issues/${number}`, { body: pause });
    await shop.says("eve", shop.pia, `<!-- aftercare:record -->\n| External cause | yes |\n| --- | --- |\n`);
    const asked = await shop.says("eve", shop.pull, '/pia override reason:"now"');
    await shop.says("eve", shop.pull, `<!-- aftercare:reply comment="${asked}" patch="anything" -->`);
    await shop.says("eve", shop.pull, "/pia approve");
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, {
      body: `${pause}\n<!-- aftercare:item pia="${shop.pia}" source="1:1" -->\n<!-- aftercare:override by="max" -->`,
    });
    await stays(shop);
  });

  test("a workflow of a branch speaks as github-actions and can pause nothing", async () => {
    const shop = await held();
    const token = shop.github.actionsToken(shop.name);
    const marker = `<!-- aftercare:pause by="max" components="checkout" from="2020-01-01T00%3A00%3A00Z" reason="x" source="1:1" until="2099-01-01T00%3A00%3A00Z" -->`;
    const answer = await fetch(`${shop.github.url}/repos/${shop.name}/issues`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ title: "Pause", body: marker, labels: ["aftercare"] }),
    });
    expect(answer.status).toBe(201);
    await shop.quiet();
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { title: "Gifts again" });
    await stays(shop);
  });

  test("a pause cannot be made longer by editing its issue, nor come back by reopening it", async () => {
    const shop = await held();
    await shop.says("max", shop.pia, '/pia pause component:checkout reason:"the gate misjudges"');
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    const pause = (await shop.labelled("aftercare")).find(({ title }) => title.startsWith("The gate is paused"))!;
    const body = pause.body!.replace(/until="[^"]+"/, 'until="2099-01-01T00%3A00%3A00Z"');
    await shop.does("carol", `PATCH REPO/issues/${pause.number}`, { body });
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    shop.github.clock.advance(86_401);
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { title: "Gifts again" });
    await stays(shop);
    await shop.does("carol", `PATCH REPO/issues/${pause.number}`, { state: "closed" });
    await shop.does("carol", `PATCH REPO/issues/${pause.number}`, { state: "open" });
    await stays(shop);
  });

  test("an old voice cannot be tied to a new change by editing our reply to it", async () => {
    const shop = await held();
    const asked = await shop.says("max", shop.pull, '/pia override reason:"trade fair"');
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    const [old] = await shop.marked(shop.pull, `reply comment="${asked}"`);
    shop.github.push(shop.name, { branch: "gift", files: { "services/checkout/gift.ts": "export const GIFT = 2;\n" } });
    await shop.quiet();
    await stays(shop);
    const fresh = await shop.says("max", shop.pull, '/pia override reason:"only to learn the patch" expires:1h');
    const [now] = await shop.marked(shop.pull, `reply comment="${fresh}"`);
    await shop.does("max", `DELETE REPO/issues/comments/${fresh}`);
    await stays(shop);
    const patch = /patch="([^"]+)"/.exec(now!)![1]!;
    const reply = (await shop.comments(shop.pull)).find(({ body }) => body === old)!;
    shop.github.clock.advance(60);
    const forged = reply.body.replace(/patch="[^"]+"/, `patch="${patch}"`);
    await shop.does("carol", `PATCH REPO/issues/comments/${reply.id}`, { body: forged });
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { title: "Gifts again" });
    await stays(shop);
  });
});

describe("commands", () => {
  const LINES: readonly (readonly [string, string, (shop: Held) => string])[] = [
    ["a stranger rejects", "eve", (shop) => `/pia reject #${shop.item} reason:"no"`],
    ["a reader accepts the risk", "rita", (shop) => `/pia accept-risk #${shop.item} reason:"no"`],
    ["a writer who is no owner rejects", "carol", (shop) => `/pia reject #${shop.item} reason:"no"`],
    ["a stranger says that it is done", "eve", (shop) => `/pia done #${shop.item}`],
    ["a writer pauses", "carol", () => '/pia pause component:checkout reason:"sale"'],
    ["a triager calls it external", "tina", () => '/pia external reason:"the provider"'],
    ["a quoted owner says it", "carol", (shop) => `> /pia reject #${shop.item} reason:"bob said so"`],
  ];
  test.each(LINES)("%s: nothing opens", async (_, login, line) => {
    const shop = await held();
    await shop.says(login, shop.pia, line(shop));
    expect((await shop.issue(shop.item)).state).toBe("open");
    await stays(shop);
  });

  test.each(["eve", "rita", "tina", "dan"])("%s's voice lets nobody's change through", async (login) => {
    const shop = await held();
    await shop.says("carol", shop.pull, '/pia override reason:"now"');
    await shop.says(login, shop.pull, "/pia approve");
    await shop.says(login, shop.pull, '/pia override reason:"now" break-glass:yes');
    await stays(shop);
  });

  test("the author accepts their own item and fixes it: judged like any change", async () => {
    const shop = await held();
    await shop.says("carol", shop.pia, '/pia add "Mine" owner:@carol priority:P0 type:prevent component:checkout');
    const mine = (await shop.labelled("remediation")).find(({ title }) => title.includes("Mine"))!.number;
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { body: `Fixes #${mine}` });
    const check = await shop.gate(shop.pull);
    expect(check.conclusion).toBe("failure");
    expect(check.output.summary).toContain("accepted by this pull request's author");
  });

  test("nobody closes the gate from outside: proposals, unconfirmed incidents and labels that GitHub drops hold nothing back", async () => {
    const shop = stage.open({ config: PLAIN });
    await shop.opensIssue("eve", "Everything is broken", ["incident", "sev:1", "component:checkout"]);
    const { pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
    await shop.says("eve", pia, '/pia add "Rewrite it all" priority:P0 type:prevent component:checkout');
    await shop.says("eve", pia, "/pia accept 1");
    const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
    expect((await shop.gate(pull)).conclusion).toBe("success");
  });
});

describe("the head of a pull request", () => {
  test("a policy in the head judges nothing: report mode, other paths, no components, an override list of its own", async () => {
    const shop = await held();
    const heads = [
      PLAIN.replace("mode: enforce", "mode: report"),
      PLAIN.replace("services/checkout/**", "services/nothing/**"),
      "version: 1\nmode: enforce\n",
      `${PLAIN}policy: { override: { logins: [carol] } }\n`,
    ];
    for (const [index, text] of heads.entries()) {
      const files = { [`services/checkout/${index}.ts`]: "1\n", ".github/aftercare.yml": text };
      const pull = await shop.opensPull({ branch: `head-${index}`, files });
      expect((await shop.gate(pull)).conclusion).toBe("failure");
    }
  });

  test("a title, a branch and words that claim to be a revert, a security fix or documentation prove nothing", async () => {
    const shop = await held();
    const claims = [
      {
        branch: "revert-7-pay",
        title: 'Revert "Retry"',
        body: "This reverts commit 0123456789abcdef0123456789abcdef01234567.",
      },
      { branch: "security", title: "security: GHSA-aaaa-bbbb-cccc", body: "CVE-2026-0001" },
      { branch: "docs", title: "docs: typo", body: "hotfix [skip aftercare]" },
    ];
    for (const claim of claims) {
      const pull = await shop.opensPull({ ...claim, files: { [`services/checkout/${claim.branch}.ts`]: "1\n" } });
      expect((await shop.gate(pull)).conclusion).toBe("failure");
    }
  });
});
