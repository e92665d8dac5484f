/** Finds what in a report is a point of its timeline, and the lines that only say on which day the next points are. */
import type { Outline, Unit } from "#src/markdown/outline.ts";
import { readFirstCell, readRowStamp } from "./row-stamp.ts";
import { readStamp, readStampAtEnd, type Stamp } from "./stamp.ts";
import { acceptCandidates, type Candidate, type TimelineMark } from "./timeline-candidates.ts";
import { findTimelinePlaces, type TimelinePlaces } from "./timeline-places.ts";

/** All marks in order. Key moments of the preamble count only when the report tells no other timeline. */
export function findTimelineMarks(outline: Outline): TimelineMark[] {
  const places = findTimelinePlaces(outline);
  const context: Context = { outline, places, children: childrenWithClock(outline) };
  const candidates = outline.units.flatMap((unit, index) => candidatesOf(context, unit, index));
  const told = withoutHollowDays(acceptCandidates(candidates));
  if (told.some((mark) => mark.kind === "entry")) return told;
  return candidates.filter(({ moment }) => moment);
}

interface Context {
  readonly outline: Outline;
  readonly places: TimelinePlaces;
  /** Indices of items below which an item begins with a clock time. */
  readonly children: ReadonlySet<number>;
}

function childrenWithClock({ units }: Outline): ReadonlySet<number> {
  const parents = units
    .filter((unit) => unit.parent !== -1 && unit.kind !== "heading" && /\d/.test(unit.text.slice(0, 40)))
    .filter((unit) => readStamp(unit.text)?.clock)
    .map((unit) => unit.parent);
  return new Set(parents);
}

function candidatesOf(context: Context, unit: Unit, index: number): Candidate[] {
  if (unit.quoted || unit.kind === "code" || unit.role === "excluded") return [];
  const { places } = context;
  const place: Placed = {
    context,
    unit,
    index,
    inTimeline: places.isTimeline(unit),
    scope: places.scopeOf(unit, index),
  };
  if (unit.role === "moments" && unit.kind !== "heading") return momentOf(place);
  if (unit.role === "actions" && !place.inTimeline) return [];
  switch (unit.kind) {
    case "row":
      return rowCandidate(place);
    case "heading":
      return headingCandidate(place);
    case "item":
      return itemCandidates(place);
    case "paragraph":
      return paragraphCandidates(place);
    default:
      return [];
  }
}

interface Placed {
  readonly context: Context;
  readonly unit: Unit;
  readonly index: number;
  readonly inTimeline: boolean;
  readonly scope: number;
}

type Draft = Pick<Candidate, "stamp" | "text"> & Partial<Candidate>;

function candidate({ unit, index, inTimeline, scope }: Placed, draft: Draft): Candidate {
  const family = unit.kind === "paragraph" ? `p${unit.heading}.${unit.label}` : `${unit.kind}${unit.group}`;
  return {
    kind: "entry",
    line: unit.line,
    unit: index,
    scope,
    certain: inTimeline,
    family,
    source: unit.source,
    moment: false,
    ...draft,
  };
}

function momentOf(placed: Placed): Candidate[] {
  const { unit } = placed;
  if (unit.kind === "row") {
    const cell = unit.cells.map((text) => readStamp(text)).find((stamp) => stamp?.clock || stamp?.date);
    return cell ? [candidate(placed, { stamp: cell, text: unit.cells[0] ?? "", moment: true, certain: false })] : [];
  }
  const atStart = readStamp(unit.text);
  if (atStart?.clock)
    return [candidate(placed, { stamp: atStart, text: unit.text.slice(atStart.end), moment: true, certain: false })];
  const atEnd = readStampAtEnd(unit.text);
  if (atEnd === null) return [];
  return [
    candidate(placed, { stamp: atEnd.stamp, text: unit.text.slice(0, atEnd.textEnd), moment: true, certain: false }),
  ];
}

