/** A week of acme/shop for the tests of the summary: 2026-W47, told on the Monday after. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { UTC, openZone } from "#src/calendar/zone.ts";
import { configSchema, type Config } from "#src/config/schema.ts";
import { type DigestFacts, type DigestSources, digestFacts } from "#src/digest/digest-facts.ts";
import { weekByKey } from "#src/digest/week.ts";
import type { TrackedIssue } from "#src/facts/issue.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import type { ItemBlock } from "#src/remediation/item-block.ts";
import { parseItemBlock, replaceItemBlock } from "#src/remediation/item-table.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { analysis, at, config as usual, incident, item, repository } from "#test/command/world.ts";

export { at };

/** Monday, 23 November 2026, 09:00 in Berlin. */
export const MONDAY = at("2026-11-23T08:00:00Z");

/** 16 to 22 November in Berlin. */
export const WEEK = weekByKey("2026-W47", openZone("Europe/Berlin") ?? UTC)!;

/** As in the world of commands, with an objective for checkout. */
export const config: Config = configSchema.parse({
  ...usual,
  components: {
    checkout: { ...usual.components["checkout"], slo: { target: 99.9, window: "28d" } },
    search: usual.components["search"],
  },
});

/** The issue of the incident, and its analysis with this record. */
export function declared(record: Partial<AnalysisRecord> = {}): readonly TrackedIssue[] {
  const confirmed = { by: "carl", at: at("2026-11-22T13:40:00Z"), reason: null };
  return [{ issue: incident, recordComment: null }, analysis({ confirmed, ...record })];
}

/** Moments of the incident of 22 November, by time of day. */
export function stated(times: Readonly<Record<string, string>>): AnalysisRecord["moments"] {
  const entries = Object.entries(times).map(([moment, time]) => [
    moment,
    { at: at(`2026-11-22T${time}:00Z`), by: "carl", source: "" },
  ]);
  return Object.fromEntries(entries) as AnalysisRecord["moments"];
}

/** What the summary reads when these issues are all there is. */
export function sourcesOf(tracked: readonly TrackedIssue[], change: Partial<DigestSources> = {}): DigestSources {
  const listing = { tracked, asOf: MONDAY };
  const records = assembleRecords(listing, { config: change.config ?? config, repository });
  return { repository, config, tracked: listing, records, now: MONDAY, ...change };
}

/** The facts of the week. */
export function factsOf(tracked: readonly TrackedIssue[], change: Partial<DigestSources> = {}): DigestFacts {
  return digestFacts(sourcesOf(tracked, change), WEEK);
}

/** An issue that was opened at the beginning of the month. */
export const early = { createdAt: at("2026-11-02T10:00:00Z") };

/** As `early`, and closed as completed at noon of that day. */
export function closedOn(day: string): Partial<IssueFacts> {
  return { ...early, state: "closed", stateReason: "completed", closedAt: at(`${day}T12:00:00Z`) };
}

/** An item with more in its block than a new one has. */
export function knownItem(number: number, block: Partial<ItemBlock>, facts: Partial<IssueFacts>): TrackedIssue {
  const plain = item(number, {}, facts);
  const usualBlock = parseItemBlock(plain.issue.body)!.block;
  const body = replaceItemBlock(plain.issue.body, { ...usualBlock, ...block });
  return { ...plain, issue: { ...plain.issue, body } };
}
