/** The answer to one need of a verdict, as plain data: it is put into the facts, and may be remembered for the next verdict. */
import type { Instant } from "#src/calendar/instant.ts";
import { loadConfig } from "#src/config/load.ts";
import type { Permission } from "#src/facts/issue.ts";
import { issueKey, type IssueReference } from "#src/facts/issue-reference.ts";
import type { ChangedFiles, PublishedVerdict } from "#src/facts/pull-request.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import type { GateFacts, HeadPolicy, PullGateFacts, UnavailableSource } from "#src/gate/facts.ts";
import type { Need } from "#src/gate/needs.ts";
import { policyFiles } from "#src/gate/policy-files.ts";
import { sayProblem } from "./load-policy.ts";

/** Facts that came along before anybody asked for them. They answer a need without a read; what is null has to be read. */
export interface AtHand {
  readonly files: ChangedFiles | null;
  readonly closingIssues: readonly IssueReference[] | null;
  readonly headPolicy: PolicyFile | null;
  readonly published: PublishedVerdict | "none" | null;
  /** Remembered answers to earlier needs, by `needKey`. */
  readonly answers: Answers;
}

/** Answers by `needKey`. */
export type Answers = ReadonlyMap<string, GateAnswer>;

/** What was found for a need. */
export type GateAnswer =
  | { readonly kind: "facts"; readonly facts: Partial<PullGateFacts> }
  | { readonly kind: "head-policy"; readonly head: HeadPolicy }
  | { readonly kind: "permission"; readonly login: string; readonly permission: Permission }
  | { readonly kind: "linked-at"; readonly issue: string; readonly at: Instant | "unavailable" }
  | { readonly kind: "parent"; readonly issue: string; readonly parent: IssueReference | null }
  | { readonly kind: "unavailable"; readonly source: UnavailableSource };

/** Names a need: the same need has the same name. */
export function needKey(need: Need): string {
  if (need.need === "permission") return `permission ${need.login.toLowerCase()}`;
  return "issue" in need ? `${need.need} ${issueKey(need.issue)}` : need.need;
}

/** The facts with the answer in them. */
export function withAnswer(facts: GateFacts, answer: GateAnswer): GateFacts {
  switch (answer.kind) {
    case "facts":
      return { ...facts, ...answer.facts };
    case "head-policy":
      return { ...facts, policy: { ...facts.policy, head: answer.head } };
    case "permission":
      return { ...facts, permissions: new Map([...facts.permissions, [answer.login, answer.permission]]) };
    case "linked-at":
      return { ...facts, linkedAt: new Map([...facts.linkedAt, [answer.issue, answer.at]]) };
    case "parent":
      return { ...facts, parents: new Map([...(facts.parents ?? []), [answer.issue, answer.parent]]) };
    case "unavailable":
      return { ...facts, unavailable: [...facts.unavailable, answer.source] };
  }
}

/** Only what was found is worth remembering; the files have a place of their own, since they outlive other changes. */
export function isLasting(need: Need, answer: GateAnswer): boolean {
  if (answer.kind === "linked-at") return answer.at !== "unavailable";
  return answer.kind !== "unavailable" && need.need !== "files" && need.need !== "closing-issues";
}

/** The answer that is at hand; null when GitHub has to be asked. */
export function answerAtHand(need: Need, facts: GateFacts, atHand: AtHand): GateAnswer | null {
  const { files, closingIssues, answers } = atHand;
  if (need.need === "files") return files && { kind: "facts", facts: { files } };
  if (need.need === "closing-issues") return closingIssues && { kind: "facts", facts: { closingIssues } };
  const remembered = answers.get(needKey(need)) ?? null;
  if (remembered || need.need !== "head-policy") return remembered;
  const head = headAtHand(facts, atHand.headPolicy);
  return head && { kind: "head-policy", head };
}

/** Null when OpenSLO files belong to it, which were not read. */
function headAtHand({ pull, policy }: GateFacts, file: PolicyFile | null): HeadPolicy | null {
  if (pull.headRepository === null) return { state: "same" };
  if (file === null || policyFiles(policy).length > 1) return null;
  if (file.sha === policy.sha) return { state: "same" };
  const loaded = loadConfig(file.text, file.path);
  if (!loaded.ok) return { state: "broken", problems: loaded.problems.map(sayProblem) };
  const { config } = loaded;
  return policyFiles({ ...policy, config }).length > 1 ? null : { state: "valid", config };
}
