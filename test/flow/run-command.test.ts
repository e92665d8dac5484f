/** What people say with `/pia`, from the comment to what stands on GitHub afterwards: once, whatever is redelivered or edited. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { runCommandsOf } from "#src/flow/run-command.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const ADD = '/pia add "Cap retries at 3" owner:@dan due:2026-01-20 priority:P0 type:prevent component:checkout';

/** Comments without handling it. @returns the comment's id and the events that GitHub sends. */
async function commentOnly(
  shop: Shop,
  on: number,
  text: string,
): Promise<{ comment: number; events: readonly RepositoryEvent[] }> {
  await shop.quiet();
  const { id } = (await shop.only("bob", `POST REPO/issues/${on}/comments`, { body: text })) as { id: number };
  return { comment: id, events: shop.takeEvents() };
}

test("moments and impact are recorded, corrections keep the old value, and the thumb says so", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares();
  const text = [
    "/pia started 2026-01-05T07:20Z",
    "/pia detected 07:28",
    "/pia mitigated 07:56",
    "/pia impact checkout 50% 2026-01-05T07:20Z..2026-01-05T07:56Z",
  ].join("\n");
  const comment = await shop.says("tina", incident, text);
  expect(await shop.reactions(comment)).toEqual(["+1"]);
  const [record] = await shop.marked(pia, "record");
  expect(record).toContain("| started | 2026-01-05 07:20Z | tina |");
  expect(record).toContain("| Time to mitigate | **36 min** |");
  expect(record).toMatch(/checkout .*100\.0% \(40\.3 min\) \| 55\.\d%/);
  await shop.says("tina", pia, '/pia started 07:18 reason:"the first alert"');
  const [corrected] = await shop.marked(pia, "record");
  expect(corrected).toMatch(/07:20Z.*07:18Z.*the first alert|the first alert/s);
  expect(corrected).toContain("| started | 2026-01-05 07:18Z | tina |");
});

test.each([
  ["a stranger who states moments", { login: "eve", text: "/pia mitigated 07:00", reaction: "-1" }],
  ["a date that does not exist", { login: "bob", text: "/pia started 2026-02-30T10:00Z", reaction: "confused" }],
  ["a command that nobody knows", { login: "bob", text: "/pia mitigatd 07:00", reaction: "confused" }],
  [
    "an item for a component that nobody has",
    { login: "bob", text: '/pia add "X" component:chekout', reaction: "confused" },
  ],
  ["an item number that is none", { login: "bob", text: "/pia done #4711", reaction: "confused" }],
])("%s is answered, and nothing recorded is lost", async (_name, { login, text, reaction }) => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares();
  await shop.says("bob", pia, "/pia started 2026-01-05T07:20Z");
  const before = await shop.marked(pia, "record");
  const comment = await shop.says(login, incident, text);
  expect(await shop.reactions(comment)).toEqual([reaction]);
  expect(await shop.replyTo(incident, comment)).not.toBe("");
  expect(await shop.marked(pia, "record")).toEqual(before);
  expect(await shop.labelled("remediation")).toEqual([]);
});

test("an item by a writer is accepted, by a stranger proposed; both are sub-issues of the analysis and on its list", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  await shop.says("bob", pia, ADD);
  await shop.says("eve", pia, '/pia add "Rotate keys" component:checkout');
  const [first, second, ...others] = await shop.labelled("remediation");
  expect(others).toEqual([]);
  expect(first).toMatchObject({ title: "Cap retries at 3", assignees: ["dan"] });
  expect(first!.labels.toSorted()).toEqual(["aftercare", "component:checkout", "priority:P0", "remediation"]);
  expect(second!.labels).toContain("proposed");
  expect(await shop.subIssues(pia)).toEqual([first!.number, second!.number]);
  const [list] = await shop.marked(pia, "items");
  expect(list).toContain(`#${first!.number}`);
  expect(list).toContain(`#${second!.number}`);
});

test("a command that is delivered twice, even at the same moment, makes one item and one reply", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const { comment, events } = await commentOnly(shop, pia, `${ADD}\n/pia status`);
  const request = { repository: shop.repository, comment, before: null };
  await Promise.all([runCommandsOf(shop.services(), request), runCommandsOf(shop.services(), request)]);
  await shop.handle(events);
  await shop.handle(events);
  await shop.quiet();
  const open = (await shop.labelled("remediation")).filter(({ state }) => state === "open");
  expect(open).toHaveLength(1);
  expect(await shop.subIssues(pia)).toContain(open[0]!.number);
  expect(await shop.marked(pia, `reply comment="${comment}"`)).toHaveLength(1);
  const [list] = await shop.marked(pia, "items");
  expect(list!.match(/Cap retries at 3/g)).toHaveLength(1);
});