function rowCandidate(placed: Placed): Candidate[] {
  const { unit, inTimeline } = placed;
  const row = readRowStamp(unit) ?? (inTimeline ? readFirstCell(unit) : null);
  if (row === null) return [];
  const { stamp, text } = row;
  if (stamp.clock !== null || stamp.offset !== null) {
    return [candidate(placed, { stamp, text, certain: inTimeline || (row.titled && !sumsUp(unit)) })];
  }
  if (!inTimeline || stamp.date === null) return [];
  return [candidate(placed, { stamp, text, kind: text === "" ? "day" : "entry" })];
}

/** `| Start | End | Duration |` in a preamble tells of the whole, not of a point. */
function sumsUp({ header }: Unit): boolean {
  return header.some((title) => /^\W*(?:total )?(?:duration|downtime|length)\b/i.test(title));
}

function headingCandidate(placed: Placed): Candidate[] {
  const { unit, inTimeline } = placed;
  const stamp = readStamp(unit.text);
  if (stamp === null) return timelineEnd(placed);
  const text = unit.text.slice(stamp.end) || textBelow(placed);
  if (stamp.clock !== null || stamp.offset !== null) {
    return [candidate(placed, { stamp, text, certain: inTimeline || stamp.date !== null })];
  }
  if (stamp.date?.malformed === true || isBareWeekday(stamp, unit.text)) return [];
  return [candidate(placed, { stamp, text, kind: "day", certain: true })];
}

function isBareWeekday({ date }: Stamp, text: string): boolean {
  return date?.day === null && date.weekday !== null && text.trim().split(/\s+/).length > 2;
}

/** `Alert fires (14:05 UTC)`: in a timeline a line may say the time at its end. */
function timelineEnd(placed: Placed): Candidate[] {
  const { unit, inTimeline } = placed;
  if (!inTimeline || unit.text.length > 300) return [];
  const found = readStampAtEnd(unit.text.split("\n")[0]!);
  if (found === null || unit.role === "moments") return [];
  return [
    candidate(placed, { stamp: found.stamp, text: unit.text.slice(0, found.textEnd), family: `end${unit.group}` }),
  ];
}

function textBelow({ context, unit, index }: Placed): string {
  const next = context.outline.units[index + 1];
  return next !== undefined && next.kind !== "heading" && next.kind !== "code" && next.line > unit.line
    ? next.text.replaceAll("\n", " ")
    : "";
}

function itemCandidates(placed: Placed): Candidate[] {
  const { unit, inTimeline, context, index } = placed;
  const lines = unit.text.split("\n");
  const stamp = readStamp(lines[0]!);
  const own = lines.join(" ");
  if (stamp === null) return [...timelineEnd(placed), ...furtherLines(placed, lines)];
  const rest = own.slice(stamp.end).trim();
  if (stamp.clock !== null || stamp.offset !== null) {
    if (rest === "" && isTimed(context.outline.units[index + 1], index)) return [];
    return [candidate(placed, { stamp, text: rest || textBelow(placed) }), ...furtherLines(placed, lines)];
  }
  if (!inTimeline) return [];
  if (context.children.has(index)) return [candidate(placed, { stamp, text: rest, kind: "day" })];
  if (stamp.prose || (!stamp.separated && rest !== ""))
    return isClearDate(stamp) ? [candidate(placed, { stamp, text: rest })] : [];
  return [candidate(placed, { stamp, text: rest || textBelow(placed) })];
}

/** `- **11:02**` above `- 11:02 stopped`: what is below says it all. */
function isTimed(unit: Unit | undefined, parent: number): boolean {
  return unit?.parent === parent && unit.kind === "item" && (readStamp(unit.text)?.clock ?? null) !== null;
}

function isClearDate({ date, prose }: Stamp): boolean {
  return date?.month !== null && date?.day !== null && !prose;
}

/** `On 11 April 2026, …`: in a timeline a paragraph may tell of a whole day. */
function isNamedDay({ date }: Stamp): boolean {
  return date?.month !== null && date?.day !== null;
}

