/** Closing an item by decision instead of by a fix: rejected, or the risk accepted. It stops holding merges back, so an owner answers for it. */
import { referenceTo, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import type { ClosingDecision, RemediationItem } from "#src/remediation/item.ts";
import { withDecision } from "#src/remediation/kept-item.ts";
import type { CommandInput } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { namedItem, unseenItem } from "./find-item.ts";
import { changedItem } from "./item-change.ts";
import { done, misunderstood, refused, type CommandOutcome } from "./outcome.ts";
import { lacking } from "./permission.ts";
import { logged, recordOf } from "./record-change.ts";

/** How each decision is said. */
const WORDS = {
  rejected: { act: "Rejecting an item", log: "rejected", why: "Why will this not be done?" },
  "accepted-risk": { act: "Accepting a risk", log: "risk accepted", why: "Why can this risk be lived with?" },
} as const;

/** Records the decision with its reason and closes the item as not planned. */
export function closeByDecision(
  context: CommandContext,
  { words, options }: CommandInput,
  kind: ClosingDecision["kind"],
): CommandOutcome {
  const unseen = unseenItem(context, words[0]);
  const found = unseen ?? namedItem(context, words[0]);
  if ("problem" in found) return misunderstood(found.problem);
  const { act, log, why } = WORDS[kind];
  const reason = (options["reason"] ?? words.slice(1).join(" ")).trim();
  if (reason === "") return misunderstood(`${why} The reason stays with the item.`);
  const item = "found" in found ? found.item : found;
  const right = item.state === "proposed" && kind === "rejected" ? "write" : "owner";
  const lack = lacking({ right, components: item.components, act }, context);
  if (lack) return refused(lack);
  const said = sayIssue(item.issue, context.target);
  if (["done", "done-unproven", "verified"].includes(item.state))
    return done([], `${said} is done already; nothing is left to decide.`);
  const decision = { kind, by: context.actor.login, at: context.now, reason };
  if (!("found" in found)) return decidedUnseen(found, { decision, log: `${log}: ${reason}` }, context);
  const change = { block: { decision }, label: null, state: "not_planned" } as const;
  return changedItem(found, { change, log: `${log}: ${reason}` }, context);
}

/** There is no issue to close: the decision stands where the analysis keeps the item. */
function decidedUnseen(
  item: RemediationItem,
  { decision, log }: { readonly decision: ClosingDecision; readonly log: string },
  context: CommandContext,
): CommandOutcome {
  const analysis = context.records.analyses.find(({ issue }) => item.analysis && sameIssue(issue, item.analysis));
  if (!analysis) return refused(`No analysis keeps ${sayIssue(item.issue, context.target)}.`);
  const recorded = recordOf(analysis, context);
  if ("outcome" in recorded) return recorded;
  const said = sayIssue(item.issue, analysis.issue);
  const next = logged(withDecision(recorded.record, item, decision), `${said}, which cannot be found, ${log}`, context);
  return done([
    { kind: "record", analysis: referenceTo(analysis.issue), next },
    { kind: "recheck", components: item.components },
  ]);
}
