/** A fix that brings something of its own has not held: an alert of code scanning, or an incident whose causes name it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver, listOf, pass, recordOf, type Remedied, RETRIES, withItem, writesOf } from "./remedied.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const ALERTS = "GET /repos/{owner}/{repo}/code-scanning/alerts";

/** Seen by a tool after the merge, in this file. */
function raises(shop: Remedied, path: string): number {
  stage.github.clock.advance(60);
  return shop.github.raiseAlert(shop.name, { kind: "code-scanning", path });
}

test("an alert in a file that the fix was the last to change opens the item again, once, and says where it is", async () => {
  const shop = await withItem(stage);
  await deliver(shop);
  const alert = raises(shop, RETRIES);
  await shop.sweep();
  await shop.sweep();
  expect((await shop.issue(shop.item)).state).toBe("open");
  const [word, ...others] = await shop.marked(shop.item, "not-held");
  expect(others).toEqual([]);
  expect(word).toContain(`@dan: this brought [code scanning alert ${alert}](`);
  expect(word).toContain(`/${shop.name}/security/code-scanning/${alert}), so it is open again.`);
  expect(await listOf(shop)).toContain(`opened again<br>brought code scanning alert ${alert}`);
  expect((await recordOf(shop)).match(/brought code scanning alert/g)).toHaveLength(1);
  await shop.says("bob", shop.item, '/pia done reason:"the alert is mended with it"');
  expect(writesOf(await shop.counting(shop.sweep))).toEqual([]);
  expect((await shop.issue(shop.item)).state).toBe("closed");
});

test("alerts from before the fix, in other files, or in a file that others have changed since, are not the fix's", async () => {
  const shop = await withItem(stage);
  raises(shop, RETRIES);
  await deliver(shop);
  raises(shop, "services/checkout/cart.ts");
  await shop.sweep();
  expect((await shop.issue(shop.item)).state).toBe("closed");
  shop.github.push(shop.name, { branch: "main", files: { [RETRIES]: "export const RETRIES = 4;\n" }, login: "carol" });
  await shop.quiet();
  raises(shop, RETRIES);
  await shop.sweep();
  expect((await shop.issue(shop.item)).state).toBe("closed");
});

test("alerts are asked for while a fix is young and once more when its evidence is due; without one never", async () => {
  const shop = await withItem(stage, "due:60d");
  expect((await shop.counting(shop.sweep))[ALERTS]).toBeUndefined();
  await deliver(shop);
  expect((await shop.counting(shop.sweep))[ALERTS]).toBe(1);
  pass(stage, 5);
  expect((await shop.counting(shop.sweep))[ALERTS]).toBeUndefined();
  pass(stage, 10);
  expect((await shop.counting(shop.sweep))[ALERTS]).toBe(1);
  expect(await shop.marked(shop.item, "evidence")).toHaveLength(1);
});

test("without the permission nothing fails: the log says which one is missing, and the question asks people to look", async () => {
  const shop = await withItem(stage, "due:60d");
  await deliver(shop);
  const { installation } = stage;
  const before = installation.permissions;
  const { security_events: _gone, ...without } = before;
  Object.assign(installation, { permissions: without });
  pass(stage, 15);
  await shop.sweep();
  Object.assign(installation, { permissions: before });
  expect(shop.logged.join("\n")).toContain("Code scanning may not be read");
  expect(await shop.marked(shop.item, "evidence")).toEqual([
    expect.stringContaining("Whether it brought an alert of code scanning cannot be seen from here"),
  ]);
});

test.each<readonly [string, (fix: number) => string]>([
  ["the fix", (fix) => `The cap of #${fix} counted per pod`],
  ["a file that it changed", () => `The cap in \`${RETRIES}\` counted per pod`],
])("an incident whose causes name %s opens the item again; until then it is only an incident", async (_, cause) => {
  const shop = await withItem(stage);
  const fix = await deliver(shop);
  stage.github.clock.advance(3600);
  const { pia, incident } = await again(shop);
  await shop.sweep();
  expect((await shop.issue(shop.item)).state).toBe("closed");
  const { body } = await shop.issue(pia);
  await shop.does("bob", `PATCH REPO/issues/${pia}`, {
    body: (body ?? "").replace(/^### Causes\n/m, `### Causes\n\n- ${cause(fix)}\n`),
  });
  await shop.sweep();
  await shop.sweep();
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect(await shop.marked(shop.item, "not-held")).toEqual([
    expect.stringContaining(`@dan: this changed what #${incident} came from, so it is open again.`),
  ]);
  expect(await listOf(shop)).toContain(`opened again<br>changed what #${incident} came from`);
});

async function again(shop: Remedied): Promise<{ readonly incident: number; readonly pia: number }> {
  const incident = await shop.opensIssue("bob", "Orders are lost", ["incident", "sev:4", "component:checkout"]);
  const pia = (await shop.labelled("pia")).find(({ title }) => title.includes(`#${incident}`))!.number;
  return { incident, pia };
}
