/** Which issues the commands of a comment name, so that they can be read before the commands run. */
import { issueKey, referenceTo, type IssueReference } from "#src/facts/issue-reference.ts";
import { readIssueMention, type Reader } from "#src/remediation/issue-mention.ts";
import { COMMANDS } from "./list.ts";
import type { ParsedCommand } from "./parse.ts";
import { splitWords } from "./words.ts";

/** Each issue once, in order, for the commands about items; at most 50. Most of them are tracked already. */
export function mentionedIssues(commands: readonly ParsedCommand[], repository: Reader): IssueReference[] {
  const aboutItems = new Set(COMMANDS.filter(({ group }) => group === "item").map(({ name }) => name));
  const named = commands
    .filter(({ name }) => name !== null && name !== "add" && aboutItems.has(name))
    .flatMap(({ rest }) => splitWords(rest, []).words.slice(0, 1))
    .flatMap((word) => readIssueMention(/^\d+$/.test(word) ? `#${word}` : word, repository) ?? []);
  return [...new Map(named.map((issue) => [issueKey(issue), referenceTo(issue)])).values()].slice(0, 50);
}
