/** What the projection promises, on every database that is at hand: newer answers win, whatever was forgotten is unknown, maps stay maps. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openStore, type Store } from "#src/store/open-store.ts";
import { openProjection, type ProjectionTables } from "#src/store/projection.ts";
import type { Projection } from "#src/flow/services.ts";
import { memoryStore } from "#test/support/memory-store.ts";

const SHOP = { owner: "acme", repo: "shop" };
const entry = (name: string, value: unknown, tag: string | null = null) =>
  ({ kind: "pull", name, tag, value }) as const;

describe("on PGlite", () => {
  let store: Store<ProjectionTables>;
  let projection: Projection;
  beforeAll(async () => {
    store = await openStore<ProjectionTables>(await memoryStore());
    projection = openProjection(store.db);
  });
  beforeEach(async () => {
    await store.db.deleteFrom("projection").execute();
  });
  afterAll(() => store.close());

  test("an answer is kept, under the repository's name in any case, with its maps", async () => {
    const value = { answers: new Map([["override", { at: 3, people: new Map([["bob", "write"]]) }]]), list: [1, null] };
    await projection.save(SHOP, [entry("7", value)], await projection.ticket());
    expect(await projection.load({ owner: "Acme", repo: "SHOP" }, "pull", "7")).toEqual(value);
    expect(await projection.load(SHOP, "pull", "8")).toBeNull();
    expect(await projection.load({ ...SHOP, repo: "vault" }, "pull", "7")).toBeNull();
  });

  test("of two answers the one counts whose read began later, whichever arrives last", async () => {
    const [older, newer] = [await projection.ticket(), await projection.ticket()];
    await projection.save(SHOP, [entry("7", "newer")], newer);
    await projection.save(SHOP, [entry("7", "older"), entry("8", "older")], older);
    expect(await projection.load(SHOP, "pull", "7")).toBe("newer");
    expect(await projection.load(SHOP, "pull", "8")).toBe("older");
  });

  test("what was forgotten is unknown, and an answer of a read that began before stays unknown; the tag stays", async () => {
    const before = await projection.ticket();
    await projection.save(SHOP, [entry("7", "known", "sha1")], before);
    await projection.forget(SHOP, "pull", "7");
    await projection.save(SHOP, [entry("7", "stale", "sha1")], before);
    expect(await projection.load(SHOP, "pull", "7")).toBeNull();
    expect(await projection.loadAll(SHOP, "pull", "sha1")).toEqual([{ name: "7", tag: "sha1", value: null }]);
    await projection.save(SHOP, [entry("7", "fresh", "sha2")], await projection.ticket());
    expect(await projection.loadAll(SHOP, "pull")).toEqual([{ name: "7", tag: "sha2", value: "fresh" }]);
  });

  test("forgetting again writes nothing, unless a read may have begun since", async () => {
    const ticketOf = async () =>
      (await store.db.selectFrom("projection").select("ticket").executeTakeFirstOrThrow()).ticket;
    await projection.forget(SHOP, "pull", "7");
    const first = await ticketOf();
    await projection.forget(SHOP, "pull", "7");
    expect(await ticketOf()).toBe(first);
    const begun = await projection.ticket();
    await projection.forget(SHOP, "pull", "7");
    expect(await ticketOf()).toBeGreaterThan(begun);
    await projection.save(SHOP, [entry("7", "stale")], begun);
    expect(await projection.load(SHOP, "pull", "7")).toBeNull();
    const later = await projection.ticket();
    await projection.save(SHOP, [entry("7", "fresh")], later);
    await projection.forget(SHOP, "pull", "7");
    expect(await projection.load(SHOP, "pull", "7")).toBeNull();
  });

  test("of what was known before a list was read only its members stay; what came meanwhile stays too", async () => {
    await projection.save(SHOP, [entry("1", "a"), entry("2", "b")], await projection.ticket());
    const ticket = await projection.ticket();
    await projection.forget(SHOP, "pull", "3");
    await projection.retain(SHOP, "pull", { names: ["2"], ticket });
    expect((await projection.loadAll(SHOP, "pull")).map(({ name }) => name)).toEqual(["2", "3"]);
    await projection.retain(SHOP, "pull", { names: [], ticket: await projection.ticket() });
    expect(await projection.loadAll(SHOP, "pull")).toEqual([]);
  });

  test("a thousand documents are kept in one go", async () => {
    const many = Array.from({ length: 1_201 }, (_, index) => entry(String(index), { index }));
    await projection.save(SHOP, many, await projection.ticket());
    expect((await projection.loadAll(SHOP, "pull")).length).toBe(1_201);
  });

  test("a document of another form of this program counts as unknown", async () => {
    await projection.save(SHOP, [entry("7", "old form")], await projection.ticket());
    await store.db.updateTable("projection").set({ version: 0 }).execute();
    expect(await projection.load(SHOP, "pull", "7")).toBeNull();
  });
});
