/** Imports target and window from an OpenSLO v1 file; what cannot be measured truly is refused with file, line and reason. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { Zone } from "#src/calendar/zone.ts";
import { readWindow, type WrittenWindow } from "./openslo-window.ts";
import { strictestTarget, type WrittenTarget } from "./openslo-target.ts";

/** Which objective of the file is wanted. */
export interface WantedObjective {
  readonly component: string;
  /** `metadata.name`, when the configuration says `path#name`; null = find it by the component. */
  readonly name: string | null;
  /** Taken for a calendar window that names no zone. */
  readonly zone: Zone;
}

/** What the file promises, or why it cannot be used: `slo/checkout.yaml:12:5 …`. */
export type ImportedObjective =
  | {
      readonly ok: true;
      /** Percent, exactly as the file says it. */
      readonly target: string;
      /** As in our own configuration, with the zone of a calendar window: `28d`, `calendar-month@Europe/Berlin`. */
      readonly window: string;
      /** Which objective was taken from where, and what had to be decided: for people. */
      readonly origin: string;
    }
  | { readonly ok: false; readonly problem: string };

interface File {
  readonly path: string;
  readonly lines: LineCounter;
}

/** One document of `kind: SLO`. */
interface Slo {
  readonly document: Document;
  readonly name: string | null;
  readonly service: string | null;
}

/** More than any file of objectives has; beyond it somebody points at something else. */
const LONGEST_FILE = 500_000;

/**
 * Finds the objective of a component: by the name that the configuration gives, else the one named like the component, else the one
 * whose service is, else the only one. `Timeslices` and composites are refused: minutes of impact cannot tell them.
 */
export function importOpenSlo(
  { path, text }: { readonly path: string; readonly text: string },
  wanted: WantedObjective,
): ImportedObjective {
  if (text.length > LONGEST_FILE) return { ok: false, problem: `${path} is too large to be a file of objectives` };
  const file: File = { path, lines: new LineCounter() };
  const documents = [...parseAllDocuments(text, { lineCounter: file.lines, prettyErrors: false, uniqueKeys: true })];
  const error = documents.flatMap((document) => document.errors)[0];
  if (error) return refuse(file, error.pos[0], `Not valid YAML: ${error.message}`);
  const slos = documents.filter((document) => textAt(document, ["kind"]) === "SLO").map(describe);
  const chosen = choose(slos, wanted);
  return typeof chosen === "string" ? { ok: false, problem: `${path} ${chosen}` } : readSlo(chosen, file, wanted);
}

function describe(document: Document): Slo {
  return {
    document,
    name: textAt(document, ["metadata", "name"]),
    service: textAt(document, ["spec", "service"]),
  };
}

function choose(slos: readonly Slo[], { component, name }: WantedObjective): Slo | string {
  if (slos.length === 0) return "holds no document of `kind: SLO`";
  const names = slos.map((slo) => slo.name ?? "one without a name").join(", ");
  const matching = [
    slos.filter((slo) => slo.name === (name ?? component)),
    ...(name === null ? [slos.filter((slo) => slo.service === component), slos] : []),
  ].find((group) => group.length > 0);
  if (!matching) return `holds no objective named \`${name}\`, but: ${names}`;
  if (matching.length > 1) {
    return `holds several objectives that may be meant (${names}): choose one with \`openslo: path#name\``;
  }
  return matching[0]!;
}

function readSlo(slo: Slo, file: File, { zone }: WantedObjective): ImportedObjective {
  const { document } = slo;
  const wrong = (path: Path, message: string) => refuse(file, offsetAt(document, path), message);
  const version = textAt(document, ["apiVersion"]);
  if (version !== "openslo/v1") {
    return wrong(["apiVersion"], `the apiVersion ${version ?? "is missing:"} is not read, only openslo/v1`);
  }
  const method = textAt(document, ["spec", "budgetingMethod"]);
  if (method !== "Occurrences") return wrong(["spec", "budgetingMethod"], sayMethod(method));
  const windows = childrenAt(document, ["spec", "timeWindow"]);
  if (windows !== 1) return wrong(["spec", "timeWindow"], "`timeWindow` has to hold exactly one window");
  const window = readWindow(writtenWindow(document), zone);
  if (!window.ok) return wrong(["spec", "timeWindow", 0], window.problem);
  const target = strictestTarget(writtenTargets(document));
  if (!target.ok)
    return wrong(["spec", "objectives", ...(target.index === null ? [] : [target.index])], target.problem);
  const line = file.lines.linePos(offsetAt(document, ["spec", "objectives", target.index])).line;
  const notes = [target.note, window.zone === null ? null : `calendar in ${window.zone}`].filter(
    (note) => note !== null,
  );
  const origin = `${file.path}:${line} (${[slo.name ?? "without a name", ...notes].join("; ")})`;
  return { ok: true, target: target.percent, window: window.window, origin };
}

function sayMethod(method: string | null): string {
  if (method === null) return "`budgetingMethod` is missing: only Occurrences is read";
  if (method !== "Timeslices" && method !== "RatioTimeslices") {
    return `the budgetingMethod ${method} is not known: only Occurrences is read`;
  }
  return `${method} judges each slice of time as good or bad, which minutes of impact cannot tell: use Occurrences, or measure it in Prometheus with \`target\` in the configuration`;
}

function writtenWindow(document: Document): WrittenWindow {
  const at = (...path: string[]) => textAt(document, ["spec", "timeWindow", 0, ...path]);
  const calendar = isMap(find(document, ["spec", "timeWindow", 0, "calendar"]));
  return {
    duration: at("duration"),
    isRolling: at("isRolling"),
    calendar: calendar ? { startTime: at("calendar", "startTime"), timeZone: at("calendar", "timeZone") } : null,
  };
}

function writtenTargets(document: Document): WrittenTarget[] {
  return Array.from({ length: childrenAt(document, ["spec", "objectives"]) }, (_, index) => {
    const at = (key: string) => find(document, ["spec", "objectives", index, key]);
    return {
      target: scalarText(at("target")),
      targetPercent: scalarText(at("targetPercent")),
      isComposite: at("compositeWeight") !== null || at("indicator") !== null || at("indicatorRef") !== null,
    };
  });
}

type Path = readonly (string | number)[];

/** The node at a path, aliases followed; null when there is none. */
function find(document: Document, path: Path): Node | null {
  let node = follow(document, document.contents);
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    const child = isSeq(node) && typeof step === "number" ? node.items[step] : pair?.value;
    node = follow(document, (child ?? null) as Node | null);
  }
  return node;
}

function follow(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

/** The scalar as it was written, so that no number passes through a float; null for anything else and for an empty value. */
function scalarText(node: Node | null): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return (node.source ?? JSON.stringify(node.value)).trim();
}

function textAt(document: Document, path: Path): string | null {
  return scalarText(find(document, path));
}

function childrenAt(document: Document, path: Path): number {
  const node = find(document, path);
  return isSeq(node) ? node.items.length : 0;
}

/** Where the deepest node on the path that exists begins. */
function offsetAt(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = find(document, path.slice(0, length))?.range?.[0];
    if (offset !== undefined) return offset;
  }
  return 0;
}

function refuse({ path, lines }: File, offset: number, message: string): ImportedObjective {
  const { line, col } = lines.linePos(offset);
  return { ok: false, problem: `${path}:${line}:${col} ${message}` };
}
