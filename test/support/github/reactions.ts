/** What follows from what: the consequences that would otherwise make pushes, pull requests and queues depend on each other in a circle. */
import { closeByCommits, closingIssues } from "./closing.ts";
import type { Reactions } from "./call.ts";
import { commitsBetween } from "./git/history.ts";
import { dequeue } from "./merge-queue.ts";
import { followBase, followHead } from "./pull-follow.ts";

/** GitHub's own reactions. */
export function createReactions(): Reactions {
  return {
    branchMoved: (world, repository, move) => {
      const { objects } = repository.git;
      followHead(world, repository, move);
      followBase(world, repository, move);
      if (move.to === null || move.before === null || move.branch !== repository.defaultBranch) return;
      closeByCommits(world, repository, { commits: commitsBetween(objects, move.before, move.to), doer: move.doer });
    },
    closingIssues,
    leaveQueue: (world, repository, what) => dequeue(world, repository, { ...what, reason: "MANUAL" }),
  };
}
