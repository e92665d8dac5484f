/** What of a comment's texts is stored until its delivery is done. */
import { expect, test } from "vitest";
import { narrowDelivery } from "#src/github/read-event.ts";

const RECORD = "<!-- aftercare:record -->\n| Fact | Value |";
const BOT = { login: "aftercare[bot]", type: "Bot" };
const EVE = { login: "eve", type: "User" };

function kept(action: string, comment: object, changes?: object): string {
  const narrowed = narrowDelivery("issue_comment", {
    action,
    repository: { id: 1, name: "shop", owner: { login: "acme" } },
    issue: { number: 8 },
    comment: { id: 5, ...comment },
    ...(changes ? { changes } : {}),
  });
  return JSON.stringify(narrowed);
}

test.each<readonly [string, string, object, object | undefined, boolean]>([
  ["a bot's record that was edited", "edited", { body: "x", user: BOT }, { body: { from: RECORD } }, true],
  ["a bot's record that was deleted", "deleted", { body: RECORD, user: BOT }, undefined, true],
  ["a person's comment that looks like one", "deleted", { body: RECORD, user: EVE }, undefined, false],
  ["a person's words", "edited", { body: "hush", user: EVE }, { body: { from: RECORD } }, false],
])("%s: whole %s", (_, action, comment, changes, isKept) => {
  const text = kept(action, comment, changes);
  expect(text.includes("| Fact | Value |")).toBe(isKept);
  expect(text).not.toContain("hush");
});
