/** Laws of an item's life: it follows from the facts, not from the order, the number or the lateness of what is heard of them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { changeItem, type ItemChange } from "#src/remediation/change-item.ts";
import { failVerification, questionDelivery, undoDelivery } from "#src/remediation/fail-verification.ts";
import { type FollowedItem, followPullRequest } from "#src/remediation/follow-pull-request.ts";
import type { VerificationFailure } from "#src/remediation/item.ts";
import { findBlock } from "#src/remediation/read-item.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import { analysis, config, issue as anIssue, item, NOW, repository } from "#test/command/world.ts";
import { anyText } from "#test/support/any-text.ts";

/** What GitHub holds of one pull request when all is heard. */
interface Pull {
  readonly number: number;
  readonly state: "open" | "merged" | "closed";
  /** Another merge gave back what it brought. */
  readonly undone: boolean;
}

const pulls = fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 50, max: 53 }),
    state: fc.constantFrom("open" as const, "merged" as const, "closed" as const),
    undone: fc.boolean(),
  }),
  { selector: ({ number }) => number, minLength: 1, maxLength: 4 },
);

function factsOf({ number, state }: Pull): PullRequestFacts {
  const { owner, repo } = repository;
  const merged = state === "merged";
  return { owner, repo, number, merged, state: state === "open" ? "open" : "closed" } as PullRequestFacts;
}

const failureBy = (number: number, kind: VerificationFailure["kind"] = "reverted"): VerificationFailure => ({
  kind,
  by: { owner: repository.owner, repo: repository.repo, number },
  at: NOW,
});

function follow(facts: IssueFacts): FollowedItem {
  const tracked = [analysis(), { issue: facts, recordComment: null }];
  const records = assembleRecords({ tracked, asOf: NOW }, { config, repository });
  const found = findBlock(facts, { config, repository, analyses: records.analyses })!;
  return { item: records.items[0]!, issue: facts, found };
}

/** One thing that is heard of; it goes by what is so now. */
type Heard = (followed: FollowedItem) => ItemChange | null;

const hears = ({ undone, ...pull }: Pull): Heard[] => [
  (followed) => followPullRequest(followed, factsOf({ ...pull, undone })),
  ...(undone && pull.state === "merged"
    ? [(followed: FollowedItem) => undoDelivery(followed, [factsOf({ ...pull, undone })], failureBy(pull.number + 100))]
    : []),
];

function apply(facts: IssueFacts, heard: Heard): IssueFacts {
  const followed = follow(facts);
  const change = heard(followed);
  return change ? changeItem(followed, change, config).effects.reduce(perform, facts) : facts;
}

function perform(facts: IssueFacts, effect: Effect): IssueFacts {
  switch (effect.kind) {
    case "edit-issue":
      expect(effect.body?.expected).toBe(facts.body);
      return { ...facts, body: effect.body!.next };
    case "ensure-label":
      return { ...facts, labels: [...facts.labels, effect.label] };
    case "remove-label":
      return { ...facts, labels: facts.labels.filter((label) => label !== effect.label) };
    case "set-issue-state": {
      const closedAt = effect.state === "closed" ? NOW : null;
      return { ...facts, state: effect.state, stateReason: effect.reason, closedAt };
    }
    default:
      throw new Error(`an item does not need ${effect.kind}`);
  }
}

const start = item(12).issue;
/** Rounds, because whatever is heard of late is heard of again: an event only says what to look at. */
const settle = (order: readonly Heard[], from = start) => [...order, ...order].reduce(apply, from);

function essence(facts: IssueFacts): unknown {
  const { item: read, found } = follow(facts);
  return {
    open: STATE_WORDS[read.state].open,
    gates: STATE_WORDS[read.state].gates,
    labels: facts.labels.toSorted(),
    pullRequests: found.block.pullRequests,
    unread: found.block.unread,
  };
}

// A pull request that is heard of for the first time after another one has closed the item does not open it again: a person
// may have closed it since. So all are heard of as open first; what becomes of them then comes in any order.
test("the order in which pull requests are merged and closed, and how often that is heard, does not matter", () => {
  fc.assert(
    fc.property(pulls, fc.infiniteStream(fc.nat(1000)), (all, keys) => {
      const heard = all.filter(({ undone }) => !undone).flatMap(hears);
      const shuffled = [...heard, ...heard]
        .map((one) => ({ one, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const opened = all.map(
        (pull): Heard =>
          (followed) =>
            followPullRequest(followed, factsOf({ ...pull, state: "open" })),
      );
      const began = opened.reduce(apply, start);
      expect(essence(settle(shuffled, began))).toEqual(essence(settle(heard, began)));
    }),
    { numRuns: 100 },
  );
});

test("a delivery that was undone never counts, whichever of both merges is heard of first", () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 53 }), fc.boolean(), (number, backwards) => {
      const heard = hears({ number, state: "merged", undone: true });
      const opened: Heard = (followed) =>
        followPullRequest(followed, factsOf({ number, state: "open", undone: false }));
      const facts = [opened, ...(backwards ? heard.toReversed() : heard), ...heard].reduce(apply, start);
      const { item: read, found } = follow(facts);
      expect(STATE_WORDS[read.state]).toMatchObject({ open: true, gates: true });
      expect(found.block.pullRequests).toMatchObject([{ state: "reverted" }]);
      expect(read.failures).toHaveLength(1);
    }),
  );
});

