/** Overrides, pauses, and asking what the gate says. */
import { describe, expect, test } from "vitest";
import { readOverrides } from "#src/command/read-overrides.ts";
import { readPause } from "#src/remediation/pause.ts";
import {
  analysis,
  BOT,
  comment,
  config,
  contextOf,
  effectsOf,
  incident,
  issue,
  item,
  NOW,
  replyOf,
  say,
  type Saying,
} from "../world.ts";

const pull = issue(50, { isPullRequest: true, author: { login: "dora", type: "User" } });
const onPull: Saying = { on: pull, others: [pull] };

describe("/pia override", () => {
  const line = '/pia override reason:"the fix needs this migration" expires:4h';

  test("by someone who may override stands at once, is tied to the change, judged again and logged", () => {
    const concerned = contextOf(line, onPull).records.analyses;
    const outcome = say(line, { ...onPull, mayOverride: true, context: { concerned } });
    expect(replyOf(outcome)).toContain("The override stands for 4 h.");
    expect(outcome.reply?.marker).toEqual({ kind: "reply", keys: { comment: "345", patch: "patch-1" } });
    expect(outcome.changes).toMatchObject([
      {
        kind: "record",
        next: { log: [{ by: "alice", what: "#50: override asked for: the fix needs this migration" }] },
      },
      { kind: "recheck", pull: { number: 50 } },
    ]);
  });

  test("by the author, or by someone who may not, waits for somebody else", () => {
    const expected = "once one person who may override, other than the author, says `/pia approve` here";
    expect(replyOf(say(line, { ...onPull, by: "dora", mayOverride: true }))).toContain(expected);
    expect(replyOf(say(line, onPull))).toContain(expected);
    expect(say(line, { ...onPull, permission: "read" }).reaction?.content).toBe("-1");
  });

  const wrong: readonly [string, Saying & { body: string }, string][] = [
    ["no reason", { body: "/pia override" }, "Why can it not wait?"],
    ["a length that is none", { body: '/pia override reason:"x" expires:soon' }, "`soon` is not a length of time"],
    ["a month", { body: '/pia override reason:"x" expires:30d' }, "An override lasts 7 days at most"],
    ["an edited comment", { body: line, comment: { updatedAt: NOW } }, "An edited comment cannot ask for an override"],
    ["a change that cannot be read", { body: line, context: { patchId: null } }, "cannot be read right now"],
  ];
  test.each(wrong)("with %s changes nothing", (_, { body, ...saying }, words) => {
    const outcome = say(body, { ...onPull, mayOverride: true, ...saying });
    expect(outcome.changes).toEqual([]);
    expect(replyOf(outcome)).toContain(words);
  });
});

describe("/pia approve", () => {
  test("needs someone who may override, and not the author", () => {
    expect(say("/pia approve", onPull).reaction?.content).toBe("-1");
    expect(replyOf(say("/pia approve", { ...onPull, by: "dora", mayOverride: true }))).toContain(
      "a second pair of eyes",
    );
    const outcome = say("/pia approve", { ...onPull, mayOverride: true });
    expect(outcome.changes).toEqual([{ kind: "recheck", pull: { owner: "acme", repo: "shop", number: 50 } }]);
    expect(outcome.reply?.marker.keys["patch"]).toBe("patch-1");
  });
});

describe("what people said about an override", () => {
  const asked = comment(pull, 'Please.\n/pia override reason:"now" expires:2h', {
    id: 1,
    createdAt: 100,
    updatedAt: 100,
  });
  const agreed = comment(pull, "/pia approve", {
    id: 2,
    createdAt: 300,
    updatedAt: 400,
    author: { login: "bob", type: "User" },
  });
  const reply = (id: number, to: number) =>
    comment(pull, `<!-- aftercare:reply comment="${to}" patch="p${to}" -->\nStands.`, { id, author: BOT });

  test("is read from their own comments, the change from our replies", () => {
    expect(readOverrides([agreed, reply(3, 1), asked, reply(4, 2)], config)).toEqual({
      requests: [
        {
          by: "alice",
          at: 100,
          url: asked.url,
          edited: false,
          patchId: "p1",
          reason: "now",
          expires: 7200,
          breakGlass: false,
        },
      ],
      approvals: [{ by: "bob", at: 300, url: agreed.url, edited: true, patchId: "p2" }],
    });
  });

  test("counts for no change when the reply is not ours, and not at all when a bot said it", () => {
    const forged = comment(pull, '<!-- aftercare:reply comment="1" patch="p1" -->', { id: 5 });
    expect(readOverrides([asked, forged], config).requests[0]?.patchId).toBeNull();
    const bot = comment(pull, asked.body, { author: { login: "renovate[bot]", type: "Bot" } });
    expect(readOverrides([bot], config)).toEqual({ requests: [], approvals: [] });
  });
});

