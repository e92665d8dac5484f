/** Publishing an analysis: what was known then is kept as it was, and what is corrected later stays visible. */
import { sayInstant } from "#src/calendar/instant.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { findMarker, type Marker, renderMarker } from "#src/effect/marker.ts";
import { type IssueReference } from "#src/facts/issue-reference.ts";
import { cleanText, escapeText } from "#src/markdown/escape.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { readSections } from "#src/markdown/sections.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { type RecordChange, type Statement } from "./record.ts";

/** The analysis is published with this text. Refused until somebody has reviewed it, unless it may go without. */
export function publish(
  record: AnalysisRecord,
  { print, unreviewed }: { readonly print: string; readonly unreviewed: boolean },
  statement: Statement,
): RecordChange {
  const { published, reviewed } = record;
  if (published !== null) {
    const said = `It was published by ${published.by} on ${sayInstant(published.at)}, and that text is kept. What you correct now stays visible beside it.`;
    return { kind: "unchanged", said };
  }
  if (reviewed === null && !unreviewed) {
    const why =
      "Nobody has reviewed it yet, and what is published should have been read by a second pair of eyes. Ask a colleague to say `/pia reviewed`; then say this again.";
    return { kind: "refused", why };
  }
  const next = { ...record, published: { by: statement.by, at: statement.now, text: print } };
  return { kind: "changed", record: next, said: `Published by ${statement.by}.`, loosens: false };
}

const TEXT = "<!-- aftercare:published-text -->";
const END = "<!-- aftercare:published-end -->";
const LONGEST_PART_BYTES = 50_000;
const LONGEST_SUMMARY = 10_000;

function partMarker(part: number): Marker {
  return { kind: "published", keys: { part: String(part) } };
}

/** What a snapshot is made of. */
export interface SnapshotInput {
  readonly analysis: IssueReference;
  /** From `publishedText`. */
  readonly text: string;
  /** What was known of times and impact, as Markdown. */
  readonly summary: string;
  readonly by: string;
  readonly at: number;
}

/** The comments that keep it: one, or several where GitHub's limit asks for it. */
export function snapshotComments({ analysis, text, summary, by, at }: SnapshotInput): EnsureComment[] {
  const parts = split(text);
  return parts.map((part, index) => {
    const marker = partMarker(index + 1);
    const which = parts.length === 1 ? "" : `, part ${index + 1} of ${parts.length}`;
    const known =
      index > 0 || summary === "" || summary.length > LONGEST_SUMMARY
        ? []
        : [`<details><summary>Times and impact as they were known</summary>\n\n${summary}\n\n</details>`];
    const body = [
      `${renderMarker(marker)}\n### As it was published on ${sayInstant(at)}${which}`,
      ...(index > 0
        ? []
        : [
            `Published by ${escapeText(by)}. This stays as it is. What is corrected above from now on stands in the first comment under *Corrections*, old and new, with who and why.`,
          ]),
      ...known,
      `<details><summary>The analysis as it was</summary>\n\n${TEXT}\n${part}\n${END}\n\n</details>`,
    ].join("\n\n");
    return { kind: "ensure-comment", issue: analysis, marker, body };
  });
}

function split(text: string): string[] {
  const parts: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  for (const line of text.split("\n")) {
    const size = new TextEncoder().encode(line).length + 1;
    if (bytes + size > LONGEST_PART_BYTES && lines.length > 0) {
      parts.push(lines.join("\n"));
      [lines, bytes] = [[], 0];
    }
    lines.push(line);
    bytes += size;
  }
  return [...parts, lines.join("\n")];
}

/** The text that our comments keep; null when a part of it is gone. */
export function readSnapshot(comments: readonly string[]): string | null {
  const parts = comments
    .map((comment) => comment.replaceAll("\r\n", "\n"))
    .flatMap((body) => {
      const part = Number(findMarker(body, "published")?.keys["part"]);
      const [from, to] = [body.indexOf(TEXT), body.lastIndexOf(END)];
      if (!Number.isInteger(part) || from === -1 || to === -1) return [];
      return [{ part, text: body.slice(from + TEXT.length + 1, to - 1) }];
    })
    .toSorted((a, b) => a.part - b.part);
  const isWhole = parts.length > 0 && parts.every(({ part }, index) => part === index + 1);
  return isWhole ? parts.map(({ text }) => text).join("\n") : null;
}

/** One section that reads otherwise than when it was published. */
export interface SectionChange {
  /** Its heading; `the beginning` for what stands before the first one. */
  readonly section: string;
  /** Lines that are gone and lines that are new, shortened, in one line each; the empty string = none. */
  readonly from: string;
  readonly to: string;
}

const LONGEST_EXCERPT = 160;
const LONGEST_HEADING = 80;
const MOST_CHANGES = 20;
/** It ticks and unticks itself. */
const LIVE = "Follow-up checklist";

