/** A pause of the gate on some components: an issue of our own, open while the pause stands, found by the umbrella label. */
import { formatInstant, parseInstant, sayInstant, type Instant, type Seconds } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureIssue } from "#src/effect/effect.ts";
import { findMarker, renderMarker, type Marker } from "#src/effect/marker.ts";
import type { TrackedIssue } from "#src/facts/issue.ts";
import { referenceTo, type IssueReference, type RepositoryName } from "#src/facts/issue-reference.ts";
import { isByWriter } from "#src/incident/recognise.ts";
import { escapeText } from "#src/markdown/escape.ts";

/** The gate does not block on these components until the moment given. Asked for by someone who may override; told in the weekly summary. */
export interface Pause {
  readonly issue: IssueReference;
  readonly components: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** A pause that somebody asked for. */
export interface NewPause extends Omit<Pause, "issue"> {
  /** `COMMENT_ID:LINE` of the command. */
  readonly source: string;
  /** Address of the comment. */
  readonly url: string;
}

/** How long a pause lasts. Whoever may edit our issue could write another end into its marker: none counts beyond this. */
export const PAUSE_LASTS: Seconds = 86_400;

/** Names of the components that are paused at `now`, sorted, each once. */
export function pausedComponents(pauses: readonly Pause[], now: Instant): string[] {
  const names = pauses.filter((pause) => pause.from <= now && now < pause.until).flatMap((pause) => pause.components);
  return [...new Set(names)].toSorted();
}

/** The issue that should exist while the gate is paused. All facts stand in its marker: an edit of the words changes nothing. */
export function openPause(
  pause: NewPause,
  place: { readonly repository: RepositoryName; readonly config: Pick<Config, "labels"> },
): EnsureIssue {
  const marker = markerOf(pause);
  const names = pause.components.join(", ");
  return {
    kind: "ensure-issue",
    repository: { owner: place.repository.owner, repo: place.repository.repo },
    marker,
    title: `The gate is paused for ${names} until ${sayInstant(pause.until)}`.slice(0, 256),
    body: [
      renderMarker(marker),
      `Until **${sayInstant(pause.until)}** the gate holds nothing back on ${escapeText(names)}. Its items and the error budget stay as they are, and the weekly summary tells of this pause.`,
      `Asked for by ${escapeText(pause.by)} ([comment](${pause.url})): ${escapeText(pause.reason)}`,
      "Closing this issue, or `/pia resume`, ends the pause at once. It ends by itself at the time above.",
    ].join("\n\n"),
    labels: [place.config.labels.umbrella],
    assignees: [],
  };
}

function markerOf({ components, by, reason, from, until, source }: NewPause): Marker {
  const keys = {
    components: components.join(","),
    by,
    reason,
    from: formatInstant(from),
    until: formatInstant(until),
    source,
  };
  return { kind: "pause", keys };
}

/** Reads a pause from its issue; null when the issue is none of ours, is closed (then the pause was ended), or cannot be read. */
export function readPause(
  { issue }: Pick<TrackedIssue, "issue">,
  config: Pick<Config, "app" | "writer">,
): Pause | null {
  if (issue.state === "closed" || !isByWriter(issue.author, config)) return null;
  const keys = findMarker(issue.body, "pause")?.keys;
  const [from, until] = [parseInstant(keys?.["from"] ?? ""), parseInstant(keys?.["until"] ?? "")];
  const components = (keys?.["components"] ?? "").split(",").filter((name) => name !== "");
  if (!keys || from === null || until === null || components.length === 0) return null;
  return {
    issue: referenceTo(issue),
    components,
    by: keys["by"] ?? "",
    reason: keys["reason"] ?? "",
    from,
    until: Math.min(until, issue.createdAt + PAUSE_LASTS),
  };
}
