/** Looks for phrases that point at people instead of conditions, where somebody speaks in their own words. */
import { lineBreaksBefore } from "#src/markdown/line-breaks.ts";
import { OBJECT, visibleText } from "#src/markdown/visible-text.ts";
import type { Outline, Unit } from "#src/markdown/outline.ts";
import type { LanguageClass, LanguageSeverity, Phrase } from "./phrase.ts";
import { PHRASES } from "./phrases.ts";
import {
  nameBefore,
  type ReportWords,
  type Subject,
  subjectBefore,
  subjectOfClause,
  wordsOfReport,
} from "./subject.ts";

/** One phrase that was found. */
export interface LanguageFinding {
  /** 1-based line in the file. */
  readonly line: number;
  readonly class: LanguageClass;
  /** As it stands in the text. */
  readonly match: string;
  readonly severity: LanguageSeverity;
  /** Why it gets in the way. */
  readonly message: string;
  /** What to write or ask instead. */
  readonly suggestion: string;
}

/** All findings in the order of the file; of several on one stretch of text the first phrase of the list. Linear. */
export function checkLanguage({ units }: Outline): LanguageFinding[] {
  const words = wordsOfReport(units);
  return units.flatMap((unit) => (isSpoken(unit) ? findingsIn(unit, words) : []));
}

/** Code, quotes, chat logs and what else other people said or machines wrote are not the authors' words. */
function isSpoken({ kind, quoted, role, text }: Unit): boolean {
  return kind !== "code" && !quoted && role !== "excluded" && ANY_CUE.test(text);
}

interface Compiled {
  readonly phrase: Phrase;
  readonly cue: RegExp;
  readonly before: RegExp | null;
  readonly behind: RegExp | null;
}

const COMPILED: readonly Compiled[] = PHRASES.map((phrase) => ({
  phrase,
  cue: new RegExp(`(?<![\\w-])(?:${spaced(phrase.cue)})(?![\\w-])`, "gim"),
  before: phrase.unless?.before === undefined ? null : new RegExp(`(?:${phrase.unless.before})$`, "i"),
  behind: phrase.unless?.behind === undefined ? null : new RegExp(`^ ?(?:${phrase.unless.behind})`, "i"),
}));

const ANY_CUE = new RegExp(COMPILED.map(({ cue }) => `(?:${cue.source})`).join("|"), "im");

function spaced(source: string): string {
  return source.replaceAll(" ", "\\s");
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly phrase: Phrase;
  readonly subject: Subject | null;
}

function findingsIn(unit: Unit, words: ReportWords): LanguageFinding[] {
  const text = spokenText(unit);
  const found = COMPILED.flatMap((compiled) =>
    [...text.matchAll(compiled.cue)].flatMap((match) => matched(compiled, match, { unit, words })),
  );
  const taken = new Uint8Array(text.length);
  const kept = found.filter(({ from, to }) => {
    if (taken[from] === 1 || taken[to - 1] === 1) return false;
    taken.fill(1, from, to);
    return true;
  });
  const breaksBefore = lineBreaksBefore(text);
  const sorted = kept.toSorted((a, b) => a.from - b.from);
  return sorted.map((one) => finding({ unit, text, line: unit.line + breaksBefore(one.from) }, one));
}

/** The words of the author: no code, no addresses, nothing in quotation marks. */
function spokenText({ source, kind, text }: Unit): string {
  const visible = kind === "row" ? text : visibleText(source, { maskCode: true });
  return visible.replaceAll("’", "'").replaceAll(/["“][^"“”\n]{1,200}["”]/g, (quoted) => OBJECT.repeat(quoted.length));
}

interface Spoken {
  readonly unit: Unit;
  readonly words: ReportWords;
}

function matched({ phrase, before, behind }: Compiled, match: RegExpExecArray, { unit, words }: Spoken): Found[] {
  const text = match.input;
  const from = match.index;
  const to = from + match[0].length;
  if (phrase.within !== undefined && (unit.role === null || !phrase.within.includes(unit.role))) return [];
  if (before?.test(text.slice(Math.max(0, from - 40), from).replaceAll(/\s/g, " "))) return [];
  if (behind?.test(text.slice(to, to + 60).replaceAll(/\s/g, " "))) return [];
  const subject = subjectOf(phrase, { text, from, words });
  if (!isSubject(phrase, subject)) return [];
  return [{ from, to, phrase, subject }];
}

interface Cue {
  readonly text: string;
  readonly from: number;
  readonly words: ReportWords;
}

function subjectOf({ subject, names }: Phrase, { text, from, words }: Cue): Subject | null {
  if (subject === "clause") return subjectOfClause(text, from, words);
  return subjectBefore(text, from, words) ?? (names ? nameBefore(text, from) : null);
}

function isSubject({ subject: wanted }: Phrase, subject: Subject | null): boolean {
  switch (wanted) {
    case "none":
      return true;
    case "person":
      return subject !== null;
    case "specific":
      return subject !== null && subject.kind !== "group";
    case "clause":
      return subject !== null;
  }
}

const LONGEST_MATCH = 100;

interface Place {
  readonly unit: Unit;
  readonly text: string;
  readonly line: number;
}

function finding({ unit, text, line }: Place, { from, to, phrase, subject }: Found): LanguageFinding {
  const self = subject?.kind === "self" || /\b(?:I|I'm|my|me|myself)\b/.test(text.slice(Math.max(0, from - 80), to));
  const words = phrase.subject === "none" || subject === null ? "" : `${subject.text} `;
  const match = `${words}${text.slice(from, to)}`.replaceAll(/\s+/g, " ").trim();
  return {
    line,
    class: phrase.class,
    match: match.length <= LONGEST_MATCH ? match : match.slice(-LONGEST_MATCH),
    severity: severityOf(phrase, unit),
    message: self ? `${KIND} ${phrase.reason}` : phrase.reason,
    suggestion: phrase.suggestion,
  };
}

const KIND = "It is generous to say this of yourself, and you deserve the same fairness as anybody else.";

/** In a timeline people retell quickly what they saw: there a phrase is a hint. */
function severityOf({ severity }: Phrase, { role }: Unit): LanguageSeverity {
  return role === "timeline" || role === "moments" || role === "people" ? "info" : severity;
}