/** What is different between two published texts, section by section in the order of the newer one; then those that are gone. */
export function changedSections(before: string, after: string): SectionChange[] {
  const [was, is] = [sectionsOf(before), sectionsOf(after)];
  const names = [...new Set([...is.keys(), ...was.keys()])].filter((name) => name !== LIVE);
  return names
    .map((section) => ({ section, ...differing(was.get(section) ?? [], is.get(section) ?? []) }))
    .filter(({ from, to }) => from !== to)
    .slice(0, MOST_CHANGES);
}

/** The lines of each section by its heading; sections of the same name are one. */
function sectionsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  // Texts that were published before commands could be copied hold invisible spaces in them.
  const plain = text.replaceAll("\u200b", "");
  const sections = readSections(parseMarkdown(plain));
  const add = (name: string, part: string) => {
    const lines = part.split("\n").map((line) => line.trim());
    found.set(name, [...(found.get(name) ?? []), ...lines.filter((line) => line !== "")]);
  };
  add("the beginning", plain.slice(0, sections[0]?.at.from ?? plain.length));
  for (const { heading, own } of sections)
    add(shortened(heading, LONGEST_HEADING) || "a section", plain.slice(own.from, own.to));
  return found;
}

function differing(was: readonly string[], is: readonly string[]): { readonly from: string; readonly to: string } {
  const [old, next] = [new Set(was), new Set(is)];
  const gone = was.filter((line) => !next.has(line));
  const added = is.filter((line) => !old.has(line));
  // The same lines in another order.
  if (gone.length + added.length === 0 && was.join("\n") !== is.join("\n"))
    return { from: excerpt(was), to: excerpt(is) };
  return { from: excerpt(gone), to: excerpt(added) };
}

function excerpt(lines: readonly string[]): string {
  return shortened(lines.join(" / "), LONGEST_EXCERPT);
}

function shortened(text: string, longest: number): string {
  const characters = [...cleanText(text)];
  return characters.length <= longest
    ? characters.join("")
    : `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}

/** The record with these changes as corrections; those that it tells already are not told again. */
export function withSectionChanges(
  record: AnalysisRecord,
  changes: readonly SectionChange[],
  statement: Pick<Statement, "by" | "now">,
): AnalysisRecord {
  const told = (field: string) => record.corrections.findLast((correction) => correction.field === field);
  const fresh = changes
    .map(({ section, from, to }) => ({ field: `section ${section}`, from, to }))
    .filter(({ field, to }) => told(field)?.to !== to);
  const back = record.corrections
    .map(({ field }) => field)
    .filter((field, index, all) => all.indexOf(field) === index && field.startsWith("section "))
    .filter((field) => !changes.some(({ section }) => field === `section ${section}`))
    .filter((field) => told(field)?.to !== AS_PUBLISHED)
    .map((field) => ({ field, from: told(field)!.to, to: AS_PUBLISHED }));
  const added = [...fresh, ...back].map((change) => ({ ...change, by: statement.by, at: statement.now, reason: null }));
  return added.length === 0 ? record : { ...record, corrections: withinRoom([...record.corrections, ...added]) };
}

/** Of sections, that is; the record comment holds 65,536 characters at most. */
const MOST_CHARACTERS = 12_000;

type Corrections = AnalysisRecord["corrections"];

/** Where a section was changed very often, its oldest changes go: the newest ones still name what was published. */
function withinRoom(corrections: Corrections): Corrections {
  const isOld = ({ field }: Corrections[number], index: number) =>
    field.startsWith("section ") && corrections.findLastIndex((other) => other.field === field) > index;
  const used = corrections
    .filter(({ field }) => field.startsWith("section "))
    .reduce(
      (sum, { field, from, to, reason }) => sum + field.length + from.length + to.length + (reason ?? "").length,
      0,
    );
  const oldest = corrections.findIndex(isOld);
  return used <= MOST_CHARACTERS || oldest === -1 ? corrections : withinRoom(corrections.toSpliced(oldest, 1));
}

const AS_PUBLISHED = "as it was published";

/** The last corrections of one person get their reason: `/pia because …`. */
export function explainCorrections(record: AnalysisRecord, statement: Statement): RecordChange {
  const isMine = ({ by, reason }: AnalysisRecord["corrections"][number]) =>
    reason === null && by.toLowerCase() === statement.by.toLowerCase();
  const count = record.corrections.filter(isMine).length;
  if (count === 0) return { kind: "unchanged", said: "None of your corrections waits for a reason." };
  const corrections = record.corrections.map((one) => (isMine(one) ? { ...one, reason: statement.reason } : one));
  const said =
    count === 1 ? "Your last correction has its reason." : `Your last ${count} corrections have their reason.`;
  return { kind: "changed", record: { ...record, corrections }, said, loosens: false };
}