test("what showed that a fix did not hold goes before an older merge that is heard of late; a newer merge delivers again", () => {
  const kinds = fc.constantFrom("guard-removed" as const, "recurrence" as const, "new-alert" as const);
  fc.assert(
    fc.property(kinds, fc.boolean(), fc.integer({ min: 1, max: 1000 }), (kind, late, seconds) => {
      // GitHub closes the item by its keyword before anybody hears of the merge.
      const closed: IssueFacts = { ...start, state: "closed", stateReason: "completed", closedAt: NOW };
      const merge =
        (mergedAt: number): Heard =>
        (followed) =>
          followPullRequest(followed, { ...factsOf({ number: 50, state: "merged", undone: false }), mergedAt });
      const fails: Heard = (followed) => failVerification(followed, failureBy(9, kind));
      const old = late ? [fails, merge(NOW - seconds)] : [merge(NOW - seconds), fails];
      const failed = old.reduce(apply, closed);
      expect(essence(failed)).toMatchObject({ open: true, gates: true, pullRequests: [{ state: "merged" }] });
      expect(essence(apply(apply(closed, fails), merge(NOW + seconds)))).toMatchObject({ open: false });
    }),
  );
});

test("a part given back closes and opens nothing, takes the proof back, and is noted once", () => {
  const verified: IssueFacts = { ...start, state: "closed", stateReason: "completed", closedAt: NOW };
  const proves: Heard = () => ({
    block: { verification: { by: "eve", at: NOW, evidence: "https://x.test" } },
    label: "verified",
  });
  const part: Heard = (followed) => questionDelivery(followed, failureBy(9, "partly-reverted"));
  for (const before of [verified, apply(verified, proves), start]) {
    const asked = [part, part, part].reduce(apply, before);
    const { item: read, found } = follow(asked);
    expect(asked.state).toBe(before.state);
    expect(found.block.verification).toBeNull();
    expect(asked.labels).not.toContain("verified");
    expect(read.failures).toHaveLength(1);
  }
});

test("what has happened already changes nothing the second time: each hearing is idempotent", () => {
  fc.assert(
    fc.property(pulls, (all) => {
      for (const heard of all.flatMap(hears)) {
        const once = apply(settle(all.flatMap(hears)), heard);
        expect(apply(once, heard)).toEqual(once);
      }
    }),
    { numRuns: 100 },
  );
});

test("a fact fails an item once: whoever closes it again is believed; what was decided, and proposals, are left alone", () => {
  const kinds = fc.constantFrom("reverted" as const, "guard-removed" as const, "recurrence" as const);
  const states = fc.constantFrom(
    { state: "closed", stateReason: "completed", closedAt: NOW } as const,
    { state: "closed", stateReason: "not_planned", closedAt: NOW } as const,
    { state: "open" } as const,
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 3 })), { maxLength: 8 }), states, (facts, state) => {
      const before: IssueFacts = { ...start, ...state };
      const failed = facts.reduce((known, [kind, by]) => {
        const after = apply(known, (followed) => failVerification(followed, failureBy(by, kind)));
        return after.state === "open" && known.state === "closed" ? { ...after, ...state } : after;
      }, before);
      const distinct = new Set(facts.map(([kind, by]) => `${kind} ${by}`)).size;
      const isDone = "stateReason" in state && state.stateReason === "completed";
      expect(follow(failed).found.block.failures).toHaveLength(isDone ? distinct : 0);
    }),
    { numRuns: 200 },
  );
});

test("no item is dropped: whatever becomes of its labels, state and text, it is an item, or says that its facts are gone", () => {
  const labels = fc.subarray(["aftercare", "remediation", "proposed", "in progress", "verified", "priority:P0"]);
  fc.assert(
    fc.property(labels, fc.boolean(), anyText(), fc.boolean(), (names, closed, text, keeps) => {
      const body = keeps ? `${text.replaceAll("<!--", "")}\n\n${start.body}` : text;
      const facts = anIssue(12, {
        ...start,
        body,
        labels: [...new Set(["remediation", ...names])],
        state: closed ? "closed" : "open",
        stateReason: closed ? "completed" : null,
        closedAt: closed ? NOW : null,
      });
      const tracked = [analysis(), { issue: facts, recordComment: null }];
      const { items } = assembleRecords({ tracked, asOf: NOW }, { config, repository });
      expect(items).toHaveLength(1);
      expect(items[0]!.problems.length > 0).toBe(!keeps);
    }),
    { numRuns: 200 },
  );
});
