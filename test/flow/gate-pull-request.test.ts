/** Verdicts as they stand on GitHub: which pull requests are held back, with equal words for every face, and what lets them through. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { firstLine, statusDescription } from "#src/gate/first-line.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const CHECKOUT = { "services/checkout/gift.ts": "export const GIFT = true;\n" };
const SEARCH = { "services/search/index.ts": "export const SIZE = 50;\n" };

async function flagged(config = PLAIN): Promise<Shop & { readonly incident: number; readonly pia: number }> {
  const shop = stage.open({ config });
  return { ...shop, ...(await shop.declares()) };
}

test("a change of the flagged component is held back in the same words by every face; elsewhere it passes", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  const check = await shop.gate(pull);
  expect(check).toMatchObject({ conclusion: "failure", output: { title: expect.stringContaining(`#${shop.pia}`) } });
  const other = await shop.opensPull({ branch: "search", files: SEARCH });
  expect((await shop.gate(other)).conclusion).toBe("success");
  const [app, action, cli] = await Promise.all(
    (["app", "action", "cli"] as const).map((face) => gatePullRequest(shop.services(face), shop.reference(pull))),
  );
  expect(app).toMatchObject({ published: true, verdict: { rule: "G7", fails: true } });
  expect(action).toMatchObject({ published: false });
  expect(action!.verdict).toEqual(app!.verdict);
  expect(cli!.verdict).toEqual(app!.verdict);
  expect(check.output.title).toBe(firstLine(app!.verdict));
  expect(check.output.title!.length).toBeLessThanOrEqual(160);
});

test("with `writer: action` the workflow's token writes the status, and the App writes nothing", async () => {
  const shop = await flagged(PLAIN.replace("mode: enforce", "mode: enforce\nwriter: action"));
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  const sha = await shop.head(pull);
  expect(await shop.checks(sha)).toEqual([]);
  const first = await gatePullRequest(shop.services("action"), shop.reference(pull));
  const requests = await shop.counting(() => gatePullRequest(shop.services("action"), shop.reference(pull)));
  expect(Object.keys(requests).filter((route) => route.startsWith("POST /repos"))).toEqual([]);
  expect(await shop.statuses(sha)).toEqual([
    { state: "failure", context: "aftercare/gate", description: statusDescription(first!.verdict) },
  ]);
});

test("a pull request from a fork, one that moves a file out, and a draft are judged like any other", async () => {
  const shop = await flagged();
  const fork = shop.github.fork(shop.name, "eve");
  shop.github.push(`eve/${fork.name}`, { branch: "gift", files: CHECKOUT, login: "eve" });
  const opened = shop.github.openPull(shop.name, { title: "Gifts", head: "gift", fork: `eve/${fork.name}` });
  const moved = await shop.opensPull({
    branch: "move",
    files: { "services/checkout/pay.ts": null, "lib/pay.ts": "export const RETRIES = 100;\n" },
  });
  for (const pull of [opened.number, moved]) {
    expect(await shop.gate(pull)).toMatchObject({ conclusion: "failure" });
  }
  shop.github.convertToDraft(shop.name, moved, "carol");
  await shop.quiet();
  expect((await shop.gate(moved)).conclusion).toBe("failure");
});

test("two pull requests on one commit show the worst verdict; when one closes, the other stands alone", async () => {
  const shop = await flagged();
  shop.github.push(shop.name, { branch: "next", files: CHECKOUT });
  const good = await shop.opensPull({ branch: "both", files: SEARCH, base: "next" });
  expect((await shop.gate(good)).conclusion).toBe("success");
  const bad = (await shop.does("carol", "POST REPO/pulls", { title: "All", head: "both", base: "main" })) as {
    number: number;
  };
  expect(await shop.head(bad.number)).toBe(await shop.head(good));
  expect((await shop.gate(good)).conclusion).toBe("failure");
  await shop.does("carol", `PATCH REPO/pulls/${bad.number}`, { state: "closed" });
  expect((await shop.gate(good)).conclusion).toBe("success");
  expect(await gatePullRequest(shop.services(), shop.reference(bad.number))).toBeNull();
});

test("a new base is judged anew", async () => {
  const shop = await flagged();
  shop.github.push(shop.name, { branch: "next", files: CHECKOUT });
  const pull = await shop.opensPull({ branch: "both", files: SEARCH, base: "next" });
  await shop.does("carol", `PATCH REPO/pulls/${pull}`, { base: "main" });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  await shop.does("carol", `PATCH REPO/pulls/${pull}`, { base: "next" });
  expect((await shop.gate(pull)).conclusion).toBe("success");
});

test("the fix of an item passes, and its merge settles the item and frees the others without a push", async () => {
  const shop = await flagged(PLAIN.replace("search:", "other:").replace("services/search", "services/other"));
  await shop.says("bob", shop.pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const [item] = await shop.labelled("remediation");
  const blocked = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  const pull = await shop.opensPull({
    branch: "cap",
    files: { "services/checkout/pay.ts": "export const RETRIES = 3;\n" },
    body: `Fixes #${item!.number}`,
    by: "dan",
  });
  expect(await shop.gate(pull)).toMatchObject({
    conclusion: "success",
    output: { title: expect.stringMatching(/Fixes/i) },
  });
  expect((await shop.marked(shop.pia, "items"))[0]).toContain(`#${pull} open`);
  await shop.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  expect((await shop.issue(item!.number)).state).toBe("closed");
  expect((await shop.marked(shop.pia, "items"))[0]).toMatch(/1 of 1 settled[\s\S]*done/);
  const check = await shop.gate(blocked);
  expect(check.output.title).not.toContain(`#${item!.number}`);
  // The analysis itself is still not complete.
  expect(check).toMatchObject({ conclusion: "failure", output: { title: expect.stringContaining(`#${shop.pia}`) } });
});

test("an override by the author needs somebody else's voice; editing its comment voids it, and so does deleting", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  const asked = await shop.says("carol", pull, '/pia override reason:"the shop closes tonight"');
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  const approved = await shop.says("max", pull, "/pia approve");
  const through = await shop.gate(pull);
  expect(through).toMatchObject({ conclusion: "success", output: { title: expect.stringContaining("override") } });
  expect(through.output.summary! + through.output.text!).toMatch(/carol[\s\S]*max/);
  expect((await shop.marked(shop.pia, "record"))[0]).toContain("the shop closes tonight");
  shop.github.clock.advance(60);
  await shop.does("carol", `PATCH REPO/issues/comments/${asked}`, { body: '/pia override reason:"forever"' });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  await shop.says("max", pull, '/pia override reason:"the shop closes tonight"');
  expect((await shop.gate(pull)).conclusion).toBe("success");
  const last = (await shop.comments(pull)).findLast(({ user }) => user.login === "max");
  await shop.does("max", `DELETE REPO/issues/comments/${last!.id}`);
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect(approved).toBeGreaterThan(asked);
});

test("an override ends with a new change, not with an update of the base", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  await shop.says("max", pull, '/pia override reason:"now or never"');
  expect((await shop.gate(pull)).conclusion).toBe("success");
  shop.github.push(shop.name, { branch: "main", files: { "README.md": "# New\n" } });
  await shop.does("carol", `PUT REPO/pulls/${pull}/update-branch`, {});
  expect((await shop.gate(pull)).conclusion).toBe("success");
  shop.github.push(shop.name, { branch: "gift", files: { "services/checkout/gift.ts": "export const GIFT = 2;\n" } });
  await shop.quiet();
  expect((await shop.gate(pull)).conclusion).toBe("failure");
});

test("a broken configuration fails only the pull request that brings it, with file and line; on main the last valid one holds", async () => {
  const shop = await flagged();
  const broken = PLAIN.replace("paths:", "pathes:");
  const bad = await shop.opensPull({ branch: "bad", files: { ".github/aftercare.yml": broken } });
  expect(await shop.gate(bad)).toMatchObject({ conclusion: "failure" });
  const { output } = await shop.gate(bad);
  expect(output.title! + output.summary! + output.text!).toMatch(/\.github\/aftercare\.yml:5(:\d+)?/);
  const other = await shop.opensPull({ branch: "search", files: SEARCH });
  const gift = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  expect((await shop.gate(other)).conclusion).toBe("success");
  shop.github.push(shop.name, { branch: "main", files: { ".github/aftercare.yml": broken } });
  await shop.quiet();
  expect((await shop.gate(other)).conclusion).toBe("success");
  expect((await shop.gate(gift)).conclusion).toBe("failure");
  const repair = await shop.opensPull({ branch: "repair", files: { ".github/aftercare.yml": `${PLAIN}\n` } });
  expect((await shop.gate(repair)).conclusion).toBe("success");
});

test("a quiet repository costs no listing of files; a verdict that stands is not written again", async () => {
  const shop = stage.open({ config: PLAIN });
  const quiet = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  const judge = (face: "app" | "cli") => () => gatePullRequest(shop.services(face), shop.reference(quiet));
  const reads = {
    // The pull request, its links, its policy; the policy; everything by the umbrella label.
    "POST /graphql": 1,
    "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": 1,
  };
  expect(await shop.counting(judge("cli"))).toEqual(reads);
  // The App remembers.
  expect(await shop.counting(judge("app"))).toEqual({});
  await shop.declares();
  // It was judged again when the analysis opened; this time nothing is written.
  expect((await shop.gate(quiet)).conclusion).toBe("failure");
  expect(await shop.counting(judge("app"))).toEqual({});
  expect(await shop.counting(judge("cli"))).toEqual({
    ...reads,
    "GET /repos/{owner}/{repo}/pulls/{pull_number}/files": 1,
    // Looked at only because it would block.
    "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": 1,
  });
});
