/** Opening items and moving them through their life. */
import { describe, expect, test } from "vitest";
import { applyChanges } from "#src/command/apply-changes.ts";
import { parseItemBlock } from "#src/remediation/item-table.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import {
  analysis,
  analysisIssue,
  contextOf,
  effectsOf,
  incident,
  issue,
  item,
  newItemsOf,
  NOW,
  recordAfter,
  replyOf,
  say,
  type Saying,
} from "../world.ts";

const base = [{ issue: incident, recordComment: null }, analysis()];
const proposal = [...base, item(12, { accepted: null, askedBy: "visitor" })];

/** The item as it is read once everything that the comment asks for is written. */
function itemAfter(body: string, saying: Saying = {}, number = 12): RemediationItem | undefined {
  const after = applyChanges(contextOf(body, saying), say(body, saying).changes);
  return after.records.items.find(({ issue }) => issue.number === number);
}

describe("/pia add", () => {
  const line =
    '/pia add "Cap retries of @payments at 3" owner:@bob due:2026-12-01 priority:P0 type:prevent-future component:checkout as:patch done-when:"under 300 requests | second"';

  test("opens an issue under the analysis, labelled, assigned and described", () => {
    const [change] = newItemsOf(say(line, { on: analysisIssue }));
    expect(change).toMatchObject({
      kind: "new-item",
      parent: { owner: "acme", repo: "shop", number: 8 },
      item: {
        marker: { kind: "item", keys: { pia: "8", source: "345:1" } },
        title: "Cap retries of @\u200Bpayments at 3",
        labels: ["aftercare", "remediation", "component:checkout", "priority:P0"],
        assignees: ["bob"],
      },
    });
    expect(parseItemBlock(change!.item.body)).toEqual({
      identity: { pia: "8", source: "345:1" },
      problems: [],
      block: expect.objectContaining({
        dueDate: "2026-12-01",
        type: "prevent",
        handling: "patch",
        doneWhen: "under 300 requests | second",
        accepted: { by: "alice", at: NOW - 60, reason: null },
      }) as unknown,
    });
    expect(change!.item.body).toContain("It follows from the incident #7 (Checkout is down), analysed in #8.");
  });

  test("by someone with write permission needs no reply: at most the issue, the link and the list are written", () => {
    const outcome = say(line);
    expect(outcome.reply).toBeNull();
    expect(outcome.changes.map(({ kind }) => kind)).toEqual(["new-item", "recheck"]);
  });

  test("by anyone else is a proposal", () => {
    const [change] = newItemsOf(say(line, { permission: "read" }));
    expect(change!.item.labels).toContain("proposed");
    expect(change!.item.body).toContain("This is a proposal: it holds nothing back");
  });

  test("without a component takes those of the incident; dates count from today in the zone", () => {
    const [change] = newItemsOf(say('/pia add "Alert on 1% errors" due:14d owner:me'));
    expect(change!.item.labels).toContain("component:checkout");
    expect(change!.item.assignees).toEqual(["alice"]);
    expect(parseItemBlock(change!.item.body)?.block.dueDate).toBe("2026-12-06");
  });

  test("takes a title without quotation marks", () => {
    expect(newItemsOf(say("/pia add Cap retries at three owner:@bob"))[0]!.item.title).toBe("Cap retries at three");
  });

  test("cuts a title at 256 characters", () => {
    expect([...newItemsOf(say(`/pia add "${"x".repeat(400)}"`))[0]!.item.title]).toHaveLength(256);
  });

  const wrong: readonly [string, string, string][] = [
    ["no title", "/pia add owner:@bob", "What should be done?"],
    ["a date that does not exist", '/pia add "x" due:2026-02-30', "`2026-02-30` is not in the calendar"],
    ["a date that has passed", '/pia add "x" due:2026-11-01', "1 Nov 2026 has passed; today is 22 Nov 2026"],
    ["an unknown component", '/pia add "x" component:chekout', "Did you mean `checkout`?"],
    ["an unknown priority", '/pia add "x" priority:high', "`high` is not a priority"],
    ["an unknown type", '/pia add "x" type:bug', "it is `prevent`, `mitigate`, `detect`, `repair` or `investigate`"],
    ["a team as owner", '/pia add "x" owner:@acme/payments', "An item has one owner, a person"],
    ["a mistyped option", '/pia add "x" ower:@bob', "did you mean `owner:`?"],
  ];
  test.each(wrong)("with %s opens nothing and says the right form", (_, body, words) => {
    const outcome = say(body);
    expect(outcome.changes).toEqual([]);
    expect(replyOf(outcome)).toContain(words);
    expect(replyOf(outcome)).toContain("The form is `/pia add");
  });

  test("said twice in one comment is one item", () => {
    const outcome = say(
      '/pia add "Bound the queue"\n/pia add "bound the QUEUE" priority:P2\n/pia add "Limit the pool"',
    );
    expect(newItemsOf(outcome).map(({ item: { title } }) => title)).toEqual(["Bound the queue", "Limit the pool"]);
    expect(replyOf(outcome)).toContain("An earlier line of this comment says the same");
  });

  test("said twice in other comments is one item", () => {
    const twin = say('/pia add "cap retries AT 3"');
    expect(twin.changes).toEqual([]);
    expect(replyOf(twin)).toContain("#12 says the same and is open");
  });

  test("delivered again asks for the very same item", () => {
    const made = [...base, item(12, { title: "Cap retries", source: "345:1" })];
    const again = newItemsOf(say('/pia add "Cap retries"', { tracked: made }));
    expect(again.map(({ item }) => item.marker.keys)).toEqual([{ pia: "8", source: "345:1" }]);
  });

  test("in a line that an edit reworded opens no second item", () => {
    const made = [...base, item(12, { title: "Cap retrys", source: "345:1" })];
    const outcome = say('/pia add "Cap retries"', { tracked: made });
    expect(outcome.changes).toEqual([]);
    expect(replyOf(outcome)).toContain("This line opened #12 before it was edited");
  });

  test("in a line that an edit put above another is a second item of its own", () => {
    const made = [...base, item(12, { title: "Cap retries", source: "345:1" })];
    const outcome = say('/pia add "Alert on errors"\n/pia add "Cap retries"', { tracked: made });
    expect(newItemsOf(outcome).map(({ item }) => item.marker.keys["source"])).toEqual(["345:1001", "345:1"]);
  });
});

