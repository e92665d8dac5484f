/** Analyses for tests, with only what a test is about. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import type { CompletenessFacts, FollowUp } from "#src/analysis/completeness.ts";
import { emptyRecord, type Statement } from "#src/analysis/record.ts";
import { configSchema } from "#src/config/schema.ts";
import type { Incident } from "#src/incident/incident.ts";
import { incidentIssue } from "#test/incident/incident-issue.ts";
import { at, incidentWith } from "#test/timeline/timeline.ts";

/** acme/shop#7 */
export const INCIDENT = { owner: "acme", repo: "shop", number: 7 };

/** Said by alice at 08:00. */
export const statement: Statement = {
  by: "alice",
  now: at("08:00"),
  reason: null,
  source: "https://github.com/acme/shop/issues/9#issuecomment-1",
};

/** acme/shop#9 by our App, led by alice. */
export function analysisWith(parts: {
  readonly body?: string;
  readonly record?: Partial<AnalysisRecord> | null;
  readonly assignees?: readonly string[];
}): Analysis {
  const issue = incidentIssue({
    number: 9,
    body: parts.body ?? "",
    labels: ["aftercare", "pia"],
    author: { login: "aftercare[bot]", type: "Bot" },
    assignees: parts.assignees ?? ["alice"],
    url: "https://github.com/acme/shop/issues/9",
  });
  const record = parts.record === null ? null : { ...emptyRecord(INCIDENT), ...parts.record };
  return { issue, incident: INCIDENT, record, recordCommentId: 5, problems: [] };
}

/** acme/shop#12: P1, prevent, owned by bob, due. */
export function itemWith(parts: Partial<FollowUp>): FollowUp {
  return {
    issue: { owner: "acme", repo: "shop", number: 12 },
    assignees: ["bob"],
    dueDate: "2026-12-06",
    type: "prevent",
    priority: "P1",
    state: "accepted",
    ...parts,
  };
}

/** A body in which every question that gates is answered. */
export const ANSWERED = [
  "## Timeline\n\n| When | What |\n|---|---|\n| 05:30 | a |\n| 05:40 | b |\n| 06:10 | c |",
  "## Five whys\n\n- Carts answered 500\n  - The voucher parser threw on an empty list\n    - No contract test covers empty lists",
  "## Contributing factors\n\n### Trigger\n\n- The deploy of 05:28\n\n### Causes\n\n- No contract test covers empty lists → #12\n- The provider retries → no action, because it is theirs",
].join("\n\n");

/** Facts under which everything is complete, but for what is given otherwise. */
export function factsWith(
  parts: Partial<CompletenessFacts> & { readonly incidentParts?: Partial<Incident> },
): CompletenessFacts {
  const stated = (time: string) => ({ at: at(time), by: "alice", source: "" });
  const moments = {
    started: stated("05:30"),
    detected: stated("05:34"),
    mitigated: stated("06:10"),
    resolved: stated("07:00"),
  };
  const impacts = [{ component: "checkout", share: "0.5", from: at("05:30"), to: at("06:10"), by: "alice" }];
  return {
    analysis: analysisWith({
      body: ANSWERED,
      record: {
        reviewed: { by: "bob", at: at("08:00"), reason: null },
        published: { by: "bob", at: at("08:00"), text: "0123456789abcdef" },
      },
    }),
    incident: incidentWith({ moments, impacts, ...parts.incidentParts }),
    items: [itemWith({})],
    config: configSchema.parse({}),
    ...parts,
  };
}
