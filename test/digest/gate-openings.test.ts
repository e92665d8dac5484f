/** What opened the gate, what was learned and who told of a near miss: everything of the week, once, with who and why. */
import { describe, expect, test } from "vitest";
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import type { Effect, EnsureIssue } from "#src/effect/effect.ts";
import { gateOpenings } from "#src/digest/sections/gate-openings.ts";
import { lessons } from "#src/digest/sections/lessons.ts";
import { nearMisses } from "#src/digest/sections/near-misses.ts";
import type { IssueFacts, TrackedIssue } from "#src/facts/issue.ts";
import { openPause } from "#src/remediation/pause.ts";
import { BOT, config, issue, repository } from "#test/command/world.ts";
import { at, closedOn, declared, factsOf, knownItem } from "./told.ts";

const FRIDAY = at("2026-11-20T10:00:00Z");
const openings = (tracked: readonly TrackedIssue[]) =>
  (gateOpenings.render(factsOf(tracked)) ?? "").split("\n").filter((line) => line.startsWith("- "));
const recorded = (record: Partial<AnalysisRecord>) => openings(declared(record));

function pause(number: number, said: Partial<IssueFacts> = {}): TrackedIssue {
  const asked = {
    components: ["checkout"],
    by: "max",
    reason: "a renamed folder",
    from: FRIDAY,
    until: FRIDAY + 86_400,
  };
  const effect: Effect & EnsureIssue = openPause(
    { ...asked, source: "1:1", url: "https://github.com/x" },
    { repository, config },
  );
  return {
    issue: issue(number, { body: effect.body, labels: effect.labels, author: BOT, ...said }),
    recordComment: null,
  };
}

describe("what opened the gate", () => {
  test("an override and its approval are told once, though every analysis concerned has them", () => {
    const log = [
      { at: FRIDAY, by: "dan", what: "#31: override asked for: the migration comes first (break-glass)" },
      { at: FRIDAY, by: "dan", what: "#31: override asked for: the migration comes first (break-glass)" },
      { at: FRIDAY + 60, by: "max", what: "#31: override approved" },
      { at: FRIDAY + 90, by: "max", what: "#12 done" },
      { at: at("2026-11-15T10:00:00Z"), by: "dan", what: "#30: override asked for: last week" },
    ];
    expect(recorded({ log })).toEqual([
      "- **Override asked for** on #31 by dan, 20 Nov 2026 10:00Z: “the migration comes first (break-glass)”",
      "- **Override approved** on #31 by max, 20 Nov 2026 10:01Z",
    ]);
  });

  test("a pause is told of, also when somebody took it back and its issue is closed", () => {
    const words = "**Pause** of checkout by max, 20 Nov 2026 10:00Z to 21 Nov 2026 10:00Z";
    expect(openings([pause(50)])).toEqual([`- ${words} (#50): “a renamed folder”`]);
    expect(openings([pause(50, { state: "closed", closedAt: FRIDAY + 3600 })])).toEqual([
      `- ${words}, taken back 20 Nov 2026 11:00Z (#50): “a renamed folder”`,
    ]);
    expect(openings([pause(50, { author: { login: "eve", type: "User" } })])).toEqual([]);
  });

  test("a cause outside, and a correction that needed a reason", () => {
    const external = { by: "ana", at: FRIDAY, reason: "the region was down" };
    const correction = { from: "22 Nov 2026 12:00Z", to: "22 Nov 2026 12:20Z", by: "ana", at: FRIDAY + 60 };
    const corrections = [
      { ...correction, field: "started", reason: "the graph shows it" },
      { ...correction, field: "detected", reason: "an earlier alert" },
      { ...correction, field: "mitigated", reason: null },
    ];
    expect(recorded({ external, corrections })).toEqual([
      "- **Cause outside:** #7 burns no error budget, said ana: “the region was down”",
      "- **Correction** on #7: started from 22 Nov 2026 12:00Z to 22 Nov 2026 12:20Z, by ana: “the graph shows it”",
    ]);
  });

  test("a decision not to do an item, while it stands", () => {
    const decision = { kind: "accepted-risk", by: "bob", at: FRIDAY, reason: "a minute a year" } as const;
    const closed = { ...closedOn("2026-11-20"), stateReason: "not_planned" as const };
    expect(openings([knownItem(12, { decision }, closed)])).toEqual([
      "- **Risk accepted:** #12 Cap retries at 3, by bob: “a minute a year”",
    ]);
    expect(openings([knownItem(12, { decision }, {})])).toEqual([]);
  });

  test("nothing: no section", () => {
    expect(gateOpenings.render(factsOf(declared()))).toBeNull();
  });
});

describe("what was learned", () => {
  const LESSONS = "## Lessons\n\n*What should somebody on another team know who never reads the rest?*\n";
  const learned = (
    text: string,
    record: Partial<AnalysisRecord> = { reviewed: { by: "ana", at: FRIDAY, reason: null } },
  ) => {
    const [first, second] = declared(record);
    const body = `${second!.issue.body}\n\n${text}`;
    return lessons.render(factsOf([first!, { ...second!, issue: { ...second!.issue, body } }]));
  };

  test.each([
    [
      "in words",
      `${LESSONS}\nCap *every* retry, ask @olga.\n\nThen measure.`,
      "Cap every retry, ask @\u200bolga. Then measure.",
    ],
    ["as a list", `${LESSONS}\n- Cap retries\n- Measure`, "Cap retries Measure"],
    ["under a former heading", "### Lessons learned\n\nCap retries\n\n## Next\n\nNo", "Cap retries"],
    ["with code and comments left out", `${LESSONS}\n<!-- x -->\n\`\`\`\nrm\n\`\`\`\n\nCap`, "Cap"],
  ])("%s", (_name, text, expected) => {
    expect(learned(text)).toBe(`- #8 Analysis of #7: “${expected}”`);
  });

  test("is nothing while only the question stands there, and in weeks without a review", () => {
    expect(learned(LESSONS)).toBeNull();
    expect(learned("## Summary\n\nIt broke")).toBeNull();
    expect(learned(`${LESSONS}\nCap retries`, {})).toBeNull();
    expect(learned(`${LESSONS}\nCap`, { reviewed: { by: "ana", at: FRIDAY - 8 * 86_400, reason: null } })).toBeNull();
  });

  test("is short", () => {
    expect(learned(`${LESSONS}\n${"word ".repeat(500)}`)!.length).toBeLessThan(320);
  });
});

test("near misses are thanked for in the week in which they were told", () => {
  const labels = ["near-miss"];
  const told = (number: number, said: Partial<IssueFacts>) => ({
    issue: issue(number, { labels, ...said }),
    recordComment: null,
  });
  const facts = factsOf([
    told(40, { title: "Almost dropped a table" }),
    told(41, { createdAt: at("2026-11-10T10:00:00Z") }),
    told(42, { author: BOT }),
    told(43, { labels: ["near-miss", "incident"] }),
  ]);
  expect(nearMisses.render(facts)).toBe("- #40 Almost dropped a table, told by dora");
});