describe("an item's life", () => {
  test("goes from proposed to accepted, in progress, done and verified, and the analysis shows who and when", () => {
    expect(itemAfter("/pia status", { tracked: proposal })?.state).toBe("proposed");
    expect(itemAfter("/pia accept #12", { tracked: proposal })).toMatchObject({
      state: "accepted",
      accepted: { by: "alice", at: NOW },
    });
    const script = "/pia accept #12\n/pia start #12\n/pia done #12\n/pia verify #12 evidence:https://x.test/graph";
    expect(itemAfter(script, { tracked: proposal })).toMatchObject({
      state: "verified",
      verification: { by: "alice", at: NOW, evidence: "https://x.test/graph" },
    });
    const outcome = say(script, { tracked: proposal });
    expect(recordAfter(outcome)?.log.map(({ by, what }) => `${by}: ${what}`)).toEqual([
      "alice: #12 accepted",
      "alice: #12 started",
      "alice: #12 done",
      "alice: #12 verified: https://x.test/graph",
    ]);
    expect(effectsOf(outcome).filter(({ kind }) => kind === "edit-issue")).toHaveLength(1);
  });

  test("moves on the item itself without its number", () => {
    const on = proposal[2]!.issue;
    expect(itemAfter("/pia accept\n/pia start\n/pia due 2026-11-30", { tracked: proposal, on })).toMatchObject({
      state: "in-progress",
      dueDate: "2026-11-30",
    });
  });

  test("starting an item without an owner makes it yours", () => {
    const orphan = [...base, item(12, { owner: null })];
    expect(itemAfter("/pia start #12", { tracked: orphan })?.assignees).toEqual(["alice"]);
  });

  test("done with a link that shows it is verified at once", () => {
    const line = '/pia done #12 reason:"by hand" evidence:https://x.test/graph';
    expect(itemAfter(line)).toMatchObject({
      state: "verified",
      verification: { by: "alice", evidence: "https://x.test/graph" },
    });
    expect(replyOf(say(line))).toBe("");
    expect(replyOf(say("/pia done #12 evidence:soon"))).toContain("`soon` is not a link");
  });

  test("done without a merged pull request says what would prove it", () => {
    const outcome = say("/pia done #12");
    expect(replyOf(outcome)).toContain("done without proof");
    expect(itemAfter("/pia done #12")?.state).toBe("done-unproven");
  });

  test("rejecting and accepting a risk need an owner and a reason", () => {
    expect(replyOf(say('/pia reject #12 reason:"no"'))).toContain("needs an owner of checkout");
    expect(replyOf(say("/pia accept-risk #12", { owns: ["checkout"] }))).toContain("Why can this risk be lived with?");
    const saying = { owns: ["checkout"] };
    expect(itemAfter('/pia reject #12 reason:"the service goes away"', saying)).toMatchObject({
      state: "rejected",
      decision: { kind: "rejected", by: "alice", at: NOW, reason: "the service goes away" },
    });
    expect(itemAfter('/pia accept-risk #12 reason:"a restart mends it"', saying)?.state).toBe("accepted-risk");
    expect(itemAfter('/pia accept-risk #12 reason:"x"', { mayOverride: true })?.state).toBe("accepted-risk");
  });

  test("accepting a rejected item opens it again", () => {
    const state = { state: "closed", stateReason: "not_planned" } as const;
    const closed = [...base, item(12, {}, state)];
    expect(itemAfter("/pia status", { tracked: closed })?.state).toBe("closed-without-reason");
    expect(itemAfter("/pia accept #12", { tracked: closed })?.state).toBe("reopened");
  });

  test("a date moves once by anyone with write permission, with a reason; a second time by an owner", () => {
    expect(replyOf(say("/pia due #12 2026-12-24"))).toContain("Say why it moves");
    const once = '/pia due #12 2026-12-10 reason:"the vendor is late"';
    expect(itemAfter(once)).toMatchObject({ dueDate: "2026-12-10", redates: 1 });
    const twice = `${once}\n/pia due #12 2026-12-24 reason:"again"`;
    expect(itemAfter(twice)).toMatchObject({ dueDate: "2026-12-10", redates: 1 });
    expect(replyOf(say(twice))).toContain("Moving a due date a second time needs an owner");
    expect(itemAfter(twice, { owns: ["checkout"] })).toMatchObject({ dueDate: "2026-12-24", redates: 2 });
    expect(itemAfter("/pia due #12 2026-11-25")).toMatchObject({ dueDate: "2026-11-25", redates: 0 });
  });

  test("a snooze keeps reminders quiet and nothing else; it has a reason and an end", () => {
    const once = '/pia snooze #12 3d reason:"bob is back on Wednesday"';
    expect(itemAfter(once)).toMatchObject({
      snooze: { until: "2026-11-25", by: "alice", reason: "bob is back on Wednesday" },
      dueDate: "2026-12-01",
      state: "accepted",
      redates: 0,
    });
    expect(recordAfter(say(once))?.log.at(-1)?.what).toContain("no reminders until 25 Nov 2026");
    expect(replyOf(say("/pia snooze #12 3d"))).toContain("Why can this wait?");
    expect(replyOf(say('/pia snooze #12 60d reason:"x"'))).toContain("/pia due #12");
    expect(replyOf(say(once, { permission: "read" }))).toContain("needs write permission");
  });

  test("a reason that goes with a move is kept in the log, also on the item itself", () => {
    const on = { on: proposal[2]!.issue, tracked: proposal };
    const log = (text: string, saying: Saying = on) => recordAfter(say(text, saying))?.log.at(-1)?.what;
    expect(log('/pia accept reason:"agreed in the review"')).toBe("#12 accepted: agreed in the review");
    expect(log('/pia start reason:"now"')).toBe("#12 started: now");
    expect(log('/pia done reason:"replaced by a breaker"')).toBe("#12 done: replaced by a breaker");
    expect(log("/pia done #12", {})).toBe("#12 done");
  });

  test("a guard is kept with the item; what is no path of a file is asked for again", () => {
    const [change] = newItemsOf(say('/pia add "Cap retries" guard:./test/retry.test.ts', { on: analysisIssue }));
    expect(parseItemBlock(change!.item.body)?.block.guard).toBe("test/retry.test.ts");
    expect(replyOf(say('/pia add "Cap retries" guard:../x', { on: analysisIssue }))).toContain(
      "not the path of a file",
    );
  });

  test("verifying asks for a link, and waits until the item is closed", () => {
    const closed = [...base, item(12, {}, { state: "closed", stateReason: "completed" })];
    expect(replyOf(say("/pia verify #12 evidence:works", { tracked: closed }))).toContain("`works` is not a link");
    expect(replyOf(say("/pia verify #12 evidence:https://x.test"))).toContain("is still open");
    expect(replyOf(say("/pia verify #12 evidence:https://x.test", { tracked: closed, permission: "read" }))).toContain(
      "needs write permission",
    );
    expect(itemAfter("/pia verify #12 evidence:#34", { tracked: closed })?.verification?.evidence).toBe("acme/shop#34");
  });

  const wrong: readonly [string, string, string][] = [
    ["no number", "/pia accept", "Which item? Items here: #12."],
    ["no issue number at all", "/pia accept twelve", "`twelve` is not an issue such as `#12`"],
    ["an issue that does not exist", "/pia accept #99", "There is no issue #99 that I can see. Items here: #12."],
    ["an issue that is no item", "/pia accept #30", "#30 is not a remediation item yet; `/pia link #30`"],
    ["a pull request", "/pia accept #31", "#31 is a pull request, not an item."],
  ];
  test.each(wrong)("with %s is answered", (_, body, words) => {
    const outcome = say(body, { others: [issue(30), issue(31, { isPullRequest: true })] });
    expect(outcome.changes).toEqual([]);
    expect(replyOf(outcome)).toContain(words);
  });

  test("someone without permission changes nothing", () => {
    const lines = ["accept #12", "start #12", "done #12", "due #12 2026-11-25", "link #30"];
    const outcomes = lines.map((line) =>
      say(`/pia ${line}`, { permission: "triage", tracked: proposal, others: [issue(30)] }),
    );
    expect(outcomes.flatMap(({ changes }) => changes)).toEqual([]);
    const replies = outcomes.map(replyOf);
    expect(replies.filter((reply) => reply.includes("needs write permission on this repository"))).toHaveLength(5);
  });
});

