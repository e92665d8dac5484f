/** The snapshot: an issue of the App with what only it can read, as a table that people see and the Action goes by. */
import { formatInstant, parseInstant, type Instant } from "#src/calendar/instant.ts";
import { renderMarker, findMarker, type Marker } from "#src/effect/marker.ts";
import { escapeCell } from "#src/markdown/escape.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { readTables } from "#src/markdown/tables.ts";
import { divide, floor, fromDecimal, HUNDRED, multiply, toDecimal, whole, type Rational } from "./rational.ts";
import type { RemainingAnswer } from "./remaining.ts";

/** Finds the issue again. */
export const SNAPSHOT: Marker = { kind: "snapshot", keys: {} };

/** Its title, which nothing goes by. */
export const SNAPSHOT_TITLE = "Aftercare: what only the App can see";

/** What was read for one component, and when. */
export interface SnapshotRow {
  readonly component: string;
  readonly answer: RemainingAnswer;
  /** When the App read it. */
  readonly asOf: Instant;
}

const HEADER = ["Component", "Error budget left", "Source", "As of"];
const UNKNOWN = "unknown: ";
const PLACES = 4;

/** The body of the issue. Shares are rounded down to a 10,000th of a percent, so that no level changes by it. */
export function renderSnapshot(rows: readonly SnapshotRow[]): string {
  const cells = rows.map(({ component, answer, asOf }) => [
    escapeCell(component),
    answer.kind === "remaining" ? `${sayPercent(answer.share)}%` : escapeCell(UNKNOWN + answer.reason),
    "Prometheus",
    formatInstant(asOf),
  ]);
  return [
    renderMarker(SNAPSHOT),
    "The error budgets that are measured in Prometheus, which only the App can reach. The Action goes by this table while it is at most 15 minutes old; after that these budgets are unknown to it.",
    table([HEADER, HEADER.map(() => "---"), ...cells]),
    "The App edits this issue in place, so an edit by hand does not last. It may be closed; it is read all the same.",
  ].join("\n\n");
}

function table(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function sayPercent(share: Rational): string {
  const scale = whole(10n ** BigInt(PLACES));
  const percent = floor(multiply(multiply(share, HUNDRED), scale));
  return toDecimal(divide(whole(percent), scale), PLACES);
}

/** Reads the body; rows that cannot be read are left out, so that their budgets are unknown. @returns null when it carries no marker of ours. */
export function readSnapshot(body: string): readonly SnapshotRow[] | null {
  if (!findMarker(body, SNAPSHOT.kind)) return null;
  const found = readTables(parseMarkdown(body)).find(
    ({ header }) => header[0] === HEADER[0] && header[3] === HEADER[3],
  );
  return (found?.rows ?? []).flatMap(({ cells }) => {
    const [component = "", left = "", , time = ""] = cells.map(({ text }) => text);
    const asOf = parseInstant(time);
    if (asOf === null) return [];
    const answer = readLeft(left, asOf);
    return answer === null ? [] : [{ component, answer, asOf }];
  });
}

function readLeft(text: string, asOf: Instant): RemainingAnswer | null {
  if (text.startsWith(UNKNOWN)) return { kind: "unusable", reason: text.slice(UNKNOWN.length) };
  const percent = text.endsWith("%") ? fromDecimal(text.slice(0, -1)) : null;
  return percent && { kind: "remaining", share: divide(percent, HUNDRED), asOf };
}
