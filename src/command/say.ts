/** Small pieces of the sentences in replies. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { sayIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { cleanText } from "#src/markdown/escape.ts";

const LONGEST_CODE = 80;

/** A person's words as code: nothing in them formats or notifies; long ones are cut. */
export function inCode(text: string): string {
  const plain = cleanText(text).replaceAll(/\s+/g, " ").replaceAll("`", "'");
  const cut = plain.length > LONGEST_CODE ? `${plain.slice(0, LONGEST_CODE)}…` : plain;
  return cut === "" ? "(nothing)" : `\`${cut}\``;
}

/** `a`, `a or b`, `a, b or c`; likewise with `and`. */
export function sayList(parts: readonly string[], last: "or" | "and"): string {
  const [final] = parts.slice(-1);
  if (parts.length < 2) return final ?? "";
  return `${parts.slice(0, -1).join(", ")} ${last} ${final}`;
}

/** `#1, #2 and 3 more`. */
export function sayIssues(issues: readonly IssueReference[], reader: RepositoryName): string {
  const shown = issues.slice(0, 8).map((issue) => sayIssue(issue, reader));
  const more = issues.length - shown.length;
  return sayList(more > 0 ? [...shown, `${more} more`] : shown, "and");
}
