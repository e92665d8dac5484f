/** Which hand edits of an analysis' record let more through than before, and how each is taken back without the rest of the edit. */
import type { AnalysisRecord, LinkedItemRecord } from "#src/analysis/analysis.ts";
import { withoutUnreadable } from "#src/analysis/record.ts";
import { TABLES } from "#src/analysis/record-tables.ts";
import { impactByComponent } from "#src/analysis/impact-minutes.ts";
import { toNumber } from "#src/budget/rational.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { type Incident, mitigationOf, startOf } from "#src/incident/incident.ts";
import type { DueTerms } from "#src/remediation/due.ts";
import { blockOf } from "#src/remediation/item-block.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { loosenedRows } from "./loosening-block.ts";

/** One edit of the record comment: what it said before and after. */
export interface RecordEdit {
  readonly before: AnalysisRecord;
  readonly after: AnalysisRecord;
  /** The incident by its issue; moments and impact are those of the records. */
  readonly incident: Incident;
  readonly items: readonly RemediationItem[];
  /** Who edited: what one may say of oneself by command, one may write into the table. */
  readonly editor: string;
  readonly now: Instant;
  readonly terms: DueTerms;
}

/** One thing that the edit loosens. */
export interface Loosening {
  /** As people know it from the table: `confirmed`, `impact on checkout`, `#12`. */
  readonly name: string;
  /** The components whose owners may say so. */
  readonly components: readonly string[];
  /** The record with this one thing as it was before, unless somebody has changed it again since; then the record itself. */
  undo(present: AnalysisRecord): AnalysisRecord;
}

/** Everything by which the edit loosens; empty when it does not. */
export function loosenedFacts(edit: RecordEdit): readonly Loosening[] {
  return [...stated(edit), ...moments(edit), ...impacts(edit), ...rows(edit), ...lostLines(edit)];
}

type Stated = "incident" | "confirmed" | "external" | "reviewDue" | "reviewed";

const NAMES: Readonly<Record<Stated, string>> = {
  incident: "incident",
  confirmed: "confirmed",
  external: "external",
  reviewDue: "review due",
  reviewed: "reviewed",
};

function stated({ before, after, incident, editor }: RecordEdit): Loosening[] {
  const differs = (field: Stated) => !isSame(before[field], after[field]);
  const isOwnReview = after.reviewed?.by.toLowerCase() === editor.toLowerCase();
  const loosens: Readonly<Record<Stated, boolean>> = {
    incident: differs("incident"),
    confirmed: before.confirmed !== null && differs("confirmed"),
    external: after.external !== null && differs("external"),
    reviewDue: before.reviewDue !== null && (after.reviewDue === null || after.reviewDue > before.reviewDue),
    reviewed: after.reviewed !== null && differs("reviewed") && !isOwnReview,
  };
  const fields = (Object.keys(NAMES) as Stated[]).filter((field) => loosens[field]);
  return fields.map((field) => ({
    name: NAMES[field],
    components: incident.components,
    undo: (present) =>
      isSame(present[field], after[field])
        ? withoutUnreadable({ ...present, [field]: before[field] }, TABLES.facts, NAMES[field])
        : present,
  }));
}

/** A later beginning, an earlier end, and an incident that is said to last again: whoever mitigates one is always allowed to merge. */
function moments({ before, after, incident, now }: RecordEdit): Loosening[] {
  const [was, is] = [before, after].map((record) => ({ ...incident, moments: record.moments })) as [Incident, Incident];
  const lasts = (one: Incident) => (mitigationOf(one)?.at ?? Number.MAX_SAFE_INTEGER) > now;
  const ends = { was: mitigationOf(was)?.at, is: mitigationOf(is)?.at };
  const endsEarlier = ends.was !== undefined && ends.is !== undefined && ends.is < ends.was;
  const loosens = {
    started: before.moments.started !== undefined && startOf(is).at > startOf(was).at,
    mitigated: before.moments.mitigated !== undefined && (endsEarlier || (!lasts(was) && lasts(is))),
  };
  return (["started", "mitigated"] as const)
    .filter((moment) => loosens[moment])
    .map((moment) => ({
      name: moment,
      components: incident.components,
      undo: (present) => {
        if (!isSame(present.moments[moment], after.moments[moment])) return present;
        const known = { ...present.moments, [moment]: before.moments[moment]! };
        return withoutUnreadable({ ...present, moments: known }, TABLES.moments, moment);
      },
    }));
}

