/** Which facts a verdict still wants, so that GitHub is asked for nothing else: no files when nothing is open, no comments unless it would block. */
import { type IssueReference, issueKey } from "#src/facts/issue-reference.ts";
import { decideComponents } from "./decide.ts";
import { type GateFacts, isUnavailable } from "./facts.ts";
import { concernsOf } from "./concern.ts";
import { judge, type Judgement, sceneOf } from "./judge.ts";
import { PROOF_LABELS } from "./kind.ts";
import { closedLinkedItems, isOngoing, unknownLinks } from "./links.ts";
import { unaskedLogins } from "./override.ts";
import { policyFiles } from "./policy-files.ts";
import { type ComponentStanding, hasSomethingToSay, type RepositoryStanding, standRepository } from "./standing.ts";

/** One fact to fetch. Each names the field of `GateFacts` that it fills. */
export type Need =
  | { readonly need: "files" | "closing-issues" | "head-policy" | "override" | "patch-id" | "label-setters" }
  | { readonly need: "revert" | "security" }
  | { readonly need: "permission"; readonly login: string }
  | { readonly need: "linked-at" | "parent"; readonly issue: IssueReference };

/**
 * The facts to fetch next; empty when the verdict is final. Fetch all of them, put the answers (or the source's name among
 * `unavailable`) into the facts, and ask again: a plain change takes one round, a blocked one two or three.
 */
export function neededFacts(
  facts: GateFacts,
  standing: RepositoryStanding = standRepository(facts, facts.pull),
): readonly Need[] {
  if (isUnavailable(facts, "records")) return [];
  const first = firstRound(facts, standing);
  if (first.length > 0) return first;
  const judgement = judge(facts, standing);
  if (!judgement.verdict.fails || judgement.verdict.rule === "config") return [];
  const proofs = proofNeeds(facts, standing);
  return proofs.length > 0 ? proofs : overrideNeeds(judgement);
}

function firstRound(facts: GateFacts, standing: RepositoryStanding): readonly Need[] {
  const speaking = [...standing.components.values()].filter(hasSomethingToSay);
  const needs: Need[] = [];
  const wantsFiles =
    facts.files === null && !isUnavailable(facts, "files") && (speaking.length > 0 || headIsBroken(facts));
  if (wantsFiles) needs.push({ need: "files" });
  if (facts.closingIssues === null && !isUnavailable(facts, "links") && linksMatter(facts, speaking, standing)) {
    needs.push({ need: "closing-issues" });
  }
  // The files say whether the pull request touches the policy: where they are wanted anyway, it is read only then.
  if (!wantsFiles && facts.policy.head === null && !isUnavailable(facts, "policy") && mayTouchPolicy(facts)) {
    needs.push({ need: "head-policy" });
  }
  return needs;
}

/** Only the files tell whether this pull request broke the policy, or the base did meanwhile. */
function headIsBroken({ policy }: GateFacts): boolean {
  return policy.head?.state === "broken" && policy.problems.length === 0;
}

function mayTouchPolicy({ files, policy }: GateFacts): boolean {
  if (files === null) return true;
  const paths = policyFiles(policy);
  return files.files.some((file) => paths.includes(file.path) || paths.includes(file.previousPath ?? ""));
}

/** A link can matter only where something gates, or while an incident lasts; once the files are known, only for what they touch. */
function linksMatter(facts: GateFacts, speaking: readonly ComponentStanding[], standing: RepositoryStanding): boolean {
  const lasts = facts.records.incidents.some((incident) => isOngoing(incident, facts.now));
  const concerned =
    facts.files === null ? speaking : concernsOf(sceneOf(facts, standing)).map(({ component }) => component);
  return concerned.some(
    (component) => component.remediation.gating.length > 0 || (lasts && wouldBlock(component, standing)),
  );
}

function wouldBlock({ remediation, budget, freezes }: ComponentStanding, { policy }: RepositoryStanding): boolean {
  const input = {
    remediation: remediation.state,
    budget: budget.status,
    incidentFreeze: freezes.length > 0,
    fixes: false,
  };
  return decideComponents({ kind: "change", components: [input] }, policy).some(({ verdict }) => verdict === "block");
}

function proofNeeds(facts: GateFacts, standing: RepositoryStanding): readonly Need[] {
  if (isUnavailable(facts, "proofs")) return [];
  const { exemptRevert, exemptSecurity } = standing.policy;
  const labels = PROOF_LABELS.filter((label) => facts.pull.labels.some((name) => name.toLowerCase() === label));
  const allowed = labels.filter((label) => (label === "revert" ? exemptRevert : exemptSecurity));
  const needs: Need[] = [];
  if (exemptRevert && facts.revert === null && claimsRevert(facts)) needs.push({ need: "revert" });
  if (exemptSecurity && facts.security === null && claimsSecurity(facts)) needs.push({ need: "security" });
  if (allowed.length > 0 && facts.labelSetters === null) needs.push({ need: "label-setters" });
  const setters = allowed.flatMap((label) => facts.labelSetters?.get(label) ?? []);
  const items = closedLinkedItems(facts, standing).filter((item) => !facts.linkedAt.has(issueKey(item.issue)));
  return [
    ...needs,
    ...unasked(setters, facts),
    ...items.map((item): Need => ({ need: "linked-at", issue: item.issue })),
    ...unknownLinks(facts, standing).map((issue): Need => ({ need: "parent", issue })),
  ];
}

/** Words prove nothing, but they are a reason to look. */
function claimsRevert({ pull }: GateFacts): boolean {
  return /^revert\b/i.test(pull.title) || /\breverts?\b/i.test(pull.body) || pull.headRef.startsWith("revert-");
}

function claimsSecurity({ pull }: GateFacts): boolean {
  return /\b(GHSA-[\w-]+|CVE-\d{4}-\d+)\b/i.test(`${pull.title}\n${pull.body}`);
}

function overrideNeeds({ facts }: Judgement): readonly Need[] {
  if (facts.override === null) return isUnavailable(facts, "comments") ? [] : [{ need: "override" }];
  if (facts.override.requests.length === 0) return [];
  const people = isUnavailable(facts, "permissions") ? [] : unaskedLogins(facts.override, facts.permissions);
  const patch: readonly Need[] =
    facts.patchId === null && !isUnavailable(facts, "proofs") ? [{ need: "patch-id" }] : [];
  return [...patch, ...people.map((login): Need => ({ need: "permission", login }))];
}

function unasked(logins: readonly string[], facts: GateFacts): readonly Need[] {
  if (isUnavailable(facts, "permissions")) return [];
  const missing = [...new Set(logins.map((login) => login.toLowerCase()))].filter(
    (login) => !facts.permissions.has(login),
  );
  return missing.map((login) => ({ need: "permission", login }));
}
