/** Items that people wrote into the analysis' text, as a table or a list: each is offered as the one line that makes an issue of it. Nothing is opened unasked, so nothing is ever there twice. */
import { emptyChecklist } from "#src/analysis/checklist-lines.ts";
import { findActions } from "#src/analysis/find-actions.ts";
import type { ReportAction } from "#src/analysis/report-action.ts";
import { QUESTIONS_AFTER_TIMELINE, QUESTIONS_BEFORE_TIMELINE } from "#src/analysis/questions.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { cleanText } from "#src/markdown/escape.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { readIssueMention, type Reader } from "./issue-mention.ts";
import { ITEM_TYPES, type RemediationItem } from "./item.ts";

/** GitHub's comments hold 65,536 characters, and nobody takes over more at once. */
const MOST_OFFERED = 20;
const LONGEST_TITLE = 200;

/** The commands that would make items of what is written, in order; what is an item already, or done, is left out. */
export function writtenItems(body: string, items: readonly RemediationItem[], repository: Reader): string[] {
  const actions = findActions(readOutline(withoutTemplate(body)));
  const commands = actions.flatMap((action) => (action.done ? [] : (commandFor(action, items, repository) ?? [])));
  return [...new Set(commands)].slice(0, MOST_OFFERED);
}

/** Markdown for the list of items; none when nothing is offered. The lines stand in a fence, so nobody is notified by them. */
export function offerWritten(commands: readonly string[]): string[] {
  if (commands.length === 0) return [];
  const fence = ["```text", ...commands, "```"].join("\n");
  return [
    `**Written above, but no issue yet**\n\nA comment with one of these lines makes it one, with an owner and a date; change the words as you like:\n\n${fence}`,
  ];
}

const TEMPLATE = new Set(
  [QUESTIONS_BEFORE_TIMELINE, QUESTIONS_AFTER_TIMELINE, emptyChecklist()]
    .join("\n")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#")),
);

/** What we wrote ourselves is no finding: the prompts, the table of types, the checklist. */
function withoutTemplate(body: string): string {
  const lines = body.split("\n").filter((line) => !TEMPLATE.has(line.trim().replace(/^- \[[xX]\]/, "- [ ]")));
  return lines.join("\n");
}

function commandFor(action: ReportAction, items: readonly RemediationItem[], repository: Reader): string | null {
  const mention = action.link === undefined ? null : readIssueMention(action.link, repository);
  if (mention) {
    const isItem = items.some((item) => sameIssue(item.issue, mention));
    const isHere = mention.owner === repository.owner && mention.repo === repository.repo;
    const said = isHere ? `#${mention.number}` : `${mention.owner}/${mention.repo}#${mention.number}`;
    return isItem ? null : `/pia link ${said}`;
  }
  const title = titleOf(action.text);
  if (title.length < 4 || items.some((item) => sameWords(item.title, title))) return null;
  return [`/pia add "${title}"`, ...optionsOf(action)].join(" ");
}

/** Without what the options say again: the person, the date, the priority. */
function titleOf(text: string): string {
  const plain = cleanText(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\s?\((?:[^()]{0,40}@[\w-]+[^()]{0,60}|due[^()]{0,40}|P[0-4])\)/gi, "")
    .replaceAll(/(?:^|\s)[[(]?P[0-4][\])]?(?=\s|$)/g, " ")
    .replaceAll(/["“”`]/g, "'")
    .trim()
    .replace(/[\s.,;:–—-]+$/, "");
  return [...plain].slice(0, LONGEST_TITLE).join("");
}

function optionsOf({ owner = "", due = "", priority = "", type = "" }: ReportAction): string[] {
  return [
    /^@?[A-Za-z\d][A-Za-z\d-]{0,38}$/.test(owner) ? `owner:@${owner.replace("@", "")}` : null,
    /^\d{4}-\d{2}-\d{2}$/.test(due) ? `due:${due}` : null,
    /^P[0-3]$/i.test(priority) ? `priority:${priority.toUpperCase()}` : null,
    ITEM_TYPES.some((known) => known === type) ? `type:${type}` : null,
  ].filter((option) => option !== null);
}

/** Equal but for case, marks and spaces: people mend those after the issue was made. */
function sameWords(a: string, b: string): boolean {
  const bare = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
  return bare(a) === bare(b);
}
