/** Listings are read whole, or not at all. */
import { describe, expect, test } from "vitest";
import { comment } from "./answers.ts";
import { API, api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();
const seven = { ...shop, number: 7 };
const LIST = `${SHOP}/issues/7/comments`;
const link = (next: number | null, last: number | null) => ({
  link: [
    next === null ? "" : `<${API}${LIST}?per_page=100&page=${next}>; rel="next"`,
    last === null ? "" : `<${API}${LIST}?per_page=100&page=${last}>; rel="last"`,
  ]
    .filter(Boolean)
    .join(", "),
});
const page = (number: number) => (number === 1 ? { per_page: 100 } : { per_page: 100, page: number });
const ids = async () => (await connect().readComments(seven)).map(({ id }) => id);

describe("a listing", () => {
  test("of one page costs one request", async () => {
    api()
      .get(LIST)
      .query(page(1))
      .reply(200, [comment(1), comment(2)]);
    expect(await ids()).toEqual([1, 2]);
  });

  test("of three pages keeps its order", async () => {
    api()
      .get(LIST)
      .query(page(1))
      .reply(200, [comment(1)], link(2, 3));
    api()
      .get(LIST)
      .query(page(2))
      .delay(20)
      .reply(200, [comment(2)]);
    api()
      .get(LIST)
      .query(page(3))
      .reply(200, [comment(3)]);
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test("of very many pages is read some pages at a time", async () => {
    let running = 0;
    let most = 0;
    const answer = (number: number) => async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return [200, [comment(number)]] as [number, object[]];
    };
    api()
      .get(LIST)
      .query(page(1))
      .reply(200, [comment(1)], link(2, 70));
    for (let number = 2; number <= 70; number += 1) api().get(LIST).query(page(number)).reply(answer(number));
    expect(await ids()).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(30);
  });

  test("whose host names only the next page is read onward", async () => {
    api()
      .get(LIST)
      .query(page(1))
      .reply(200, [comment(1)], link(2, null));
    api()
      .get(LIST)
      .query(page(2))
      .reply(200, [comment(2)], link(3, null));
    api()
      .get(LIST)
      .query(page(3))
      .reply(200, [comment(3)]);
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test("of which one page fails is unknown: half a listing is none", async () => {
    api()
      .get(LIST)
      .query(page(1))
      .reply(200, [comment(1)], link(2, 3));
    api().get(LIST).query(page(2)).reply(502, {});
    api()
      .get(LIST)
      .query(page(3))
      .reply(200, [comment(3)]);
    await expect(ids()).rejects.toMatchObject({ source: "the comments of acme/shop#7" });
  });

  test("of an issue that is deleted while we read is empty", async () => {
    api()
      .get(LIST)
      .query(page(1))
      .reply(200, [comment(1)], link(2, 2));
    api().get(LIST).query(page(2)).reply(410, {});
    expect(await ids()).toEqual([]);
  });

  test("that is no array is unknown", async () => {
    api().get(LIST).query(page(1)).reply(200, { message: "surprise" });
    await expect(ids()).rejects.toThrow(/unexpected form/);
  });
});

describe("one comment", () => {
  test("names the issue that it stands on", async () => {
    api()
      .get(`${SHOP}/issues/comments/5`)
      .reply(200, comment(5, { user: null, body: null }));
    expect(await connect().readComment(shop, 5)).toMatchObject({
      id: 5,
      issue: seven,
      author: { login: "ghost" },
      body: "",
    });
  });

  test("that is deleted is null", async () => {
    api().get(`${SHOP}/issues/comments/5`).reply(404, {});
    expect(await connect().readComment(shop, 5)).toBeNull();
  });
});
