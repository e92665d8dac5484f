/** Laws of items over random histories: fixes, reverts, guards, links, hand edits and losses, whose deliveries come shuffled, twice, or never. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { GUARD, listOf, recordOf, type Remedied, RETRIES, withItem } from "./remedied.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Place extends Remedied {
  readonly fix: number;
  readonly theirs: number;
  readonly waiting: number;
}

const BEFORE = "export const RETRIES = 100;\n";
const CART = "services/checkout/cart.ts";

const push = (shop: Place, files: Readonly<Record<string, string | null>>) =>
  shop.github.push(shop.name, { branch: "main", files, login: "carol" });
const say = (login: string, text: string) => (shop: Place) =>
  shop.only(login, `POST REPO/issues/${shop.pia}/comments`, { body: text.replace("ITEM", `#${shop.item}`) });
const patch = (login: string, body: object) => (shop: Place) =>
  shop.only(login, `PATCH REPO/issues/${shop.item}`, body);

/** In the order in which they make sense; any of them may be left out. */
const HISTORY: Readonly<Record<string, (shop: Place) => unknown>> = {
  "bob adds an item": say("bob", '/pia add "Alert on errors" component:checkout'),
  "bob adds two more, one of them twice": say(
    "bob",
    '/pia add "Bound the queue" component:checkout\n/pia add "Limit the pool"\n/pia add "Bound the queue"',
  ),
  "carol puts her issue under the analysis": async (shop) => {
    const { id } = await shop.issue(shop.theirs);
    await shop.only("carol", `POST REPO/issues/${shop.pia}/sub_issues`, { sub_issue_id: id });
  },
  "dan merges the fix": (shop) => shop.only("dan", `PUT REPO/pulls/${shop.fix}/merge`, {}),
  "eve shows that it works": say("eve", "/pia verify ITEM evidence:https://grafana.example.com/d/1"),
  "a push gives a part of it back": (shop) => push(shop, { [CART]: "export const MAX = 50;\n" }),
  "a push gives the rest back": (shop) => push(shop, { [RETRIES]: BEFORE, [CART]: "export const MAX = 50;\n" }),
  "a push takes its line back among others": (shop) =>
    push(shop, { [RETRIES]: `${BEFORE}export const BACKOFF_SECONDS = 1;\n` }),
  "a push deletes the guard": (shop) => push(shop, { [GUARD]: null }),
  "dan renames the item": patch("dan", { title: "Cap retries at 3" }),
  "dan closes the item": patch("dan", { state: "closed", state_reason: "completed" }),
  "dan closes it without a reason": patch("dan", { state: "closed", state_reason: "not_planned" }),
  "dan opens it again": patch("dan", { state: "open" }),
  "alice deletes it": (shop) => shop.github.deleteIssue({ repository: shop.name, number: shop.item, sender: "alice" }),
};

async function prepare(): Promise<Place> {
  const shop = await withItem(stage, `due:30d guard:${GUARD}`);
  const files = { [RETRIES]: "export const RETRIES = 3;\n", [CART]: "export const MAX = 5;\n" };
  const fix = await shop.opensPull({ branch: "fix", files, body: `Fixes #${shop.item}` });
  const theirs = await shop.opensIssue("carol", "Write a runbook");
  const waiting = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  return { ...shop, fix, theirs, waiting };
}

async function happens(names: readonly string[]): Promise<{ shop: Place; events: RepositoryEvent[] }> {
  const shop = await prepare();
  for (const name of names) {
    // Some acts are impossible after others: GitHub refuses them, as it would.
    await Promise.resolve(HISTORY[name]!(shop)).catch(() => undefined);
    stage.github.clock.advance(1);
  }
  return { shop, events: shop.takeEvents() };
}