test("what people say at the same moment in several places is all kept", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares();
  const said = [
    { login: "bob", on: incident, text: "/pia started 2026-01-05T07:00Z" },
    { login: "tina", on: pia, text: "/pia mitigated 2026-01-05T07:30Z" },
    { login: "carol", on: incident, text: "/pia note 2026-01-05T07:10Z the queue was full" },
  ];
  const comments: number[] = [];
  for (const { login, on, text } of said) {
    const made = await shop.only(login, `POST REPO/issues/${on}/comments`, { body: text });
    comments.push((made as { id: number }).id);
  }
  const run = (comment: number) =>
    runCommandsOf(shop.services(), { repository: shop.repository, comment, before: null });
  const outcomes = await Promise.allSettled(comments.map(run));
  // Who lost three times in a row goes back to the queue, with nothing acknowledged.
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === "fulfilled") continue;
    expect(await shop.reactions(comments[index]!)).toEqual([]);
    await run(comments[index]!);
  }
  const [record, ...others] = await shop.marked(pia, "record");
  expect(others).toEqual([]);
  for (const words of ["| started | 2026-01-05 07:00Z", "| mitigated | 2026-01-05 07:30Z", "the queue was full"])
    expect(record).toContain(words);
  for (const comment of comments) expect(await shop.reactions(comment)).toEqual(["+1"]);
});

test("editing a comment carries out only the lines that are new", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const comment = await shop.says("bob", pia, ADD);
  const text = `Typo mended.\n${ADD}\n/pia add "Alert on errors" component:checkout`;
  await shop.does("bob", `PATCH REPO/issues/comments/${comment}`, { body: text });
  await shop.does("bob", `PATCH REPO/issues/comments/${comment}`, { body: `${text}\n\nthanks` });
  expect((await shop.labelled("remediation")).map(({ title }) => title).toSorted()).toEqual([
    "Alert on errors",
    "Cap retries at 3",
  ]);
});

test("a comment without a command costs one read, one by a bot none", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const { events } = await commentOnly(shop, pia, "Thanks, everybody. `/pia help` tells more.");
  expect(await shop.counting(() => shop.handle(events))).toEqual({
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}": 1,
  });
});

test("a body that somebody edits while a box is ticked keeps their words", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const before = (await shop.issue(pia)).body ?? "";
  const { comment } = await commentOnly(shop, pia, "/pia started 07:20\n/pia detected 07:28\n/pia mitigated 07:56");
  const flows = shop.services();
  const read = flows.github.perform;
  const edited = before.replace("## Summary", "## Summary\n\nWords that bob wrote meanwhile.");
  const meddling = {
    ...flows,
    github: {
      ...flows.github,
      perform: async (effects: Parameters<typeof read>[0]) => {
        await shop.only("bob", `PATCH REPO/issues/${pia}`, { body: edited });
        return read(effects);
      },
    },
  };
  await runCommandsOf(meddling, { repository: shop.repository, comment, before: null });
  expect((await shop.issue(pia)).body).toBe(edited);
  await shop.quiet();
  const after = (await shop.issue(pia)).body ?? "";
  expect(after).toContain("Words that bob wrote meanwhile.");
  expect(after.replaceAll("- [x]", "- [ ]")).toBe(edited.replaceAll("- [x]", "- [ ]"));
  expect(after).toContain("- [x]");
});

test("explain, pause and resume on a pull request", async () => {
  const shop = stage.open({ config: PLAIN });
  await shop.declares();
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/pay.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  const asked = await shop.says("rita", pull, "/pia explain");
  expect(await shop.replyTo(pull, asked)).toMatch(/```text[\s\S]*checkout[\s\S]*G7/);
  const refused = await shop.says("carol", pull, '/pia pause component:checkout reason:"release"');
  expect(await shop.reactions(refused)).toEqual(["-1"]);
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  const paused = await shop.says("max", pull, '/pia pause component:checkout reason:"trade fair"');
  expect(await shop.reactions(paused)).toEqual(["+1"]);
  expect((await shop.gate(pull)).conclusion).toBe("success");
  await shop.says("max", pull, "/pia resume component:checkout");
  expect((await shop.gate(pull)).conclusion).toBe("failure");
});
