/** An item moves with its pull requests, by the facts and not by the order in which they were told. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { changeItem } from "#src/remediation/change-item.ts";
import { followPullRequest } from "#src/remediation/follow-pull-request.ts";
import { findBlock, readItem } from "#src/remediation/read-item.ts";
import { config, item, NOW, repository } from "#test/command/world.ts";

const place = { config, repository, analyses: [] };

function pull(number: number, state: "open" | "closed" | "merged"): PullRequestFacts {
  return {
    owner: "acme",
    repo: "shop",
    number,
    id: number,
    repository,
    title: "",
    body: "",
    state: state === "open" ? "open" : "closed",
    merged: state === "merged",
    draft: false,
    author: { login: "bob", type: "User" },
    labels: [],
    headSha: "a",
    headRef: "fix",
    headRepository: null,
    baseRef: "main",
    baseSha: "b",
    changedFiles: null,
    mergeCommitSha: null,
    createdAt: NOW,
    updatedAt: NOW,
    url: "",
  };
}

/** The issue after the pull request was followed, with the effects written; `most`: the process ended after so many. */
function follow(issue: IssueFacts, facts: PullRequestFacts, most = Infinity): IssueFacts {
  const found = findBlock(issue, place)!;
  const change = followPullRequest({ item: readItem(issue, place)!, issue, found }, facts);
  let next = issue;
  for (const effect of change ? changeItem({ issue, found }, change, config).effects.slice(0, most) : []) {
    if (effect.kind === "edit-issue") next = { ...next, body: effect.body!.next };
    if (effect.kind === "ensure-label") next = { ...next, labels: [...next.labels, effect.label] };
    if (effect.kind === "remove-label")
      next = { ...next, labels: next.labels.filter((label) => label !== effect.label) };
    if (effect.kind === "set-issue-state") next = { ...next, state: effect.state, stateReason: effect.reason };
  }
  return next;
}

function stateAfter(issue: IssueFacts, ...pulls: PullRequestFacts[]) {
  return readItem(
    pulls.reduce((one, facts) => follow(one, facts), issue),
    place,
  )?.state;
}

test.each([
  ["opened", item(12).issue, "open"],
  ["merged while in progress", follow(item(12).issue, pull(40, "open")), "merged"],
  ["closed while in progress", follow(item(12).issue, pull(40, "open")), "closed"],
] as const)("a process that ends after any write is made up for by the next try: %s", (_name, issue, state) => {
  const whole = follow(issue, pull(40, state));
  for (const most of [0, 1, 2, 3]) {
    const broken = follow(issue, pull(40, state), most);
    expect(follow(broken, pull(40, state))).toEqual(whole);
  }
});

describe("an item with a pull request", () => {
  const accepted = item(12).issue;

  test("is in progress while it is open, done when it is merged, accepted again when it is given up", () => {
    expect(stateAfter(accepted, pull(44, "open"))).toBe("in-progress");
    expect(stateAfter(accepted, pull(44, "open"), pull(44, "merged"))).toBe("done");
    expect(stateAfter(accepted, pull(44, "open"), pull(44, "closed"))).toBe("accepted");
  });

  test("is done only when the last open one is merged", () => {
    expect(stateAfter(accepted, pull(44, "open"), pull(45, "open"), pull(44, "merged"))).toBe("in-progress");
    expect(stateAfter(accepted, pull(44, "open"), pull(45, "open"), pull(44, "merged"), pull(45, "merged"))).toBe(
      "done",
    );
  });

  test("stays a proposal while it is one, and shows the pull request", () => {
    const proposal = item(12, { accepted: null }).issue;
    expect(stateAfter(proposal, pull(44, "merged"))).toBe("proposed");
    expect(readItem(follow(proposal, pull(44, "merged")), place)?.pullRequests).toHaveLength(1);
  });

  test("told twice changes nothing the second time", () => {
    const once = follow(accepted, pull(44, "open"));
    expect(follow(once, pull(44, "open"))).toEqual(once);
  });

  test("ends the same in whatever order the last facts of its pull requests are told", () => {
    const pulls = fc.uniqueArray(
      fc.record({
        number: fc.integer({ min: 40, max: 45 }),
        state: fc.constantFrom("open" as const, "closed" as const, "merged" as const),
      }),
      { selector: ({ number }) => number, maxLength: 4 },
    );
    fc.assert(
      fc.property(pulls, fc.infiniteStream(fc.nat()), (told, order) => {
        const facts = told.map(({ number, state }) => pull(number, state));
        // An item that a merge closed is not opened again by a pull request: those come in only while it is open.
        const shuffled = facts
          .map((fact) => ({ fact, at: order.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        const rows = (list: readonly PullRequestFacts[]) =>
          readItem(
            list.reduce((one, facts) => follow(one, facts), accepted),
            place,
          )?.pullRequests;
        expect(rows(shuffled)).toEqual(rows(facts));
      }),
    );
  });
});
