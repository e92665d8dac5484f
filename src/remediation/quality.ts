/** Looks at how items are worded and at their mix; offers the next step, and never blocks. After Lunney, Lueder and Beyer (;login: Spring 2017) and the SRE workbook, ch. 10. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import { cleanText } from "#src/markdown/escape.ts";
import { betterTitle } from "./better-wording.ts";
import { STATE_WORDS } from "./state-words.ts";
import type { RemediationItem } from "./item.ts";

/** Verbs that name no outcome, with what to ask instead. */
const WEAK: Readonly<Record<string, string>> = {
  improve: "say what will be different, and by how much",
  ensure: "name the check that makes sure",
  investigate: "say what the answer will be used for, or make it `type:investigate` with a *Done when*",
  consider: "say what will be done, or leave it out",
  review: "say what comes out of the review",
  revisit: "say what will be different afterwards",
  discuss: "say what will be decided, and by whom",
  think: "say what will be decided",
  look: "say what you expect to find, and what follows",
  figure: "say what you expect to find, and what follows",
  try: "say what will be done",
  streamline: "say which step goes away",
  optimise: "say which number will change, and to what",
  optimize: "say which number will change, and to what",
  fix: "name the fault and how one can tell that it is gone",
};
/** Precautions that live only in people's heads. */
const HUMAN_ONLY =
  /^(train|retrain|remind|educate|communicate|remember|be (more )?careful|pay (more )?attention|raise awareness|tell)\b/i;
const NOT_A_VERB = /^(we|i|you|they|the|a|an|our|it|there|something|someone|everyone)\b/i;

/** What would make one open item easier to do and to check; each a sentence, the most helpful first. */
export function itemRemarks(item: RemediationItem): string[] {
  if (!STATE_WORDS[item.state].open || item.id === null) return [];
  return [
    item.assignees.length === 0 ? "has no owner: assign one person" : null,
    item.dueDate === null ? "has no date of its own: `/pia due`" : null,
    wordingRemark(item),
    item.doneWhen === null ? "does not say how one can tell that it is done: add *Done when*" : null,
    item.type === null ? "has no type: prevent, mitigate, detect, repair or investigate" : null,
  ].filter((remark) => remark !== null);
}

/** What is unclear about the title, and the line that takes a clearer one over where the rules know one. */
function wordingRemark(item: RemediationItem): string | null {
  const remark = unclear(item);
  const better = remark === null ? null : betterTitle(item.title);
  return better === null ? remark : `${remark}; for example \`${editLine(item, better)}\``;
}

/** Quotation marks and backticks would end what they stand in. */
function editLine({ issue }: RemediationItem, title: string): string {
  return `/pia edit ${sayIssue(issue, issue)} "${cleanText(title).replaceAll(/["“”„`]/g, "'")}"`;
}

function unclear({ title, type, doneWhen }: RemediationItem): string | null {
  const first =
    title
      .trim()
      .toLowerCase()
      .match(/^[a-z]+/)?.[0] ?? "";
  if (HUMAN_ONLY.test(title.trim()))
    return "lives in people's heads only: a check, a limit or a default does not forget";
  if (/^make sure\b/i.test(title.trim())) return `begins with “make sure”: ${WEAK["ensure"]}`;
  if (NOT_A_VERB.test(title.trim()))
    return "does not begin with what is to be done: start with a verb, as in “Add …” or “Limit …”";
  if (first === "investigate" && type === "investigate" && doneWhen !== null) return null;
  // “Fix” with a clear end is as good as any verb.
  if (first === "fix" && (doneWhen !== null || title.trim().split(/\s+/).length > 4)) return null;
  const advice = Object.hasOwn(WEAK, first) ? WEAK[first] : undefined;
  return advice === undefined ? null : `begins with “${first}”: ${advice}`;
}

/** What the items of one analysis lack together. `required`: the analysis is required, so it needs a P0 or P1. */
export function mixRemarks(items: readonly RemediationItem[], { required }: { readonly required: boolean }): string[] {
  const taken = items.filter(({ state }) => !["rejected", "accepted-risk", "missing"].includes(state));
  if (taken.length === 0) return [];
  const isUrgent = taken.some(({ priority }) => priority === "P0" || priority === "P1" || priority === null);
  return [
    preventionRemark(taken),
    required && !isUrgent ? "No item is a P0 or P1, and this analysis needs at least one." : null,
  ].filter((remark) => remark !== null);
}

function preventionRemark(items: readonly RemediationItem[]): string | null {
  const preventing = items.filter(({ type }) => type === "prevent");
  if (preventing.length > 0) {
    return preventing.every(({ title }) => HUMAN_ONLY.test(title.trim()))
      ? "The only prevention is that people remember. Add one thing that makes the mistake impossible or harmless: a check, a limit, a default."
      : null;
  }
  const typed = items.filter(({ type }) => type !== null);
  const isBandAid =
    typed.length === items.length && typed.every(({ type }) => type === "repair" || type === "mitigate");
  if (isBandAid)
    return "All items repair or mitigate: they help next time, and next time still comes. What would keep this class of failure from happening?";
  return "No item prevents this class of failure (`type:prevent`). What would?";
}
