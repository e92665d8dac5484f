/** Under which headings and announcing lines a text of the outline stands, while the outline is read from top to bottom. */
import { announces } from "./announcing-line.ts";
import { roleOfLabel, roleOfTitle, roleWithin, type SectionRole } from "./section-role.ts";
import { normaliseTitle } from "./sections.ts";

/** Where the reading has come to. */
export interface OutlinePlace {
  /** Indices of the headings above, outermost first. */
  readonly headings: number[];
  /** Index of the announcing line; -1 when there is none. */
  label: number;
  labelRole: SectionRole | null;
  /** The one that is being read included. */
  headingsRead: number;
}

/** What is read so far; only these fields of a unit matter here. */
export interface PlacedReading {
  readonly units: readonly {
    readonly kind: string;
    readonly level: number;
    readonly depth: number;
    readonly group: number;
    readonly ordered: boolean;
    readonly source: string;
    readonly text: string;
    readonly role: SectionRole | null;
  }[];
  readonly place: OutlinePlace;
}

/** Before the first heading. */
export function outermostPlace(): OutlinePlace {
  return { headings: [], label: -1, labelRole: null, headingsRead: 0 };
}

/** A heading ends the sections of its level and below, and what a line announced. */
export function leaveSections({ units, place }: PlacedReading, level: number): void {
  while (place.headings.length > 0 && units[place.headings.at(-1)!]!.level >= level) place.headings.pop();
  place.label = -1;
  place.labelRole = null;
  place.headingsRead += 1;
}

const LONGEST_TITLE_ROLE = 3;

/**
 * The role of a heading that is read next. The title of the whole document says what happened and not what stands below it:
 * `Build logs readable by others` is no log.
 */
export function headingRole(
  reading: PlacedReading,
  { text, level }: { readonly text: string; readonly level: number },
) {
  const title = normaliseTitle(text);
  const isTitle = level === 1 && reading.place.headingsRead === 1;
  if (isTitle && title.split(" ").length > LONGEST_TITLE_ROLE) return null;
  return roleWithin(roleOfTitle(title), roleAbove(reading));
}

/** The role of a text that is read next. */
export function roleHere(reading: PlacedReading): SectionRole | null {
  return reading.place.labelRole ?? roleAbove(reading);
}

function roleAbove({ units, place }: PlacedReading): SectionRole | null {
  const above = place.headings.at(-1);
  return above === undefined ? null : units[above]!.role;
}

const ROLES_OF_PARTS: ReadonlySet<string> = new Set([
  "actions",
  "timeline",
  "cause",
  "lessons",
  "whys",
  "summary",
  "impact",
]);

interface NextUnit {
  readonly kind: string;
  readonly depth: number;
  readonly group: number;
}

/** A sibling of an announcing item, or whatever stands further out in the list, is not announced by it. */
export function endLabel({ units, place }: PlacedReading, { kind, depth, group }: NextUnit): void {
  const label = units[place.label];
  if (label?.kind !== "item" || kind !== "item" || (depth >= label.depth && group !== label.group)) return;
  place.label = -1;
  place.labelRole = null;
}

function isBold(source: string): boolean {
  return /^\s*(?:\*\*|__)[^*_]+(?:\*\*|__)\s*$/.test(source);
}

/**
 * A line of few words without any mark: `Corrective actions` in plain text, `4. Actions agreed` as minutes number their parts (to
 * the parser it is an item of a list).
 */
function isPlainTitle({ kind, text, depth, ordered }: PlacedReading["units"][number]): boolean {
  if (kind === "item" ? !ordered || depth > 1 : kind !== "paragraph" || depth > 0) return false;
  if (!/^\p{Lu}[\p{L}\d' -]{2,50}$/u.test(text.trim())) return false;
  return text.trim().split(" ").length <= 4 && ROLES_OF_PARTS.has(roleOfTitle(normaliseTitle(text)) ?? "");
}

/** The unit just read may announce what follows. */
export function startLabel(reading: PlacedReading, index: number): void {
  const { units, place } = reading;
  const unit = units[index]!;
  if (!announces(unit) && !isPlainTitle(unit)) return;
  const title = normaliseTitle(unit.text);
  const role = isBold(unit.source) ? roleOfTitle(title) : roleOfLabel(title);
  // Below a known label a line such as `cull_idle_servers:` only divides what is announced.
  if (role === null && place.labelRole !== null && unit.depth > (units[place.label]?.depth ?? 0)) return;
  place.label = index;
  place.labelRole = role === null ? null : roleWithin(role, roleAbove(reading));
}
