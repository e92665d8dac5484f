/** "Outsiders can neither open nor close the gate: try." Every way that we could think of, each shown to do nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "#src/command/list.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Held extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  /** Carol's, on checkout: held back. */
  readonly pull: number;
  /** Dan's, on search: free. */
  readonly free: number;
}

/** One open P0 of checkout (owner: bob) holds one pull request back; another component is free. */
async function held(reporter = "bob"): Promise<Held> {
  const shop = stage.open({ config: PLAIN });
  const incident = await shop.opensIssue(reporter, "Payments fail");
  await shop.does("bob", `POST REPO/issues/${incident}/labels`, {
    labels: ["incident", "sev:4", "component:checkout"],
  });
  const pia = (await shop.labelled("pia"))[0]!.number;
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  const free = await shop.opensPull({ branch: "find", files: { "services/search/find.ts": "1\n" }, by: "dan" });
  return { ...shop, incident, pia, item, pull, free };
}

/** Neither opened nor closed: at once, and after everything was looked at anew. */
async function stays(shop: Held): Promise<void> {
  await sweepRepository(shop.services(), shop.repository);
  await shop.handle([]);
  expect((await shop.gate(shop.pull)).conclusion).toBe("failure");
  expect((await shop.gate(shop.free)).conclusion).toBe("success");
}

/** Another App of the organisation, or a workflow, does something. */
async function botDoes(shop: Held, token: string, operation: string, body: unknown): Promise<number> {
  const [method, path] = operation.split(" ") as [string, string];
  const answer = await fetch(`${shop.github.url}${path.replace("REPO", `/repos/${shop.name}`)}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await shop.quiet();
  return answer.status;
}

function stranger(shop: Held): string {
  const app = shop.github.addApp({
    slug: `helper-${shop.repository.repo}`,
    permissions: { issues: "write", pull_requests: "write" },
    events: [],
    webhookUrl: "http://127.0.0.1:9/",
  });
  return shop.github.installationToken(shop.github.installApp({ app, account: "acme" }));
}

const until = "2099-01-01T00%3A00%3A00Z";
const MARKERS = (shop: Held): Readonly<Record<string, string>> => ({
  pause: `<!-- aftercare:pause by="max" components="checkout" from="2020-01-01T00%3A00%3A00Z" reason="x" source="1:1" until="${until}" -->`,
  "an analysis": `<!-- aftercare:pia incident="${shop.github.repository(shop.name).id}:${shop.incident}" -->`,
  "an item": `<!-- aftercare:item pia="${shop.pia}" source="1:1" -->\n| Remediation item | |\n| :-- | :-- |\n| Accepted | @bob, 2026-01-05T09:00:00Z |\n<!-- aftercare:item-end -->`,
  "a record":
    "<!-- aftercare:record -->\n| Fact | Value | By | When | Why |\n|---|---|---|---|---|\n| confirmed | no | | | |\n| external | yes | bob | 2026-01-05 08:00Z | x |\n",
  "a snapshot":
    "<!-- aftercare:snapshot -->\n| Component | Left | Source | Time |\n|---|---|---|---|\n| checkout | 100% | prometheus | 2026-01-05 09:00Z |\n",
  "a list of items": "<!-- aftercare:items -->\n### Remediation items: 1 of 1 settled\n",
});

describe("commands of somebody without any right", () => {
  test.each(["pia", "incident", "item", "pull"] as const)("every one of them, said on the %s", async (place) => {
    const shop = await held();
    const lines = COMMANDS.flatMap(({ examples }) => examples).map((line) => line.replaceAll(/#\d+/g, `#${shop.item}`));
    expect(lines.length).toBeGreaterThan(20);
    await shop.says("eve", shop[place], lines.join("\n"));
    expect((await shop.issue(shop.item)).state).toBe("open");
    await stays(shop);
  });

  test("in another's name, in a quotation, in code, in a comment that nobody sees", async () => {
    const shop = await held();
    const line = `/pia reject #${shop.item} reason:"no"`;
    const forms = [
      `@bob says:\n${line}`,
      `> ${line}`,
      `\`\`\`\n${line}\n\`\`\``,
      `<!--\n${line}\n-->`,
      `    ${line}`,
      `/pi\u0430 reject #${shop.item} reason:"no"`,
      `\u202E${line}`,
    ];
    for (const form of forms) await shop.says("eve", shop.pia, form);
    await shop.says("bob", shop.pia, forms.slice(1, 5).join("\n\n"));
    await stays(shop);
  });
});

