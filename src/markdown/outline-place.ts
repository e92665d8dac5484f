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
}

/** What is read so far; only these fields of a unit matter here. */
export interface PlacedReading {
  readonly units: readonly {
    readonly kind: string;
    readonly level: number;
    readonly depth: number;
    readonly group: number;
    readonly source: string;
    readonly text: string;
    readonly role: SectionRole | null;
  }[];
  readonly place: OutlinePlace;
}

/** Before the first heading. */
export function outermostPlace(): OutlinePlace {
  return { headings: [], label: -1, labelRole: null };
}

/** A heading ends the sections of its level and below, and what a line announced. */
export function leaveSections({ units, place }: PlacedReading, level: number): void {
  while (place.headings.length > 0 && units[place.headings.at(-1)!]!.level >= level) place.headings.pop();
  place.label = -1;
  place.labelRole = null;
}

/** The role of a heading that is read next. */
export function headingRole(reading: PlacedReading, text: string): SectionRole | null {
  return roleWithin(roleOfTitle(normaliseTitle(text)), roleAbove(reading));
}

/** The role of a text that is read next. */
export function roleHere(reading: PlacedReading): SectionRole | null {
  return reading.place.labelRole ?? roleAbove(reading);
}

function roleAbove({ units, place }: PlacedReading): SectionRole | null {
  const above = place.headings.at(-1);
  return above === undefined ? null : units[above]!.role;
}

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

/** The unit just read may announce what follows. */
export function startLabel(reading: PlacedReading, index: number): void {
  const { units, place } = reading;
  const unit = units[index]!;
  if (!announces(unit)) return;
  const role = roleOfLabel(normaliseTitle(unit.text));
  // Below a known label a line such as `cull_idle_servers:` only divides what is announced.
  if (role === null && place.labelRole !== null && unit.depth > (units[place.label]?.depth ?? 0)) return;
  place.label = index;
  place.labelRole = role === null ? null : roleWithin(role, roleAbove(reading));
}
