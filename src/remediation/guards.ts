/** Guards: the file that keeps a fault from coming back unnoticed, and what a change does to it. */
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import {
  type IssueReference,
  referenceTo,
  type RepositoryName,
  sameIssue,
  sayIssue,
} from "#src/facts/issue-reference.ts";
import type { ChangedFile } from "#src/facts/pull-request.ts";
import type { Incident } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";
import type { RemediationItem } from "./item.ts";
import type { RepositoryRecords } from "./records.ts";

/** Items by what a change does to the file that guards them. */
export interface TouchedGuards {
  /** Deleted, or renamed away. */
  readonly removed: readonly RemediationItem[];
  /** Changed in place: only its text tells whether anything is left of it. */
  readonly changed: readonly RemediationItem[];
}

/** Which of these items' guards the files touch. Items without a guard are left out. */
export function guardsTouched(items: readonly RemediationItem[], files: readonly ChangedFile[]): TouchedGuards {
  const removed = new Set(
    files.flatMap(({ path, previousPath, status }) =>
      status === "removed" ? [path] : status === "renamed" && previousPath !== null ? [previousPath] : [],
    ),
  );
  const changed = new Set(files.flatMap(({ path, status }) => (status === "removed" ? [] : [path])));
  const has = (paths: ReadonlySet<string>) => (item: RemediationItem) => item.guard !== null && paths.has(item.guard);
  // A file that is renamed over the guard's path takes its place: then its text tells.
  const isBack = has(changed);
  return {
    removed: items.filter((item) => has(removed)(item) && !isBack(item)),
    changed: items.filter(isBack),
  };
}

/** Finds our word on a pull request again. */
export const GUARD_MARKER: Marker = { kind: "guard", keys: {} };

/** An item whose guard goes, and the incident that it followed from, where that is known. */
export interface LostGuard {
  readonly item: RemediationItem;
  readonly incident: Incident | null;
}

/** The item with its incident. */
export function lostGuard(
  item: RemediationItem,
  { analyses, incidents }: Pick<RepositoryRecords, "analyses" | "incidents">,
): LostGuard {
  const analysis = analyses.find(({ issue }) => item.analysis !== null && sameIssue(issue, item.analysis));
  const incident = analysis && incidents.find(({ issue }) => sameIssue(issue, analysis.incident));
  return { item, incident: incident ?? null };
}

/** What a guard keeps from happening: `what happened in #7 (“Checkout is down”) from happening again`. */
export function sayGuarded(incident: Incident | null, reader: RepositoryName): string {
  return incident
    ? `what happened in ${sayIssue(incident.issue, reader)} (“${escapeText(incident.title)}”) from happening again`
    : "a fault that was fixed from coming back";
}

/** What a pull request is told that takes guards away; it holds nothing back. An empty list = it did once, and does no longer. */
export function guardComment(pull: IssueReference, lost: readonly LostGuard[]): EnsureComment {
  const lines = lost.map(({ item, incident }) => {
    const why = sayGuarded(incident, pull);
    return `- **${escapeText(item.guard ?? "")}** keeps ${why}: it guards ${sayIssue(item.issue, pull)} ${escapeText(item.title)}.`;
  });
  const words =
    lost.length === 0
      ? ["This pull request took a guard away for a while; now it leaves all of them in place. Thank you."]
      : [
          `This change takes away ${lost.length === 1 ? "a guard" : "guards"} that somebody put there after an incident:`,
          lines.join("\n"),
          "Nothing is held back by this. If something better takes its place, name it with `/pia edit #n guard:PATH`; else the item opens again when this is merged, so that nobody counts on a guard that is gone.",
        ];
  const body = [renderMarker(GUARD_MARKER), ...words].join("\n\n");
  return { kind: "ensure-comment", issue: referenceTo(pull), marker: GUARD_MARKER, body };
}
