import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { readRecord } from "#src/analysis/read-record.ts";
import { renderRecord } from "#src/analysis/record-markdown.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { findMarkers } from "#src/effect/marker.ts";
import { type Incident, MOMENTS } from "#src/incident/incident.ts";
import { cleanText } from "#src/markdown/escape.ts";
import { hostileText } from "#test/markdown/hostile-text.ts";

const incidentIssue = { owner: "acme", repo: "shop", number: 7 };
const at = (time: string) => parseInstant(`2026-11-22T${time}:00Z`)!;

const viewOf = (record: AnalysisRecord) => ({
  record,
  incident: {
    issue: record.incident,
    title: "Checkout is down",
    url: "https://github.com/acme/shop/issues/7",
    open: true,
    createdAt: at("05:36"),
    closedAt: null,
    severity: 2,
    components: ["checkout"],
    confirmed: record.confirmed !== null,
    external: record.external !== null,
    moments: record.moments,
    impacts: record.impacts,
  } satisfies Incident,
  budgets: [],
  timeline: [
    {
      at: at("05:36"),
      text: "Opened | it",
      by: "alice",
      url: "https://github.com/acme/shop/issues/7",
      source: "activity" as const,
    },
  ],
  missing: ["Say when it was mitigated: `/pia mitigated TIME`."],
});

const text = hostileText.map(cleanText);
const filled = text.filter((value) => value !== "");
const reason = fc.option(filled, { nil: null });
const instant = fc.integer({ min: 0, max: 4_000_000_000 });
const source = fc.oneof(text, fc.constant("https://github.com/acme/shop/issues/7#issuecomment-901"));
const attestation = fc.option(fc.record({ by: text, at: instant, reason }), { nil: null });
const issue = fc.record({
  owner: fc.stringMatching(/^[\w.-]{1,9}$/),
  repo: fc.stringMatching(/^[\w.-]{1,9}$/),
  number: fc.integer({ min: 1, max: 999_999_999 }),
});
const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => String(thousandths / 1000));
const moment = fc.record({ at: instant, by: text, source });
const impact = fc
  .record({
    component: filled,
    share,
    from: instant,
    lasts: fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: null }),
    by: text,
  })
  .map(({ lasts, ...line }) => ({ ...line, to: lasts === null ? null : line.from + lasts }));
const cells = fc.array(text, { maxLength: 4 }).map((row) => row.slice(0, row.findLastIndex((cell) => cell !== "") + 1));

const items = fc.uniqueArray(
  fc.record({ issue, fields: fc.dictionary(filled, filled, { maxKeys: 3, noNullPrototype: true }) }),
  { maxLength: 3, selector: (item) => JSON.stringify(item.issue).toLowerCase() },
);

const said = fc
  .array(fc.record({ at: instant, by: text, text: filled, source }), { maxLength: 3 })
  .map((list) => list.toSorted((a, b) => a.at - b.at));

const anyRecord: fc.Arbitrary<AnalysisRecord> = fc.record({
  incident: issue,
  confirmed: attestation,
  external: attestation,
  moments: fc.record(Object.fromEntries(MOMENTS.map((name) => [name, moment])), { requiredKeys: [] }),
  impacts: fc.array(impact, { maxLength: 3 }),
  notes: said,
  decisions: said,
  stars: fc
    .array(fc.record({ at: instant, by: text }), { maxLength: 3 })
    .map((stars) => stars.toSorted((a, b) => a.at - b.at)),
  session: fc.option(fc.record({ at: instant, by: text, said: instant }), { nil: null }),
  published: fc.option(fc.record({ by: text, at: instant, text: fc.stringMatching(/^[0-9a-f]{16}$/) }), { nil: null }),
  reviewReminded: fc.constantFrom(null, "soon 2026-11-25", "overdue 2026-11-25 +2w"),
  reviewDue: fc.option(fc.constantFrom("2026-11-25", "2028-02-29"), { nil: null }),
  reviewed: attestation,
  held: fc.option(
    fc.record({
      attendees: fc.array(
        fc.stringMatching(/^[a-z0-9]{1,8}$/).filter((n) => n !== "no" && n !== "unknown"),
        { minLength: 1, maxLength: 3 },
      ),
      by: text,
      at: instant,
    }),
    { nil: null },
  ),
  linked: items,
  kept: items,
  corrections: fc.array(fc.record({ field: text, from: text, to: text, by: text, at: instant, reason }), {
    maxLength: 3,
  }),
  log: fc.array(fc.record({ at: instant, by: text, what: text }), { maxLength: 3 }),
  unreadable: fc.array(fc.record({ table: filled, cells, why: text }), { maxLength: 2 }),
});

