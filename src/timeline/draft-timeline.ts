/** Drafts the timeline from what GitHub saw, from stated moments and from notes, so that nobody starts from an empty page. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { ActivityFacts, IssueFacts } from "#src/facts/issue.ts";
import { type Incident, MOMENTS } from "#src/incident/incident.ts";
import { isOurs } from "#src/incident/recognise.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

/** A note for the timeline; the record's notes are such. */
export interface TimelineNote {
  readonly at: Instant;
  readonly by: string;
  readonly text: string;
  readonly source: string;
}

/** What a draft is made of. */
export interface TimelineMaterial {
  readonly activity: readonly ActivityFacts[];
  readonly moments: Incident["moments"];
  readonly notes: readonly TimelineNote[];
  readonly config: Pick<Config, "app" | "labels">;
  /** The incident issue itself: its opening is the first thing that GitHub saw. */
  readonly issue: Pick<IssueFacts, "title" | "author" | "createdAt" | "url">;
}

/** All entries in order of time; at the same second moments come first, then notes, then what GitHub saw. */
export function draftTimeline(material: TimelineMaterial): TimelineEntry[] {
  const entries = [
    ...momentEntries(material),
    ...noteEntries(material),
    openingEntry(material),
    ...activityEntries(material),
  ];
  return entries.toSorted((a, b) => a.at - b.at);
}

function momentEntries({ moments }: TimelineMaterial): TimelineEntry[] {
  return MOMENTS.flatMap((moment) => {
    const stated = moments[moment];
    if (!stated) return [];
    return [
      {
        at: stated.at,
        text: SAID[moment],
        by: stated.by || null,
        url: stated.source || null,
        source: "moment" as const,
      },
    ];
  });
}

const SAID: Readonly<Record<(typeof MOMENTS)[number], string>> = {
  started: "Impact started",
  detected: "Detected",
  acknowledged: "Acknowledged",
  declared: "Declared an incident",
  mitigated: "Mitigated: the impact ended",
  resolved: "Resolved: the cause was mended",
};

function noteEntries({ notes }: TimelineMaterial): TimelineEntry[] {
  return notes.map((note) => ({
    at: note.at,
    text: note.text,
    by: note.by || null,
    url: note.source || null,
    source: "note" as const,
  }));
}

function openingEntry({ issue }: TimelineMaterial): TimelineEntry {
  const text = `Opened “${firstLine(issue.title)}”`;
  return { at: issue.createdAt, text, by: issue.author.login, url: issue.url, source: "activity" };
}

// GitHub gives labels and assignments no address of their own; they are seen on the issue.
function activityEntries({ activity, config, issue, moments }: TimelineMaterial): TimelineEntry[] {
  const declared = Math.floor((moments.declared?.at ?? 0) / 60);
  return activity.flatMap((event) => {
    if (event.actor !== null && isOurs(event.actor, config)) return [];
    // The moment says it already.
    if (event.event === "labeled" && Math.floor(event.at / 60) === declared && isIncidentLabel(event.detail, config))
      return [];
    const text = sayActivity(event, config);
    if (text === null) return [];
    return [
      { at: event.at, text, by: event.actor?.login ?? null, url: event.url ?? issue.url, source: "activity" as const },
    ];
  });
}

/** What an event means for the incident; null for those that say nothing about it, such as subscriptions. */
function sayActivity(event: ActivityFacts, config: Pick<Config, "labels">): string | null {
  const detail = firstLine(event.detail);
  switch (event.event) {
    case "commented":
      return sayComment(event.detail);
    case "labeled":
      return matters(event.detail, config) ? `Labelled ${detail}` : null;
    case "unlabeled":
      return matters(event.detail, config) ? `Label ${detail} removed` : null;
    case "assigned":
      return `${detail} joined`;
    case "unassigned":
      return `${detail} left`;
    case "cross-referenced":
      return `Mentioned in “${detail}”`;
    case "referenced":
      return `Commit ${detail}`;
    case "renamed":
      return `Renamed: ${detail}`;
    case "connected":
      return `Linked “${detail}”`;
    case "sub_issue_added":
      return `Sub-issue “${detail}”`;
    case "closed":
      return "Closed the issue";
    case "reopened":
      return "Reopened the issue";
    default:
      return null;
  }
}

// A comment that only carries commands is seen by what the commands did.
function sayComment(body: string): string | null {
  const lines = cleanText(body).split("\n");
  const words = lines.filter((line) => line.trim() !== "" && !/^\s*(?:\/|>|```|<!--)/.test(line));
  return words.length === 0 ? null : firstLine(words.join("\n"));
}

function isIncidentLabel(label: string, { labels }: Pick<Config, "labels">): boolean {
  return [...labels.incident, labels.near_miss].some((known) => known.toLowerCase() === label.toLowerCase());
}

function matters(label: string, { labels }: Pick<Config, "labels">): boolean {
  const name = label.toLowerCase();
  return (
    isIncidentLabel(label, { labels }) ||
    [labels.severity, labels.component].some((prefix) => name.startsWith(prefix.toLowerCase()))
  );
}

const LONGEST_LINE = 160;

function firstLine(text: string): string {
  const line = [...(cleanText(text).split("\n")[0] ?? "").trim()];
  return line.length <= LONGEST_LINE
    ? line.join("")
    : `${line
        .slice(0, LONGEST_LINE - 1)
        .join("")
        .trimEnd()}…`;
}