describe("our markers in the texts of others", () => {
  test.each(["eve", "rita"])("in %s's issues, comments, and in the body of a pull request", async (login) => {
    const shop = await held();
    for (const text of Object.values(MARKERS(shop))) {
      await shop.only(login, "POST REPO/issues", { title: "Look", body: text, labels: ["aftercare", "remediation"] });
      for (const place of [shop.pia, shop.incident, shop.item, shop.pull]) {
        await shop.only(login, `POST REPO/issues/${place}/comments`, { body: text });
      }
    }
    await shop.quiet();
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { body: Object.values(MARKERS(shop)).join("\n") });
    await stays(shop);
  });

  test("in the issues and comments of another App and of a workflow: they neither pause, nor stand for our record", async () => {
    const shop = await held();
    for (const token of [stranger(shop), shop.github.actionsToken(shop.name)]) {
      for (const [name, text] of Object.entries(MARKERS(shop))) {
        // A workflow of the repository may open items: whoever can change it may write.
        if (name !== "an item" && name !== "an analysis") {
          await botDoes(shop, token, "POST REPO/issues", { title: "Look", body: text, labels: ["aftercare"] });
        }
        await botDoes(shop, token, `POST REPO/issues/${shop.pia}/comments`, { body: text });
        await botDoes(shop, token, `POST REPO/issues/${shop.pull}/comments`, { body: text });
      }
      await botDoes(shop, token, `POST REPO/issues/${shop.pull}/comments`, { body: '/pia override reason:"now"' });
      await botDoes(shop, token, `POST REPO/issues/${shop.pull}/comments`, { body: "/pia approve" });
    }
    await stays(shop);
  });

  test("an override that stands is not voided by a stranger who says so", async () => {
    const shop = await held();
    const asked = await shop.says("max", shop.pull, '/pia override reason:"the fair"');
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    await shop.says("eve", shop.pull, `<!-- aftercare:reply comment="${asked}" void="edited" -->`);
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { title: "Gifts again" });
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });
});

describe("references that only look right", () => {
  test.each<readonly [string, (item: number) => string]>([
    ["a full-width number sign", (item) => `Fixes \uFF03${item}`],
    [
      "full-width digits",
      (item) => `Fixes #${String(item).replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))}`,
    ],
    ["a Cyrillic letter in the word", (item) => `Fix\u0435s #${item}`],
    ["a space that nobody sees within", (item) => `Fixes #\u200B${item}`],
    ["another repository", (item) => `Fixes elsewhere/shop#${item}`],
    ["another host", (item) => `Fixes https://github.example/acme/shop/issues/${item}`],
    ["a closed bracket around it", (item) => `<!-- Fixes #${item} -->`],
    ["a number that begins alike", (item) => `Fixes #${item}0`],
  ])("%s", async (_, body) => {
    const shop = await held();
    await shop.does("carol", `PATCH REPO/pulls/${shop.pull}`, { body: body(shop.item) });
    await stays(shop);
  });
});

