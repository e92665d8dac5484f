import { describe, expect, it } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import { findMarkers } from "#src/effect/marker.ts";
import { analysisMarker, declareIncident, type LinkInput, linkAnalysis } from "#src/incident/declare.ts";
import { incidentWith } from "#test/timeline/timeline.ts";
import { repository } from "./incident-issue.ts";

const config = configSchema.parse({ components: { checkout: {}, search: {} } });
const link = (parts: Partial<LinkInput>): LinkInput => ({
  incident: incidentWith({}),
  nearMiss: false,
  analysis: { owner: "acme", repo: "shop", number: 9 },
  config,
  unknownComponents: [],
  need: { level: "required", reasons: ["it is severity 2"] },
  reviewDue: "2026-11-25",
  recordBody: "the record",
  recordSeen: null,
  ...parts,
});
const commentOn = (parts: Partial<LinkInput>) => {
  const comments = linkAnalysis(link(parts)).filter((effect) => effect.kind === "ensure-comment");
  return comments.find((effect) => effect.issue.number === 7)!.body;
};

describe("declaring an incident", () => {
  it("wants one analysis, found by the repository's id and the incident's number", () => {
    const document = { title: "PIA: Checkout is down (#7)", body: "…" };
    const input = { incident: incidentWith({}), nearMiss: false, repository, config, document, lead: ["alice"] };
    expect(declareIncident(input)).toEqual({
      kind: "ensure-issue",
      repository: { owner: "acme", repo: "shop" },
      marker: { kind: "pia", keys: { incident: "901:7" } },
      title: document.title,
      body: document.body,
      labels: ["aftercare", "pia", "component:checkout", "sev:2"],
      assignees: ["alice"],
      parent: incidentWith({}).issue,
    });
    expect(analysisMarker({ id: 901 }, { number: 7 })).toEqual({ kind: "pia", keys: { incident: "901:7" } });
  });

  it("ties both together: label, record, sub-issue, one comment on the incident", () => {
    expect(linkAnalysis(link({})).map((effect) => effect.kind)).toEqual([
      "ensure-label",
      "ensure-comment",
      "ensure-sub-issue",
      "ensure-comment",
    ]);
    expect(findMarkers(commentOn({}))).toEqual([{ kind: "incident-link", keys: {} }]);
  });

  it("asks for no link that was made with the analysis", () => {
    const kinds = linkAnalysis(link({ isLinked: true })).map((effect) => effect.kind);
    expect(kinds).toEqual(["ensure-label", "ensure-comment", "ensure-comment"]);
  });

  it("says what happened and what to do next", () => {
    const comment = commentOn({});
    expect(comment).toContain(
      "**#9 is the analysis of this incident.** Required: it is severity 2. Its review is due by 25 Nov 2026.",
    );
    expect(comment).toContain("\n/pia started 14:05\n");
    expect(comment).not.toContain("\n- ");
  });

  it.each<[string, Partial<LinkInput>, string]>([
    ["nobody confirmed it", { incident: incidentWith({ confirmed: false }) }, "`/pia confirm`"],
    ["the severity is missing", { incident: incidentWith({ severity: null }) }, "set a label from `sev:1` to `sev:4`"],
    [
      "the component is missing",
      { incident: incidentWith({ components: [] }) },
      "set one of `component:checkout`, `component:search`",
    ],
    [
      "a component does not exist",
      { unknownComponents: ["<b>x"] },
      "No component is called component:&lt;b&gt;x. Known: `component:checkout`",
    ],
  ])("asks when %s", (_name, parts, question) => {
    expect(commentOn(parts)).toContain(question);
  });

  it("thanks for a near miss and asks for nothing", () => {
    const comment = commentOn({ nearMiss: true, incident: incidentWith({ confirmed: false, severity: null }) });
    expect(comment).toContain("#9 has five short questions");
    expect(comment).not.toContain("/pia confirm");
  });
});
