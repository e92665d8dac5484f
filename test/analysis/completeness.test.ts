import { describe, expect, it } from "vitest";
import { analysisComplete } from "#src/analysis/completeness.ts";
import { configSchema } from "#src/config/schema.ts";
import { at, momentsOf } from "#test/timeline/timeline.ts";
import { ANSWERED, analysisWith, factsWith, itemWith } from "./analyses.ts";

const reviewed = { reviewed: { by: "bob", at: at("08:00"), reason: null } };
const causes = (text: string) =>
  factsWith({ analysis: analysisWith({ body: `## Contributing factors\n\n${text}\n`, record: reviewed }) });

describe("an analysis", () => {
  it("is complete when all that gates is known", () => {
    expect(analysisComplete(factsWith({}))).toEqual({ complete: true, missing: [] });
  });

  it.each([
    [
      "start",
      factsWith({ incidentParts: { moments: momentsOf({ mitigated: "06:10" }) } }),
      "Say when it started: `/pia started TIME`.",
    ],
    [
      "end",
      factsWith({ incidentParts: { moments: momentsOf({ started: "05:30" }) } }),
      "Say when it was mitigated: `/pia mitigated TIME`.",
    ],
    [
      "impact",
      factsWith({ incidentParts: { impacts: [] } }),
      "Say how much was affected: `/pia impact checkout 100% FROM..TO`.",
    ],
    [
      "review",
      factsWith({ analysis: analysisWith({ body: ANSWERED }) }),
      "Somebody other than the author reviews it: `/pia reviewed`.",
    ],
    [
      "readable record",
      factsWith({ analysis: analysisWith({ body: ANSWERED, record: null }) }),
      "Somebody other than the author reviews it: `/pia reviewed`.",
    ],
    ["cause", causes("### Causes\n\n- …"), "Name at least one cause under *Contributing factors*."],
    [
      "cause that is no person",
      causes("- @alice pushed the wrong branch → #12"),
      "Name at least one cause that is a condition of the system; a person's deed has conditions, too.",
    ],
    [
      "item for a cause",
      causes("- No upper limit → #13"),
      "Cause “No upper limit → #13” needs an item (`→ #12`) or “no action, because …”.",
    ],
    [
      "reason for no item",
      causes("- No upper limit → no action"),
      "Cause “No upper limit → no action” needs an item (`→ #12`) or “no action, because …”.",
    ],
  ])("is not complete without its %s", (_name, facts, sentence) => {
    expect(analysisComplete(facts)).toEqual({ complete: false, missing: [sentence] });
  });

  it.each([
    "- No upper limit → #12",
    "- No upper limit\n  - #12",
    "* No upper limit (https://github.com/acme/shop/issues/12)",
    "1. No upper limit: acme/shop#12",
    "- No upper limit. No action needed because we accept an hour a year",
    "### Trigger\n\n- a deploy\n\n### Causes\n\n- No upper limit → #12",
  ])("has its cause answered by %j", (text) => {
    expect(analysisComplete(causes(text)).missing).toEqual([]);
  });

  it("does not take a quoted, commented or foreign reference for an item", () => {
    const facts = causes("- A → `#12`\n- B <!-- #12 -->\n- C → other/repo#12");
    expect(analysisComplete(facts).missing).toHaveLength(3);
  });

  it("may be reviewed by its author only where there is a single maintainer", () => {
    const analysis = analysisWith({
      body: ANSWERED,
      record: { reviewed: { by: "Alice", at: at("08:00"), reason: null } },
    });
    expect(analysisComplete(factsWith({ analysis })).missing).toEqual([
      "It was reviewed by its author (Alice); somebody else reviews it: `/pia reviewed`.",
    ]);
    const config = configSchema.parse({ single_maintainer: true });
    expect(analysisComplete(factsWith({ analysis, config })).complete).toBe(true);
  });

  it("does not become incomplete by more items", () => {
    const items = [
      itemWith({}),
      itemWith({ issue: { owner: "acme", repo: "shop", number: 13 }, assignees: [], dueDate: null }),
    ];
    expect(analysisComplete(factsWith({ items })).complete).toBe(true);
  });
});
