import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHECKLIST_LINES } from "#src/analysis/checklist-lines.ts";
import { readFactors } from "#src/analysis/factors.ts";
import { readFindings } from "#src/analysis/read-findings.ts";
import { readWhyTree } from "#src/analysis/why-tree.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { analysisDocument, type TemplateInput } from "#src/analysis/template.ts";
import { configSchema } from "#src/config/schema.ts";
import { findMarkers } from "#src/effect/marker.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { readReferences } from "#src/markdown/references.ts";
import { readSections } from "#src/markdown/sections.ts";
import { readTasks } from "#src/markdown/task-list.ts";
import { repository } from "#test/incident/incident-issue.ts";
import { hostileText } from "#test/markdown/hostile-text.ts";
import { at, incidentWith } from "#test/timeline/timeline.ts";

const config = configSchema.parse({
  components: { checkout: { owners: ["@acme/payments"] } },
  review: { invite: ["@acme/qa", "the support desk"] },
});
const entry = (text: string) => ({
  at: at("05:36"),
  text,
  by: "alice",
  url: "https://github.com/acme/shop/issues/7",
  source: "activity" as const,
});
const input = (parts: Partial<TemplateInput>): TemplateInput => ({
  incident: incidentWith({}),
  nearMiss: false,
  repository,
  config,
  need: { level: "required", reasons: ["it is severity 2"] },
  timeline: [entry("Opened")],
  participants: ["alice", "bob", "alice"],
  lead: "alice",
  reviewDue: "2026-11-25",
  ...parts,
});
const document = (parts: Partial<TemplateInput> = {}) => analysisDocument(input(parts));

describe("a new analysis", () => {
  it("has the fields that every analysis needs", () => {
    const titles = readSections(parseMarkdown(document().body)).map((section) => section.title);
    expect(titles).toEqual([
      "summary",
      "impact",
      "timeline",
      "detection",
      "response",
      "recovery",
      "five whys",
      "contributing factors",
      "trigger",
      "causes",
      "seen before",
      "what went well",
      "what was hard",
      "where we were lucky",
      "remediation items",
      "lessons",
      "who should be in the room",
      "follow-up checklist",
    ]);
  });

  it("carries the marker by which it is found, and one for each line of the checklist", () => {
    const markers = findMarkers(document().body);
    expect(markers[0]).toEqual({ kind: "pia", keys: { incident: "901:7" } });
    expect(markers.slice(1)).toEqual(CHECKLIST_LINES.map(({ id }) => ({ kind: "check", keys: { id } })));
    expect(readTasks(parseMarkdown(document().body)).map((task) => task.checked)).toEqual(
      CHECKLIST_LINES.map(() => false),
    );
  });

  it("says what is known", () => {
    const { title, body } = document();
    expect(title).toBe("PIA: Checkout is down (#7)");
    expect(body).toContain("| **Incident** | [#7 Checkout is down](https://github.com/acme/shop/issues/7) |");
    expect(body).toContain("| **Review due** | 25 Nov 2026 |");
    expect(body).toContain("| **Why an analysis** | Required: it is severity 2. |");
    expect(body).toContain("- @alice, @bob: took part\n- @acme/payments: owns a component\n- @acme/qa: always invited");
  });

  it("refers to no issue but its incident, and mentions nobody but those it invites", () => {
    const { body } = document();
    expect(readReferences(parseMarkdown(body)).map((reference) => reference.number)).toEqual([7, 7]);
    const inCode = /```[^]*?```|`[^`]*`/g;
    expect(body.replaceAll(inCode, "").match(/@[a-z/]+/g)).toEqual(["@alice", "@bob", "@acme/payments", "@acme/qa"]);
  });

  it("says what is not known", () => {
    const { body } = document({
      incident: incidentWith({ severity: null, components: [] }),
      lead: null,
      reviewDue: null,
    });
    expect(body).toContain("| **Severity** | not known yet |");
    expect(body).toContain("| **Led by** | nobody yet: assign this issue |");
  });

  it("counts as unanswered until somebody writes", () => {
    expect(readFindings(document().body)).toMatchObject({ causes: [], timelineEntries: 1 });
    expect(readWhyTree(readOutline(document().body))).toEqual([]);
    expect(readFactors(readOutline(document().body))).toEqual({ triggers: [], causes: [] });
  });

  it("fits into an issue however much happened, and says what is left out", () => {
    const { body } = document({
      timeline: Array.from({ length: 2_000 }, () => entry("x".repeat(160))),
      participants: Array.from({ length: 400 }, (_, index) => `person-${index}`),
    });
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body).toContain(
      "entries left out here for length: see [the incident](https://github.com/acme/shop/issues/7)",
    );
    expect(body).toContain(" and 380 more: took part");
  });

  it("keeps its shape whatever people wrote", () => {
    const plain = readSections(parseMarkdown(document().body)).map((section) => section.title);
    fc.assert(
      fc.property(hostileText, (text) => {
        const { title, body } = document({
          incident: incidentWith({ title: text, components: [text] }),
          timeline: [entry(text)],
          participants: [text],
          lead: text,
        });
        expect(readSections(parseMarkdown(body)).map((section) => section.title)).toEqual(plain);
        expect(findMarkers(body)).toHaveLength(1 + CHECKLIST_LINES.length);
        expect(title).not.toContain("\n");
        expect(title.length).toBeLessThanOrEqual(256);
      }),
    );
  });

  it("of a near miss asks five questions and nothing more", () => {
    const { title, body } = document({ nearMiss: true });
    expect(title).toBe("Near miss: Checkout is down (#7)");
    expect(readSections(parseMarkdown(body))).toHaveLength(5);
    expect(readTasks(parseMarkdown(body))).toEqual([]);
    expect(findMarkers(body)).toEqual([{ kind: "pia", keys: { incident: "901:7" } }]);
  });
});