/** Further lines of an item count only with a mark behind the time: a wrapped sentence may begin with one, too. */
function furtherLines(placed: Placed, lines: readonly string[]): Candidate[] {
  return lines.slice(1).flatMap((line, offset) => {
    const stamp = readStamp(line);
    if (!stamp?.clock || !stamp.separated || stamp.prose) return [];
    return [candidate(placed, { stamp, text: line.slice(stamp.end), line: placed.unit.line + offset + 1 })];
  });
}

function paragraphCandidates(placed: Placed): Candidate[] {
  const { unit, inTimeline } = placed;
  const lines = unit.text.split("\n");
  const only = lines.length === 1 ? readStamp(lines[0]!) : null;
  if (only?.date && !only.clock && isOnlyDay(lines[0]!.slice(only.end)))
    return [candidate(placed, { stamp: only, text: "", kind: "day", certain: true })];
  const sourceLines = unit.source.split("\n");
  const found: Candidate[] = [];
  for (const [offset, line] of lines.entries()) {
    const stamp = readStamp(line);
    if (stamp === null) continue;
    const begins = offset === 0 || isBroken(sourceLines[offset - 1]) || found.length === offset;
    const source = sourceLines[offset] ?? line;
    const draft = { stamp, text: line.slice(stamp.end) || (lines[offset + 1] ?? ""), line: unit.line + offset, source };
    if (stamp.signed) found.push(candidate(placed, { ...draft, ...signedBy(placed, lines.slice(0, offset)) }));
    else if (stamp.clock || stamp.offset !== null) {
      if (stamp.prose ? begins && inTimeline : begins || stamp.separated) found.push(candidate(placed, draft));
    } else if (inTimeline && begins && isOnlyDay(line.slice(stamp.end)))
      found.push(candidate(placed, { ...draft, kind: "day" }));
    else if (inTimeline && begins && stamp.separated && isNamedDay(stamp) && draft.text.trim() !== "")
      found.push(candidate(placed, draft));
  }
  return found.length > 0 || lines.length > 1 ? found : timelineEnd(placed).filter(() => unit.text.length < 120);
}

/** All signed updates of a section are judged together; each tells what stands above its signature. */
function signedBy({ unit, scope, context, index }: Placed, above: readonly string[]) {
  const before = context.outline.units[index - 1];
  const text = above.join(" ") || (before?.kind === "paragraph" && before.heading === unit.heading ? before.text : "");
  return { text, family: `signed${scope}` };
}

/** Nothing but brackets, a zone or `(day 2)` stands behind the date. */
function isOnlyDay(rest: string): boolean {
  return /^[\s:.,*)\]-]*(?:\(?(?:UTC|[A-Z]{2,4}|(?:incident )?day \w{1,8}|all times? [^)]{1,20})\)?)?[\s:.,*)\]-]*$/i.test(
    rest,
  );
}

/** The line before this one ends with two spaces, a backslash or `<br>`. */
function isBroken(before = ""): boolean {
  return /(?: {2}|\\|<br\s?\/?>\s{0,4})$/i.test(before.slice(-12));
}

function isDatedHeading({ kind, family, stamp }: Candidate): boolean {
  return family.startsWith("heading") ? stamp.date !== null : kind === "day";
}

/** A heading with a day and a text, below which no point stands, is a point itself where the report is a timeline. */
function withoutHollowDays(marks: readonly Candidate[]): TimelineMark[] {
  return marks.map((mark, index) => {
    const next = marks[index + 1];
    const isHollow = next === undefined || next.scope !== mark.scope || isDatedHeading(next);
    const isPoint = mark.kind === "day" && mark.text.trim() !== "" && isHollow && mark.family.startsWith("heading");
    return isPoint && mark.scope !== mark.unit && mark.certain ? { ...mark, kind: "entry" as const } : mark;
  });
}
