/** The review of an analysis: invited, prepared, held, decided, as people see it on the analysis. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { sweep as sweepAll } from "./remedied.ts";
import { CONFIG, type FlowStage, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const ZONED = `${CONFIG}timezone: Europe/Berlin\nreview: { invite: ["@acme/support", "rita"] }\n`;
const reviewOn = async (shop: Shop, pia: number) => (await shop.marked(pia, "review -->"))[0]!;

test("a proposed time in the team's zone, with links and a file for any calendar; another time moves all of them", async () => {
  const shop = stage.open({ config: ZONED });
  const { pia } = await shop.declares();
  const proposed = await reviewOn(shop, pia);
  expect(proposed).toMatch(/\*\*\w+day, \d+ \w+ 2026, 10:00 to 11:00\*\* \(Europe\/Berlin\) is proposed/);
  expect(proposed).toContain("SEQUENCE:0");
  expect(proposed).toContain("dates=20260107T090000Z%2F20260107T100000Z");
  const said = await shop.says("tina", pia, "/pia review 2026-01-06 14:30");
  expect(await shop.reactions(said)).toEqual(["+1"]);
  const set = await reviewOn(shop, pia);
  expect(set).toContain("**Tuesday, 6 Jan 2026, 14:30 to 15:30** (Europe/Berlin).");
  expect(set).toContain("DTSTART:20260106T133000Z");
  expect(set).toContain("SEQUENCE:1");
  await shop.says("tina", pia, "/pia review 2026-01-08T09:00+01:00");
  const moved = await reviewOn(shop, pia);
  expect(moved).toContain("SEQUENCE:2");
  const uids = [proposed, set, moved].map((text) => /UID:.*/.exec(text)?.[0]);
  expect(new Set(uids).size).toBe(1);
  expect((await shop.marked(pia, "record"))[0]).toContain(
    "| review at | 6 Jan 2026 13:30Z | 8 Jan 2026 08:00Z | tina |",
  );
  const past = await shop.says("tina", pia, "/pia review 2026-01-02 14:30");
  expect(await shop.replyTo(pia, past)).toContain("has passed");
});

test("what people star is read first: by command, by a star in a comment, by a star in the analysis", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares();
  expect(await reviewOn(shop, pia)).toContain("Nothing is starred yet");
  await shop.says("bob", incident, "/pia started 08:00\n/pia note 08:05 errors climb\n/pia star 08:05 08:30");
  await shop.says("carol", incident, "⭐ the provider says it is not them, @dan");
  const { body } = await shop.issue(pia);
  const starred = body!.replace(/(\|[^|]*)\| Opened/, "$1| ⭐ Opened");
  await shop.does("bob", `PATCH REPO/issues/${pia}`, { body: starred });
  const text = await reviewOn(shop, pia);
  expect(text).toMatch(/- ⭐ 5 Jan 2026 08:05Z: errors climb \(bob\) · \[see\]\(http/);
  expect(text).toMatch(
    /- ⭐ 5 Jan 2026 08:30Z: nothing is told of this minute yet; `\/pia note 2026-01-05T08:30Z TEXT`/,
  );
  expect(text).toMatch(/the provider says it is not them, @\u200bdan \(carol\)/);
  expect(text).toContain("Opened “Payments fail”");
  await shop.says("bob", pia, "/pia unstar 08:05 08:30");
  expect(await reviewOn(shop, pia)).not.toContain("errors climb");
});

