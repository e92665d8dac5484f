/** The words by which an action item is told from what stands around it. */
import type { Unit } from "#src/markdown/outline.ts";
import { beginsWithVerb, namesDoer } from "./action-verbs.ts";

// `[Action item] …` and `Action item: …` say what they are, wherever they stand.
const MARKED = /^\s{0,3}(?:action[ -]?item|to-?do|follow[ -]?up action)\s?(?:\d{1,3}\s?)?(?:[:\]–—-]\s{0,2})/i;
// `Action: …` alone may as well tell what somebody did, so it counts below what was learned only.
const MARKED_HERE = /^\s{0,3}(?:actions?|follow[ -]?up|fix|remediation)\s?(?:\d{1,3}\s?)?(?:[:\]–—]\s{0,2})(?=\S)/i;
const REFLECTS: ReadonlySet<string | null> = new Set(["actions", "lessons", "poorly", "lucky", "factors"]);
const NOTHING =
  /^[\s.…\-–—_]*(?:n\/?a|none(?: (?:yet|so far|at this time|identified))?|tbd|tba|todo|nothing|no action items?|placeholder)?[\s.…\-–—_]*$/i;
const REMARK =
  /^(?:note|nb|n\.b\.|example|e\.g\.|see also)\b\s?[:.]|^(?:won't|will not|wont) (?:do|fix)\b|^(?:not (?:doing|done|planned)|rejected|declined|decided against|out of scope)\b\s?[:.–—-]/i;
// People tell in whole sentences what they will do, and what they are sorry for.
const PLAN =
  /^(?:(?:finally|also|next|then|first(?:ly)?|second(?:ly)?|third(?:ly)?|lastly|in addition|additionally|furthermore|(?:in|over|during|within|by|before|after|as|going) [^,.]{3,40}?),? )?(?:we|our teams?|the [\p{L} -]{2,30} team|engineering|operations)(?:'ll| will(?! be sorry)| shall| plan(?:s|ned)? to| intends? to| expects? to| aims? to| (?:have|has|'ve) (?:also |already |now |since |just )?(?!learned|learnt|seen|been|had|heard|received|known)(?:\p{L}+ed|built|put|made|set|begun|written|taken|moved|cut|split|brought|rebuilt)\b| (?:are|is) (?:also |now |already |currently )?(?!hoping|looking|being|having|feeling|going)\p{L}+ing\b)/iu;

// What was done tells of the response as often as of what will last.
const PAST =
  /^we (?:also |already |then )?(?!need|want|fail|notic|discuss|learn|talk|reali|look|receiv|apolog|experienc|observ|identif|determin|conclud|decid|consider|believ|assum|hop|wait|work|expect|us|rais|continu|start|manag)\p{L}+ed\b/iu;
const LEGEND = /^\W{0,3}(?:prevent|mitigate|detect|repair|investigate|process|p[0-4])\w*\W{0,3}\s?(?:[:–—]|\s-\s)/i;
// `A1. Networks to …`, `AI-3: …`, `CAPA-1: …`
const NUMBERED = /^\s{0,3}(?:A|R|[A-Z]{2,5})[ -]?\d{1,3}[.):]\s+/;
const FIELD =
  /^\s{0,3}(?:owners?|assignees?|assigned(?: to)?|responsible|dri|due(?: date)?|deadline|eta|target(?: date)?|priority|type|status|state|tickets?|issues?|links?|tracking|effort|estimate|category)\s?(?:[:=–—]|\s-\s)/i;

/** `None`, `TBD`, `…`, an empty cell. */
export function saysNothing(text: string): boolean {
  return NOTHING.test(text);
}

/** A remark, or something that will not be done. */
export function isRemark(text: string): boolean {
  return REMARK.test(text);
}

/** `We added row counts …`: it counts where all actions of a section are told in sentences. */
export function tellsOfPast(line: string): boolean {
  return PAST.test(line.trim());
}

/** `Prevent - rule out the class`, `P0: now`: beside a table it explains the words in it. */
export function isLegend(text: string): boolean {
  return LEGEND.test(text);
}

/** `Owner: storage` below an item says something about it. */
export function isField(text: string): boolean {
  return FIELD.test(text);
}

/** The words that mark a text as an item; null when there are none. */
export function markOf({ text, role }: Unit): RegExpExecArray | null {
  return MARKED.exec(text) ?? (REFLECTS.has(role) ? MARKED_HERE.exec(text) : null);
}

/** True for a line of prose that tells of something to be done: a verb, a plan, a doer, an id, or an owner behind a bold title. */
export function tellsOfAction(line: string, source: string): boolean {
  const text = withoutNumber(line);
  if (!/^\p{Lu}/u.test(text)) return false;
  return (
    text !== withoutBullet(line) ||
    beginsWithVerb(text) ||
    namesDoer(text) ||
    PLAN.test(text.replace("’", "'")) ||
    isOwned(text, source)
  );
}

function withoutBullet(line: string): string {
  return line.trim().replace(/^(?:[•·▪◦☐☑✅✔–—-]|\d{1,3}[.)])\s*/u, "");
}

/** The line without bullet and id. */
export function withoutNumber(line: string): string {
  return withoutBullet(line).replace(NUMBERED, "");
}

/** `**Carts survive an eviction.** Owner: checkout` */
function isOwned(text: string, source: string): boolean {
  return (
    /^\s{0,3}(?:\*\*|__)/.test(source) && /\b(?:owner|assignee|dri|responsible|due|eta|deadline)\b\s?:/i.test(text)
  );
}
