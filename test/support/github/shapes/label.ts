/** Labels and milestones as GitHub's JSON. */
import type { World } from "#test/support/github/call.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import { DEFAULT_LABELS } from "#test/support/github/default-labels.ts";
import type { LabelRow, MilestoneRow, RepositoryRow } from "#test/support/github/rows.ts";
import { nodeId } from "./node-id.ts";
import { repositoryApi, repositoryPage } from "./repository.ts";
import { userShape } from "./user.ts";

/** A `label`. */
export function labelShape(world: World, repository: RepositoryRow, label: LabelRow): Record<string, unknown> {
  return {
    id: label.id,
    node_id: nodeId("Label", label.id),
    url: `${repositoryApi(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: DEFAULT_LABELS.some((one) => one.name === label.name),
    description: label.description,
  };
}

/** A `milestone` with its counts. */
export function milestoneShape(
  world: World,
  repository: RepositoryRow,
  milestone: MilestoneRow,
): Record<string, unknown> {
  const api = `${repositoryApi(world, repository)}/milestones/${milestone.number}`;
  const inside = [...repository.issues.values()].filter((issue) => issue.milestone === milestone.number);
  const open = inside.filter((issue) => issue.state === "open").length;
  return {
    url: api,
    html_url: `${repositoryPage(world, repository)}/milestone/${milestone.number}`,
    labels_url: `${api}/labels`,
    id: milestone.id,
    node_id: nodeId("Milestone", milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: userShape(world, milestone.creator),
    open_issues: open,
    closed_issues: inside.length - open,
    state: milestone.state,
    created_at: isoTime(milestone.createdAt),
    updated_at: isoTime(milestone.updatedAt),
    due_on: isoTimeOrNull(milestone.dueOn),
    closed_at: isoTimeOrNull(milestone.closedAt),
  };
}
