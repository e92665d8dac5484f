/** C2, from end to end: proposed, accepted, in progress, done, verified; or rejected and accepted as a risk; each with who and when where the analysis' readers look. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { listOf, recordOf, type Remedied, RETRIES } from "#test/flow/remedied.ts";
import { type FlowStage, PLAIN, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** Rita, who may only read, proposes. */
async function proposed(): Promise<Remedied & { readonly waiting: number }> {
  const shop = stage.open({ config: PLAIN });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("rita", made.pia, '/pia add "Cap retries" owner:@dan component:checkout type:prevent');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const waiting = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  return { ...shop, ...made, item, waiting, sweep: async () => undefined };
}

/** The item's row of the list. */
const rowOf = async (shop: Remedied) =>
  (await listOf(shop)).split("\n").find((line) => line.startsWith(`| #${shop.item} `))!;
const verdict = async (shop: Remedied & { readonly waiting: number }) => (await shop.gate(shop.waiting)).conclusion;
const logOf = async (shop: Remedied, words: string) =>
  (await recordOf(shop)).split("\n").filter((line) => line.includes(`#${shop.item} ${words}`));
const WHEN = String.raw`\d{1,2} Jan 2026 \d\d:\d\dZ`;

/** Says it on the analysis. @returns our reply; empty when the thumb said it. */
async function says(shop: Remedied, login: string, text: string): Promise<string> {
  stage.github.clock.advance(60);
  const comment = await shop.says(login, shop.pia, text.replace("ITEM", `#${shop.item}`));
  return shop.replyTo(shop.pia, comment);
}

test("proposed, accepted, in progress, done, verified", async () => {
  const shop = await proposed();
  expect(await listOf(shop)).toContain("**Proposed: someone with write permission says `/pia accept #n`**");
  expect((await shop.issue(shop.item)).labels).toContain("proposed");
  expect(await verdict(shop)).toBe("success");

  expect(await says(shop, "rita", "/pia accept ITEM")).toContain("needs write permission");
  expect(await verdict(shop)).toBe("success");
  expect(await says(shop, "bob", "/pia accept ITEM")).toBe("");
  const { body } = await shop.issue(shop.item);
  expect(body).not.toContain("This is a proposal");
  expect(body).toContain("A pull request that says `Fixes` and this issue's number delivers it");
  expect(await rowOf(shop)).toMatch(new RegExp(`\\| accepted<br>bob, ${WHEN} \\| dan \\|`));
  expect(await logOf(shop, "accepted")).toEqual([expect.stringMatching(/\| bob \| #\d+ accepted/)]);
  expect(await verdict(shop)).toBe("failure");

  expect(await says(shop, "rita", "/pia start ITEM")).toContain("needs write permission");
  expect(await says(shop, "dan", "/pia start ITEM")).toBe("");
  expect(await rowOf(shop)).toContain("| in progress |");
  expect(await logOf(shop, "started")).toEqual([expect.stringMatching(/\| dan \|/)]);

  const files = { [RETRIES]: "export const RETRIES = 3;\n" };
  const fix = await shop.opensPull({ branch: "fix", files, body: `Fixes #${shop.item}` });
  expect(await rowOf(shop)).toContain(`#${fix} open`);
  expect((await shop.gate(fix)).conclusion).toBe("success");
  await shop.does("dan", `PUT REPO/pulls/${fix}/merge`, {});
  expect(await rowOf(shop)).toMatch(new RegExp(`\\| done<br>${WHEN} \\|.*#${fix} merged`));
  expect(await listOf(shop)).toContain("1 of 1 settled");
  expect(await verdict(shop)).toBe("success");

  expect(await says(shop, "eve", "/pia verify ITEM evidence:https://grafana.example.com/d/1")).toBe("");
  expect(await rowOf(shop)).toMatch(new RegExp(`\\| verified<br>eve, ${WHEN} \\|`));
  expect((await shop.issue(shop.item)).labels).toContain("verified");
  expect(await logOf(shop, "verified")).toEqual([expect.stringMatching(/\| eve \| .*grafana/)]);
});

test.each([
  ["reject", "rejected", "the vendor caps them"],
  ["accept-risk", "risk accepted", "once in ten years"],
])(
  "/pia %s wants a reason and an owner, shows both, and lets go; accepting it again holds back again",
  async (command, word, reason) => {
    const shop = await proposed();
    await says(shop, "bob", "/pia accept ITEM");
    expect(await says(shop, "bob", `/pia ${command} ITEM`)).toMatch(/reason/);
    expect(await says(shop, "dan", `/pia ${command} ITEM reason:"${reason}"`)).toMatch(/owner of checkout|owner/);
    expect(await verdict(shop)).toBe("failure");
    expect(await rowOf(shop)).toContain("| accepted<br>bob");

    expect(await says(shop, "bob", `/pia ${command} ITEM reason:"${reason}"`)).toBe("");
    expect(await rowOf(shop)).toMatch(new RegExp(`\\| ${word}<br>bob, ${WHEN}: ${reason} \\|`));
    expect(await shop.issue(shop.item)).toMatchObject({ state: "closed", state_reason: "not_planned" });
    expect((await recordOf(shop)).match(new RegExp(reason, "g"))).toHaveLength(1);
    expect(await verdict(shop)).toBe("success");

    await says(shop, "carol", '/pia accept ITEM reason:"it came again"');
    expect((await shop.issue(shop.item)).state).toBe("open");
    expect(await verdict(shop)).toBe("failure");
  },
);
