/** Declaring, confirming, moments, impact and notes. */
import { describe, expect, test } from "vitest";
import { sayInstant } from "#src/calendar/instant.ts";
import { analysis, analysisIssue, at, effectsOf, incident, issue, NOW, recordAfter, replyOf, say } from "../world.ts";

const STARTED = { started: { at: at("2026-11-22T13:05:00Z"), by: "carl", source: "https://github.com/x" } };
const tracked = [{ issue: incident, recordComment: null }, analysis({ moments: STARTED })];

describe("a moment", () => {
  const times: readonly [string, string, string][] = [
    ["on the incident's day in the configured zone", "/pia started 14:05", "2026-11-22T13:05:00Z"],
    ["with an offset", "/pia started 2026-11-22T14:05+02:00", "2026-11-22T12:05:00Z"],
    ["in UTC, with a space", "/pia started 2026-11-22 12:05:30Z", "2026-11-22T12:05:30Z"],
    ["as the time of the comment", "/pia started now", "2026-11-22T15:59:00Z"],
  ];
  test.each(times)("is stated %s", (_, line, expected) => {
    const outcome = say(line);
    expect(recordAfter(outcome)?.moments.started?.at).toBe(at(expected));
    expect(outcome.reaction?.content).toBe("+1");
    expect(outcome.reply).toBeNull();
    expect(outcome.changes).toContainEqual({ kind: "recheck", components: ["checkout"] });
  });

  test("says who stated it and where", () => {
    expect(recordAfter(say("/pia detected 14:10", { by: "tina", permission: "triage" }))?.moments.detected).toEqual({
      at: at("2026-11-22T13:10:00Z"),
      by: "tina",
      source: "https://github.com/acme/shop/issues/7#issuecomment-345",
    });
  });

  const wrong: readonly [string, string, string][] = [
    ["that no clock shows", "/pia started 25:10", "No clock shows 25:10"],
    ["without a zone", "/pia started 2026-11-22T14:05", "write `2026-11-22T14:05+01:00`"],
    ["on a day that does not exist", "/pia started 2026-02-30T10:00Z", "`2026-02-30T10:00Z` is not a time that exists"],
    ["that is no time", "/pia started yesterday", "`yesterday` is not a time that I can read"],
    ["that is missing", "/pia started", "Which time?"],
  ];
  test.each(wrong)("%s is answered with the right form and changes nothing", (_, line, words) => {
    const outcome = say(line);
    expect(replyOf(outcome)).toContain(words);
    expect(replyOf(outcome)).toContain("The form is `/pia started TIME");
    expect(outcome.changes).toEqual([]);
    expect(outcome.reaction?.content).toBe("confused");
  });

  test("that the clocks showed twice asks which one", () => {
    const night = { ...incident, createdAt: at("2026-10-25T02:00:00Z") };
    const outcome = say("/pia started 02:30", {
      on: night,
      tracked: [{ issue: night, recordComment: null }, analysis()],
    });
    expect(replyOf(outcome)).toContain("`2026-10-25T02:30+02:00` or `2026-10-25T02:30+01:00`");
  });

  test("that the clocks skipped is named", () => {
    const night = { ...incident, createdAt: at("2026-03-29T02:00:00Z") };
    const outcome = say("/pia started 02:30", {
      on: night,
      tracked: [{ issue: night, recordComment: null }, analysis()],
    });
    expect(replyOf(outcome)).toContain("skipped 02:30");
  });

  test("in the future, or mitigated before started, is refused kindly", () => {
    const ahead = say("/pia mitigated 2026-11-22T18:00Z");
    expect(replyOf(ahead)).toContain(`lies ahead; it is ${sayInstant(NOW)} now`);
    const before = say("/pia mitigated 14:00", { tracked });
    expect(replyOf(before)).toContain("before started (22 Nov 2026 13:05Z)");
    expect([...ahead.changes, ...before.changes]).toEqual([]);
    expect(before.reaction?.content).toBe("-1");
  });

  test("is corrected with old, new, who and why kept", () => {
    const outcome = say('/pia started 13:50 reason:"the graph shows it"', { tracked });
    expect(recordAfter(outcome)?.corrections).toEqual([
      {
        field: "started",
        from: "22 Nov 2026 13:05Z",
        to: "22 Nov 2026 12:50Z",
        by: "alice",
        at: NOW,
        reason: "the graph shows it",
      },
    ]);
  });

  test("is corrected so that the incident looks shorter only by an owner, with a reason", () => {
    const refused = say('/pia started 14:20 reason:"x"', { tracked });
    expect(replyOf(refused)).toContain("needs an owner of checkout");
    expect(refused.changes).toEqual([]);
    expect(replyOf(say("/pia started 14:20", { tracked, owns: ["checkout"] }))).toContain("needs a reason");
    const owner = say('/pia started 14:20 reason:"the first alert was a test"', { tracked, owns: ["checkout"] });
    expect(recordAfter(owner)?.moments.started?.at).toBe(at("2026-11-22T13:20:00Z"));
  });

  test("needs triage permission", () => {
    const outcome = say("/pia started 14:05", { by: "guest", permission: "read" });
    expect(replyOf(outcome)).toBe(
      "Stating when an incident happened needs triage permission on this repository; @\u200Bguest has read permission. Nothing was changed. Someone who may do this can say the same line.",
    );
    expect(outcome.changes).toEqual([]);
  });

  test("on an issue without an analysis says what to do first", () => {
    expect(replyOf(say("/pia note 14:00 x", { tracked: [{ issue: incident, recordComment: null }] }))).toContain(
      "/pia declare",
    );
  });

  test("is not written onto a record that cannot be read", () => {
    const broken = [
      { issue: incident, recordComment: null },
      { issue: analysisIssue, recordComment: null },
    ];
    const outcome = say("/pia started 14:05", { tracked: broken });
    expect(outcome.changes).toEqual([]);
    expect(replyOf(outcome)).toContain("The record on #8 is missing or cannot be read");
  });
});

