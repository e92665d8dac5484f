/** What the links of a pull request are worth: which gating items it fixes, and which incident it mitigates. */
import type { Instant } from "#src/calendar/instant.ts";
import { type IssueReference, issueKey, sayIssue } from "#src/facts/issue-reference.ts";
import { type Incident, mitigationOf } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { MOST_PARTS } from "#src/remediation/pull-request-links.ts";
import type { FixEvidence } from "./evidence.ts";
import { type GateFacts, sameLogin } from "./facts.ts";
import type { RepositoryStanding } from "./standing.ts";

type Links = Pick<GateFacts, "bodyLinks" | "closingIssues" | "parents">;

/** Every issue that the pull request links, by GitHub's word or its own text, and what those are a part of; once each. */
export function linkedIssues(facts: Links): readonly IssueReference[] {
  const named = namedIssues(facts);
  const above = named.flatMap((issue) => facts.parents?.get(issueKey(issue)) ?? []);
  return [...new Map([...named, ...above].map((reference) => [issueKey(reference), reference])).values()];
}

function namedIssues({ bodyLinks, closingIssues }: Links): readonly IssueReference[] {
  return [...bodyLinks, ...(closingIssues ?? [])];
}

/** Linked issues that are nothing of ours: each may be a part of an item, as its sub-issue. None where no item gates. */
export function unknownLinks(
  facts: GateFacts,
  { placement, gatingItems }: RepositoryStanding,
): readonly IssueReference[] {
  if (gatingItems.size === 0) return [];
  const { items, incidents } = placement;
  const once = [...new Map(namedIssues(facts).map((issue) => [issueKey(issue), issue])).values()];
  const strange = once.filter((issue) => items.of(issue).length === 0 && incidents.of(issue).length === 0);
  return strange.slice(0, MOST_PARTS).filter((issue) => !facts.parents?.has(issueKey(issue)));
}

/** The items of a component that the pull request fixes. */
export function fixesOf(component: string, facts: GateFacts, standing: RepositoryStanding): readonly FixEvidence[] {
  return linkedItems(facts, standing).flatMap((item) => {
    const isItsOwn = standing.placement.ofItems.get(item)?.includes(component) ?? false;
    if (!isItsOwn || fixProblem(item, facts, standing) !== null) return [];
    return [{ reference: item.issue, priority: item.priority ?? "P1", open: gatesNow(item, standing) }];
  });
}

/** For every linked item that does not count as fixed, why: so that nobody has to guess what we understood. */
export function linkNotes(facts: GateFacts, standing: RepositoryStanding): readonly string[] {
  return linkedItems(facts, standing).flatMap((item) => {
    const problem = fixProblem(item, facts, standing);
    return problem === null ? [] : [`${sayIssue(item.issue, facts.pull)} is linked, but ${problem}.`];
  });
}

/** The confirmed incident of a touched component that is not over yet and that the pull request links; null when there is none. */
export function mitigatedIncident(
  facts: GateFacts,
  standing: RepositoryStanding,
  touched: readonly string[],
): Incident | null {
  const { incidents, ofIncident } = standing.placement;
  const mitigated = linkedIssues(facts)
    .flatMap((link) => incidents.of(link))
    .filter(
      (incident) => isOngoing(incident, facts.now) && ofIncident(incident).some((name) => touched.includes(name)),
    );
  return mitigated.toSorted((a, b) => a.issue.number - b.issue.number)[0] ?? null;
}

/** A confirmed incident whose impact has not ended. */
export function isOngoing(incident: Incident, now: Instant): boolean {
  const end = mitigationOf(incident);
  return incident.confirmed && (end === null || end.at > now);
}

/** Linked items that are closed and would count as fixed if they were open: the time of their link decides. */
export function closedLinkedItems(facts: GateFacts, standing: RepositoryStanding): readonly RemediationItem[] {
  return linkedItems(facts, standing).filter((item) => !gatesNow(item, standing) && wasAccepted(item, facts, standing));
}

function linkedItems(facts: GateFacts, { placement }: RepositoryStanding): readonly RemediationItem[] {
  // Sorted, so that the words do not depend on the order of a listing.
  return linkedIssues(facts)
    .flatMap((link) => placement.items.of(link))
    .toSorted((a, b) => a.issue.number - b.issue.number || issueKey(a.issue).localeCompare(issueKey(b.issue)));
}

/** Why a linked item does not count as fixed, as a clause after "but"; null when it does. */
function fixProblem(item: RemediationItem, facts: GateFacts, standing: RepositoryStanding): string | null {
  const { config } = facts.policy;
  if (!standing.policy.blocking.includes(item.priority ?? "P1")) {
    return `its priority ${item.priority ?? "P1"} gates nothing`;
  }
  if (item.state === "proposed") return "nobody has accepted it yet (`/pia accept`)";
  if (!config.single_maintainer && item.accepted === null) return "it is not recorded who accepted it (`/pia accept`)";
  if (!config.single_maintainer && item.accepted && sameLogin(item.accepted.by, facts.pull.author.login)) {
    return "it was accepted by this pull request's author: somebody else has to accept it";
  }
  if (gatesNow(item, standing)) return null;
  if (item.closedAt === null) return "it gates no component of this repository";
  // A fix stays a fix when its item is closed meanwhile, so that closing never turns a pass into a block.
  return item.closedAt >= linkedSince(item, facts) ? null : "it was closed before it was linked here";
}

function wasAccepted(item: RemediationItem, facts: GateFacts, standing: RepositoryStanding): boolean {
  const early: GateFacts = { ...facts, linkedAt: new Map([[issueKey(item.issue), 0]]) };
  return fixProblem(item, early, standing) === null;
}

/** Without an answer the earliest possible moment counts: the fix is shown in the weekly summary all the same. */
function linkedSince(item: RemediationItem, facts: GateFacts): Instant {
  const asked = facts.linkedAt.get(issueKey(item.issue));
  return typeof asked === "number" ? asked : facts.pull.createdAt;
}

function gatesNow(item: RemediationItem, standing: RepositoryStanding): boolean {
  return standing.gatingItems.has(issueKey(item.issue));
}
