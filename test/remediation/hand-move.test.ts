/** The log's line about what somebody closed or opened again by hand: once, and only while it is so. */
import { expect, test } from "vitest";
import { emptyRecord } from "#src/analysis/record.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { type HandMove, withHandMove } from "#src/remediation/hand-move.ts";
import { incident, issue, NOW, repository } from "#test/command/world.ts";

const closed: Partial<IssueFacts> = { state: "closed", stateReason: "completed" };
const log = (moves: readonly (readonly [HandMove, Partial<IssueFacts>])[]) =>
  moves
    .reduce(
      (record, [move, said]) => withHandMove(record, move, { issue: issue(12, said), home: repository, now: NOW }),
      emptyRecord(incident),
    )
    .log.map(({ by, what }) => `${by}: ${what}`);

const closes: HandMove = { action: "closed", by: "dan" };
const opens: HandMove = { action: "reopened", by: "carol" };

test("who closed it and how, and who opened it again", () => {
  expect(
    log([
      [closes, closed],
      [opens, {}],
      [closes, { ...closed, stateReason: "not_planned" }],
    ]),
  ).toEqual([
    "dan: #12 closed as completed by hand",
    "carol: #12 opened again by hand",
    "dan: #12 closed as not planned by hand",
  ]);
});

test("the same news twice is one line; news that is no longer so is none", () => {
  expect(
    log([
      [closes, closed],
      [closes, closed],
    ]),
  ).toHaveLength(1);
  expect(
    log([
      [closes, {}],
      [opens, closed],
    ]),
  ).toEqual([]);
});

test("another item is named with its repository", () => {
  const record = withHandMove(emptyRecord(incident), closes, {
    issue: issue(12, closed),
    home: { owner: "acme", repo: "api" },
    now: NOW,
  });
  expect(record.log[0]?.what).toBe("acme/shop#12 closed as completed by hand");
});
