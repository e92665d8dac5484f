/** Looks at five whys: where they stop at a person, follow one line only, or end without anything to do. */
import type { ReportAction } from "./report-action.ts";
import { namesPerson } from "./names-person.ts";
import type { WhyNode } from "./why-tree.ts";

/** A step with what is worth another thought; the children carry theirs. */
export interface CheckedWhy extends Omit<WhyNode, "children"> {
  readonly children: readonly CheckedWhy[];
  readonly remarks: readonly string[];
}

/** Checks all trees. A leaf is answered by an item that shares two of its longer words, by a reference, or by "no action, because". */
export function checkWhys(roots: readonly WhyNode[], actions: readonly ReportAction[]): CheckedWhy[] {
  const isCovered = coverage(actions);
  const isSingle = roots.length === 1 && isLine(roots[0]!) && depthOf(roots[0]!) >= 3;
  return roots.map((root) => {
    const checked = check(root, isCovered);
    return isSingle ? { ...checked, remarks: [...checked.remarks, SINGLE] } : checked;
  });
}

/** One chain of whys, from the first step to where it stops. */
export interface WhyChain {
  readonly steps: readonly string[];
  readonly endsAtPerson: boolean;
}

/** The trees as their chains; questions without an answer yet are left out. */
export function whyChains(roots: readonly WhyNode[]): WhyChain[] {
  return roots
    .flatMap((root) =>
      // The first question says what users felt: it is a step of its own.
      chainsBelow(root).map((steps) => (root.question === null ? steps : [root.question, ...steps])),
    )
    .filter((steps) => steps.length > 0)
    .map((steps) => ({ steps, endsAtPerson: stopsAtPerson(steps.at(-1)!) }));
}

function chainsBelow({ text, children }: WhyNode): string[][] {
  const own = text === "" ? [] : [text];
  if (children.length === 0) return [own];
  return children.flatMap((child) => chainsBelow(child).map((rest) => [...own, ...rest]));
}

const SINGLE = "There is one line of whys only. What else had to be so? How was it not noticed earlier?";
const OPEN = "This question has no answer yet.";
const PERSON = "It stops at a person. What made that the natural thing to do, and what would have caught it?";
const NO_ACTION = "Nothing is planned about it: add an action item, or write “no action, because …”.";
const BY_PERSON =
  /\bby (?:the|an?|our|another|one) (?:[\w-]{1,20} )?(?:engineers?|developers?|operators?|admins?|reviewers?|authors?|maintainers?|colleagues?|team members?)\b/i;

function check(node: WhyNode, isCovered: (text: string) => boolean): CheckedWhy {
  const children = node.children.map((child) => check(child, isCovered));
  return { ...node, children, remarks: children.length > 0 ? [] : leafRemarks(node, isCovered) };
}

function leafRemarks({ text }: WhyNode, isCovered: (text: string) => boolean): string[] {
  if (text === "") return [OPEN];
  if (stopsAtPerson(text)) return [PERSON];
  return isCovered(text) ? [] : [NO_ACTION];
}

function stopsAtPerson(text: string): boolean {
  return namesPerson(text) || BY_PERSON.test(text);
}

function isLine(node: WhyNode): boolean {
  let at: WhyNode | undefined = node;
  while (at !== undefined && at.children.length <= 1) at = at.children[0];
  return at === undefined;
}

function depthOf(node: WhyNode): number {
  let depth = 0;
  for (let at: WhyNode | undefined = node; at !== undefined; at = at.children[0]) depth += 1;
  return depth;
}

const REFERENCE = /#\d{1,9}\b|https?:\/\/|\bno action\b.{0,30}\bbecause\b/i;
/** A word that stands in more items than this tells none of them apart. */
const COMMON = 30;

function coverage(actions: readonly ReportAction[]): (text: string) => boolean {
  const places = new Map<string, number[]>();
  for (const [index, { text }] of actions.entries())
    for (const word of wordsOf(text)) places.set(word, [...(places.get(word) ?? []).slice(0, COMMON), index]);
  return (text) => {
    if (REFERENCE.test(text)) return true;
    const shared = new Map<number, number>();
    for (const word of wordsOf(text)) {
      const found = places.get(word) ?? [];
      if (found.length <= COMMON) for (const index of found) shared.set(index, (shared.get(index) ?? 0) + 1);
    }
    return [...shared.values()].some((count) => count >= 2);
  };
}

/** Words of five letters and more, without their endings. */
function wordsOf(text: string): ReadonlySet<string> {
  const words =
    text
      .slice(0, 2_000)
      .toLowerCase()
      .match(/\p{L}{5,}/gu) ?? [];
  return new Set(words.map((word) => word.replace(/(?:ings?|ions?|ed|es|s)$/, "")));
}