describe("/pia link", () => {
  const other = issue(30, { title: "Flaky gateway", body: "My own text", assignees: [] });
  const line = "/pia link #30 due:14d priority:P1 type:detect owner:@bob";

  test("takes an issue in without touching its text", () => {
    const outcome = say(line, { on: analysisIssue, others: [other] });
    expect(recordAfter(outcome)?.linked).toEqual([
      {
        issue: { owner: "acme", repo: "shop", number: 30 },
        fields: { Due: "2026-12-06", Type: "detect", Accepted: "@alice, 2026-11-22T16:00:00Z" },
      },
    ]);
    expect(effectsOf(outcome).map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 4 }, () => "ensure-label"),
      "ensure-assignee",
      "ensure-sub-issue",
    ]);
    expect(itemAfter(line, { others: [other] }, 30)).toMatchObject({
      state: "accepted",
      adopted: true,
      type: "detect",
      priority: "P1",
    });
  });

  test("and its later life stands on the analysis' record", () => {
    const script = `${line}\n/pia due #30 2026-12-24 reason:"busy"\n/pia done #30`;
    const outcome = say(script, { others: [other] });
    expect(effectsOf(outcome).some(({ kind }) => kind === "edit-issue")).toBe(false);
    expect(recordAfter(outcome)?.linked[0]?.fields).toMatchObject({ Due: "2026-12-24" });
    expect(itemAfter(script, { others: [other] }, 30)).toMatchObject({ state: "done-unproven", redates: 1 });
  });

  const wrong: readonly [string, string, string][] = [
    ["the incident", "/pia link #7", "is an incident or an analysis"],
    ["a pull request", "/pia link #31", "Let it say `Fixes #n`"],
    ["an issue that is not there", "/pia link #99", "There is no issue #99"],
    ["an item already", "/pia link #12", "#12 is an item here already."],
  ];
  test.each(wrong)("of %s changes nothing and says why", (_, body, words) => {
    const outcome = say(body, { others: [issue(31, { isPullRequest: true })] });
    expect(outcome.changes).toEqual([]);
    expect(replyOf(outcome)).toContain(words);
  });
});

test("what was not understood is answered with how the line was read", () => {
  expect(replyOf(say("/pia add “Cap retries” due:soon owner:@bob"))).toBe(
    [
      "`soon` is not a date that I can read. Write `2026-12-06` or `14d`. Nothing was changed. I read `Cap retries`, `due:soon` and `owner:@bob`.",
      "",
      'The form is `/pia add "TITLE" owner:@login due:DATE priority:P0 type:prevent component:NAME as:patch done-when:"…"`, for example:',
      "```",
      '/pia add "Cap retries of the payment client at 3" owner:@alice due:14d priority:P0 type:prevent done-when:"a load test with a dead gateway stays under 300 requests a second"',
      "```",
    ].join("\n"),
  );
});

test("replies ping nobody and repeat no markup, whatever people wrote", () => {
  const line = '/pia add "x" component:@everyone owner:<b>@all|`x` due:@team/ops type:@here';
  const reply = replyOf(say(line)).split("The form is")[0]!;
  // In code spans GitHub notifies nobody; outside of them no mention is left.
  expect(reply.replaceAll(/`[^`]*`/g, "")).not.toMatch(/@(?!\u200B)|[<>|]/);
});
