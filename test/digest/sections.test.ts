/** Each section by what a reader sees of a week: the open work, what was done, what happened. */
import { describe, expect, test } from "vitest";
import type { Section } from "#src/digest/section.ts";
import { analyses } from "#src/digest/sections/analyses.ts";
import { backlog } from "#src/digest/sections/backlog.ts";
import { budgets } from "#src/digest/sections/budgets.ts";
import { byComponent } from "#src/digest/sections/by-component.ts";
import { headline } from "#src/digest/sections/headline.ts";
import { incidents } from "#src/digest/sections/incidents.ts";
import { openWork } from "#src/digest/sections/open-work.ts";
import { ownerless } from "#src/digest/sections/ownerless.ts";
import { recurring } from "#src/digest/sections/recurring.ts";
import { settled } from "#src/digest/sections/settled.ts";
import type { TrackedIssue } from "#src/facts/issue.ts";
import { incident, issue, item } from "#test/command/world.ts";
import { at, closedOn, declared, early, factsOf, knownItem, stated } from "./told.ts";

const said = (section: Section, tracked: readonly TrackedIssue[]) => section.render(factsOf(tracked));
const rows = (text: string | null) => (text ?? "").split("\n").filter((line) => line.startsWith("| #"));

const accepted = { by: "alice", at: early.createdAt, reason: null };

describe("the headline", () => {
  test.each([
    ["nothing at all", [], "No incident, and 0 items done this week. Nothing is open."],
    [
      "an item in time",
      [item(12, {}, early)],
      "No incident, and 0 items done this week. 1 item is open, all in time. **Next:** #12 Cap retries at 3 (P0, with bob, due 1 Dec 2026).",
    ],
    [
      "an item past its date that nobody has, and one in time",
      [item(12, {}, early), item(13, { dueDate: "2026-11-20", owner: null, priority: "P1" }, early)],
      "No incident, and 0 items done this week. 2 items are open, 1 past the due date. **Next:** #13 Cap retries at 3 (P1, needs an owner, due 20 Nov 2026).",
    ],
    [
      "an incident that used up the budget",
      declared({ moments: stated({ started: "12:00", mitigated: "14:00" }) }),
      "1 incident, and 0 items done this week. Nothing is open. **Next:** go gently on checkout: the error budget is used up.",
    ],
  ])("of a week with %s", (_name, tracked, words) => {
    expect(said(headline, tracked)).toBe(words);
  });
});