/** What stands on GitHub, without what must differ: ids, times, commits, the words of logs and replies. */
async function standing(shop: Place): Promise<unknown> {
  const issues = await shop.labelled("remediation");
  const titles = new Map(issues.map(({ number, title }) => [String(number), title]));
  const plain = (text: string) =>
    text
      .replaceAll(shop.name, "REPO")
      .replaceAll(/[0-9a-f]{40}/g, "SHA")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, "TIME")
      .replaceAll(/\d\d:\d\dZ/g, "TIME")
      .replaceAll(/source="[^"]*"/g, "")
      // Each fact is there once; they are told in the order in which they were heard of.
      .replace(/(\| Did not hold \| )(.*)( \|)/, (_, row: string, facts: string, end: string) =>
        [row, ...facts.split("<br>").toSorted(), end].join("<br>"),
      )
      .replaceAll(/#(\d+)/g, (whole, number: string) => titles.get(number) ?? whole);
  const each = issues.map(({ title, body, state, state_reason: reason, labels, assignees }) => ({
    title,
    body: plain(body ?? ""),
    state: `${state} ${reason ?? ""}`,
    labels: labels.toSorted(),
    assignees,
  }));
  return {
    issues: each.toSorted((a, b) => a.title.localeCompare(b.title)),
    list: plain(await listOf(shop))
      .split("\n")
      .toSorted(),
    gate: (await shop.gate(shop.waiting)).conclusion,
  };
}

/** Each once or twice, in an order that the keys decide. */
function disturbed(events: readonly RepositoryEvent[], keys: readonly number[]): RepositoryEvent[] {
  return events
    .flatMap((event, index) => (keys[index % keys.length]! % 3 === 0 ? [event, event] : [event]))
    .map((event, index) => ({ event, key: keys[(index * 7 + 3) % keys.length]! }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ event }) => event);
}

const histories = fc.subarray(Object.keys(HISTORY), { minLength: 2, maxLength: 7 });
const keys = fc.array(fc.nat(1000), { minLength: 23, maxLength: 23 });

/** No two issues of one item, and every item that there ever was is on the list or kept by the record. */
async function accountsForAll(shop: Place, names: readonly string[]): Promise<void> {
  const issues = await shop.labelled("remediation");
  const titles = issues.filter(({ state }) => state === "open").map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  const [list, record] = [await listOf(shop), await recordOf(shop)];
  for (const { number } of issues) expect(list).toContain(`| #${number} `);
  const isGone = names.includes("alice deletes it");
  if (isGone && !list.includes(`| #${shop.item} `)) {
    // Only what was settled in sight may go without a trace.
    const settled = ["dan merges the fix", "dan closes the item"].some((name) => names.includes(name));
    expect({ settled, record }).toMatchObject({ settled: true });
  }
}

const VERDICTS: readonly (string | null)[] = ["success", "neutral", "failure"];

/** Closing what is open, as done, one after the other: the verdict never gets worse by it. */
async function closesAll(shop: Place): Promise<void> {
  let before = VERDICTS.indexOf((await shop.gate(shop.waiting)).conclusion);
  for (const { number, state } of await shop.labelled("remediation")) {
    if (state !== "open") continue;
    await shop.does("dan", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "completed" });
    const after = VERDICTS.indexOf((await shop.gate(shop.waiting)).conclusion);
    expect(after).toBeLessThanOrEqual(before);
    before = after;
  }
}

test("deliveries in order once, and shuffled with some twice, end in the same; nothing is there twice, nothing is lost, and closing never blocks more", async () => {
  await fc.assert(
    fc.asyncProperty(histories, keys, async (names, order) => {
      const ends = [];
      for (const disturb of [false, true]) {
        const { shop, events } = await happens(names);
        await shop.handle(disturb ? disturbed(events, order) : events);
        await shop.quiet();
        await accountsForAll(shop, names);
        ends.push(await standing(shop));
        await closesAll(shop);
      }
      expect(ends[1]).toEqual(ends[0]);
    }),
    { numRuns: 8, seed: 20260105, endOnFailure: true },
  );
}, 300_000);
