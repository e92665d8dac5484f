/** The facts of an item that labels cannot hold: what the block says, as typed values and as named texts. */
import type { Instant } from "#src/calendar/instant.ts";
import { cleanText } from "#src/markdown/escape.ts";
import { lines, oneOf, readDate, readDecision, type Reading, writeDecision } from "./block-text.ts";
import { readFailure, readInstant, readSnooze, writeFailure, writeInstant, writeSnooze } from "./follow-up-text.ts";
import { ITEM_TYPES } from "./item.ts";
import type {
  ClosingDecision,
  Decision,
  ItemPullRequest,
  ItemState,
  ItemType,
  RemediationItem,
  Snooze,
  Verification,
  VerificationFailure,
} from "./item.ts";

/** One move of the due date. */
export interface Redate extends Decision {
  /** `YYYY-MM-DD`; null when no date stood before. */
  readonly from: string | null;
  readonly to: string;
}

/** What stands in an item's block. Null and empty mean that nothing was stated. */
export interface ItemBlock {
  /** `YYYY-MM-DD`. */
  readonly dueDate: string | null;
  readonly type: ItemType | null;
  readonly handling: RemediationItem["handling"];
  readonly doneWhen: string | null;
  readonly accepted: Decision | null;
  readonly redates: readonly Redate[];
  readonly decision: ClosingDecision | null;
  readonly verification: Verification | null;
  readonly pullRequests: readonly ItemPullRequest[];
  /** Path of the file that keeps the fault from coming back unnoticed: a test, an alert, a lint rule. */
  readonly guard: string | null;
  /** No reminders until then. */
  readonly snooze: Snooze | null;
  /** The last reminder, as `remediation/reminder` names it: so that a sweep need not read comments to know what was said. */
  readonly reminded: string | null;
  /** When we asked how one can see that it works; once. */
  readonly evidenceAsked: Instant | null;
  /** What showed that the fix did not hold; each once, oldest first. */
  readonly failures: readonly VerificationFailure[];
  /** The state when we last saw an adopted issue: what counts when it has left the listings because it was closed long ago. */
  readonly lastSeen: ItemState | null;
  /** Rows that a hand edit made unreadable, by name: kept as they are, so that nothing is lost. */
  readonly unread: Readonly<Record<string, string>>;
}

/** A block that states nothing. */
export const EMPTY_BLOCK: ItemBlock = {
  dueDate: null,
  type: null,
  handling: null,
  doneWhen: null,
  accepted: null,
  redates: [],
  decision: null,
  verification: null,
  pullRequests: [],
  guard: null,
  snooze: null,
  reminded: null,
  evidenceAsked: null,
  failures: [],
  lastSeen: null,
  unread: {},
};

/** How one field of the block is named, written and read. */
interface Field<Key extends keyof ItemBlock> {
  readonly key: Key;
  readonly name: string;
  readonly write: (value: NonNullable<ItemBlock[Key]>) => string;
  readonly read: (text: string) => Reading<ItemBlock[Key]>;
}

const STATES: readonly ItemState[] = [
  "proposed",
  "accepted",
  "in-progress",
  "reopened",
  "done",
  "done-unproven",
  "verified",
  "rejected",
  "accepted-risk",
  "closed-without-reason",
  "missing",
];

function field<Key extends keyof ItemBlock>(definition: Field<Key>): Field<keyof ItemBlock> {
  return definition as unknown as Field<keyof ItemBlock>;
}

/** In the order of the table. */
const FIELDS: readonly Field<keyof ItemBlock>[] = [
  field({ key: "dueDate", name: "Due", write: (date) => date, read: readDate }),
  field({ key: "type", name: "Type", write: (type) => type, read: oneOf(ITEM_TYPES) }),
  field({
    key: "handling",
    name: "Handling",
    write: (handling) => handling,
    read: oneOf(["patch", "process"] as const),
  }),
  field({ key: "doneWhen", name: "Done when", write: (text) => text, read: (text) => ({ value: text }) }),
  field({ key: "accepted", name: "Accepted", write: writeDecision, read: readDecision }),
  field({ key: "redates", name: "Re-dated", write: (all) => all.map(writeRedate).join("\n"), read: lines(readRedate) }),
  field({ key: "decision", name: "Decision", write: writeClosing, read: readClosing }),
  field({ key: "verification", name: "Verified", write: writeVerification, read: readVerification }),
  field({
    key: "pullRequests",
    name: "Pull requests",
    write: (all) => all.map(writePullRequest).join("\n"),
    read: lines(readPullRequest),
  }),
  field({ key: "guard", name: "Guard", write: (path) => path, read: (text) => ({ value: text }) }),
  field({ key: "snooze", name: "Quiet until", write: writeSnooze, read: readSnooze }),
  field({ key: "reminded", name: "Reminded", write: (text) => text, read: (text) => ({ value: text }) }),
  field({ key: "evidenceAsked", name: "Evidence asked for", write: writeInstant, read: readInstant }),
  field({
    key: "failures",
    name: "Did not hold",
    write: (all) => all.map(writeFailure).join("\n"),
    read: lines(readFailure),
  }),
  field({ key: "lastSeen", name: "Last seen", write: (state) => state, read: oneOf(STATES) }),
];

