/** What the App remembers: what a verdict and a change cost with it, in exact numbers, and that no lost event outlives the sweep. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { handleEvent } from "#src/flow/handle-event.ts";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { rebuildRepository } from "#src/flow/rebuild-repository.ts";
import { recheckInTime, recheckRepository } from "#src/flow/recheck.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const GRAPHQL = "POST /graphql";
const FILES = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
const LOOKED = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
const MADE = "POST /repos/{owner}/{repo}/check-runs";
const EDITED = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
const CHECKOUT = { "services/checkout/pay.ts": "1\n" };
const DOCS = { "docs/a.md": "1\n" };

async function flagged(): Promise<Shop & { readonly incident: number; readonly pia: number }> {
  const shop = stage.open({ config: PLAIN });
  return { ...shop, ...(await shop.declares()) };
}

const judge = (shop: Shop, pull: number) => gatePullRequest(shop.services(), shop.reference(pull));

test("a verdict for a known commit costs no request at all, blocked or not", async () => {
  const shop = await flagged();
  const blocked = await shop.opensPull({ branch: "a", files: CHECKOUT });
  const passes = await shop.opensPull({ branch: "b", files: DOCS });
  expect(await shop.counting(() => judge(shop, blocked))).toEqual({});
  expect(await shop.counting(() => judge(shop, passes))).toEqual({});
  expect((await shop.gate(blocked)).conclusion).toBe("failure");
});

test("a new commit costs the one look that its event asks for, its files, and the write", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: DOCS });
  const more = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`docs/${index}.md`, `${index}\n`]));
  shop.github.push(shop.name, { branch: "a", files: more, login: "carol" });
  expect(await shop.counting(shop.quiet)).toEqual({ [GRAPHQL]: 1, [FILES]: 2, [MADE]: 1 });
  expect(await shop.counting(() => judge(shop, pull))).toEqual({});
});

test("of a hundred and one open pull requests the three concerned are written, and none is read", async () => {
  const shop = stage.open({ config: PLAIN });
  for (let index = 0; index < 98; index += 1) {
    shop.github.push(shop.name, {
      branch: `d${index}`,
      files: { [`docs/${index}.md`]: "1\n" },
      login: "carol",
      from: "main",
    });
    await shop.only("carol", "POST REPO/pulls", { title: `Docs ${index}`, head: `d${index}`, base: "main" });
  }
  const concerned: number[] = [];
  for (const branch of ["x", "y", "z"])
    concerned.push(await shop.opensPull({ branch, files: { [`services/checkout/${branch}.ts`]: "1\n" } }));
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(0);
  const { incident } = await shop.declares();
  for (const pull of concerned) expect((await shop.gate(pull)).conclusion).toBe("failure");
  await shop.only("bob", `DELETE REPO/issues/${incident}/labels/incident`);
  const closing = await shop.counting(shop.quiet);
  expect(
    Object.fromEntries(Object.entries(closing).filter(([route]) => /pulls|files|check-runs|commits/.test(route))),
  ).toEqual({
    [EDITED]: 3,
  });
  for (const pull of concerned) expect((await shop.gate(pull)).conclusion).toBe("success");
});

test.each([
  [
    "GitHub's limit lets nothing through: what stood there is still known",
    { kind: "secondary-limit", retryAfter: 60 },
    {},
  ],
  [
    "a server error leaves it open: GitHub is asked what stands there",
    { kind: "status-after", status: 502 },
    { [LOOKED]: 1 },
  ],
] as const)("a write that failed: %s", async (_, fault, reads) => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  shop.github.faults.add({ fault, route: EDITED, times: 1 });
  await shop.only("bob", `DELETE REPO/issues/${shop.incident}/labels/incident`);
  await expect(shop.quiet()).rejects.toThrow(/limits our requests|could not be reached/);
  const again = await shop.counting(() => judge(shop, pull));
  const write = fault.kind === "secondary-limit" ? { [EDITED]: 1 } : {};
  expect(again).toEqual({ ...reads, ...write });
  expect((await shop.gate(pull)).conclusion).toBe("success");
});

test("whoever is closest to merging is judged again first", async () => {
  const shop = await flagged();
  const open = (branch: string) => shop.opensPull({ branch, files: { [`services/checkout/${branch}.ts`]: "1\n" } });
  const [draft, refused, plain, approved] = [await open("d"), await open("r"), await open("p"), await open("a")];
  const review = (pull: number, event: string) =>
    shop.only("bob", `POST REPO/pulls/${pull}/reviews`, { event, body: "Seen." });
  await review(refused, "REQUEST_CHANGES");
  await review(approved, "APPROVE");
  shop.github.convertToDraft(shop.name, draft, "carol");
  await shop.quiet();
  await sweepRepository(shop.services(), shop.repository);
  await shop.only("bob", `DELETE REPO/issues/${shop.incident}/labels/incident`);
  const order: number[] = [];
  const request = async (pulls: readonly { readonly number: number }[]) =>
    pulls.forEach(({ number }) => order.push(number));
  const rechecks = { request };
  await recheckInTime({ ...shop.services(), rechecks }, shop.repository);
  expect(order).toEqual([approved, plain, refused, draft]);
});

test("lost events: the verdicts that they should have changed are put right by the sweep, and by nothing less", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  const moved = await shop.opensPull({ branch: "b", files: DOCS });
  await shop.only("bob", `DELETE REPO/issues/${shop.incident}/labels/incident`);
  shop.github.push(shop.name, { branch: "b", files: CHECKOUT, login: "carol" });
  shop.takeEvents();
  await judge(shop, pull);
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect(await shop.checks(await shop.head(moved))).toEqual([]);
  await sweepRepository(shop.services(), shop.repository);
  await shop.handle([]);
  expect((await shop.gate(pull)).conclusion).toBe("success");
  expect((await shop.gate(moved)).conclusion).toBe("success");
});

test("events in another order and twice lead to the same verdicts and the same memory", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: DOCS });
  shop.github.push(shop.name, { branch: "a", files: CHECKOUT, login: "carol" });
  await shop.only("carol", `PATCH REPO/pulls/${pull}`, { body: "Nothing to see" });
  await shop.only("bob", `PATCH REPO/issues/${shop.incident}`, { title: "Payments fail again" });
  const events = shop.takeEvents();
  await shop.handle([...events.toReversed(), ...events]);
  await shop.quiet();
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect(await shop.counting(() => judge(shop, pull))).toEqual({});
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(0);
});

test("what a person mends in the record counts at once", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  const before = (await shop.gate(pull)).output.title;
  const [record] = await shop.marked(shop.pia, "record");
  expect(record).toBeDefined();
  const comments = await shop.comments(shop.pia);
  const { id, body } = comments.find((comment) => comment.body.includes("<!-- aftercare:record"))!;
  // Somebody takes the confirmation back by hand.
  const mended = body.replace(/^\|[^|\n]*[Cc]onfirmed[^\n]*\n/m, "");
  expect(mended).not.toBe(body);
  await shop.does("bob", `PATCH REPO/issues/comments/${id}`, { body: mended });
  expect((await shop.gate(pull)).output.title).not.toBe(before);
});

test("a listing that lags behind the change is looked at again a minute later", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  await recheckRepository(shop.services(), shop.repository);
  stage.github.faults.lag(1_000);
  await shop.does("bob", `DELETE REPO/issues/${shop.incident}/labels/incident`);
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect(shop.later).toContain(stage.github.clock.now() + 60);
  stage.github.faults.clear();
  await recheckInTime(shop.services(), shop.repository);
  await shop.handle([]);
  expect((await shop.gate(pull)).conclusion).toBe("success");
});

test("what we wrote into the record and listings do not show yet is looked at again a minute later", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  expect((await shop.gate(pull)).output.summary).toContain("Say when it was mitigated");
  await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, {
    body: "/pia started 2026-01-05T08:00Z\n/pia mitigated 2026-01-05T08:30Z",
  });
  stage.github.faults.lag(1_000);
  const known = shop.later.length;
  await shop.quiet();
  stage.github.faults.clear();
  expect((await shop.gate(pull)).output.summary).toContain("Say when it was mitigated");
  expect(shop.later.slice(known)).toContain(stage.github.clock.now() + 60);
  await recheckInTime(shop.services(), shop.repository);
  await shop.handle([]);
  expect((await shop.gate(pull)).output.summary).not.toContain("Say when it was mitigated");
});

test("a verdict that is reached while an override is being answered does not outlive the answer", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  await shop.only("max", `POST REPO/issues/${pull}/comments`, { body: '/pia override reason:"the customer waits"' });
  const services = shop.services();
  const perform: typeof services.github.perform = async (effects) => {
    if (effects.some(({ kind }) => kind === "ensure-comment")) await judge(shop, pull);
    return services.github.perform(effects);
  };
  for (const event of shop.takeEvents()) {
    await handleEvent({ ...services, github: { ...services.github, perform } }, event);
  }
  await shop.handle([]);
  expect((await shop.gate(pull)).output.title).toContain("Passes by override");
});

test("read anew, the memory is what events had made it; what they had not told is named", async () => {
  const shop = await flagged();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  await shop.opensPull({ branch: "b", files: DOCS });
  await shop.says("bob", shop.incident, "A comment that changes nothing");
  const rebuild = async () => rebuildRepository({ ...shop.services(), projection: stage.projection }, shop.repository);
  await recheckRepository(shop.services(), shop.repository);
  expect(await rebuild()).toMatchObject({ pulls: 2, corrections: [] });
  await shop.only("carol", `PATCH REPO/pulls/${pull}`, { title: "Gifts" });
  await shop.only("bob", `DELETE REPO/issues/${shop.incident}/labels/incident`);
  shop.takeEvents();
  expect(await rebuild()).toMatchObject({ corrections: [`issue ${shop.incident}`, `pull ${pull}`] });
  expect(await rebuild()).toMatchObject({ corrections: [] });
});

test("when time alone changes a verdict, the App asks to look then, and writes exactly that one", async () => {
  const shop = stage.open({ config: PLAIN });
  const { pia } = await shop.declares();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  const other = await shop.opensPull({ branch: "b", files: DOCS });
  await shop.says("max", pia, '/pia pause component:checkout reason:"the gate misjudges it"');
  expect((await shop.gate(pull)).conclusion).not.toBe("failure");
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(0);
  const at = shop.later.at(-1)!;
  const now = stage.github.clock.now();
  expect(at).toBeGreaterThan(now);
  stage.github.clock.advance(at - now + 1);
  const requests = await shop.counting(async () => {
    expect(await recheckRepository(shop.services(), shop.repository)).toBe(1);
    await shop.handle([]);
  });
  expect(requests).toEqual({ [EDITED]: 1 });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect((await shop.gate(other)).conclusion).toBe("success");
});

test("while an outage goes on, the App looks again when it has used up the budget of a component that was silent", async () => {
  const shop = stage.open();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  await shop.opensIssue("bob", "Payments are slow", ["incident", "component:checkout", "sev:4"]);
  await shop.quiet();
  expect((await shop.gate(pull)).conclusion).toBe("success");
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(0);
  // 28 days at 99.9% are 40.32 minutes, of which a fifth has to be left.
  const now = stage.github.clock.now();
  const turn = Math.max(...shop.later) - now;
  expect(turn).toBeGreaterThan(0);
  expect(turn).toBeLessThanOrEqual(Math.ceil(40.32 * 60 * 0.8) + 1);
  stage.github.clock.advance(turn);
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(1);
  await shop.handle([]);
  expect((await shop.gate(pull)).output.title).toContain("19.9% of the budget remains (needs 20%)");
});

test("while an outage goes on, the App looks again when it has used so much of the budget that its analysis is required", async () => {
  const shop = stage.open();
  const pull = await shop.opensPull({ branch: "a", files: CHECKOUT });
  await shop.opensIssue("bob", "Payments are slow", ["incident", "component:checkout", "sev:4"]);
  expect((await shop.gate(pull)).output.title).not.toContain("The analysis");
  stage.github.clock.advance(60);
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(0);
  const now = stage.github.clock.now();
  const turn = Math.min(...shop.later.filter((at) => at > now + 60)) - now;
  // A fifth of 40.32 minutes.
  expect(turn).toBeLessThanOrEqual(Math.ceil(40.32 * 60 * 0.2) - 59);
  stage.github.clock.advance(turn);
  expect(await recheckRepository(shop.services(), shop.repository)).toBe(1);
  await shop.handle([]);
  expect((await shop.gate(pull)).output.title).toContain("The analysis");
});
