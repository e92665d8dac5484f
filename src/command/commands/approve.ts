/** `/pia approve`: a second person agrees to an override. */
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { Command } from "#src/command/command.ts";
import { logOnConcerned } from "#src/command/log-on-concerned.ts";
import { refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";

/** Approves the override that was asked for on this pull request; the gate judges from the comments themselves. */
export const approveCommand: Command = {
  name: "approve",
  where: ["pull-request"],
  group: "gate",
  summary: "Agree to the override that was asked for on this pull request",
  syntax: "/pia approve",
  examples: ["/pia approve"],
  permission: "someone who may override, other than the author",
  options: {},
  run: (context) => {
    const { comment, actor, target, patchId } = context;
    const lack = lacking({ right: "override", components: [], act: "Approving an override" }, context);
    if (lack) return refused(lack);
    if (actor.login.toLowerCase() === target.author.login.toLowerCase()) {
      return refused(
        "The author of a pull request does not approve its override: a second pair of eyes is the point. Somebody else who may can say the same.",
      );
    }
    if (comment.updatedAt > comment.createdAt)
      return refused("An edited comment cannot approve. Please write a new one.");
    if (patchId === null)
      return refused(
        "What this pull request changes cannot be read right now, so an approval could not be tied to it. Please say it again in a few minutes, in a new comment.",
      );
    return {
      outcome: "done",
      reply:
        "Approved for the change as it is now. It counts for every override asked for above; the check is judged again at once.",
      changes: [...logOnConcerned(context, "override approved"), { kind: "recheck", pull: referenceTo(target) }],
      kept: { patch: patchId },
    };
  },
};
