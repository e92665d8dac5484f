/** Reactions as GitHub's JSON. */
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { REACTION_CONTENTS, type ReactionRow } from "#test/support/github/rows.ts";
import { nodeId } from "./node-id.ts";
import { userShape } from "./user.ts";

/** A `reaction-rollup`: the counts under an issue or comment. `owner` is the API address of that. */
export function reactionRollup(owner: string, reactions: readonly ReactionRow[]): Record<string, unknown> {
  const counts = REACTION_CONTENTS.map(
    (content) => [content, reactions.filter((row) => row.content === content).length] as const,
  );
  return { url: `${owner}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

/** A `reaction`. */
export function reactionShape(world: World, reaction: ReactionRow): Record<string, unknown> {
  return {
    id: reaction.id,
    node_id: nodeId("Reaction", reaction.id),
    user: userShape(world, reaction.user),
    content: reaction.content,
    created_at: isoTime(reaction.createdAt),
  };
}
