/** The state of an item depends on the facts: labels, open or closed and why, and the block. */
import { describe, expect, test } from "vitest";
import { emptyRecord } from "#src/analysis/record.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { EMPTY_BLOCK, fieldsOf, type ItemBlock } from "#src/remediation/item-block.ts";
import { renderItemBlock } from "#src/remediation/item-table.ts";
import type { ItemState } from "#src/remediation/item.ts";
import { unseenItems } from "#src/remediation/kept-item.ts";
import { readItem } from "#src/remediation/read-item.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import { analysisIssue, at, BOT, config, incident, issue, repository } from "#test/command/world.ts";

const ACCEPTED = { by: "alice", at: at("2026-11-20T10:00:00Z"), reason: null };
const EVIDENCE = { by: "bob", at: at("2026-11-21T10:00:00Z"), evidence: "https://x.test" };
const REJECTED = { kind: "rejected", by: "carl", at: at("2026-11-21T10:00:00Z"), reason: "it goes away" } as const;
const MERGED = { reference: { owner: "acme", repo: "shop", number: 44 }, state: "merged" } as const;
const CLOSED = { state: "closed", stateReason: "completed" } as const;
const DROPPED = { state: "closed", stateReason: "not_planned" } as const;

function native(block: Partial<ItemBlock>, said: Partial<IssueFacts> = {}): IssueFacts {
  const body = renderItemBlock({ pia: "8", source: "300:1" }, { ...EMPTY_BLOCK, ...block });
  return issue(12, {
    body,
    author: BOT,
    labels: ["aftercare", "remediation", "component:payments", "priority:P0"],
    ...said,
  });
}

function read(of: IssueFacts, analyses: readonly Analysis[] = []) {
  return readItem(of, { config, repository, analyses });
}

function analysisWith(fields: Record<string, string>): Analysis {
  const record = { ...emptyRecord(incident), linked: [{ issue: { owner: "acme", repo: "shop", number: 30 }, fields }] };
  return { issue: analysisIssue, incident, record, recordCommentId: 99, problems: [] };
}

describe("an item is", () => {
  const labels = ["aftercare", "remediation"];
  const states: readonly [ItemState, string, IssueFacts][] = [
    ["proposed", "while nobody accepted it", native({}, { labels: [...labels, "proposed"] })],
    [
      "accepted",
      "once somebody did, whatever label stands there",
      native({ accepted: ACCEPTED }, { labels: [...labels, "proposed"] }),
    ],
    ["accepted", "when somebody took the label off by hand", native({})],
    ["in-progress", "by its label", native({ accepted: ACCEPTED }, { labels: [...labels, "In Progress"] })],
    ["reopened", "when it was closed before", native({ accepted: ACCEPTED }, { stateReason: "reopened" })],
    [
      "reopened",
      "also after a decision not to do it",
      native({ accepted: ACCEPTED, decision: REJECTED }, { stateReason: "reopened" }),
    ],
    ["done", "when closed with a merged pull request", native({ pullRequests: [MERGED] }, CLOSED)],
    ["done", "when closed with evidence", native({ verification: EVIDENCE }, CLOSED)],
    ["done-unproven", "when merely closed", native({}, CLOSED)],
    [
      "done-unproven",
      "when closed long ago without any reason on record",
      native({}, { ...CLOSED, stateReason: null }),
    ],
    [
      "done-unproven",
      "when the pull request was reverted",
      native({ pullRequests: [{ ...MERGED, state: "reverted" }] }, CLOSED),
    ],
    [
      "done-unproven",
      "when someone only put the label verified on it",
      native({}, { ...CLOSED, labels: [...labels, "verified"] }),
    ],
    [
      "verified",
      "with evidence and the label",
      native({ verification: EVIDENCE }, { ...CLOSED, labels: [...labels, "verified"] }),
    ],
    ["rejected", "when closed as not planned with a decision", native({ decision: REJECTED }, DROPPED)],
    [
      "accepted-risk",
      "when closed as not planned with that decision",
      native({ decision: { ...REJECTED, kind: "accepted-risk" } }, DROPPED),
    ],
    ["closed-without-reason", "when closed as not planned by hand", native({ accepted: ACCEPTED }, DROPPED)],
    [
      "closed-without-reason",
      "when closed as a duplicate by hand",
      native({}, { ...DROPPED, stateReason: "duplicate" }),
    ],
    [
      "closed-without-reason",
      "when the decision gives no reason",
      native({ decision: { ...REJECTED, reason: null } }, DROPPED),
    ],
  ];
  test.each(states)("%s %s", (state, _, facts) => {
    expect(read(facts)?.state).toBe(state);
  });

  test("read with its labels, aliases resolved", () => {
    expect(read(native({ dueDate: "2026-12-01", accepted: ACCEPTED }))).toMatchObject({
      analysis: { owner: "acme", repo: "shop", number: 8 },
      components: ["checkout"],
      priority: "P0",
      dueDate: "2026-12-01",
      accepted: ACCEPTED,
      adopted: false,
      problems: [],
    });
  });

  test("believed only when we wrote it", () => {
    const forged = native({ accepted: ACCEPTED }, { author: { login: "eve", type: "User" }, labels: ["aftercare"] });
    expect(read(forged)).toBeNull();
    expect(read({ ...forged, author: { login: "aftercare[bot]", type: "User" } })).toBeNull();
    expect(read({ ...forged, author: { login: "github-actions[bot]", type: "Bot" } })?.state).toBe("accepted");
  });

  test("an item even when somebody took the label off", () => {
    expect(read(native({ accepted: ACCEPTED }, { labels: ["aftercare"] }))?.state).toBe("accepted");
  });

  test("kept as accepted, with a problem, when its table was deleted", () => {
    const item = read(native({}, { body: "", labels }));
    expect(item).toMatchObject({ state: "accepted", dueDate: null });
    expect(item?.problems[0]).toContain("The table with the item's facts is gone");
  });

  test("a proposal when somebody only put the label on an issue of theirs", () => {
    const item = read(issue(30, { labels }));
    expect(item).toMatchObject({ state: "proposed", adopted: true, analysis: null });
    expect(item?.problems[0]).toContain("/pia link");
  });

  test("adopted through the record of an analysis", () => {
    const fields = fieldsOf({ ...EMPTY_BLOCK, accepted: ACCEPTED, type: "detect" });
    expect(read(issue(30, { labels }), [analysisWith(fields)])).toMatchObject({
      state: "accepted",
      type: "detect",
      adopted: true,
      analysis: { number: 8 },
    });
  });

  test("missing when an adopted issue is in no listing, unless it was settled when last seen", () => {
    const unseen = (fields: Record<string, string>) =>
      unseenItems({ analyses: [analysisWith(fields)], config }, [])[0]?.state;
    expect(unseen({ Accepted: "@a, 2026-11-20T10:00:00Z" })).toBe("missing");
    expect(unseen({ "Last seen": "done" })).toBe("done");
    expect(unseen({ "Last seen": "accepted" })).toBe("missing");
    expect(STATE_WORDS.missing.gates).toBe(true);
  });

  test("told about a component that nobody knows", () => {
    expect(read(native({}, { labels: [...labels, "component:chekout"] }))?.problems).toEqual([
      "No component is called “chekout”.",
    ]);
  });
});