/** What somebody stated of a component may not come to less; the first statement is everybody's who may write. */
function impacts({ before, after, incident }: RecordEdit): Loosening[] {
  const minutesIn = (record: AnalysisRecord) => {
    const counted = impactByComponent({ ...incident, moments: before.moments, impacts: record.impacts });
    return new Map(
      counted.map(({ component, minutes }) => [component, minutes === null ? Infinity : toNumber(minutes)]),
    );
  };
  const [was, is] = [minutesIn(before), minutesIn(after)];
  const of = (component: string, record: AnalysisRecord) =>
    record.impacts.filter((line) => line.component === component);
  const names = [...new Set(before.impacts.map(({ component }) => component))];
  return names
    .filter((name) => (is.get(name) ?? 0) < (was.get(name) ?? 0))
    .map((name) => ({
      name: `impact on ${name}`,
      components: incident.components.length > 0 ? incident.components : [name],
      undo: (present) => {
        if (!isSame(of(name, present), of(name, after))) return present;
        const others = present.impacts.filter(({ component }) => component !== name);
        return withoutUnreadable({ ...present, impacts: [...others, ...of(name, before)] }, TABLES.impacts, name);
      },
    }));
}

/** Adopted items loosen like the table of an item does; what we keep of open items is nobody's to change. */
function rows(edit: RecordEdit): Loosening[] {
  const { before, after } = edit;
  return (["linked", "kept"] as const).flatMap((list) =>
    before[list].flatMap((row): Loosening[] => {
      const next = rowIn(after, list, row);
      if (next && (list === "kept" ? isSame(row, next) : !loosensRow(row, next, edit))) return [];
      const item = edit.items.find(({ issue }) => sameIssue(issue, row.issue));
      return [
        {
          name: sayIssue(row.issue, edit.incident.issue),
          components: item && item.components.length > 0 ? item.components : edit.incident.components,
          undo: (present) => {
            if (!isSame(rowIn(present, list, row), next)) return present;
            const others = present[list].filter(({ issue }) => !sameIssue(issue, row.issue));
            const rest = [...others, row].toSorted((a, b) => a.issue.number - b.issue.number);
            return withoutUnreadable({ ...present, [list]: rest }, TABLES[list], sayIssue(row.issue, NOWHERE));
          },
        },
      ];
    }),
  );
}

const NOWHERE = { owner: "", repo: "" };

function rowIn(record: AnalysisRecord, list: "linked" | "kept", { issue }: LinkedItemRecord) {
  return record[list].find((row) => sameIssue(row.issue, issue));
}

function loosensRow(row: LinkedItemRecord, next: LinkedItemRecord, { items, terms }: RecordEdit): boolean {
  const [before, after] = [blockOf(row.fields).block, blockOf(next.fields).block];
  const item = items.find(({ issue }) => sameIssue(issue, row.issue));
  const settles = after.lastSeen !== null && after.lastSeen !== before.lastSeen;
  const proves = after.verification !== null && !isSame(before.verification, after.verification);
  return settles || proves || (item !== undefined && loosenedRows(before, after, { item, terms }).length > 0);
}

/** What was logged stays: it tells who opened the gate, and why. */
function lostLines({ before, after, incident }: RecordEdit): Loosening[] {
  return (["corrections", "log"] as const).flatMap((list): Loosening[] => {
    const lacks = (record: AnalysisRecord) =>
      (before[list] as readonly { readonly at: Instant }[]).filter(
        (line) => !(record[list] as readonly object[]).some((other) => isSame(line, other)),
      );
    if (lacks(after).length === 0) return [];
    const undo = (present: AnalysisRecord): AnalysisRecord => {
      const known = present[list] as readonly { readonly at: Instant }[];
      return { ...present, [list]: [...known, ...lacks(present)].toSorted((a, b) => a.at - b.at) };
    };
    return [{ name: list, components: incident.components, undo }];
  });
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
