/** A law: whatever people do, and however GitHub's deliveries come (twice, shuffled), what stands on GitHub at the end is the same. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** One act of a person in a shop that has an incident, an analysis, an item and an open pull request. */
type Act = (shop: Shop, place: Place) => Promise<unknown>;

interface Place {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  readonly pull: number;
}

const say =
  (login: string, on: keyof Place, text: string): Act =>
  (shop, place) =>
    shop.only(login, `POST REPO/issues/${place[on]}/comments`, { body: text.replace("ITEM", `#${place.item}`) });

/** By name, so that a failing run can be read. */
const ACTS: Readonly<Record<string, Act>> = {
  "bob says when it started": say("bob", "incident", "/pia started 2026-01-05T07:00Z"),
  "tina says when it was mitigated": say("tina", "pia", "/pia mitigated 2026-01-05T07:30Z"),
  "bob adds an item": say("bob", "pia", '/pia add "Alert on errors" priority:P1 type:detect component:checkout'),
  "eve proposes one": say("eve", "pia", '/pia add "Write it down" component:checkout'),
  "carol closes the item by command": say("carol", "pia", '/pia done ITEM reason:"deployed"'),
  "dan starts it": say("dan", "item", "/pia start"),
  "bob slips": say("bob", "incident", "/pia mitigatd 07:00"),
  "max lets the pull request through": say("max", "pull", '/pia override reason:"fair"'),
  "carol asks why": say("carol", "pull", "/pia explain"),
  "dan closes the item": (shop, { item }) =>
    shop.only("dan", `PATCH REPO/issues/${item}`, { state: "closed", state_reason: "completed" }),
  "dan opens it again": (shop, { item }) => shop.only("dan", `PATCH REPO/issues/${item}`, { state: "open" }),
  "bob lowers it": async (shop, { item }) => {
    await shop.only("bob", `POST REPO/issues/${item}/labels`, { labels: ["priority:P3"] });
    await shop.only("bob", `DELETE REPO/issues/${item}/labels/priority:P0`).catch(() => undefined);
  },
  "bob takes the label off and sets it again": async (shop, { incident }) => {
    await shop.only("bob", `DELETE REPO/issues/${incident}/labels/incident`);
    await shop.only("bob", `POST REPO/issues/${incident}/labels`, { labels: ["incident"] });
  },
  "carol pushes": async (shop) => {
    shop.github.push(shop.name, { branch: "gift", files: { "services/checkout/gift.ts": "2\n" }, login: "carol" });
  },
};

async function prepare(): Promise<{ shop: Shop; place: Place }> {
  const shop = stage.open({ config: PLAIN });
  const { incident, pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  return { shop, place: { incident, pia, item, pull } };
}

/** Everything that stands on GitHub, without what must differ: ids, times, addresses, the order in which numbers were given. */
async function standing(shop: Shop, { pull }: Place): Promise<unknown> {
  const issues = await shop.labelled("aftercare");
  const titles = new Map(issues.map(({ number, title }) => [number, title]));
  const plain = (text: string) =>
    text
      .replaceAll(shop.name, "REPO")
      .replaceAll(encodeURIComponent(shop.name), "REPO")
      .replaceAll(/review-\d+-/g, "review-")
      // The log tells what was so when it was said.
      .replaceAll(/<details><summary>Notes, corrections and log[\s\S]*?<\/details>\s*/g, "")
      .replaceAll(/#issuecomment-\d+|comment="\d+"|source="[^"]*"|\[[0-9a-f]{6,}\]/g, "")
      .replaceAll(/#(\d+)/g, (whole, number: string) => titles.get(Number(number)) ?? whole)
      .replaceAll(/\d{4,}%3A\d+/g, "ID")
      // Items are listed in the order of their numbers.
      .split(/\n|[,:.](?=\s)/)
      .map((part) => part.trim().replace(/\.$/, ""))
      .toSorted();
  const each = await Promise.all(
    issues.map(async (issue) => ({
      title: issue.title,
      state: `${issue.state} ${issue.state_reason ?? ""}`,
      labels: issue.labels.toSorted(),
      assignees: issue.assignees,
      body: plain(issue.body ?? ""),
      comments: (await shop.comments(issue.number))
        // A reply is said about one moment, and may differ; the state may not.
        .filter(({ user, body }) => user.login.endsWith("[bot]") && !body.includes("aftercare:reply"))
        .map(({ body }) => plain(body).join("\n"))
        .toSorted(),
      children: (await shop.subIssues(issue.number)).map((number) => titles.get(number)).toSorted(),
    })),
  );
  const check = await shop.gate(pull);
  return {
    issues: each.toSorted((a, b) => a.title.localeCompare(b.title)),
    check: [check.conclusion, plain(check.output.title ?? "")],
  };
}

/** Each once or twice, in an order that a seed decides. */
function disturbed(events: readonly RepositoryEvent[], picks: readonly number[]): RepositoryEvent[] {
  const copies = events.flatMap((event, index) =>
    (picks[index % picks.length] ?? 0) % 2 === 0 ? [event] : [event, event],
  );
  return copies
    .map((event, index) => ({ event, at: ((picks[index % picks.length] ?? 0) * (index + 7)) % 101 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

const names = fc.uniqueArray(fc.constantFrom(...Object.keys(ACTS)), { minLength: 2, maxLength: 6 });
const picks = fc.array(fc.nat(100), { minLength: 8, maxLength: 8 });

test("deliveries in order once, and twice in any order, end in the same state", async () => {
  await fc.assert(
    fc.asyncProperty(names, picks, async (chosen, seeds) => {
      const states = [];
      for (const order of [
        (events: readonly RepositoryEvent[]) => events,
        (events: readonly RepositoryEvent[]) => disturbed(events, seeds),
      ]) {
        const { shop, place } = await prepare();
        // People act before anything is delivered: the worst case of events that come late.
        for (const name of chosen) await ACTS[name]!(shop, place);
        await shop.handle(order(shop.takeEvents()));
        await shop.quiet();
        states.push(await standing(shop, place));
      }
      expect(states[1]).toEqual(states[0]);
    }),
    { numRuns: 6, seed: 20260105, endOnFailure: true },
  );
}, 300_000);
