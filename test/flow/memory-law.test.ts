/** A law: whatever people do, the verdict that stands by what the App remembers is the one that somebody reaches who remembers nothing. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { recheckInTime } from "#src/flow/recheck.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** A shop with an incident, its analysis, an item, an issue that is none, and open pull requests. */
interface Place {
  readonly shop: Shop;
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  readonly part: number;
  /** Touches checkout. */
  readonly gift: number;
  /** Fixes the part. */
  readonly step: number;
  /** Touches nothing that is flagged. */
  readonly docs: number;
}

type Act = (place: Place) => Promise<unknown>;

const say =
  (login: string, on: "incident" | "pia" | "item" | "gift", text: string): Act =>
  (place) =>
    place.shop.only(login, `POST REPO/issues/${place[on]}/comments`, {
      body: text.replace("ITEM", `#${place.item}`),
    });
const edit =
  (login: string, on: "incident" | "pia" | "item" | "part", change: object): Act =>
  (place) =>
    place.shop.only(login, `PATCH REPO/issues/${place[on]}`, change);
/** Only what is open: to close again for another reason is something that GitHub tells nobody. */
const close =
  (login: string, on: "pia" | "item" | "part"): Act =>
  async (place) => {
    if ((await place.shop.issue(place[on])).state !== "open") throw new Error("It is closed already");
    await edit(login, on, { state: "closed", state_reason: "completed" })(place);
  };
const label =
  (login: string, on: "incident" | "pia" | "item" | "gift", name: string): Act =>
  (place) =>
    place.shop.only(login, `POST REPO/issues/${place[on]}/labels`, { labels: [name] });
const unlabel =
  (login: string, on: "incident" | "pia" | "item" | "gift", name: string): Act =>
  (place) =>
    place.shop.only(login, `DELETE REPO/issues/${place[on]}/labels/${encodeURIComponent(name)}`);
const body =
  (on: "gift" | "step" | "docs", text: string): Act =>
  (place) =>
    place.shop.only("carol", `PATCH REPO/pulls/${place[on]}`, { body: text.replace("ITEM", `#${place.item}`) });
const push =
  (branch: string, path: string): Act =>
  ({ shop }) =>
    Promise.resolve(
      shop.github.push(shop.name, { branch, files: { [path]: `${stage.github.clock.now()}\n` }, login: "carol" }),
    );
const policy =
  (text: string): Act =>
  ({ shop }) =>
    Promise.resolve(
      shop.github.push(shop.name, { branch: "main", files: { ".github/aftercare.yml": text }, login: "max" }),
    );
const child =
  (method: "POST" | "DELETE"): Act =>
  async ({ shop, item, part }) => {
    const path = method === "POST" ? "sub_issues" : "sub_issue";
    await shop.only("carol", `${method} REPO/issues/${item}/${path}`, { sub_issue_id: (await shop.issue(part)).id });
  };
/** The last comment on the pull request in which somebody spoke for an override. */
const voice =
  (change: { readonly body: string } | null): Act =>
  async ({ shop, gift }) => {
    const said = (await shop.comments(gift)).filter(({ body: text }) => text.startsWith("/pia override")).at(-1);
    const [method, rest] = change === null ? ["DELETE"] : (["PATCH", change] as const);
    if (!said) throw new Error("Nobody has spoken");
    await shop.only("max", `${method} REPO/issues/comments/${said.id}`, rest);
  };

