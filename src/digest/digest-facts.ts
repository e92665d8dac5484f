/** What the weekly summary goes by: the records of a repository as they were when the week ended (or are now, while it lasts). */
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { openZone, UTC, type Zone } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { IssueFacts, TrackedIssues } from "#src/facts/issue.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import type { AnalysisStanding } from "#src/gate/facts.ts";
import { measureBudgets } from "#src/gate/measure-budgets.ts";
import { standAnalyses } from "#src/gate/stand-analyses.ts";
import { startOf, type Incident } from "#src/incident/incident.ts";
import { isOurs, recogniseIncident } from "#src/incident/recognise.ts";
import { dueOf, isOverdue, type Due } from "#src/remediation/due.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { type Pause, readPause } from "#src/remediation/pause.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import { type KeptFacts, readingsOf } from "./kept-facts.ts";
import { type DigestWeek, isWithin } from "./week.ts";

/** Everything that is known of a repository; a `RepositoryView` has it. */
export interface DigestSources {
  readonly repository: RepositoryFacts;
  readonly config: Config;
  readonly tracked: TrackedIssues;
  readonly records: RepositoryRecords;
  readonly now: Instant;
  /** Which merges are always allowed, from `sayAlwaysAllowed`; absent or empty = none. */
  readonly alwaysAllowed?: string;
  /** What was found out once, when the summary was made; absent = nothing of it is told. */
  readonly kept?: KeptFacts | null;
}

/** An item as it stood at the end of the week. */
export interface WeekItem {
  readonly item: RemediationItem;
  readonly due: Due | null;
  /** Work was left on it. */
  readonly open: boolean;
  /** Open, accepted, and past the end of its due day. */
  readonly overdue: boolean;
  /** Open then, and settled by now. */
  readonly settledSince: boolean;
  /** Done within the week: closed as completed. */
  readonly doneNow: boolean;
  /** Shown to work within the week. */
  readonly verifiedNow: boolean;
}

/** A pause of the gate and when it really ended: by its time, or because somebody took it back. */
export interface EndedPause extends Pause {
  readonly endedAt: Instant;
}

/** What the sections read. */
export interface DigestFacts extends Required<Omit<DigestSources, "now">> {
  readonly week: DigestWeek;
  readonly zone: Zone;
  /** The end of the week, or now while it lasts: every state and age is told as of this moment, so that a clock alone changes no summary. */
  readonly asOf: Instant;
  readonly items: readonly WeekItem[];
  /** Incidents that started within the week. */
  readonly incidents: readonly Incident[];
  /** Near misses that were told of within the week. */
  readonly nearMisses: readonly IssueFacts[];
  readonly budgets: readonly BudgetStatus[];
  /** Analyses that were there by then. */
  readonly analyses: readonly AnalysisStanding[];
  /** Pauses that held at some time within the week, those that were taken back included. */
  readonly pauses: readonly EndedPause[];
}

/** Reads a week out of the records. */
export function digestFacts(sources: DigestSources, week: DigestWeek): DigestFacts {
  const { config, records, now, tracked, repository } = sources;
  const zone = openZone(config.timezone) ?? UTC;
  const asOf = Math.min(now, week.period.end);
  const frame = { config, zone, week, asOf };
  const kept = sources.kept ?? null;
  const readings = kept === null ? {} : { readings: readingsOf(kept) };
  const budgets = measureBudgets({ config, repository, records, now: asOf, ...readings });
  return {
    repository,
    config,
    tracked,
    records,
    week,
    zone,
    asOf,
    items: records.items.filter((item) => item.createdAt < asOf).map((item) => weekItem(item, frame)),
    incidents: records.incidents.filter((incident) => isWithin(startOf(incident).at, week)),
    nearMisses: nearMissesOf(tracked, frame),
    budgets: [...budgets.values()],
    analyses: standAnalyses({ records, config, budgets }).filter(({ analysis }) => analysis.issue.createdAt < asOf),
    alwaysAllowed: sources.alwaysAllowed ?? "",
    kept,
    pauses: pausesOf(tracked, frame),
  };
}

interface Frame {
  readonly config: Config;
  readonly zone: Zone;
  readonly week: DigestWeek;
  readonly asOf: Instant;
}

function weekItem(item: RemediationItem, { config, zone, week, asOf }: Frame): WeekItem {
  const due = dueOf(item, { zone, slo: config.policy.due });
  const openNow = STATE_WORDS[item.state].open;
  const settledSince = !openNow && item.closedAt !== null && item.closedAt >= asOf;
  const open = openNow || settledSince;
  const done = item.state === "done" || item.state === "done-unproven" || item.state === "verified";
  return {
    item,
    due,
    open,
    settledSince,
    overdue: open && item.state !== "proposed" && isOverdue(due, asOf),
    doneNow: done && isWithin(item.closedAt, week),
    verifiedNow: item.state === "verified" && isWithin(item.verification?.at ?? null, week),
  };
}

function nearMissesOf({ tracked }: TrackedIssues, { config, week }: Frame): IssueFacts[] {
  return tracked
    .map(({ issue }) => issue)
    .filter(
      (issue) =>
        !issue.isPullRequest &&
        !isOurs(issue.author, config) &&
        recogniseIncident(issue.labels, config) === "near-miss" &&
        isWithin(issue.createdAt, week),
    );
}

/** A pause that was taken back is a closed issue, which no longer pauses anything; it was open all the same. */
function pausesOf({ tracked }: TrackedIssues, { config, week }: Frame): EndedPause[] {
  return tracked.flatMap(({ issue }) => {
    const pause = readPause({ issue: { ...issue, state: "open" } }, config);
    if (!pause) return [];
    const endedAt = Math.min(pause.until, issue.closedAt ?? pause.until);
    return pause.from < week.period.end && endedAt > week.period.start ? [{ ...pause, endedAt }] : [];
  });
}
