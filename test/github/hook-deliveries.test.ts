/** GitHub's log of deliveries: only what failed and is decided, oldest first, back to where we looked last; ids are never rounded. */
import nock from "nock";
import { expect, test } from "vitest";
import { readFailedDeliveries, redeliver } from "#src/github/hook-deliveries.ts";
import { at } from "./answers.ts";
import { api, connectDoor, expectEveryRequest } from "./wire.ts";

expectEveryRequest();

const NOW = at("2026-11-22T12:00:00Z");
const LOG = "/app/hook/deliveries";
const FIRST = { per_page: 100, status: "failure" };
const ALL = { since: NOW - 3 * 86_400, after: null };

/** A row as GitHub writes it; ids are past what a double can hold. */
function row(id: string, time: string, more: object = {}): string {
  const fields = { guid: `g${id}`, event: "issues", status_code: 502, delivered_at: time, ...more };
  return JSON.stringify(fields).replace("{", `{"id":${id},`);
}

function answers(rows: readonly string[], next?: string): [number, string, Record<string, string>] {
  const link = next === undefined ? {} : { link: `<https://api.github.com${LOG}?cursor=${next}>; rel="next"` };
  const headers = { "content-type": "application/json", date: new Date(NOW * 1000).toUTCString(), ...link };
  return [200, `[${rows.join(",")}]`, headers];
}

test("follows the cursor to the end and tells the oldest first, with exact ids", async () => {
  api()
    .get(LOG)
    .query(FIRST)
    .reply(...answers([row("9007199254740995", "2026-11-22T11:00:00Z")], "v1_b"));
  api()
    .get(LOG)
    .query({ ...FIRST, cursor: "v1_b" })
    .reply(...answers([row("9007199254740993", "2026-11-22T10:00:00Z")]));
  const found = await readFailedDeliveries(connectDoor(), ALL);
  expect(found.map(({ id }) => id)).toEqual(["9007199254740993", "9007199254740995"]);
  expect(found[0]).toEqual({
    id: "9007199254740993",
    guid: "g9007199254740993",
    event: "issues",
    status: 502,
    deliveredAt: at("2026-11-22T10:00:00Z"),
  });
});

test.each([
  ["an older one than can be sent again", ALL, row("1", "2026-11-19T11:00:00Z")],
  [
    "one that was looked at before",
    { ...ALL, after: "9007199254740993" },
    row("9007199254740993", "2026-11-22T10:00:00Z"),
  ],
])("stops at %s, without asking for further pages", async (_name, range, last) => {
  const page = [row("9007199254740999", "2026-11-22T11:00:00Z"), last];
  api()
    .get(LOG)
    .query(FIRST)
    .reply(...answers(page, "v1_b"));
  expect((await readFailedDeliveries(connectDoor(), range)).map(({ id }) => id)).toEqual(["9007199254740999"]);
});

test("leaves out what arrived, and what may still be on its way", async () => {
  const page = [
    row("3", "2026-11-22T11:59:30Z", { status_code: 0 }),
    row("2", "2026-11-22T11:00:00Z", { status_code: 202 }),
    row("1", "2026-11-22T10:59:00Z", { status_code: 401 }),
  ];
  api()
    .get(LOG)
    .query(FIRST)
    .reply(...answers(page));
  expect((await readFailedDeliveries(connectDoor(), ALL)).map(({ id }) => id)).toEqual(["1"]);
});

test("a page that cannot be read is never the end of the log", async () => {
  api()
    .get(LOG)
    .query(FIRST)
    .reply(...answers([row("2", "2026-11-22T11:00:00Z")], "v1_b"));
  api()
    .get(LOG)
    .query({ ...FIRST, cursor: "v1_b" })
    .reply(502, {});
  await expect(readFailedDeliveries(connectDoor(), ALL)).rejects.toMatchObject({ outage: true });
});

test.each([
  [202, true],
  [404, false],
  [422, false],
])("asking again, answered with %i, is %s", async (status, asked) => {
  nock("https://api.github.com").post(`${LOG}/9007199254740993/attempts`).reply(status, {});
  expect(await redeliver(connectDoor(), "9007199254740993")).toBe(asked);
});
