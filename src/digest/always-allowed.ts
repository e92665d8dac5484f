/** Merges that the gate always allows (row G1): told once in the summary of their week, and kept there. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { MergedVerdict } from "#src/facts/pull-request.ts";
import { bullets } from "./bullets.ts";
import { brief, count, named } from "./phrases.ts";

/** The heading below which they stand; found again by it. */
export const ALWAYS_ALLOWED = "Always allowed, and merged";

const LONGEST_REASON = 160;

/** As `gate/first-line` says a pass; an override passes otherwise. */
const PASSES = /^Passes(?: \([^)]*\))?: (.*)$/s;
/** As `gate/check-run-text` names the rule, and as `gate/rules/g1-always-allowed` ends: a long first line may be cut before that. */
const BY_RULE = /\bpasses \(G1-[a-z-]+\)/;
const BY_WORDS = /\balways allowed\b/;

/** Stands there while they could not be read, and is replaced once they can. */
export const UNREAD =
  "Not read yet. If this stays, the token lacks `pull-requests: read`, or `checks: read` (for the Action: `statuses: read`).";

/** The section's text; the empty string when there was none. `verdicts: null` = they could not be read. */
export function sayAlwaysAllowed(verdicts: readonly MergedVerdict[] | null, reader: RepositoryName): string {
  if (verdicts === null) return UNREAD;
  const lines = verdicts.flatMap((merged) => {
    const why = PASSES.exec(merged.said ?? "")?.[1];
    const proven = why !== undefined && (BY_WORDS.test(why) || BY_RULE.test(merged.summary));
    return proven ? [`${named(merged, reader)}: ${brief(why, LONGEST_REASON)}`] : [];
  });
  if (lines.length === 0) return "";
  return `${count(lines.length, "merge")} that the gate never holds back, because such changes make things better:\n\n${bullets(lines)}`;
}

/** The section's text in a summary that stands already; the empty string when it has none. */
export function alwaysAllowedIn(body: string): string {
  const text = body.replaceAll("\r\n", "\n");
  const heading = `\n## ${ALWAYS_ALLOWED}\n\n`;
  const start = text.indexOf(heading);
  if (start === -1) return "";
  const rest = text.slice(start + heading.length);
  const end = /\n\n(?:## |<sub>|\*Some sections)/.exec(rest)?.index;
  return end === undefined ? "" : rest.slice(0, end);
}
