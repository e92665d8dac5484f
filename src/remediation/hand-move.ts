/** Somebody closed an item on GitHub, or opened it again, without a command: the analysis' log says who and when. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { withLogEntry } from "#src/analysis/record.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { sayIssue, type RepositoryName } from "#src/facts/issue-reference.ts";

/** What a person did by hand, as GitHub tells it. */
export interface HandMove {
  readonly action: "closed" | "reopened";
  /** Their login. */
  readonly by: string;
}

/** Where it happened, and what the item is by now. */
export interface HandMoveScene {
  readonly issue: IssueFacts;
  readonly home: RepositoryName;
  readonly now: Instant;
}

/** The record with a line about it. The record itself when the line stands there last, or when the item is otherwise by now: then the later news is on its way. */
export function withHandMove(record: AnalysisRecord, { action, by }: HandMove, scene: HandMoveScene): AnalysisRecord {
  const { issue, home, now } = scene;
  if ((action === "closed") !== (issue.state === "closed")) return record;
  const said = sayIssue(issue, home);
  const how = issue.stateReason === "not_planned" || issue.stateReason === "duplicate" ? "not planned" : "completed";
  const what = `${said} ${action === "closed" ? `closed as ${how}` : "opened again"} by hand`;
  const last = record.log.findLast((entry) => entry.what.startsWith(`${said} `));
  return last?.what === what && last.by === by ? record : withLogEntry(record, { at: now, by, what });
}