describe("impact", () => {
  test("is stated with a share and a stretch of time", () => {
    const outcome = say("/pia impact checkout 50% 14:05..14:40");
    expect(recordAfter(outcome)?.impacts).toEqual([
      {
        component: "checkout",
        share: "0.5",
        from: at("2026-11-22T13:05:00Z"),
        to: at("2026-11-22T13:40:00Z"),
        by: "alice",
      },
    ]);
  });

  test("may still last, be spaced, and use an old name of the component", () => {
    expect(recordAfter(say("/pia impact payments 100% 14:05 .."))?.impacts[0]).toMatchObject({
      component: "checkout",
      share: "1",
      to: null,
    });
  });

  const wrong: readonly [string, string, string][] = [
    [
      "an unknown component",
      "/pia impact chekout 50% 14:05..",
      "No component is called `chekout`. Did you mean `checkout`?",
    ],
    ["a component far from any", "/pia impact billing 50% 14:05..", "There are `checkout` and `search`."],
    ["a share without a percent sign", "/pia impact checkout 50 14:05..", "`50` is not a share of impact"],
    ["a share above the whole", "/pia impact checkout 150% 14:05..", "`150%` is not a share of impact"],
    ["no range", "/pia impact checkout 50% 14:05", "write FROM..TO"],
  ];
  test.each(wrong)("with %s is not understood", (_, line, words) => {
    const outcome = say(line);
    expect(replyOf(outcome)).toContain(words);
    expect(outcome.changes).toEqual([]);
  });

  test("names every problem at once", () => {
    const reply = replyOf(say("/pia impact chekout 50 soon"));
    for (const word of ["chekout", "`50`", "FROM..TO"]) expect(reply).toContain(word);
  });

  test("is made less only by an owner with a reason", () => {
    const line = { component: "checkout", share: "1", from: at("2026-11-22T13:05:00Z"), to: null, by: "carl" };
    const stated = [{ issue: incident, recordComment: null }, analysis({ impacts: [line] })];
    expect(say("/pia impact checkout 50% 14:05..", { tracked: stated }).changes).toEqual([]);
    const owner = say('/pia impact checkout 50% 14:05.. reason:"half of the cells"', {
      tracked: stated,
      owns: ["checkout"],
    });
    expect(recordAfter(owner)?.impacts).toMatchObject([{ share: "0.5" }]);
  });
});

