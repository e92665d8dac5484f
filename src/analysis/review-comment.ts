/** What people need for the review, in one comment of ours on the analysis: when it is, what to read before, how it goes, what it showed and decided. */
import { type BusinessHours } from "#src/calendar/business-time.ts";
import { dayAt, formatDay, sayDay, weekdayOf } from "#src/calendar/day.ts";
import { formatInstant, type Instant, sayInstant } from "#src/calendar/instant.ts";
import { calendarFile, googleUrl, outlookUrl } from "#src/calendar/invitation.ts";
import { wallAt } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { type Marker, renderMarker } from "#src/effect/marker.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { escapeText, isPlainUrl } from "#src/markdown/escape.ts";
import { readOutline } from "#src/markdown/outline.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import { absentFrom } from "./absent.ts";
import { agenda } from "./agenda.ts";
import type { Analysis, AnalysisRecord } from "./analysis.ts";
import { factorWords, faultTree, ishikawa, whyDrawing, whyWords } from "./drawings.ts";
import { type Factors, readFactors } from "./factors.ts";
import { privateWords, type PrivateWays } from "./omission.ts";
import { invitationOf, reviewTime, type ReviewTime } from "./review-session.ts";
import { emptyStars, starredEntries, type StarredEntry } from "./starred.ts";
import { readWhyTree, type WhyNode } from "./why-tree.ts";

/** Finds it again. */
export const REVIEW_MARKER: Marker = { kind: "review", keys: {} };

/** What the comment is made from. */
export interface ReviewInput {
  readonly analysis: Analysis & { readonly record: AnalysisRecord };
  readonly incident: Incident;
  readonly repositoryId: number;
  readonly timeline: readonly TimelineEntry[];
  readonly hours: BusinessHours;
  readonly config: Pick<Config, "components" | "review">;
  /** A page on which something can be added without a name; null = there is none. */
  readonly omissionPage: string | null;
  /** Markdown about what the incident cost; the empty string = none is told here. */
  readonly cost: string;
}

/** The comment that should stand on the analysis. It changes with facts only, never with the clock. */
export function reviewComment(input: ReviewInput): EnsureComment {
  const outline = readOutline(input.analysis.issue.body);
  const found: Found = { factors: readFactors(outline), whys: readWhyTree(outline) };
  const parts = [
    `${renderMarker(REVIEW_MARKER)}\n### For the review`,
    whenWords(input),
    preRead(input),
    input.analysis.record.held === null ? agendaPart(input, found) : attendance(input),
    privateWords(waysOf(input)),
    decisions(input.analysis.record),
    drawings(input, found),
    input.cost,
  ];
  const body = parts.filter((part) => part !== "").join("\n\n");
  return { kind: "ensure-comment", issue: referenceTo(input.analysis.issue), marker: REVIEW_MARKER, body };
}

interface Found {
  readonly factors: Factors;
  readonly whys: readonly WhyNode[];
}

function whenWords({ analysis, incident, repositoryId, hours }: ReviewInput): string {
  const { record, issue } = analysis;
  if (record.held !== null) return `Held; said by ${escapeText(record.held.by)} on ${sayInstant(record.held.at)}.`;
  const time = reviewTime(record, hours);
  if (time === null) return "No time is set yet: `/pia review 2026-11-24 14:00`.";
  const invitation = invitationOf({ record, time, incident: incident.issue, repositoryId, analysis: issue });
  return [
    sayWhen(time, hours),
    `Add it to your calendar: [Google](${googleUrl(invitation)}) · [Outlook](${outlookUrl(invitation)}) · or save the lines below as \`review.ics\`.`,
    folded(
      "review.ics, for any calendar",
      ["```ics", calendarFile(invitation).replaceAll("\r\n", "\n").trimEnd(), "```"].join("\n"),
    ),
  ].join("\n\n");
}

