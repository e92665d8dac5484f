/** Heals what GitHub cannot prevent: of several issues with one marker the lowest number stays, the others are closed with a link. */
import { renderMarker } from "#src/effect/marker.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { Client } from "#src/github/client.ts";
import { ensureComment } from "./ensure-comment.ts";
import { setIssueState } from "./set-issue-state.ts";

/** Returns the one that stays. Doubles that are closed already are left alone; healing twice says nothing twice. */
export async function healDoubles(client: Client, issues: readonly IssueFacts[]): Promise<IssueFacts> {
  const distinct = new Map(issues.map((issue) => [issue.number, issue]));
  const ordered = [...distinct.values()].toSorted((a, b) => a.number - b.number);
  const winner = ordered[0]!;
  for (const double of ordered) {
    if (double.number !== winner.number && double.state === "open") await closeDouble(client, double, winner);
  }
  return winner;
}

async function closeDouble(client: Client, double: IssueFacts, winner: IssueFacts): Promise<void> {
  const marker = { kind: "double", keys: { of: String(winner.number) } };
  const body = `This is a double of #${winner.number}: two runs made it at the same moment. Please go on in #${winner.number}.\n\n${renderMarker(marker)}`;
  await ensureComment(client, { kind: "ensure-comment", issue: double, marker, body });
  await setIssueState(client, { kind: "set-issue-state", issue: double, state: "closed", reason: "not_planned" });
}
