/** From an issue to a remediation item: labels, open or closed and why, and the block, joined into one state. */
import type { Config } from "#src/config/schema.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import { defaultComponentName } from "#src/component/component-identity.ts";
import { componentsOf, hasLabel, isOurs } from "#src/incident/recognise.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo, sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { blockOf, EMPTY_BLOCK, type ItemBlock } from "./item-block.ts";
import { parseItemBlock } from "./item-table.ts";
import { readKept } from "./kept-item.ts";
import { readAnalysisName, type Reader } from "./issue-mention.ts";
import type { ItemState, Priority, RemediationItem } from "./item.ts";

/** Labels by which people see where an item stands; at most one of them is on it. */
export const STATE_LABELS = { proposed: "proposed", "in-progress": "in progress", verified: "verified" } as const;

/** Where an item's block was found, and what it says. */
export interface FoundBlock {
  readonly block: ItemBlock;
  readonly problems: readonly string[];
  readonly analysis: IssueReference | null;
  /** `COMMENT:LINE` that asked for it; null for an adopted issue. */
  readonly source: string | null;
  readonly adopted: boolean;
}

/** What the readers need beside the issue. */
export interface ItemSurroundings {
  readonly config: Config;
  readonly repository: Reader;
  readonly analyses: readonly Analysis[];
}

/**
 * Finds the block of an issue: in its own body when we wrote it, else among the adopted items of the analyses.
 * @returns null when the issue is no item at all.
 */
export function findBlock(issue: IssueFacts, { config, repository, analyses }: ItemSurroundings): FoundBlock | null {
  if (issue.isPullRequest) return null;
  const parsed = isOurs(issue.author, config) ? parseItemBlock(issue.body) : null;
  if (parsed) {
    const { block, problems, identity } = parsed;
    const analysis = readAnalysisName(identity.pia, repository);
    return { block, problems, analysis, source: identity.source, adopted: false };
  }
  for (const analysis of analyses) {
    const linked = analysis.record?.linked.find((candidate) => sameIssue(candidate.issue, issue));
    if (linked) return { ...blockOf(linked.fields), analysis: analysis.issue, source: null, adopted: true };
  }
  return withoutBlock(issue, { config, repository, analyses });
}

/**
 * Ours, then somebody deleted the table: the item goes on counting by what the record keeps of it, else by its label. Another's that
 * only carries the label is a proposal.
 */
function withoutBlock(issue: IssueFacts, { config, analyses }: ItemSurroundings): FoundBlock | null {
  const ours = isOurs(issue.author, config);
  const isIt = (row: Pick<IssueFacts, "owner" | "repo" | "number">) => sameIssue(row, issue);
  const analysis = ours ? analyses.find(({ record }) => record?.kept.some((row) => isIt(row.issue))) : undefined;
  const row = analysis?.record?.kept.find((one) => isIt(one.issue));
  const { labels } = config;
  if (!row && (!hasLabel(issue.labels, labels.remediation) || hasLabel(issue.labels, labels.pia))) return null;
  const block = row ? { ...readKept(row).block, lastSeen: null } : EMPTY_BLOCK;
  const problem = ours ? (row ? TABLE_KEPT : TABLE_GONE) : NOT_TAKEN_IN;
  return { block, problems: [problem], analysis: analysis?.issue ?? null, source: null, adopted: !ours };
}

const TABLE_GONE = "The table with the item's facts is gone from the description; its due date and type are unknown.";
const TABLE_KEPT = "The table with the item's facts is gone from the description; what the analysis kept of it counts.";
const NOT_TAKEN_IN =
  "No analysis has taken this issue in yet: comment `/pia link #n` on the analysis with this issue's number.";

/** Reads one issue as a remediation item; null when it is none. */
export function readItem(issue: IssueFacts, surroundings: ItemSurroundings): RemediationItem | null {
  const found = findBlock(issue, surroundings);
  return found && itemOf(issue, found, surroundings.config);
}

function itemOf(issue: IssueFacts, found: FoundBlock, config: Config): RemediationItem {
  const { block } = found;
  return {
    issue: referenceTo(issue),
    id: issue.id,
    title: issue.title,
    url: issue.url,
    author: issue.author,
    analysis: found.analysis && referenceTo(found.analysis),
    components: componentsFor(issue, config),
    priority: priorityOf(issue.labels, config),
    ...factsOf(block),
    assignees: issue.assignees,
    state: stateOf(issue, found),
    adopted: found.adopted,
    createdAt: issue.createdAt,
    closedAt: issue.closedAt,
    problems: [...found.problems, ...componentProblems(issue, config)],
  };
}

function factsOf(block: ItemBlock) {
  const { redates, lastSeen: _lastSeen, unread: _unread, ...facts } = block;
  return { ...facts, redates: redates.length };
}

/** The state by gate.md's table. A label alone never loosens: `proposed` counts only while nobody accepted the item. */
function stateOf(issue: IssueFacts, { block, adopted, analysis }: FoundBlock): ItemState {
  if (issue.state === "closed") return closedState(issue, block);
  const unlinked = adopted && analysis === null;
  if (block.accepted === null && (unlinked || hasLabel(issue.labels, STATE_LABELS.proposed))) return "proposed";
  if (hasLabel(issue.labels, STATE_LABELS["in-progress"])) return "in-progress";
  return issue.stateReason === "reopened" ? "reopened" : "accepted";
}

function closedState(issue: IssueFacts, block: ItemBlock): ItemState {
  if (issue.stateReason === "not_planned" || issue.stateReason === "duplicate") {
    return block.decision?.reason ? block.decision.kind : "closed-without-reason";
  }
  if (hasLabel(issue.labels, STATE_LABELS.verified) && block.verification) return "verified";
  const proven = block.verification !== null || block.pullRequests.some((pull) => pull.state === "merged");
  return proven ? "done" : "done-unproven";
}

/** Names on labels, aliases resolved; in a repository with a single component an item without one belongs to that. */
function componentsFor(issue: IssueFacts, config: Config): readonly string[] {
  const { known } = componentsOf(issue.labels, config);
  const names = Object.keys(config.components);
  const only = names.length === 0 ? defaultComponentName(issue) : names.length === 1 ? names[0]! : null;
  return known.length === 0 && only !== null ? [only] : known;
}

function componentProblems(issue: IssueFacts, config: Config): string[] {
  const { unknown } = componentsOf(issue.labels, config);
  const isConfigured = Object.keys(config.components).length > 0;
  return isConfigured ? unknown.map((name) => `No component is called “${name}”.`) : [];
}

/** The most urgent priority label; null when there is none. */
export function priorityOf(labels: readonly string[], config: Pick<Config, "labels">): Priority | null {
  const prefix = config.labels.priority.toLowerCase();
  const all = new Set(labels.map((label) => label.toLowerCase()));
  return (["P0", "P1", "P2", "P3"] as const).find((name) => all.has(`${prefix}${name.toLowerCase()}`)) ?? null;
}
