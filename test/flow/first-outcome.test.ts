/** A command whose answer could not be written is carried out again by the queue: people are told what the first run came to. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { forgetOutcomes } from "#src/flow/first-outcome.ts";
import { type FlowStage, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const REACTION = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const REPLY = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

/** Says it; GitHub fails at the reaction, and the delivery is done again. @returns the comment. */
async function saysInterrupted(shop: Shop, on: number, text: string): Promise<number> {
  const { id } = (await shop.only("bob", `POST REPO/issues/${on}/comments`, { body: text })) as { id: number };
  const events = shop.takeEvents();
  stage.github.faults.add({ fault: { kind: "status", status: 502 }, route: REACTION, times: 1 });
  await expect(shop.handle(events)).rejects.toThrow(/GitHub/);
  await shop.handle(events);
  await shop.quiet();
  return id;
}

test.each(["/pia started 2026-01-05T07:00Z", '/pia add "Cap retries" owner:@carol priority:P0 component:checkout'])(
  "%s: done once, and answered as if nothing had happened",
  async (text) => {
    const shop = stage.open();
    const { pia } = await shop.declares();
    const comment = await saysInterrupted(shop, pia, text);
    // Without what was kept it would say that this is so already.
    expect(await shop.replyTo(pia, comment)).toBe("");
    expect(await shop.reactions(comment)).toEqual(["+1"]);
  },
);

test("what was kept for it goes after two days", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  await saysInterrupted(shop, pia, "/pia started 2026-01-05T07:00Z");
  const kept = () => stage.projection.loadAll(shop.repository, "outcome");
  expect((await kept()).length).toBeGreaterThan(0);
  await forgetOutcomes(shop.services(), shop.repository);
  expect((await kept()).length).toBeGreaterThan(0);
  stage.github.clock.advance(3 * 86_400);
  await forgetOutcomes(shop.services(), shop.repository);
  expect(await kept()).toEqual([]);
});

test("a reply that could not be written is written by the next run, although a reaction could have been", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const { id } = (await shop.only("bob", `POST REPO/issues/${pia}/comments`, { body: "/pia status" })) as {
    id: number;
  };
  const events = shop.takeEvents();
  stage.github.faults.add({ fault: { kind: "status", status: 502 }, route: REPLY, times: 6 });
  await expect(shop.handle(events)).rejects.toThrow(/GitHub/);
  stage.github.faults.clear();
  expect(await shop.reactions(id)).toEqual([]);
  await shop.handle(events);
  expect(await shop.replyTo(pia, id)).not.toBe("");
  expect(await shop.reactions(id)).toEqual(["+1"]);
});

/** Somebody says something, and once an edit of ours stands, no comment can be edited any more. @returns the events, to be done again. */
async function breaksOffOnceEdited(shop: Shop, act: () => Promise<unknown>): Promise<readonly RepositoryEvent[]> {
  await act();
  const events = shop.takeEvents();
  const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
  const { world } = stage.github;
  const opened = world.emit;
  world.emit = (event) => {
    if (event.action === "edited") stage.github.faults.add({ fault: { kind: "status", status: 502 }, route });
    opened(event);
  };
  await expect(shop.handle(events)).rejects.toThrow(/GitHub/);
  world.emit = opened;
  stage.github.faults.clear();
  return events;
}

/** The place is a write of its own only where GraphQL does not serve. */
const RESTS_ON: readonly (readonly [string, string, boolean])[] = [
  ["its record", REPLY, true],
  ["its place under the incident", "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", false],
  ["the analysis, read back", "GET /repos/{owner}/{repo}/issues/{issue_number}", true],
];

test.each(RESTS_ON)("a declaration that broke off at %s is gone on with", async (_, route, graphql) => {
  const shop = stage.open();
  if (!graphql) stage.github.faults.add({ fault: { kind: "status", status: 404 }, route: "POST /graphql" });
  const issue = await shop.opensIssue("rita", "Cards are declined");
  const { id } = (await shop.only("bob", `POST REPO/issues/${issue}/comments`, { body: "/pia declare sev:4" })) as {
    id: number;
  };
  const events = shop.takeEvents();
  const isMade = async () => (await shop.labelled("pia")).length === 1;
  // From the moment on at which the analysis stands.
  const arm = () => stage.github.faults.add({ fault: { kind: "status", status: 502 }, route });
  const opened = stage.github.world.emit;
  stage.github.world.emit = (event) => {
    if (event.event === "issues" && JSON.stringify(event).includes("aftercare:pia")) arm();
    opened(event);
  };
  await expect(shop.handle(events)).rejects.toThrow(/GitHub/);
  stage.github.world.emit = opened;
  stage.github.faults.clear();
  expect(await isMade()).toBe(true);
  await shop.handle(events);
  await shop.quiet();
  const [pia, ...others] = await shop.labelled("pia");
  expect(others).toEqual([]);
  expect(await shop.marked(pia!.number, "record")).toHaveLength(1);
  expect(await shop.marked(issue, "incident-link")).toHaveLength(1);
  expect(await shop.subIssues(issue)).toEqual([pia!.number]);
  expect(await shop.reactions(id)).toEqual(["+1"]);
});

test("the line that a command adds to the log is there once, although its first run broke off between the item and the record", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const log = async () => (await shop.marked(pia, "record"))[0]!.match(/\| bob \| #\d+ due 2026-02-02: the vendor \|/g);
  const events = await breaksOffOnceEdited(shop, () =>
    shop.only("bob", `POST REPO/issues/${pia}/comments`, { body: `/pia due #${item} 2026-02-02 reason:"the vendor"` }),
  );
  expect((await shop.issue(item)).body).toContain("2026-02-02");
  expect(await log()).toBeNull();
  await shop.handle(events);
  expect(await log()).toHaveLength(1);
});

test("what a command wrote on the record before it broke off is shown everywhere by the next run", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const review = async () => (await shop.marked(pia, "review"))[0]!;
  expect(await review()).not.toContain("5 Jan 2026 06:30");
  const events = await breaksOffOnceEdited(shop, () =>
    shop.only("bob", `POST REPO/issues/${pia}/comments`, { body: "/pia started 2026-01-05T06:30Z" }),
  );
  expect((await shop.marked(pia, "record"))[0]).toContain("2026-01-05 06:30");
  expect(await review()).not.toContain("5 Jan 2026 06:30");
  await shop.handle(events);
  expect(await review()).toContain("5 Jan 2026 06:30");
});
