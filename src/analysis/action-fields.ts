/** Owner, due date, priority, type, link and state of an action item, from the words around it. */
import { type DateHabits } from "#src/timeline/dated-statements.ts";
import { formatDay } from "#src/calendar/day.ts";
import { readWrittenDate } from "#src/timeline/written-date.ts";
import { resolveDay } from "#src/timeline/written-day.ts";

/** What an item says beside what is to be done; absent = it does not say. */
export interface ActionFields {
  readonly owner?: string;
  /** `YYYY-MM-DD` when the text gives a full date, else as written (`Q1 2026`). */
  readonly due?: string;
  readonly priority?: string;
  readonly type?: string;
  readonly link?: string;
  readonly done?: boolean;
}

/** One item with its text as read by people and as written. */
export interface ActionWords {
  readonly text: string;
  readonly source: string;
}

const OWNER =
  /\b(?:owners?|assignees?|assigned to|dri|responsible|owned by|lead)\b\s{0,2}[:=]\s{0,2}(@?[\p{L}\d][\p{L}\d_./-]{0,60}(?: [\p{Lu}][\p{L}'-]{1,30}){0,2})/iu;
const MENTION = /(?<![\w@/.])@[A-Za-z\d][A-Za-z\d-]{0,38}(?:\/[A-Za-z\d][\w.-]{0,60})?/g;
const DUE = /\b(?:due(?: date| by| on)?|eta|deadline|target(?: date)?|by|until|before)\b\s{0,2}[:=]?\s{0,2}/gi;
const QUARTER = /^(?:Q[1-4](?:[ /-]{1,2}(?:20)?\d{2})?|(?:end of |early |mid |late )?(?:Q[1-4]|20\d{2}))(?!\w)/i;
const PRIORITY = /(?<![\w-])P[0-4](?![\w-])/;
const LOUD = /^\W{0,3}(?:\[|\*\*|\()?(CRITICAL|HIGH|MEDIUM|LOW)\b/;
const SAID = /\bpriority\b\s{0,2}[:=]\s{0,2}(critical|urgent|high|medium|low|p[0-4])\b/i;
const TYPE =
  /^\W{0,3}\(?(prevent(?:ion|ative|ive)?|mitigat(?:e|ion)|detect(?:ion)?|repair|investigat(?:e|ion)|process)(?:[- ](?:future|this))?\b\W{0,2}[:\])–—-]/i;
const LINK = /https?:\/\/[^\s<>)\]|"]+/;
const NUMBER = /(?<![\w/&#.-])(?:[A-Za-z\d][A-Za-z\d-]{0,38}\/[A-Za-z\d._-]{1,100})?#\d{1,9}(?![\w-])/;
const TICKET = /(?<![\w/-])[A-Z][A-Z\d]{1,9}-\d{1,7}(?![\w-])/;
const DONE =
  /^\s{0,3}(?:✅|☑|✔|:white_check_mark:|:heavy_check_mark:)|\((?:done|completed?|finished|fixed|merged|shipped|deployed)[^)]{0,40}\)|\[(?:done|completed?)\]|(?:[-–—:]\s{0,2}|^)\**(?:DONE|Done)\**[.!]?$/;

/** Reads what the item's own words say. */
export function readActionFields(words: ActionWords, habits: DateHabits): ActionFields {
  const { text, source } = words;
  const type = TYPE.exec(text)?.[1];
  return stated({
    owner: OWNER.exec(text)?.[1] ?? onlyMention(text),
    due: dueIn(text, habits),
    priority: PRIORITY.exec(text)?.[0] ?? LOUD.exec(text)?.[1] ?? SAID.exec(text)?.[1],
    type: type === undefined ? undefined : typeNamed(type),
    link: LINK.exec(source)?.[0] ?? NUMBER.exec(text)?.[0] ?? ticketIn(text),
    done: DONE.test(text) || isStruckOut(source) ? true : undefined,
  });
}

/** Drops what is not stated. */
export function stated(fields: Readonly<Record<keyof ActionFields, unknown>>): ActionFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""));
}

/** The usual word for a type: `Prevention` gives `prevent`; one that we do not know stays, in small letters. */
export function typeNamed(word: string): string {
  const known = ["prevent", "mitigat", "detect", "repair", "investigat", "process"].find((stem) =>
    word.toLowerCase().startsWith(stem),
  );
  if (known === undefined) return word.trim().toLowerCase();
  return known === "mitigat" || known === "investigat" ? `${known}e` : known;
}

function onlyMention(text: string): string | undefined {
  const mentions = text.match(MENTION) ?? [];
  return mentions.length === 1 ? mentions[0] : undefined;
}

function ticketIn(text: string): string | undefined {
  const found = TICKET.exec(text)?.[0];
  // Names of standards look the same.
  return found === undefined || /^(?:UTF|ISO|RFC|SHA|AES|CVE|HTTP|TLS|IPV|UTC|GMT|SEV|P\d|COVID)/.test(found)
    ? undefined
    : found;
}

function isStruckOut(source: string): boolean {
  return /^\s*(?:\[[ xX]\]\s*)?~~[^~]+~~/.test(source.slice(0, 2_000));
}

/** The date behind `due`, `by`, `ETA`; a date in a cell of its own is read by `readDue`. */
function dueIn(text: string, habits: DateHabits): string | undefined {
  for (const match of text.slice(0, 4_000).matchAll(DUE)) {
    const due = readDue(text.slice(match.index + match[0].length, match.index + match[0].length + 40), habits);
    if (due !== undefined) return due;
  }
  return undefined;
}

/** The date at the beginning of a text: as `YYYY-MM-DD` when it is full, as written for a quarter. */
export function readDue(text: string, habits: DateHabits): string | undefined {
  const quarter = QUARTER.exec(text)?.[0];
  const date = readWrittenDate(text, 0);
  if (date === null || date.day === null) return quarter;
  const { day } = resolveDay(date, habits);
  return day === null ? date.written : formatDay(day);
}