/** The block as named texts, in the order of the table; what is not stated is left out. `blockOf(fieldsOf(block))` gives the block back. */
export function fieldsOf(block: ItemBlock): Record<string, string> {
  const stated = FIELDS.flatMap(({ key, name, write }): [string, string][] => {
    const value = block[key];
    const text = value === null ? "" : cleanText(write(value));
    return text === "" ? [] : [[name, text]];
  });
  const named = new Set(stated.map(([name]) => name));
  const unread = Object.entries(block.unread).filter(([name]) => !named.has(name));
  return Object.fromEntries([...stated, ...unread]);
}

/** Reads named texts. A text that cannot be read is a problem in plain words and is kept under `unread`. */
export function blockOf(fields: Readonly<Record<string, string>>): { block: ItemBlock; problems: string[] } {
  const values: Partial<Record<keyof ItemBlock, unknown>> = {};
  const unread: [string, string][] = [];
  const problems: string[] = [];
  for (const [name, written] of Object.entries(fields)) {
    const text = cleanText(written);
    const known = FIELDS.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    const reading = known ? known.read(text) : { problem: "is not a row that this table knows" };
    if (text === "" && known) continue;
    if (known && "value" in reading) values[known.key] = reading.value;
    else {
      unread.push([known?.name ?? name, text]);
      problems.push(`Row “${known?.name ?? name}”: “${text}” ${"problem" in reading ? reading.problem : ""}`);
    }
  }
  return { block: { ...EMPTY_BLOCK, ...values, unread: Object.fromEntries(unread) } as ItemBlock, problems };
}

function writeClosing(decision: ClosingDecision): string {
  return `${decision.kind} by ${writeDecision(decision)}`;
}

function readClosing(text: string): Reading<ClosingDecision> {
  const kind = (["rejected", "accepted-risk"] as const).find((word) => text.startsWith(`${word} by `));
  const decision = kind ? readDecision(text.slice(kind.length + 4)) : null;
  if (!kind || !decision || !("value" in decision)) {
    return { problem: "does not read “rejected by @login, 2026-12-01T10:00:00Z: reason”" };
  }
  return { value: { kind, ...decision.value } };
}

function writeRedate(redate: Redate): string {
  return `${redate.from ?? "none"} → ${redate.to} by ${writeDecision(redate)}`;
}

function readRedate(text: string): Reading<Redate> {
  const parts = /^(none|\d{4}-\d{2}-\d{2}) → (\d{4}-\d{2}-\d{2}) by (.+)$/.exec(text);
  const decision = parts ? readDecision(parts[3]!) : null;
  if (!parts || !decision || !("value" in decision)) {
    return { problem: "does not read “2026-12-01 → 2026-12-15 by @login, 2026-11-22T10:00:00Z: reason”" };
  }
  return { value: { from: parts[1] === "none" ? null : parts[1]!, to: parts[2]!, ...decision.value } };
}

function writeVerification({ by, at, evidence }: Verification): string {
  return writeDecision({ by, at, reason: evidence });
}

function readVerification(text: string): Reading<Verification> {
  const decision = readDecision(text);
  if (!("value" in decision) || !decision.value.reason) {
    return { problem: "does not read “@login, 2026-12-01T10:00:00Z: evidence”" };
  }
  return { value: { by: decision.value.by, at: decision.value.at, evidence: decision.value.reason } };
}

function writePullRequest({ reference, state }: ItemPullRequest): string {
  return `${reference.owner}/${reference.repo}#${reference.number} ${state}`;
}

function readPullRequest(text: string): Reading<ItemPullRequest> {
  const parts = /^([\w.-]+)\/([\w.-]+)#(\d{1,9}) (open|merged|part-merged|closed|reverted)$/.exec(text);
  if (!parts) return { problem: "does not read “owner/repo#12 merged”" };
  const reference = { owner: parts[1]!, repo: parts[2]!, number: Number(parts[3]) };
  return { value: { reference, state: parts[4] as ItemPullRequest["state"] } };
}
