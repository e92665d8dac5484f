/** Mirrors what was asked on a pull request on every analysis that holds it back. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { CommandContext } from "./context.ts";
import type { CommandChange } from "./outcome.ts";
import { logged } from "./record-change.ts";

/** One line in the log of each such analysis whose record can be read; `what` follows the pull request's number. */
export function logOnConcerned(context: CommandContext, what: string): CommandChange[] {
  return context.concerned.flatMap(({ issue, record }): CommandChange[] => {
    if (!record) return [];
    const line = `${sayIssue(context.target, issue)}: ${what}`;
    return [{ kind: "record", analysis: referenceTo(issue), next: logged(record, line, context) }];
  });
}
