/** Finds issues that a text names (`#12`, `owner/name#12`, an address) and puts `cross-referenced` on their timelines. */
import type { Doer } from "./branch-rules.ts";
import type { World } from "./call.ts";
import { recordEvent } from "./pull-events.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { findRepository } from "./state.ts";

const REFERENCE =
  /(?:^|[\s([{>,;:*_-])(?:([\w.-]+)\/([\w.-]+))?#(\d+)\b|\/([\w.-]+)\/([\w.-]+)\/(?:issues|pull)\/(\d+)\b/g;
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`|<!--[\s\S]*?(?:-->|$)/g;

/** Records each reference once for each pair of issues; no webhook tells of it, as on GitHub. */
export function mentionIssues(
  world: World,
  repository: RepositoryRow,
  what: { readonly source: IssueRow; readonly text: string; readonly doer: Doer },
): void {
  for (const match of what.text.replace(CODE, " ").matchAll(REFERENCE)) {
    const owner = match[1] ?? match[4] ?? repository.owner;
    const name = match[2] ?? match[5] ?? repository.name;
    const target = findRepository(world.state, owner, name)?.issues.get(Number(match[3] ?? match[6]));
    if (target === undefined || target.id === what.source.id || knows(target, what.source)) continue;
    recordEvent(world, target, { event: "cross-referenced", doer: what.doer, details: { source: what.source.id } });
  }
}

function knows(target: IssueRow, source: IssueRow): boolean {
  return target.events.some((event) => event.event === "cross-referenced" && event.details["source"] === source.id);
}