describe("pausing the gate", () => {
  const line = '/pia pause component:checkout reason:"it misjudges | the renamed folder"';

  test("opens an issue that everybody sees and that says until when", () => {
    const outcome = say(line, { mayOverride: true });
    const [effect] = effectsOf(outcome);
    expect(effect).toMatchObject({ kind: "ensure-issue", labels: ["aftercare"], marker: { kind: "pause" } });
    if (effect?.kind !== "ensure-issue") throw new Error("no issue");
    const { title, body, labels } = effect;
    const made = issue(60, { title, body, labels, author: BOT, createdAt: NOW });
    expect(readPause({ issue: made }, config)).toEqual({
      issue: { owner: "acme", repo: "shop", number: 60 },
      components: ["checkout"],
      by: "alice",
      reason: "it misjudges | the renamed folder",
      from: NOW - 60,
      until: NOW - 60 + 86_400,
    });
    expect(readPause({ issue: { ...made, author: { login: "eve", type: "User" } } }, config)).toBeNull();

    const paused = [{ issue: incident, recordComment: null }, analysis(), { issue: made, recordComment: null }];
    expect(replyOf(say(line, { mayOverride: true, tracked: paused }))).toContain("paused for checkout already");
    expect(replyOf(say("/pia status", { tracked: paused }))).toContain("The gate is paused for checkout.");
    expect(effectsOf(say("/pia resume component:checkout", { tracked: paused }))).toEqual([
      {
        kind: "set-issue-state",
        issue: { owner: "acme", repo: "shop", number: 60 },
        state: "closed",
        reason: "completed",
      },
    ]);
    expect(say("/pia resume component:search", { tracked: paused }).changes).toEqual([]);
  });

  test("needs an override right, a component and a reason", () => {
    expect(replyOf(say(line))).toContain(
      "Pausing the gate needs someone who may override the gate (maintain permission)",
    );
    expect(replyOf(say("/pia pause", { mayOverride: true }))).toContain("Which component?");
    expect(replyOf(say("/pia pause component:checkout", { mayOverride: true }))).toContain("Why is a pause needed?");
  });
});

describe("asking", () => {
  test("explain gives the gate's words, or says that it cannot", () => {
    expect(replyOf(say("/pia explain", { ...onPull, context: { explanation: "G3: #12 was due." } }))).toBe(
      "G3: #12 was due.",
    );
    expect(say("/pia explain", onPull).reaction?.content).toBe("-1");
  });

  test("recheck concerns this pull request, or what the issue concerns", () => {
    expect(say("/pia recheck", onPull).changes).toEqual([
      { kind: "recheck", pull: { owner: "acme", repo: "shop", number: 50 } },
    ]);
    expect(say("/pia recheck", { permission: "read" }).changes).toEqual([
      { kind: "recheck", components: ["checkout"] },
    ]);
  });

  test("status tells of the incident, the analysis and the items, pinging nobody", () => {
    const noisy = item(13, { title: "Tell @everyone <b>", components: ["search"], owner: null, dueDate: "2026-11-01" });
    const reply = replyOf(
      say("/pia status", { tracked: [{ issue: incident, recordComment: null }, analysis(), item(12), noisy] }),
    );
    expect(reply.split("\n")).toEqual([
      "**Incident #7** · severity 2 · checkout · not confirmed (`/pia confirm`)",
      "Impact from 22 Nov 2026 13:30Z (assumed) on, still lasting.",
      "**Analysis #8** · session not held yet · no review date",
      "",
      "- #12 Cap retries at 3 · accepted · P0 · bob · due 2026-12-01",
      "- #13 Tell @\u200Beveryone &lt;b&gt; · accepted · P0 · no owner · due 2026-11-01, overdue",
    ]);
  });

  test("help lists every command, and tells about one", () => {
    const all = replyOf(say("/pia"));
    for (const name of ["declare", "started", "accept-risk", "verify", "pause", "help"])
      expect(all).toContain(`/pia ${name}`);
    expect(replyOf(say("/pia help accept-risk"))).toContain("Who may: an owner of the component");
  });
});

describe("the session and the review", () => {
  const on = contextOf("").records.analyses[0]!.issue;

  test("held names who was there, however it is written", () => {
    // An enterprise that manages its users gives them logins with an underscore.
    expect(say("/pia held @mona_acme", { on }).changes[0]).toMatchObject({
      next: { held: { attendees: ["mona_acme"] } },
    });
    for (const line of ["attendees:@bob,@carl", "attendees:@bob, @carl", "@bob carl"]) {
      const [change] = say(`/pia held ${line}`, { on }).changes;
      expect(change).toMatchObject({ next: { held: { attendees: ["bob", "carl"] } } });
    }
    expect(replyOf(say("/pia held attendees:the-whole_team!", { on }))).toContain("is not a login");
  });

  test("the one who leads the analysis does not review it", () => {
    expect(replyOf(say("/pia reviewed", { on, by: "carl" }))).toContain("A second pair of eyes");
    expect(say("/pia reviewed", { on, by: "bob" }).changes[0]).toMatchObject({
      next: { reviewed: { by: "bob", at: NOW } },
    });
  });

  test("an outside cause is marked by an owner with a reason", () => {
    expect(replyOf(say("/pia external"))).toContain("Why does the cause lie outside?");
    expect(say('/pia external reason:"x"').changes).toEqual([]);
    expect(say('/pia external reason:"x"', { owns: ["checkout"] }).changes[0]).toMatchObject({
      next: { external: { reason: "x" } },
    });
  });
});
