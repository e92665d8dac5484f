/** What shows that an item does what it should: a link, or the number of a pull request. */
import { isPlainUrl } from "#src/markdown/escape.ts";
import { readIssueMention } from "#src/remediation/issue-mention.ts";
import type { OptionHelp } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { inCode } from "./say.ts";
import type { Reading } from "./when.ts";

/** `evidence:URL`. */
export const EVIDENCE_OPTION: Readonly<Record<string, OptionHelp>> = {
  evidence: { value: "URL", meaning: "A graph, a test run, a pull request" },
};

/** The evidence as the item keeps it; anything that is no link is a problem in plain words. */
export function readEvidence(text: string, { repository }: CommandContext): Reading<string> {
  if (isPlainUrl(text)) return { value: text };
  const mention = readIssueMention(text, repository);
  if (mention) return { value: `${mention.owner}/${mention.repo}#${mention.number}` };
  const what = text === "" ? "Where can one see that it works?" : `${inCode(text)} is not a link.`;
  return { problem: `${what} Write \`evidence:https://…\`, or the number of a pull request as in \`evidence:#34\`.` };
}
