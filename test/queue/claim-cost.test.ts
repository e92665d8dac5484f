/** What a claim costs while thousands wait, counted in the pages that the database looks at: never the whole queue, with no statistics at hand. */
import { type Kysely, type OperationNode, RawNode } from "kysely";
import { describe, expect, test } from "vitest";
import { addWork, type Claiming, claimWork, type NewWork, type WorkTables } from "#src/queue/work.ts";
import { startWorker } from "#src/queue/worker.ts";
import type { Store } from "#src/store/open-store.ts";
import { DATABASES, withDatabase } from "./databases.ts";

const NOW = 1_800_000_000;
const ROWS = 5_000;
/** A page has 8 kB: the rows that wait fill several hundred. */
const FEW_PAGES = 60;

describe.each(DATABASES)("on %s", (_name, open) => {
  let store: Store<WorkTables>;
  withDatabase(open, (opened) => {
    store = opened;
  });

  const fill = async (key: (index: number) => string, installation = 77) => {
    const row = (index: number): NewWork => {
      const [dedupe, payload] = [`g${index}`, { text: "x".repeat(600) }];
      return { key: key(index), kind: "delivery", dedupe, priority: 5, installation, payload };
    };
    for (let from = 0; from < ROWS; from += 500) {
      await addWork(
        store.db,
        Array.from({ length: 500 }, (_, index) => row(from + index)),
        NOW,
      );
    }
  };

  test.each<[string, (index: number) => string, Claiming]>([
    ["each of a key of its own", (index) => `k${index}`, { most: 1 }],
    ["ten of each key", (index) => `k${index % 500}`, { most: 1 }],
    ["all of one key", () => "k", { most: 1 }],
    ["all of one key, which has become free", () => "k", { most: 8, keys: ["k"] }],
  ])("%s", async (_case, key, claiming) => {
    await fill(key);
    expect(await pagesOf(store.db, claiming)).toBeLessThan(FEW_PAGES);
  });

  test("a worker that has seen the whole queue asks for the key of the row that ended, and for nothing else", async () => {
    await fill(() => "k");
    let done = 0;
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const { db, texts } = listening(store.db);
    const { promise, resolve } = Promise.withResolvers<void>();
    const handle = async () => {
      done += 1;
      if (done === 100) resolve();
    };
    const worker = startWorker({ db, concurrency: 4, log, now: () => NOW, handle });
    await promise;
    await worker.stop();
    const claims = texts.filter((text) => text.includes("skip locked"));
    const looks = claims.filter((text) => text.includes("order by candidate.priority"));
    expect(claims.length).toBeGreaterThanOrEqual(100);
    // One at the beginning, one that finds nothing more; and whenever a second has passed.
    expect(looks.length).toBeLessThan(20);
  });
});

/** Pages that a claim looks at, its own writing among them. */
async function pagesOf(db: Kysely<WorkTables>, claiming: Claiming): Promise<number> {
  const explained = withRaw(db, (first) => `explain (analyze, buffers, format json) ${first}`);
  const [answer] = (await claimWork(explained, NOW, claiming)) as unknown as readonly {
    readonly "QUERY PLAN": unknown;
  }[];
  const plan = answer!["QUERY PLAN"];
  const [{ Plan }] = (typeof plan === "string" ? JSON.parse(plan) : plan) as [{ Plan: Record<string, number> }];
  return Plan["Shared Hit Blocks"]! + Plan["Shared Read Blocks"]!;
}

/** The texts of statements that were not put together by Kysely. */
function listening(db: Kysely<WorkTables>) {
  const texts: string[] = [];
  const listened = withRaw(db, (first, all) => {
    texts.push(all);
    return first;
  });
  return { db: listened, texts };
}

/** @param change gets the beginning of each written statement, and all of it */
function withRaw(db: Kysely<WorkTables>, change: (first: string, all: string) => string): Kysely<WorkTables> {
  const textOf = (node: OperationNode): string =>
    RawNode.is(node)
      ? node.sqlFragments
          .map((text, index) => text + (node.parameters[index] ? textOf(node.parameters[index]) : ""))
          .join("")
      : "?";
  return db.withPlugin({
    transformQuery: ({ node }) => {
      if (!RawNode.is(node)) return node;
      const [first = "", ...rest] = node.sqlFragments;
      return { ...node, sqlFragments: [change(first, textOf(node)), ...rest] };
    },
    transformResult: async ({ result }) => result,
  });
}