describe("open work", () => {
  test("stands with owner, date and age as of the week's end, what is past its date first", () => {
    const tracked = [
      item(12, { accepted }, early),
      item(13, { accepted, dueDate: "2026-11-22", priority: "P2" }, early),
      item(14, { accepted, dueDate: null, priority: null }, early),
    ];
    expect(rows(said(openWork, tracked))).toEqual([
      "| #13 Cap retries at 3 | P2 | bob | 22 Nov 2026, now past | 20 d 13 h | accepted |",
      "| #12 Cap retries at 3 | P0 | bob | 1 Dec 2026 | 20 d 13 h | accepted |",
      "| #14 Cap retries at 3 | P1 (none set) | bob | 30 Nov 2026 (by priority) | 20 d 13 h | accepted |",
    ]);
  });

  test("what was closed after the week's end was open then, and says so", () => {
    expect(rows(said(openWork, [knownItem(12, { accepted }, closedOn("2026-11-23"))]))).toEqual([
      "| #12 Cap retries at 3 | P0 | bob | 1 Dec 2026 | 20 d 13 h | ✅ done, without proof since |",
    ]);
  });

  test("what was opened after the week's end is of the next week", () => {
    expect(said(openWork, [item(12, {}, { createdAt: at("2026-11-23T00:00:00Z") })])).toBeNull();
  });

  test("proposals are named, with what decides them", () => {
    const proposed = Array.from({ length: 10 }, (_, index) => item(12 + index, { accepted: null }, early));
    const decides = 'a comment there decides, `/pia accept` or `/pia reject reason:"…"`.';
    expect(said(openWork, proposed.slice(0, 1))).toBe(`#12 is only proposed: ${decides}`);
    expect(said(openWork, proposed)).toMatch(/^#12, #13, .*, #19 and 2 more are only proposed:/);
  });

  test("of very many, fifteen are shown and the rest is counted", () => {
    const many = Array.from({ length: 40 }, (_, index) => item(100 + index, {}, early));
    const text = said(openWork, many)!;
    expect(rows(text)).toHaveLength(15);
    expect(text).toContain("and 25 more.");
  });
});

describe("what was done", () => {
  const merged = { reference: { owner: "acme", repo: "shop", number: 31 }, state: "merged" } as const;
  const verification = { by: "carl", at: at("2026-11-20T10:00:00Z"), evidence: "https://ci.example/run/1" };
  const verified = { ...closedOn("2026-11-10"), labels: ["aftercare", "remediation", "verified"] };

  test.each([
    [
      "with its pull request",
      knownItem(12, { pullRequests: [merged] }, closedOn("2026-11-18")),
      "- #12 Cap retries at 3, by #31 (thank you, bob)",
    ],
    [
      "without one, and how to show that it works",
      knownItem(12, {}, closedOn("2026-11-18")),
      "- #12 Cap retries at 3 (thank you, bob). How can one tell that it works? A comment there keeps it: `/pia verify evidence:URL`",
    ],
    [
      "earlier, and verified this week",
      knownItem(12, { verification }, verified),
      "- **Shown to work:** #12 Cap retries at 3 (thank you, bob): https://ci.example/run/1",
    ],
    ["the week before", knownItem(12, { pullRequests: [merged] }, closedOn("2026-11-10")), null],
    ["after the week", knownItem(12, { pullRequests: [merged] }, closedOn("2026-11-23")), null],
  ])("is thanked for: %s", (_name, one, words) => {
    expect(said(settled, [one])).toBe(words);
  });
});

describe("incidents", () => {
  test("stand with what is known, and unknown is said as unknown", () => {
    const moments = stated({ started: "12:00", mitigated: "12:10" });
    const impacts = [
      {
        component: "checkout",
        share: "0.5",
        from: at("2026-11-22T12:00:00Z"),
        to: at("2026-11-22T12:10:00Z"),
        by: "carl",
      },
    ];
    expect(rows(said(incidents, declared({ moments, impacts })))).toEqual([
      "| #7 Checkout is down | 2 | checkout 5.0 min | not known yet | 10 min | #8 |",
    ]);
    expect(rows(said(incidents, [{ issue: incident, recordComment: null }]))).toEqual([
      "| #7 Checkout is down (not confirmed yet: `/pia confirm`) | 2 | checkout still lasting (assumed) | not known yet | not known yet | none yet |",
    ]);
  });

  test("of another week are not told of", () => {
    const moments = stated({ started: "12:00" });
    const earlier = { ...moments, started: { ...moments.started!, at: at("2026-11-15T22:59:59Z") } };
    expect(said(incidents, declared({ moments: earlier }))).toBeNull();
  });

  test("a median and a p90 are given from three known times on, with how many there are", () => {
    const facts = factsOf(declared());
    const one = (number: number, mitigated: string) => ({
      ...facts.incidents[0]!,
      issue: { ...incident, number },
      moments: stated({ started: "12:00", mitigated }),
    });
    const told = (times: readonly string[]) =>
      incidents.render({ ...facts, incidents: times.map((time, index) => one(index + 1, time)) });
    expect(told(["12:10", "14:00"])).not.toContain("Median");
    expect(told(["12:10", "14:00", "12:20"])).toContain(
      "Median time to mitigate 20 min (p90 2 h, n = 3). p90: nine of ten took no longer.",
    );
    expect(told(["12:10", "14:00", "12:20", "12:31"])).toContain("to mitigate 25 min 30 s (p90 2 h, n = 4)");
    const twenty = Array.from({ length: 20 }, (_unused, index) => `12:${String(index + 10)}`);
    expect(told(twenty)).toContain("to mitigate 19 min 30 s (p90 27 min, n = 20)");
  });
});

describe("what was seen before", () => {
  const earlier = (number: number, started: string) => ({
    issue: issue(number, { ...closedOn(started), createdAt: at(`${started}T10:00:00Z`), labels: incident.labels }),
    recordComment: null,
  });

  test("is a component with another incident within eight weeks, with the minutes that are known", () => {
    const tracked = [
      earlier(1, "2026-09-27"),
      earlier(2, "2026-09-28"),
      ...declared({ moments: stated({ started: "12:00" }) }),
    ];
    expect(said(recurring, tracked)).toMatch(
      /^- \*\*checkout\*\*: 2 incidents in eight weeks \(#7 and #2\), 120\.0 min of impact in all\. What do they have in common\?/,
    );
  });

  test("is nothing in a week without incidents, or with a first one", () => {
    expect(said(recurring, [earlier(1, "2026-11-03"), earlier(2, "2026-10-28")])).toBeNull();
    expect(said(recurring, [earlier(1, "2026-09-27"), ...declared()])).toBeNull();
  });
});

describe("what needs a name", () => {
  test("is an item without an owner, with who might take it, and an incident without a component", () => {
    const orphan = item(12, { owner: null }, early);
    const nameless = issue(20, { labels: ["incident", "aftercare"], title: "Odd errors" });
    expect(said(ownerless, [orphan, { issue: nameless, recordComment: null }])).toBe(
      [
        "- #12 Cap retries at 3 has no owner: assign somebody on the issue. Ask @\u200bacme/payments who takes it.",
        "- #20 Odd errors names no component, so no owner hears of it: set a label such as `component:checkout` and `component:search`.",
      ].join("\n"),
    );
  });

  test("is not what has one, is only proposed, or was settled since", () => {
    const tracked = [
      item(12, {}, early),
      item(13, { owner: null, accepted: null }, early),
      item(14, { owner: null }, closedOn("2026-11-23")),
    ];
    expect(said(ownerless, tracked)).toBeNull();
  });
});

describe("numbers", () => {
  test("by component and owner, for more than one item", () => {
    const tracked = [
      item(12, { dueDate: "2026-11-20" }, early),
      item(13, { components: ["search"], owner: null }, early),
      knownItem(14, {}, closedOn("2026-11-18")),
    ];
    const text = said(byComponent, tracked)!;
    expect(text.split("\n").filter((line) => /^\| [a-z]/.test(line))).toEqual([
      "| checkout | 1 | 1 | 1 |",
      "| search | 1 | 0 | 0 |",
      "| bob | 1 | 1 |",
      "| nobody yet | 1 | 0 |",
    ]);
    expect(said(byComponent, tracked.slice(0, 1))).toBeNull();
  });

  test.each([
    ["healthy", {}, "| checkout | 100.0% (40.3 min) | 99.9% | healthy |"],
    ["low", { started: "12:00", mitigated: "12:36" }, "| checkout | 10.7% (4.3 min) | 99.9% | low; healthy again"],
    ["used up", { started: "12:00", mitigated: "14:00" }, "| checkout | -197.6% (-79.7 min) | 99.9% | used up; lifts"],
  ])("of a budget that is %s", (_name, times, words) => {
    const far = { moments: stated(times), ...("started" in times ? {} : { external: EXTERNAL }) };
    expect(said(budgets, declared(far))).toContain(words);
  });

  test("of the backlog: what came and went in eight weeks, as a picture and in words", () => {
    const tracked = [
      item(12, {}, early),
      item(13, {}, { ...closedOn("2026-11-18"), createdAt: at("2026-08-01T10:00:00Z") }),
      item(14, {}, closedOn("2026-11-10")),
    ];
    const text = said(backlog, tracked)!;
    expect(text).toMatch(
      /^It is as large as before: 1 open eight weeks ago, 1 at the end of this week \(2 opened, 2 settled\)\.\n/,
    );
    expect(text).not.toContain("mermaid");
    expect(text).toContain("| Open at its end | 1 | 1 | 1 | 1 | 1 | 3 | 2 | 1 |");
    expect(said(backlog, [])).toBeNull();
  });

  test("of a backlog that moves are drawn, with whole items at the axis", () => {
    const done = (number: number, day: string) => item(number, {}, closedOn(day));
    const text = said(backlog, [done(12, "2026-11-10"), done(13, "2026-11-18"), item(14, {}, early)])!;
    expect(text).toMatch(/^It grows: 0 open eight weeks ago, 1 at the end of this week \(3 opened, 2 settled\)\.\n/);
    expect(text).toContain("    x-axis [W40, W41, W42, W43, W44, W45, W46, W47]\n");
    expect(text).toContain('    y-axis "Items" 0 --> 10\n');
    expect(text).toContain("    bar [0, 0, 0, 0, 0, 3, 0, 0]\n    line [0, 0, 0, 0, 0, 0, 1, 1]\n```");
  });
});

const EXTERNAL = { by: "ana", at: at("2026-11-22T15:00:00Z"), reason: "the provider" };

describe("analyses", () => {
  test("that are required and incomplete say what is next, and when the review was due", () => {
    const text = said(analyses, declared({ reviewDue: "2026-11-20" }));
    expect(text).toBe(
      "- #8 Analysis of #7 (with carl, review was due 20 Nov 2026). Next: Say when it started: `/pia started TIME`. (and 4 more)",
    );
    expect(said(analyses, declared({ reviewDue: "2026-11-24" }))).toContain("review due 24 Nov 2026)");
  });

  test("of incidents that need none are left out", () => {
    const [first, second] = declared({ moments: stated({ started: "12:00", mitigated: "12:01" }) });
    const mild = {
      ...first!,
      issue: { ...incident, labels: ["incident", "aftercare", "sev:4", "component:checkout"] },
    };
    expect(said(analyses, [mild, second!])).toBeNull();
  });
});