describe("the record comment", () => {
  it("gives back exactly what it was written from, whatever people wrote", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const comment = renderRecord(viewOf(record));
        expect(readRecord(comment, incidentIssue)!.record).toEqual(record);
        expect(readRecord(comment.replaceAll("\n", "\r\n"), incidentIssue)!.record).toEqual(record);
        expect(findMarkers(comment).map((marker) => marker.kind)).toEqual(["record", "record-end"]);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what people wrote below it, and its own text is written once", () => {
    const first = renderRecord(viewOf(emptyRecord(incidentIssue)));
    const edited = `${first}\n\nI think the cache was cold, too.`;
    const second = renderRecord(viewOf(emptyRecord(incidentIssue)), edited);
    expect(second).toBe(edited);
  });

  it("reads hand edits back, and keeps and names the row that it cannot read", () => {
    const comment = renderRecord(viewOf(emptyRecord(incidentIssue)))
      .replace("| started | unknown |  |  |", "| started | 2026-11-22 06:30 +01:00 | alice |  |")
      .replace("| mitigated | unknown |  |  |", "| mitigated | ten past six | bob |  |");
    const reading = readRecord(comment, incidentIssue)!;
    expect(reading.record.moments).toEqual({ started: { at: at("05:30"), by: "alice", source: "" } });
    expect(reading.problems).toEqual([
      "Moment: “mitigated · ten past six · bob” is left out, because “ten past six” is no time with a zone; write it like 2026-11-22 05:30Z.",
    ]);
    const again = readRecord(renderRecord(viewOf(reading.record)), incidentIssue)!;
    expect(again).toEqual(reading);
  });

  it.each([
    ["| confirmed | no |  |  |  |", "| confirmed | perhaps | bob |  |  |", "neither yes nor no"],
    ["| review due | unknown |  |  |  |", "| review due | 2026-02-30 |  |  |  |", "no date"],
    ["| detected | unknown |  |  |", "| noticed | 2026-11-22 05:31Z |  |  |", "the moments are started, detected"],
    [
      "| detected | unknown |  |  |",
      "| started | 2026-11-22 05:31Z | | |\n| started | 2026-11-22 05:32Z | | |",
      "stands there twice",
    ],
  ])("says why it cannot read %s once it says %s", (from, to, why) => {
    const { problems } = readRecord(renderRecord(viewOf(emptyRecord(incidentIssue))).replace(from, to), incidentIssue)!;
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(why);
  });

  it("is no record when none of its tables is there", () => {
    expect(readRecord("| a | b |\n|---|---|\n| 1 | 2 |", incidentIssue)).toBeNull();
    expect(readRecord("", incidentIssue)).toBeNull();
  });

  it("stays within what GitHub takes and says that older log lines are elsewhere", () => {
    const log = Array.from({ length: 900 }, (_, index) => ({
      at: at("05:30") + index,
      by: "alice",
      what: `override of #${index} because ${"x".repeat(60)}`,
    }));
    const comment = renderRecord(viewOf({ ...emptyRecord(incidentIssue), log }));
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toContain("older log lines are in this comment's edit history");
    expect(readRecord(comment, incidentIssue)!.record.log.at(-1)).toEqual(log.at(-1));
  });

  it("carries the timeline so far, and leaves it out rather than the record when there is no room", () => {
    const view = viewOf(emptyRecord(incidentIssue));
    expect(renderRecord(view)).toContain(
      "| 22 Nov 2026 05:36Z | Opened \\| it (alice) | [GitHub](https://github.com/acme/shop/issues/7) |",
    );
    const notes = Array.from({ length: 100 }, () => ({
      at: at("05:40"),
      by: "alice",
      text: "@".repeat(290),
      source: "",
    }));
    const corrections = Array.from({ length: 90 }, () => ({
      field: "started",
      from: "x".repeat(290),
      to: "y",
      by: "alice",
      at: at("05:40"),
      reason: null,
    }));
    const full = renderRecord(viewOf({ ...emptyRecord(incidentIssue), notes, corrections }));
    expect(full).not.toContain("Timeline so far");
    expect(readRecord(full, incidentIssue)!.record).toMatchObject({ notes, corrections });
  });

  it("tells people where the incident stands", () => {
    const moments = {
      started: { at: at("05:30"), by: "alice", source: "" },
      detected: { at: at("05:34"), by: "alice", source: "" },
      mitigated: { at: at("06:10"), by: "alice", source: "" },
    };
    const impacts = [{ component: "checkout", share: "0.5", from: at("05:30"), to: null, by: "alice" }];
    const budgets = [{ component: "checkout", objective: "99.9% over 28d", before: "100%", after: "50.4%" }];
    const comment = renderRecord({ ...viewOf({ ...emptyRecord(incidentIssue), moments, impacts }), budgets });
    expect(comment).toContain("**Users were affected for 40 min**, until 22 Nov 2026 06:10Z.");
    expect(comment).toContain("| Time to detect | **4 min** | started → detected |");
    expect(comment).toContain("| Time to resolve | unknown | started → resolved: say `/pia resolved TIME` |");
    expect(comment).toContain("**Impact:** 20 impact minutes on checkout.");
    expect(comment).toContain("| checkout | 99.9% over 28d | 100% | 50.4% |");
    expect(comment).toContain("- Say when it was mitigated: `/pia mitigated TIME`.");
  });
});
