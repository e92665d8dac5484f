/** One mention of an issue as people write it: `#12`, `owner/repo#12`, `GH-12`, or an address on the same host. */
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";

/** The repository in which the mention stands; its address says which host is ours. */
export interface Reader extends RepositoryName {
  /** `https://github.com/owner/repo`. */
  readonly url: string;
}

const SHORT = /^(?:([A-Za-z0-9][\w-]{0,38})\/([\w.-]{1,100}))?#(\d{1,9})$/;
const ADDRESS = /^(https?:\/\/[^/\s]+)\/([\w.-]{1,39})\/([\w.-]{1,100})\/(?:issues|pull)\/(\d{1,9})(?:[/?#]\S*)?$/;

/** Reads one mention; null when the whole text is none, or the address is on another host. */
export function readIssueMention(text: string, reader: Reader): IssueReference | null {
  const short = SHORT.exec(text) ?? /^()()GH-(\d{1,9})$/i.exec(text);
  if (short) return named(short[1] || reader.owner, short[2] || reader.repo, short[3]!);
  const address = ADDRESS.exec(text);
  if (!address || address[1]!.toLowerCase() !== hostOf(reader.url)) return null;
  return named(address[2]!, address[3]!, address[4]!);
}

/** Reads the analysis that an item names: `12`, or `owner/repo#12` for one in another repository. */
export function readAnalysisName(pia: string, reader: Reader): IssueReference | null {
  return readIssueMention(/^\d+$/.test(pia) ? `#${pia}` : pia, reader);
}

function named(owner: string, repo: string, digits: string): IssueReference | null {
  const number = Number(digits);
  return number > 0 ? { owner, repo, number } : null;
}

/** `https://github.com` of `https://github.com/owner/repo`, in lower case. */
export function hostOf(url: string): string {
  return url.split("/").slice(0, 3).join("/").toLowerCase();
}
