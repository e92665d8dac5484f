/** Which issues a text closes by GitHub's keywords: each reference needs a keyword of its own. */

/** A reference after a closing keyword. Owner and name are null for `#n`, which means the text's own repository. */
export interface ClosingReference {
  readonly owner: string | null;
  readonly name: string | null;
  readonly number: number;
}

const keyword = String.raw`(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?)`;
const slug = String.raw`([A-Za-z0-9][A-Za-z0-9-]*)\/([A-Za-z0-9._-]+)`;
const reference = String.raw`(?:#(\d+)|${slug}#(\d+)|https?:\/\/[^\s/]+\/${slug}\/(?:issues|pull)\/(\d+))`;
const pattern = new RegExp(String.raw`(?<![\w-])${keyword}:?\s+${reference}(?![\w-])`, "gi");

/**
 * The references that follow `close(s|d)`, `fix(es|ed)` or `resolve(s|d)`, in order, without repetition.
 * Code, quotes of code and HTML comments are not read. Source: "Linking a pull request to an issue".
 */
export function closingReferences(text: string): readonly ClosingReference[] {
  const found = new Map<string, ClosingReference>();
  for (const match of readable(text).matchAll(pattern)) {
    const [, plain, owner, name, crossed, urlOwner, urlName, urlNumber] = match;
    const where = { owner: owner ?? urlOwner ?? null, name: name ?? urlName ?? null };
    const number = Number(plain ?? crossed ?? urlNumber);
    found.set(`${where.owner}/${where.name}#${number}`.toLowerCase(), { ...where, number });
  }
  return [...found.values()];
}

function readable(text: string): string {
  return text
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*\s*$|$(?![\s\S]))/gm, " ")
    .replace(/(`+)[^`][\s\S]*?\1/g, " ");
}
