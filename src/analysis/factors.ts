/** Reads the contributing factors of an analysis: the trigger apart from the causes, each cause with its kind. */
import type { Outline, Unit } from "#src/markdown/outline.ts";
import { type FactorKind, suggestFactor, writtenFactor } from "./factor-vocabulary.ts";
import { isPlaceholder } from "./placeholder.ts";

/** One condition that made it possible. */
export interface Factor {
  /** 1-based line. */
  readonly line: number;
  /** Without a written kind, and without what the template adds: `→ #12`, `→ no action, because …`. */
  readonly text: string;
  /** Null when neither is written nor suggested. */
  readonly kind: FactorKind | null;
  /** Somebody wrote the kind; else it is our suggestion. */
  readonly stated: boolean;
}

/** What set it off, and what made it possible. */
export interface Factors {
  readonly triggers: readonly string[];
  readonly causes: readonly Factor[];
}

const MOST = 200;

/** Reads both. The template's prompts and placeholders count as nothing. Linear. */
export function readFactors({ units }: Outline): Factors {
  const told = units.filter((unit) => isTold(unit));
  return {
    triggers: told
      .filter((unit) => roleOf(unit, units) === "trigger")
      .slice(0, MOST)
      .map((unit) => withoutOutcome(unit.text)),
    causes: told
      .filter((unit) => unit.kind === "item" && unit.depth === 1 && isCause(roleOf(unit, units)))
      .slice(0, MOST)
      .map((unit) => factorOf(unit)),
  };
}

/** Paragraphs that are in italics as a whole are the template's questions. */
function isTold({ kind, quoted, text, source, depth }: Unit): boolean {
  if (quoted || (kind !== "item" && kind !== "paragraph") || depth > 1 || isPlaceholder(text)) return false;
  return !(kind === "paragraph" && /^\s*[*_][^*_]+[*_]\s*$/.test(source));
}

function isCause(role: Unit["role"]): boolean {
  return role === "cause" || role === "factors";
}

// A heading of its own says `Trigger` also where the sections around it are about factors.
function roleOf(unit: Unit, units: readonly Unit[]): Unit["role"] {
  const heading = units[unit.heading];
  return heading !== undefined && /^\W*(?:the )?triggers?\b/i.test(heading.text) ? "trigger" : unit.role;
}

function factorOf({ line, text }: Unit): Factor {
  const written = writtenFactor(withoutOutcome(text));
  return {
    line,
    text: written.text,
    kind: written.kind ?? suggestFactor(written.text),
    stated: written.kind !== null,
  };
}

/** The sentence before the arrow that leads to its item. */
function withoutOutcome(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const arrow = /\s(?:→|⇒|->|=>)\s*(?=#|https?:|[\w.-]+\/[\w.-]+#|no action\b)/i.exec(line);
  return arrow === null || arrow.index === 0 ? line : line.slice(0, arrow.index).trim();
}