/** By name, so that a failing run can be read. */
const ACTS: Readonly<Record<string, Act>> = {
  "carol puts the part under the item": child("POST"),
  "carol takes the part out again": child("DELETE"),
  "the gift fixes the item": body("gift", "Fixes ITEM"),
  "the gift fixes nothing": body("gift", "A gift."),
  "the documentation fixes the item": body("docs", "Remediates ITEM"),
  "max lets the gift through": say("max", "gift", '/pia override reason:"fair"'),
  "tina asks to let it through": say("tina", "gift", '/pia override reason:"please"'),
  "bob approves": say("bob", "gift", "/pia approve"),
  "max approves": say("max", "gift", "/pia approve"),
  "max changes his word": voice({ body: '/pia override reason:"another"' }),
  "max deletes his word": voice(null),
  "dan closes the item": close("dan", "item"),
  "dan opens it again": edit("dan", "item", { state: "open" }),
  "bob calls it something else": edit("bob", "item", { title: "Bound retries" }),
  "carol closes the part": close("carol", "part"),
  "bob lowers the item": async (place) => {
    await label("bob", "item", "priority:P3")(place);
    await unlabel("bob", "item", "priority:P0")(place);
  },
  "bob gives the item to search": async (place) => {
    await label("bob", "item", "component:search")(place);
    await unlabel("bob", "item", "component:checkout")(place);
  },
  "bob moves its due date": say("bob", "pia", "/pia edit ITEM due:2026-02-20"),
  "bob rejects it": say("bob", "pia", '/pia reject ITEM reason:"not worth it"'),
  "bob adds another": say("bob", "pia", '/pia add "Alert on errors" owner:@dan priority:P1 component:checkout'),
  "bob takes the incident's label off": unlabel("bob", "incident", "incident"),
  "bob sets it again": label("bob", "incident", "incident"),
  "bob says that search was hit": label("bob", "incident", "component:search"),
  "bob says when it was": say("bob", "incident", "/pia started 2026-01-05T07:00Z\n/pia mitigated 07:30"),
  "alice closes the analysis": close("alice", "pia"),
  "alice opens it again": edit("alice", "pia", { state: "open" }),
  "max pauses checkout": say("max", "pia", '/pia pause component:checkout reason:"it misjudges"'),
  "carol pushes to the gift": push("gift", "services/checkout/gift.ts"),
  "carol adds search to it": push("gift", "services/search/gift.ts"),
  "carol pushes to the documentation": push("docs", "docs/more.md"),
  "only report": policy(PLAIN.replace("enforce", "report")),
  enforce: policy(PLAIN),
  "an objective for checkout": policy(PLAIN.replace("  search:", "    slo: { target: 99.9, window: 28d }\n  search:")),
  "the gift becomes a draft": ({ shop, gift }) => Promise.resolve(shop.github.convertToDraft(shop.name, gift, "carol")),
  "carol closes the gift": ({ shop, gift }) => shop.only("carol", `PATCH REPO/pulls/${gift}`, { state: "closed" }),
  "carol opens the gift again": ({ shop, gift }) => shop.only("carol", `PATCH REPO/pulls/${gift}`, { state: "open" }),
  "the gift goes elsewhere": ({ shop, gift }) => shop.only("carol", `PATCH REPO/pulls/${gift}`, { base: "next" }),
  "the gift goes to main": ({ shop, gift }) => shop.only("carol", `PATCH REPO/pulls/${gift}`, { base: "main" }),
  "dan merges the step": ({ shop, step }) => shop.only("dan", `PUT REPO/pulls/${step}/merge`, {}),
  "carol opens another pull request on the gift's commit": ({ shop }) =>
    shop.only("carol", "POST REPO/pulls", { title: "Twin", head: "gift", base: "next" }),
};

async function prepare(): Promise<Place> {
  const shop = stage.open({ config: PLAIN });
  const { incident, pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const part = await shop.opensIssue("carol", "Cap retries of the cart");
  shop.github.push(shop.name, { branch: "next", files: { "docs/next.md": "1\n" }, login: "carol", from: "main" });
  const gift = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  const files = { "services/checkout/pay.ts": "export const RETRIES = 3;\n" };
  const step = await shop.opensPull({ branch: "step", files, body: `Fixes #${part}` });
  const docs = await shop.opensPull({ branch: "docs", files: { "docs/a.md": "1\n" } });
  return { shop, incident, pia, item, part, gift, step, docs };
}

/** What stands on GitHub, and what somebody who remembers nothing says, for each open pull request. */
async function bothOf({ shop }: Place) {
  const row = stage.github.repository(shop.name);
  const open = [...row.issues.values()]
    .filter(({ pull, state }) => pull && state === "open")
    .map(({ number }) => number);
  const both = { stands: {} as Record<string, unknown>, anew: {} as Record<string, unknown> };
  for (const number of open) {
    const report = await gatePullRequest(shop.services("cli"), shop.reference(number));
    const head = await shop.head(number);
    const runs = row.checkRuns.filter(({ headSha }) => headSha === head);
    both.stands[number] = runs.at(-1)?.externalId;
    both.anew[number] = report?.verdict.fingerprint;
  }
  return both;
}

/** Everything that follows, also what the App looks at again a minute later. */
async function settle({ shop }: Place): Promise<void> {
  const { clock } = stage.github;
  const before = clock.now();
  await shop.quiet();
  clock.advance(60);
  if (shop.later.some((at) => at > before && at <= clock.now())) {
    await recheckInTime(shop.services(), shop.repository);
  }
  await shop.handle([]);
}

const names = fc.array(fc.constantFrom(...Object.keys(ACTS)), { minLength: 6, maxLength: 12 });
const SEED = Number(process.env["MEMORY_SEED"] ?? 20260105);
const RUNS = Number(process.env["MEMORY_RUNS"] ?? 3);

/** Plays them and compares after each. @returns what could be done: what cannot any more is left out. */
async function play(place: Place, chosen: readonly string[]): Promise<readonly string[]> {
  const played: string[] = [];
  for (const name of chosen) {
    const done = await ACTS[name]!(place).then(
      () => true,
      () => false,
    );
    await settle(place);
    if (done) played.push(name);
    const { stands, anew } = await bothOf(place);
    expect({ played, stands }).toEqual({ played, stands: anew });
  }
  return played;
}

test("what stands is what whoever remembers nothing would say, after every act", { timeout: 600_000 }, async () => {
  const law = fc.asyncProperty(names, async (chosen) => void (await play(await prepare(), chosen)));
  await fc.assert(law, { numRuns: RUNS, seed: SEED, endOnFailure: true });
});

test("every act can be done, one after the other", { timeout: 60_000 }, async () => {
  const all = Object.keys(ACTS);
  expect(await play(await prepare(), all)).toEqual(all);
});
