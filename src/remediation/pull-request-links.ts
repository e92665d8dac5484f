/** Which issues a pull request says that it fixes, by the Markdown tree: not in code, quotes, comments, struck-out text, nor when it says that it does not. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { issueKey } from "#src/facts/issue-reference.ts";
import { parseLinks, type MarkdownDocument, type Region } from "#src/markdown/parse-markdown.ts";
import { readReferences, type WrittenReference } from "#src/markdown/references.ts";
import { hostOf, type Reader } from "./issue-mention.ts";

/** Of so many linked issues that are nothing of ours is asked whether they are parts of items; nobody links more at once. */
export const MOST_PARTS = 5;

/** GitHub's closing keywords by their stems, and ours, which closes nothing by itself. */
export type LinkKeyword = "close" | "fix" | "resolve" | "remediate";

/** One issue that the pull request delivers. */
export interface PullRequestLink {
  readonly issue: IssueReference;
  readonly keyword: LinkKeyword;
}

const STEM: Readonly<Record<string, LinkKeyword>> = { c: "close", f: "fix", r: "resolve" };
const KEYWORD =
  /(?<![\w-])(close[sd]?|fix(?:e[sd])?|resolve[sd]?|remediate[sd]?)(?::|\s)(?:\s*(?:issues?\s*)?)(?:[-*+]\s+)?[*_(<]*$/i;
const NEGATION =
  /(?:(?<![\w-])(?:not|never|cannot|without|nor|neither|no longer|hardly)|n['’]t)(?:\s+[\w-]+){0,2}\s+$/i;
const JOIN = /^[*_>)]*\s*(?:,?\s*(?:and|&|\+)|,|\/|;)?\s*(?:[-*+]\s+)?(?:issues?\s+)?[*_(<]*$/i;
/** The text before a reference that can matter: a keyword, a few words before it, and a link's label. */
const LOOK_BACK = 300;

/**
 * The links of a pull request's description, each issue once, in order. “Fixes #1, #2 and #3” is three; a list after
 * “Fixes:” is one link a line; addresses count on the repository's own host only.
 */
export function pullRequestLinks(body: string, repository: Reader): PullRequestLink[] {
  const document = parseLinks(body);
  const struck = regionsOf(document, "Strikethrough");
  const links = new Map<string, PullRequestLink>();
  let last: { reference: WrittenReference; keyword: LinkKeyword | null } | null = null;
  for (const reference of readReferences(document)) {
    if (reference.quoted || struck.some((region) => region.from <= reference.from && reference.to <= region.to))
      continue;
    const joined: boolean = last !== null && isJoined(body, last.reference, reference);
    const keyword: LinkKeyword | null = keywordBefore(body, reference) ?? (joined ? last!.keyword : null);
    last = { reference, keyword };
    const issue = issueOf(reference, repository);
    if (keyword && issue && !links.has(issueKey(issue))) links.set(issueKey(issue), { issue, keyword });
  }
  return [...links.values()];
}

function issueOf(reference: WrittenReference, repository: Reader): IssueReference | null {
  if (reference.host !== null && reference.host !== new URL(hostOf(repository.url)).host) return null;
  if (reference.number === 0) return null;
  const { owner, repo, number } = reference;
  return { owner: owner ?? repository.owner, repo: repo ?? repository.repo, number };
}

/** “, #2 and #3”: nothing but a comma, an “and” or a list mark stands between, and no blank line. */
function isJoined(body: string, before: WrittenReference, after: WrittenReference): boolean {
  const between = body.slice(before.to, Math.min(after.from, before.to + LOOK_BACK));
  const plain = withoutLinkSyntax(between).replaceAll("\r", "");
  return (
    between.length === after.from - before.to && !/\n[ \t]*\n/.test(plain) && plain.trim() !== "" && JOIN.test(plain)
  );
}

function keywordBefore(body: string, reference: WrittenReference): LinkKeyword | null {
  const before = withoutLinkSyntax(body.slice(Math.max(0, reference.from - LOOK_BACK), reference.from));
  const match = KEYWORD.exec(before);
  if (!match) return null;
  const sentence =
    before
      .slice(0, match.index)
      .split(/[.!?;\n]/)
      .at(-1) ?? "";
  if (NEGATION.test(sentence)) return null;
  const word = match[1]!.toLowerCase();
  return word.startsWith("rem") ? "remediate" : (STEM[word[0]!] ?? null);
}

/** `Fixes [the retry storm](https://…` reads `Fixes `. */
function withoutLinkSyntax(text: string): string {
  const trimmed = text.endsWith("](") ? text.slice(0, Math.max(0, text.lastIndexOf("["))) : text;
  return trimmed.startsWith(")") ? trimmed.slice(1) : trimmed;
}

function regionsOf(document: MarkdownDocument, name: string): Region[] {
  const regions: Region[] = [];
  document.tree.iterate({
    enter: (node) => {
      if (node.name === name) regions.push({ from: node.from, to: node.to });
    },
  });
  return regions;
}
