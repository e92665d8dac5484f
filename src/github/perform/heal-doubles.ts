/** Heals what GitHub cannot prevent: of several issues with one marker the lowest number stays, the others are closed with a link. */
import { closeDouble } from "#src/effect/close-double.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { Client } from "#src/github/client.ts";
import { ensureComment } from "./ensure-comment.ts";
import { setIssueState } from "./set-issue-state.ts";

/** Returns the one that stays. Doubles that are closed already are left alone; healing twice says nothing twice. */
export async function healDoubles(client: Client, issues: readonly IssueFacts[]): Promise<IssueFacts> {
  const ordered = issues.toSorted((a, b) => a.number - b.number);
  const winner = ordered[0]!;
  for (const double of ordered) {
    if (double.number !== winner.number && double.state === "open") await close(client, double, winner);
  }
  return winner;
}

/**
 * After a creation: when another run made the same with a lower number, ours gives way. A double with a higher number is left
 * to the run that made it, so that two runs do not both write about it; should that run die, the next look heals.
 */
export async function giveWay(client: Client, created: IssueFacts, others: readonly IssueFacts[]): Promise<IssueFacts> {
  const winner = [created, ...others].toSorted((a, b) => a.number - b.number)[0]!;
  if (winner.number !== created.number) await close(client, created, winner);
  return winner;
}

async function close(client: Client, double: IssueFacts, winner: IssueFacts): Promise<void> {
  const [notice, state] = closeDouble(double, winner.number);
  await ensureComment(client, notice);
  await setIssueState(client, state);
}
