/** One comment of ours by its marker: created once, edited in place, doubles removed. */
import { expect, test } from "vitest";
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { api, connect, expectEveryRequest, SELF, shop, SHOP } from "#test/github/wire.ts";
import { comment, issue, user } from "#test/github/answers.ts";

expectEveryRequest();

const marker = { kind: "items", keys: {} };
const body = `The list\n${renderMarker(marker)}`;
const effect: EnsureComment = { kind: "ensure-comment", issue: { ...shop, number: 7 }, marker, body };
const ours = (id: number, change = {}) => comment(id, { user: user(SELF), body, ...change });
const LIST = `${SHOP}/issues/7/comments`;
const listed = (...comments: unknown[]) => api().get(LIST).query({ per_page: 100 }).reply(200, comments);
const perform = () => connect().perform([effect]);
const url = (id: number) => `https://github.com/acme/shop/issues/7#issuecomment-${id}`;

test("a comment that says so already is held", async () => {
  listed(comment(1), ours(2, { body: `${body}\n` }));
  expect(await perform()).toEqual([{ effect, outcome: "held", comment: { id: 2, url: url(2) } }]);
});

test("a comment that says something else is edited in place", async () => {
  listed(ours(2, { body: `Old\n${renderMarker(marker)}` }));
  api().patch(`${SHOP}/issues/comments/2`, { body }).reply(200, ours(2));
  expect(await perform()).toEqual([{ effect, outcome: "done", comment: { id: 2, url: url(2) } }]);
});

const old = `Old\n${renderMarker(marker)}`;
const place = { issue_url: "https://api.github.com/repos/acme/shop/issues/7" };
const stands = (text: string) =>
  api()
    .get(`${SHOP}/issues/comments/2`)
    .reply(200, ours(2, { body: text, ...place }));

test.each([
  ["the listing shows it", `Theirs\n${renderMarker(marker)}`],
  ["the listing does not show it yet", old],
])("a comment that is no longer what the decision saw is left alone, %s: stale", async (_name, shown) => {
  listed(ours(2, { body: shown }));
  stands(`Theirs\n${renderMarker(marker)}`);
  expect(await connect().perform([{ ...effect, expected: old }])).toMatchObject([{ outcome: "stale" }]);
});

test.each([
  ["ours stands: done", body, "done"],
  ["somebody wrote over it at once: stale", `Theirs\n${renderMarker(marker)}`, "stale"],
])("looked at once more after writing, %s", async (_name, after, outcome) => {
  listed(ours(2, { body: old }));
  stands(old);
  api().patch(`${SHOP}/issues/comments/2`, { body }).reply(200, ours(2));
  stands(after);
  expect(await connect().perform([{ ...effect, expected: old }])).toMatchObject([{ outcome }]);
});

test("a marker that a person pasted is not ours: a new comment is made", async () => {
  listed(comment(1, { body }), ours(3, { body: renderMarker({ kind: "record", keys: {} }) }));
  api().post(LIST, { body }).reply(201, ours(4));
  expect(await perform()).toEqual([{ effect, outcome: "done", comment: { id: 4, url: url(4) } }]);
});

const BOT = "github-actions[bot]";
const theirs = (id: number, change = {}) =>
  comment(id, { user: user(BOT), body: `Old\n${renderMarker(marker)}`, ...change });
const opened = (change: Readonly<Record<string, unknown>>) =>
  api().get(`${SHOP}/issues/7`).reply(200, issue(7, change));

test("on an issue of the other face its comment is kept up, as long as we have none of our own", async () => {
  listed(comment(1), theirs(2), theirs(3));
  opened({ user: user(BOT), body: `An analysis ${renderMarker({ kind: "pia", keys: { incident: "1:6" } })}` });
  api().patch(`${SHOP}/issues/comments/2`, { body }).reply(200, theirs(2, { body }));
  expect(await perform()).toMatchObject([{ outcome: "done", comment: { id: 2 } }]);
});

test.each([
  ["a person's issue", { user: user("alice"), body: "<!-- aftercare:pia -->" }],
  ["another bot's", { user: user("dependabot[bot]"), body: "<!-- aftercare:pia -->" }],
  ["an issue of the same bot that is none of ours", { user: user(BOT), body: "A nightly report" }],
])("a marker that a bot pasted on %s is not ours: a new comment is made", async (_name, change) => {
  listed(theirs(2));
  opened(change);
  api().post(LIST, { body }).reply(201, ours(4));
  expect(await perform()).toMatchObject([{ outcome: "done", comment: { id: 4 } }]);
});

test("after a broken connection the comment is looked for before anything else", async () => {
  listed();
  api().post(LIST).replyWithError("socket hang up");
  listed();
  listed(ours(4));
  expect(await perform()).toMatchObject([{ outcome: "done", comment: { id: 4 } }]);
});

test("of doubles the oldest stays; one that somebody has edited is left alone", async () => {
  listed(ours(4, { updated_at: "2026-11-09T10:00:00Z" }), ours(2), ours(3));
  api().delete(`${SHOP}/issues/comments/3`).reply(204);
  expect(await perform()).toMatchObject([{ outcome: "held", comment: { id: 2 } }]);
});

test("doubles of another comment of ours go with the next look, whatever is written; what other people repeat is theirs", async () => {
  const reply = (id: number, to: string, change = {}) =>
    ours(id, { body: `${renderMarker({ kind: "reply", keys: { comment: to } })}\nDone.`, ...change });
  listed(
    reply(1, "70"),
    reply(3, "70"),
    reply(4, "71"),
    ours(5),
    reply(6, "71", { user: user("alice") }),
    ours(7, { body: "Done." }),
  );
  api().delete(`${SHOP}/issues/comments/3`).reply(204);
  expect(await perform()).toMatchObject([{ outcome: "held", comment: { id: 5 } }]);
});

test.each([
  [403, "Unable to create comment because issue is locked.", /issue is locked/],
  [403, "Repository was archived so is read-only.", /archived, so nothing can be written/],
  [404, "Not Found", /does not exist, or is out of our sight/],
  [410, "Gone", /was deleted/],
])('GitHub\'s %i "%s" is refused in plain words', async (status, message, reason) => {
  listed();
  api().post(LIST).reply(status, { message });
  expect(await perform()).toMatchObject([{ outcome: "refused", reason: expect.stringMatching(reason) }]);
});
