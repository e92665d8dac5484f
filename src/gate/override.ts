/** Letting one pull request through for a while: who may, with how many voices, for how long; judged anew each time. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { permits, type Permission } from "#src/facts/issue.ts";
import type { OverridePolicy } from "./policy.ts";

/** Somebody wrote `/pia override reason:"…" [expires:24h]` on the pull request. */
export interface OverrideRequest {
  readonly by: string;
  readonly at: Instant;
  readonly url: string;
  /** As written; null when none was given. */
  readonly reason: string | null;
  /** As asked for; null = the policy's. */
  readonly expires: Seconds | null;
  /** `break-glass:yes`: one allowed person alone, for 4 h at most. */
  readonly breakGlass: boolean;
  /** An edited comment is void. */
  readonly edited: boolean;
  /** The change for which it was asked, as recorded when the comment was written; null = not recorded. */
  readonly patchId: string | null;
}

/** Somebody wrote `/pia approve` on the pull request. */
export interface OverrideApproval {
  readonly by: string;
  readonly at: Instant;
  readonly url: string;
  readonly edited: boolean;
  readonly patchId: string | null;
}

/** The override commands in the comments of one pull request, oldest first. */
export interface OverrideFacts {
  readonly requests: readonly OverrideRequest[];
  readonly approvals: readonly OverrideApproval[];
}

/** What else the judgement goes by. */
export interface OverrideContext {
  readonly now: Instant;
  readonly author: string;
  readonly patchId: string | null;
  readonly policy: OverridePolicy;
  /** By login in lower case; a login that is missing was not asked and is not believed. */
  readonly permissions: ReadonlyMap<string, Permission>;
  /** Logins in lower case by `@org/team`; null = teams cannot be read here. */
  readonly teams: ReadonlyMap<string, readonly string[]> | null;
}

/** The judgement. `invalid` says why, and changes nothing. */
export type OverrideJudgement =
  | { readonly state: "none" }
  | { readonly state: "invalid"; readonly problems: readonly string[] }
  | ValidOverride;

/** An override that stands. */
export interface ValidOverride {
  readonly state: "valid";
  readonly requestedBy: string;
  /** Those whose voice counted, without the requester. */
  readonly approvedBy: readonly string[];
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly breakGlass: boolean;
  readonly url: string;
}

const HOUR = 3600;
/** However long a command asks for: what needs longer is a change of policy. */
const LONGEST: Seconds = 7 * 24 * HOUR;
const BREAK_GLASS: Seconds = 4 * HOUR;

/**
 * Judges all requests and takes the one that lets through longest. It lasts from the voice that completed it.
 * Only the first break-glass of a change counts, so that one person cannot renew it for ever.
 */
export function judgeOverride(facts: OverrideFacts, context: OverrideContext): OverrideJudgement {
  if (facts.requests.length === 0) return { state: "none" };
  const judged = facts.requests.map((request) => judgeRequest(request, facts, context));
  const valid = judged.filter((judgement) => judgement.state === "valid");
  const longest = valid.toSorted((a, b) => b.until - a.until)[0];
  if (longest) return longest;
  const problems = judged.flatMap((judgement) => (judgement.state === "invalid" ? judgement.problems : []));
  return { state: "invalid", problems: [...new Set(problems)] };
}

/** Logins whose permission the judgement needs and does not know yet. */
export function unaskedLogins(facts: OverrideFacts, permissions: OverrideContext["permissions"]): string[] {
  const people = [...facts.requests, ...facts.approvals].map((entry) => entry.by.toLowerCase());
  return [...new Set(people)].filter((login) => !permissions.has(login));
}

/** True when this person may override: a listed login, a member of a listed team, else (or without teams) maintain permission. */
export function mayOverride(login: string, context: Omit<OverrideContext, "now" | "author" | "patchId">): boolean {
  const { policy, permissions, teams } = context;
  const name = login.toLowerCase();
  const held = permissions.get(name) ?? "none";
  const listed = policy.logins.some((entry) => entry.replace(/^@/, "").toLowerCase() === name);
  // A login can be given up and taken by somebody else: being listed is not enough without a role in the repository.
  if (listed && permits(held, "triage")) return true;
  if (policy.teams.length > 0 && teams) {
    if (policy.teams.some((team) => teams.get(team.toLowerCase())?.includes(name))) return true;
  }
  const maintainersMay = policy.teams.length > 0 ? teams === null : policy.logins.length === 0;
  return maintainersMay && permits(held, "maintain");
}