function sayWhen({ start, end, proposed }: ReviewTime, { zone }: BusinessHours): string {
  const day = dayAt(start, zone);
  const move = `/pia review ${formatDay(day)} 14:00`;
  const weekday = WEEKDAYS[weekdayOf(day) - 1];
  const time = `**${weekday}, ${sayDay(day)}, ${clock(start, zone)} to ${clock(end, zone)}** (${zone.name})`;
  return proposed
    ? `${time} is proposed, because that is the day it is due. Another time: \`${move}\`; the links follow.`
    : `${time}. It moves with \`${move}\`.`;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function clock(at: Instant, zone: BusinessHours["zone"]): string {
  const minutes = Math.floor((((wallAt(at, zone) % 86_400) + 86_400) % 86_400) / 60);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const MOST_STARRED = 30;
const LONGEST_ENTRY = 300;

/** The starred entries: what people should have read when they come. */
function preRead({ analysis, timeline }: ReviewInput): string {
  const sources = { record: analysis.record, timeline, body: analysis.issue.body };
  const starred = starredEntries(sources);
  const empty = emptyStars(sources).map(
    (at) =>
      `- ⭐ ${sayInstant(at)}: nothing is told of this minute yet; \`/pia note ${formatInstant(at).slice(0, 16)}Z TEXT\``,
  );
  if (starred.length + empty.length === 0 && analysis.record.held !== null) return "";
  if (starred.length + empty.length === 0)
    return "**To read before.** Nothing is starred yet. Say what was decisive, surprising or unclear, and it stands here: `/pia star 14:05`, or a ⭐ in a comment on the incident.";
  const more = starred.length > MOST_STARRED ? [`- and ${starred.length - MOST_STARRED} more in the timeline`] : [];
  const lines = [...starred.slice(0, MOST_STARRED).map(sayStarred), ...more, ...empty.slice(0, MOST_STARRED)];
  const title = analysis.record.held === null ? "To read before" : "What mattered";
  return `**${title}**, starred by those who were there:\n\n${lines.join("\n")}`;
}

function sayStarred({ at, text, by, url }: StarredEntry): string {
  const time = at === null ? "" : `${sayInstant(at)}: `;
  const who = by === null ? "" : ` (${escapeText(by)})`;
  const seen = url !== null && isPlainUrl(url) ? ` · [see](${url})` : "";
  const characters = [...text];
  const short = characters.length <= LONGEST_ENTRY ? text : `${characters.slice(0, LONGEST_ENTRY - 1).join("")}…`;
  return `- ⭐ ${time}${escapeText(short)}${who}${seen}`;
}

function waysOf({ config, omissionPage }: ReviewInput): PrivateWays {
  return { contact: config.review.private ?? null, page: omissionPage };
}

function agendaPart(input: ReviewInput, { factors }: Found): string {
  const hasPrivateWay = privateWords(waysOf(input)) !== "";
  return folded(
    "Agenda: one hour, with the opening words",
    agenda({ timeline: input.timeline, factors, hasPrivateWay }),
  );
}

const MOST_ABSENT = 20;

/** Who was there, and whom to ask what they would add. */
function attendance({ analysis, incident, timeline, config }: ReviewInput): string {
  const attendees = analysis.record.held?.attendees ?? [];
  const there = `**Who was there:** ${attendees.map((name) => escapeText(name)).join(", ")}.`;
  const absent = absentFrom({ attendees, incident, timeline, config });
  const forgotten =
    "Was somebody there who tests it, who supports its users, who decides what is built next? They see what others do not.";
  if (absent.length === 0) return `${there} ${forgotten}`;
  const named = absent
    .slice(0, MOST_ABSENT)
    .map(({ name, why, team }) => `${team ? "somebody of " : ""}${escapeText(name)} (${escapeText(why)})`);
  const more = absent.length > MOST_ABSENT ? ` and ${absent.length - MOST_ABSENT} more` : "";
  return `${there} ${forgotten}\n\n**Not named as being there:** ${named.join(", ")}${more}. Show them this page and ask what they would add; whoever was there after all: \`/pia held attendees:…\` with all names.`;
}

function decisions({ decisions: all }: AnalysisRecord): string {
  if (all.length === 0) return "";
  const lines = all.map(({ text, by, at, source }) => {
    const seen = isPlainUrl(source) ? ` · [see](${source})` : "";
    return `- ${escapeText(text)} (${escapeText(by)}, ${sayInstant(at)})${seen}`;
  });
  return `**Decided**\n\n${lines.join("\n")}`;
}

const LONGEST_EFFECT = 60;

function drawings({ incident }: ReviewInput, { factors, whys }: Found): string {
  const title = [...incident.title];
  const short = title.length <= LONGEST_EFFECT ? incident.title : `${title.slice(0, LONGEST_EFFECT - 1).join("")}…`;
  const why = whyDrawing(whys);
  return [
    factors.causes.length === 0
      ? ""
      : folded(
          "What made it possible, drawn",
          [
            ishikawa(short, factors),
            faultTree(short, factors),
            `In words (a kind that is *suggested* is only our guess; write \`Config: …\` before a cause to say it):\n\n${factorWords(factors)}`,
          ].join("\n\n"),
        ),
    why === ""
      ? ""
      : folded("The whys, drawn: each arrow asks “how was that possible?”", `${why}\n\nIn words:\n\n${whyWords(whys)}`),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function folded(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}
