/** Somebody told what was left out, without a name: it joins the timeline of the analysis, and nobody learns from whom it came. */
import { addOmission } from "#src/analysis/omission.ts";
import { dayAt } from "#src/calendar/day.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import { readTime } from "#src/command/when.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import { startOf } from "#src/incident/incident.ts";
import { feedRecord } from "./feed-record.ts";
import type { Services } from "./services.ts";
import { viewRepository } from "./view-repository.ts";

/** What was sent. Nothing in it says by whom. */
export interface Omission {
  /** As typed: `14:12`, an ISO time, or nothing. */
  readonly time: string;
  readonly text: string;
  /** When it was sent. */
  readonly told: Instant;
}

/** Does it. Sent again it changes nothing; what has no place (no analysis, a public repository, a full record) is dropped with a line in the log, without its text. */
export async function recordOmission(services: Services, issue: IssueReference, omission: Omission): Promise<void> {
  const view = await viewRepository(services, issue);
  if (!view || services.face.kind !== view.policy.config.writer) return;
  const analysis = view.records.analyses.find((one) => sameIssue(one.issue, issue));
  const incident = analysis && view.records.incidents.find((one) => sameIssue(one.issue, analysis.incident));
  if (!view.repository.isPrivate || !analysis?.record || !incident) {
    services.log.warn({ issue: issue.number }, "What was told without a name has no analysis to join");
    return;
  }
  const zone = openZone(view.policy.config.timezone) ?? UTC;
  const terms = { zone, day: dayAt(startOf(incident).at, zone), now: omission.told };
  const read = omission.time.trim() === "" ? null : readTime(omission.time.trim(), terms);
  const at = read !== null && "value" in read && read.value <= omission.told + 300 ? read.value : null;
  const unread = at === null && omission.time.trim() !== "" ? omission.time.trim() : null;
  const change = addOmission(analysis.record, { text: omission.text, at, unread, told: omission.told });
  if (change.kind === "refused")
    services.log.warn({ issue: issue.number }, "What was told without a name found no room");
  if (change.kind === "changed") await feedRecord(services, analysis, { view, record: change.record });
}
