/** A team begins with the Action alone and installs the App later: what the Action wrote goes on, and nothing is written twice. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const BY_ACTION = PLAIN.replace("mode: enforce", "mode: enforce\nwriter: action");

/** Everything that has happened is done by the Action; what it does itself starts no workflow. */
async function actionWorks(shop: Shop): Promise<void> {
  for (const event of shop.takeEvents()) await handleEvent(shop.services("action"), event);
  shop.takeEvents();
}

test("record, list and verdict of an analysis that the Action opened are kept up by the App", async () => {
  const shop = stage.open({ config: BY_ACTION });
  const labels = ["incident", "component:checkout", "sev:2"];
  const created = (await shop.only("bob", "POST REPO/issues", { title: "Payments fail", labels })) as {
    number: number;
  };
  await actionWorks(shop);
  const [pia] = await shop.labelled("pia");
  expect(pia?.user.login).toBe("github-actions[bot]");
  const says = (login: string, body: string) => shop.only(login, `POST REPO/issues/${pia!.number}/comments`, { body });
  await says("bob", "/pia add Limit the retries priority:P0 owner:@bob due:2099-01-01");
  await actionWorks(shop);
  const [item] = await shop.labelled("remediation");
  expect(item?.user.login).toBe("github-actions[bot]");
  const before = await commentsByMarker(shop, pia!.number);

  shop.github.push(shop.name, { branch: "main", files: { ".github/aftercare.yml": PLAIN }, login: "alice" });
  await shop.quiet();
  await says("bob", `/pia edit #${item!.number} type:prevent`);
  await says("bob", "/pia mitigated 2026-01-01T10:00Z");
  await shop.quiet();

  const after = await commentsByMarker(shop, pia!.number);
  expect(after.get("record")).toHaveLength(1);
  expect(after.get("items")).toHaveLength(1);
  expect(after.get("record")).not.toEqual(before.get("record"));
  expect(after.get("record")![0]).toContain("2026-01-01");
  expect(after.get("items")![0]).toContain("| prevent |");
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/a.ts": "1\n" } });
  const report = await gatePullRequest(shop.services(), shop.reference(pull));
  expect(report!.verdict).toMatchObject({ verdict: "block", rule: "G7" });
  expect(report!.verdict.reason).toContain(`#${item!.number}`);
  expect((await shop.issue(created.number)).state).toBe("open");
});

test("and the other way round: the Action keeps up what the App opened", async () => {
  const shop = stage.open({ config: PLAIN });
  const { pia } = await shop.declares();
  await shop.says("bob", pia, "/pia add Limit the retries priority:P0 owner:@bob due:2099-01-01");
  const [item] = await shop.labelled("remediation");
  shop.github.push(shop.name, { branch: "main", files: { ".github/aftercare.yml": BY_ACTION }, login: "alice" });
  await actionWorks(shop);
  const before = await commentsByMarker(shop, pia);
  await shop.only("bob", `POST REPO/issues/${pia}/comments`, { body: `/pia edit #${item!.number} type:prevent` });
  await actionWorks(shop);
  const after = await commentsByMarker(shop, pia);
  expect([after.get("record")?.length, after.get("items")?.length]).toEqual([1, 1]);
  expect(after.get("items")).not.toEqual(before.get("items"));
  expect(after.get("items")![0]).toContain("| prevent |");
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/a.ts": "1\n" } });
  const report = await gatePullRequest(shop.services("action"), shop.reference(pull));
  expect(report!.verdict).toMatchObject({ verdict: "block", rule: "G7" });
});

async function commentsByMarker(shop: Shop, number: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const { body } of await shop.comments(number)) {
    const kind = /<!-- aftercare:([a-z-]+)/.exec(body)?.[1];
    if (kind !== undefined) found.set(kind, [...(found.get(kind) ?? []), body]);
  }
  return found;
}