describe("a note", () => {
  test("joins the timeline at its time, whatever stands in it, by anyone", () => {
    const outcome = say('/pia note 14:12 errors fall; see "graph" @team due:never', { permission: "read" });
    expect(recordAfter(outcome)?.notes).toMatchObject([
      { at: at("2026-11-22T13:12:00Z"), by: "alice", text: 'errors fall; see "graph" @team due:never' },
    ]);
  });

  test("without a time is of the moment of the comment", () => {
    expect(recordAfter(say("/pia note now we wait"))?.notes).toMatchObject([{ at: NOW - 60, text: "now we wait" }]);
  });

  test("that says nothing, or lies ahead, is answered", () => {
    expect(replyOf(say("/pia note"))).toContain("Say what happened.");
    expect(replyOf(say("/pia note 23:00 over"))).toContain("lies ahead");
  });
});

describe("confirming and declaring", () => {
  test("a confirmation is recorded once", () => {
    expect(recordAfter(say("/pia confirm", { permission: "triage" }))?.confirmed).toMatchObject({
      by: "alice",
      at: NOW,
    });
    const confirmed = analysis({ confirmed: { by: "carl", at: NOW - 60, reason: null } });
    const again = say("/pia confirm", { tracked: [{ issue: incident, recordComment: null }, confirmed] });
    expect(again.changes).toEqual([]);
    expect(replyOf(again)).toContain("It was confirmed by carl");
  });

  test("any issue is declared by anyone, and confirmed by someone with triage permission", () => {
    const on = issue(20);
    const guest = say("/pia declare sev:2 component:checkout,search", { on, permission: "read", others: [on] });
    expect(effectsOf(guest).map((effect) => ("label" in effect ? effect.label : effect.kind))).toEqual([
      "sev:2",
      "incident",
      "aftercare",
      "component:checkout",
      "component:search",
    ]);
    expect(guest.changes).toContainEqual({
      kind: "declare",
      issue: { owner: "acme", repo: "shop", number: 20 },
      confirmed: null,
    });
    const member = say("/pia declare", { on, permission: "triage", others: [on] });
    expect(member.changes).toContainEqual(
      expect.objectContaining({ kind: "declare", confirmed: { by: "alice", at: NOW, reason: null } }),
    );
  });

  test("a declared incident changes severity: up by triage, down by an owner", () => {
    const up = say("/pia declare sev:1", { permission: "triage" });
    expect(effectsOf(up)).toMatchObject([
      { kind: "ensure-label", label: "sev:1" },
      { kind: "remove-label", label: "sev:2" },
    ]);
    expect(say("/pia declare sev:4", { permission: "write" }).changes).toEqual([]);
    expect(effectsOf(say("/pia declare sev:4", { owns: ["checkout"] }))).toHaveLength(2);
    expect(replyOf(say("/pia declare sev:9"))).toContain("it goes from `sev:1` (worst) to `sev:4`");
  });
});

test("several lines of one comment build on each other and are written once", () => {
  const outcome = say("It is over.\n/pia started 14:05\n/pia mitigated 14:40\n/pia mitigated 13:00\n/pia frobnicate");
  expect(outcome.changes.filter(({ kind }) => kind === "record")).toHaveLength(1);
  expect(Object.keys(recordAfter(outcome)!.moments)).toEqual(["started", "mitigated"]);
  expect(recordAfter(outcome)?.moments.mitigated?.at).toBe(at("2026-11-22T13:40:00Z"));
  expect(replyOf(outcome)).toContain("Line 4, `/pia mitigated 13:00`: ");
  expect(replyOf(outcome)).toContain("Line 5, `/pia frobnicate`: I know no command `frobnicate`; nothing was changed.");
  expect(outcome.reaction?.content).toBe("confused");
});

test("comments by bots are never commands", () => {
  const outcome = say("/pia confirm", { comment: { author: { login: "dependabot[bot]", type: "Bot" } } });
  expect(outcome).toEqual({ outcomes: [], changes: [], reaction: null, reply: null });
});

test("a command in the wrong place says where it belongs", () => {
  expect(replyOf(say('/pia override reason:"x"'))).toBe(
    "`/pia override` is said on a pull request; this is an incident. Nothing was changed.",
  );
  expect(replyOf(say("/pia reviewed"))).toContain("The analysis is #8.");
});