function judgeRequest(
  request: OverrideRequest,
  facts: OverrideFacts,
  context: OverrideContext,
): Exclude<OverrideJudgement, { state: "none" }> {
  const problem = problemOf(request, context);
  if (problem) return { state: "invalid", problems: [problem] };
  const approvals = countedApprovals(request, facts, context);
  const voices = requesterCounts(request, context) ? [request, ...approvals] : approvals;
  const needed = context.policy.approvals;
  if (voices.length >= needed) {
    const from = voices.slice(0, needed).reduce((latest, voice) => Math.max(latest, voice.at), request.at);
    return standing({ request, approvals, from, longest: LONGEST, context });
  }
  if (request.breakGlass) return judgeBreakGlass(request, facts, context);
  return { state: "invalid", problems: [sayMissingVoices(request, voices.length, context)] };
}

/** What makes a request void whoever agrees with it; null when nothing does. */
function problemOf(request: OverrideRequest, context: OverrideContext): string | null {
  const by = `The override that @${request.by} asked for`;
  if (request.edited) return `${by} is void, because its comment was edited. Ask again in a new comment.`;
  if ((request.reason ?? "").trim() === "") return `${by} gives no reason: \`/pia override reason:"…"\`.`;
  if (request.at > context.now) return `${by} lies in the future.`;
  if (request.patchId === null || context.patchId === null) {
    return `${by} is not tied to a change yet. Ask again in a new comment.`;
  }
  if (request.patchId !== context.patchId) return `${by} was for an earlier change. Ask again for this one.`;
  return null;
}

function requesterCounts(request: OverrideRequest, context: OverrideContext): boolean {
  return request.by.toLowerCase() !== context.author.toLowerCase() && mayOverride(request.by, context);
}

/** Approvals of this change after the request, one for each allowed person other than the author and the requester. */
function countedApprovals(
  request: OverrideRequest,
  facts: OverrideFacts,
  context: OverrideContext,
): readonly OverrideApproval[] {
  const counted = new Map<string, OverrideApproval>();
  for (const approval of facts.approvals) {
    const name = approval.by.toLowerCase();
    const excluded = [request.by, context.author].some((login) => login.toLowerCase() === name);
    const inTime = approval.at >= request.at && approval.at <= context.now;
    const sameChange = approval.patchId === context.patchId;
    if (excluded || approval.edited || !inTime || !sameChange || counted.has(name)) continue;
    if (mayOverride(approval.by, context)) counted.set(name, approval);
  }
  return [...counted.values()].toSorted((a, b) => a.at - b.at);
}

function judgeBreakGlass(
  request: OverrideRequest,
  facts: OverrideFacts,
  context: OverrideContext,
): Exclude<OverrideJudgement, { state: "none" }> {
  if (!context.policy.breakGlass) return invalid("Break-glass is switched off here (`policy.override.break_glass`).");
  if (!mayOverride(request.by, context)) return invalid(`@${request.by} may not override here.`);
  const first = facts.requests.find(
    (entry) => entry.breakGlass && !entry.edited && entry.patchId === context.patchId && mayOverride(entry.by, context),
  );
  if (first && first !== request) {
    return invalid("Break-glass was used for this change already: a second time needs approval by somebody else.");
  }
  return standing({ request, approvals: [], from: request.at, longest: BREAK_GLASS, context, breakGlass: true });
}

interface Standing {
  readonly request: OverrideRequest;
  readonly approvals: readonly OverrideApproval[];
  readonly from: Instant;
  readonly longest: Seconds;
  readonly context: OverrideContext;
  readonly breakGlass?: true;
}

function standing({ request, approvals, from, longest, context, breakGlass }: Standing) {
  const until = from + Math.min(request.expires ?? context.policy.expires, longest);
  if (until <= context.now) return invalid(`The override that @${request.by} asked for has expired.`);
  return {
    state: "valid" as const,
    requestedBy: request.by,
    approvedBy: approvals.map((approval) => approval.by),
    reason: (request.reason ?? "").trim(),
    from,
    until,
    breakGlass: breakGlass ?? false,
    url: request.url,
  };
}

function sayMissingVoices(request: OverrideRequest, voices: number, { policy }: OverrideContext): string {
  const missing = policy.approvals - voices;
  return `The override that @${request.by} asked for needs ${missing} more approval${missing === 1 ? "" : "s"} (\`/pia approve\`) by somebody ${sayApprovers(policy)}, other than the author.`;
}

/** Who may approve, to follow "somebody": `of @acme/sre, @kim`, or `with maintain permission`. */
export function sayApprovers(policy: OverridePolicy): string {
  const people = [...policy.teams, ...policy.logins.map((login) => `@${login.replace(/^@/, "")}`)];
  return people.length > 0 ? `of ${people.join(", ")}` : "with maintain permission";
}

function invalid(problem: string) {
  return { state: "invalid" as const, problems: [problem] };
}