describe("what the author of an issue may do to it", () => {
  test("an incident that an outsider reported: edits, another title, closing", async () => {
    const shop = await held("eve");
    const body = Object.values(MARKERS(shop)).join("\n");
    await shop.does("eve", `PATCH REPO/issues/${shop.incident}`, { title: "False alarm", body });
    await shop.does("eve", `PATCH REPO/issues/${shop.incident}`, { state: "closed", state_reason: "not_planned" });
    expect((await shop.issue(shop.incident)).state).toBe("open");
    expect(await shop.marked(shop.incident, "put-back")).toEqual([expect.stringContaining("triage permission")]);
    await stays(shop);
    await shop.says("tina", shop.incident, "/pia mitigated 2026-01-05T09:00:00Z");
    await shop.does("eve", `PATCH REPO/issues/${shop.incident}`, { state: "closed" });
    expect((await shop.issue(shop.incident)).state).toBe("closed");
    await stays(shop);
  });

  test("an issue that an analysis took in: its author calls it done, not planned, or something else", async () => {
    const shop = await held();
    const theirs = await shop.opensIssue("rita", "Alert on retries");
    await shop.says("bob", shop.pia, `/pia link #${theirs} priority:P0 component:checkout`);
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    await shop.does("rita", `PATCH REPO/issues/${theirs}`, { title: "Never mind", body: "Nothing." });
    await stays(shop);
    await shop.does("rita", `PATCH REPO/issues/${theirs}`, { state: "closed", state_reason: "completed" });
    expect((await shop.issue(theirs)).state).toBe("open");
    expect(await shop.marked(theirs, "put-back")).toEqual([expect.stringMatching(/write permission; @\u200Brita/)]);
    await stays(shop);
    await shop.does("rita", `PATCH REPO/issues/${theirs}`, { state: "closed", state_reason: "not_planned" });
    await stays(shop);
    await shop.does("dan", `PATCH REPO/issues/${theirs}`, { state: "open" });
    const { labels } = await shop.issue(theirs);
    expect(labels).not.toContain("proposed");
    await shop.does("dan", `PATCH REPO/issues/${theirs}`, { state: "closed", state_reason: "completed" });
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });

  test("triage permission does not close an item as done; told again later, what a writer closed since stays closed", async () => {
    const shop = await held();
    await shop.only("tina", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    const events = shop.takeEvents();
    await shop.handle(events);
    await shop.quiet();
    expect((await shop.issue(shop.item)).state).toBe("open");
    await stays(shop);
    await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
    await shop.handle(events);
    expect((await shop.issue(shop.item)).state).toBe("closed");
  });
});

describe("what GitHub itself refuses to outsiders", () => {
  test.each<readonly [string, (shop: Held) => readonly [string, unknown?]]>([
    ["deleting our record", (shop) => [`DELETE REPO/issues/${shop.pia}/labels/pia`]],
    ["editing our item", (shop) => [`PATCH REPO/issues/${shop.item}`, { body: "", state: "closed" }]],
    ["editing our analysis", (shop) => [`PATCH REPO/issues/${shop.pia}`, { body: "" }]],
    ["deleting a label of ours", () => ["DELETE REPO/labels/aftercare"]],
    ["locking the conversation", (shop) => [`PUT REPO/issues/${shop.pia}/lock`]],
  ])("%s", async (_, act) => {
    const shop = await held();
    const [operation, body] = act(shop);
    await expect(shop.does("eve", operation, body)).rejects.toThrow(/answered 40[34]/);
    await stays(shop);
  });
});

describe("edits that times do not tell", () => {
  test("an override's comment that is edited within its second is void", async () => {
    const shop = await held();
    const asked = await shop.says("max", shop.pull, '/pia override reason:"the fair"');
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
    await shop.does("carol", `PATCH REPO/issues/comments/${asked}`, {
      body: '/pia override reason:"for ever" expires:7d',
    });
    const [comment] = (await shop.comments(shop.pull)).filter(({ id }) => id === asked);
    expect(comment!.body).toContain("for ever");
    await stays(shop);
    expect(await shop.marked(shop.pull, `reply comment="${asked}" void="edited"`)).toHaveLength(1);
  });

  test("also when the edit is told before the comment", async () => {
    const shop = await held();
    const made = await shop.only("max", `POST REPO/issues/${shop.pull}/comments`, { body: '/pia override reason:"a"' });
    const { id } = made as { id: number };
    await shop.only("max", `PATCH REPO/issues/comments/${id}`, { body: '/pia override reason:"b" expires:7d' });
    await shop.handle(shop.takeEvents().toReversed());
    await shop.quiet();
    await stays(shop);
  });
});
