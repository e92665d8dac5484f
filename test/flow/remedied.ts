/** A shop with an incident, its analysis and one item, whose fix is delivered, verified, undone. */
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { type FlowStage, PLAIN, type Shop } from "./stage.ts";

const DAY = 86_400;

/** The file that a fix changes. */
export const RETRIES = "services/checkout/pay.ts";
/** The file that guards it. */
export const GUARD = "test/checkout/retries.test.ts";

/** One item under one analysis. */
export interface Remedied extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  sweep(): Promise<void>;
}

/** The stage's clock stands at Monday, 9:00; a test may move it, so days are counted from now. */
export async function withItem(
  stage: FlowStage,
  options = "",
  item = '"Cap retries" owner:@dan priority:P0 type:prevent',
): Promise<Remedied> {
  const shop = stage.open({ config: PLAIN, files: { [GUARD]: "expect(retries).toBe(3);\n" } });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", made.pia, `/pia add ${item} component:checkout ${options}`);
  return { ...shop, ...made, item: (await shop.labelled("remediation"))[0]!.number, sweep: () => sweep(shop) };
}

/** Sweeps, and lets everything follow. */
export async function sweep(shop: Shop): Promise<void> {
  await sweepRepository(shop.services(), shop.repository);
  await shop.handle([]);
  await shop.quiet();
}

/** Merges a change of the retries that says it fixes the item. @returns its number. */
export async function deliver(
  shop: Remedied,
  { branch = "fix", files = {} }: { readonly branch?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<number> {
  const wish = { branch, files: { [RETRIES]: "export const RETRIES = 3;\n", ...files }, body: `Fixes #${shop.item}` };
  const pull = await shop.opensPull(wish);
  await shop.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  return pull;
}

/** Moves the clock to nine o'clock of a working day, this many days ahead or the next working day after. */
export function pass({ github: { clock } }: FlowStage, days: number): void {
  clock.advance(days * DAY);
  while ([0, 6].includes(new Date(clock.now() * 1000).getUTCDay())) clock.advance(DAY);
}

/** The live list on the analysis. */
export const listOf = async (shop: Remedied) => (await shop.marked(shop.pia, "items"))[0]!;

/** The record on the analysis. */
export const recordOf = async (shop: Remedied) => (await shop.marked(shop.pia, "record"))[0]!;

/** Of counted requests those that write. */
export const writesOf = (requests: Readonly<Record<string, number>>) =>
  Object.entries(requests).filter(([route]) => !/^GET |^POST \/graphql$/.test(route));