test("once it was held: who was there, whom to ask, and what was decided; the agenda has done its work", async () => {
  const shop = stage.open({ config: ZONED });
  const { incident, pia } = await shop.declares();
  await shop.says("dan", incident, "The queue is full.");
  expect(await reviewOn(shop, pia)).toContain("Opening words");
  await shop.says(
    "tina",
    pia,
    "/pia held attendees:@bob,@carol\n/pia decided We page on the queue, not on errors, @max",
  );
  const text = await reviewOn(shop, pia);
  expect(text).toContain("**Who was there:** bob, carol.");
  expect(text).toContain(
    "**Not named as being there:** dan (took part), somebody of acme/support (always invited), rita (always invited).",
  );
  expect(text).toMatch(/- We page on the queue, not on errors, @\u200bmax \(tina, /);
  expect(text).not.toContain("Opening words");
  expect(text).not.toMatch(/@(?!\u200b)(?:bob|carol|dan|acme|rita)/);
});

test("causes and whys that people write are drawn beside the agenda, and an unchanged analysis writes nothing", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const { body } = await shop.issue(pia);
  const written = body!
    .replace("- Why …?\n  - Because …\n    - Because …", "- Carts failed\n  - The pool was full\n    - It had no limit")
    .replace(/(### Causes[^]*?)- …/, "$1- Config: the pool had no upper limit → no action, because it is gone");
  await shop.does("bob", `PATCH REPO/issues/${pia}`, { body: written });
  const text = await reviewOn(shop, pia);
  expect(text).toContain("        Config\n            the pool had no upper limit\n");
  expect(text).toContain('w2["It had no limit"]');
  const requests = await shop.counting(() => sweepRepository(shop.services(), shop.repository));
  expect(Object.keys(requests).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
});

test("published: kept as it was, one notice to those affected, and what is corrected later stays visible with who and why", async () => {
  const shop = stage.open({ config: ZONED });
  const { incident, pia } = await shop.declares();
  await shop.says("bob", incident, "/pia started 08:00\n/pia mitigated 08:40");
  const early = await shop.says("carol", pia, "/pia publish");
  expect(await shop.replyTo(pia, early)).toContain("Nobody has reviewed it yet");
  const { body } = await shop.issue(pia);
  const hostile = "<!-- aftercare:record -->\n<!-- aftercare:published-end -->\n@eve saw 5 customers fail.";
  await shop.does("bob", `PATCH REPO/issues/${pia}`, {
    body: body!.replace(/(## Impact\n\n.*\n)/, `$1\n${hostile}\n`),
  });
  await shop.says("carol", pia, "/pia reviewed\n/pia publish");
  const [snapshot, ...others] = await shop.marked(pia, "published part");
  expect(others).toEqual([]);
  expect(snapshot).toContain("@\u200beve saw 5 customers fail.");
  expect(snapshot).toContain("Users were affected for 40 min");
  // Nothing in it poses as a record of ours.
  expect(await shop.marked(pia, "record -->")).toHaveLength(1);
  expect((await shop.issue(pia)).body).toContain("- [x] Published");
  expect(await shop.marked(incident, "published-notice")).toEqual([
    expect.stringMatching(new RegExp(`published: #${pia}[^]*For you to know: @bob, @acme/support, @rita`)),
  ]);
  const again = await shop.says("carol", pia, "/pia publish");
  expect(await shop.replyTo(pia, again)).toContain("It was published by carol");
  stage.github.clock.advance(600);
  const now = (await shop.issue(pia)).body!;
  await shop.does("bob", `PATCH REPO/issues/${pia}`, { body: now.replace("5 customers", "50 customers") });
  const corrected = async () => (await shop.marked(pia, "record -->"))[0]!;
  expect(await corrected()).toMatch(
    /\| section Impact \| @\u200beve saw 5 customers fail\. \| @\u200beve saw 50 customers fail\. \| bob \| [^|]* \| +\|/,
  );
  await shop.says("bob", pia, "/pia because the gateway's log has more");
  expect(await corrected()).toMatch(/50 customers fail\. \| bob \| [^|]* \| the gateway's log has more \|/);
  expect(await shop.marked(pia, "published part")).toEqual([snapshot]);
  const [notice, ...more] = await shop.marked(incident, "published-notice");
  expect([more, notice]).toEqual([[], expect.stringContaining("Corrected since, last on")]);
  const requests = await shop.counting(() => sweepRepository(shop.services(), shop.repository));
  expect(Object.keys(requests).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
});

test("the lead is reminded on the working day before, and when the day has passed; once it is reviewed all is quiet", async () => {
  const shop = stage.open({ config: ZONED });
  const { pia } = await shop.declares();
  const sweep = () => sweepAll(shop);
  await sweep();
  expect(await shop.marked(pia, "reminder -->")).toEqual([]);
  stage.github.clock.advance(86_400 * 2);
  await sweep();
  const first = await shop.marked(pia, "reminder -->");
  expect(first).toEqual([expect.stringContaining("@bob: The review of this analysis is due on")]);
  const before = await shop.comments(pia);
  const requests = await shop.counting(sweep);
  const after = await shop.comments(pia);
  expect(after).toEqual(before);
  expect(Object.keys(requests).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
  stage.github.clock.advance(86_400 * 2);
  await sweep();
  await sweep();
  expect(await shop.marked(pia, "reminder-notice")).toEqual([expect.stringContaining("@bob: the day of this review")]);
  await shop.says("carol", pia, "/pia reviewed");
  await sweep();
  expect(await shop.marked(pia, "reminder -->")).toEqual([expect.stringContaining("Reviewed. Thank you.")]);
});
