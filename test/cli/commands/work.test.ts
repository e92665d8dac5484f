/** `aftercare work` on a real directory: what is parked, and sending it through again. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addWork, type WorkTables } from "#src/queue/work.ts";
import { openStore } from "#src/store/open-store.ts";
import { runCli } from "#test/cli/terminal.ts";

let directory: string;
let environment: Record<string, string>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "aftercare-work-"));
  environment = { DATA_DIR: directory };
});
afterAll(() => rm(directory, { recursive: true }));

const TOLD = 1_800_000_000;

async function withStore<T>(use: (store: Awaited<ReturnType<typeof openStore<WorkTables>>>) => Promise<T>): Promise<T> {
  const store = await openStore<WorkTables>({ kind: "directory", path: directory });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

beforeEach(() =>
  withStore(async ({ db }) => {
    await db.deleteFrom("work").execute();
    const row = (key: string) => ({
      key,
      kind: "delivery",
      dedupe: key,
      priority: 5,
      installation: 7,
      payload: { s: "x" },
    });
    await addWork(db, [row("901#1"), row("901#2"), row("901#3")], TOLD);
    await db
      .updateTable("work")
      .set({ state: "parked", attempts: 8, error: "TypeError: x is not a function" })
      .where("key", "<>", "901#3")
      .execute();
  }),
);

const work = (...argv: string[]) => runCli(["work", ...argv], {}, environment);
const numbers = async () =>
  (await work("list")).out
    .trim()
    .split("\n")
    .map((line) => line.split("\t")[0]!);

test("list tells each parked row with its reason, and exits with 1", async () => {
  const { code, out } = await work("list");
  expect(code).toBe(1);
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => line.split("\t").slice(1)),
  ).toEqual([
    ["2027-01-15T08:00:00Z", "delivery", "901#1", "TypeError: x is not a function"],
    ["2027-01-15T08:00:00Z", "delivery", "901#2", "TypeError: x is not a function"],
  ]);
});

test("list --json gives the same without payloads", async () => {
  const [first] = (await work("list", "--json")).out.trim().split("\n");
  expect(Object.keys(JSON.parse(first!) as object)).toEqual([
    "seq",
    "kind",
    "key",
    "delivery",
    "installation",
    "attempts",
    "receivedAt",
    "error",
  ]);
});

test("replay of one row leaves the others parked; a row that is not parked is told", async () => {
  const [first, second] = await numbers();
  expect(await work("replay", first!)).toMatchObject({ code: 0, out: "1 sent through again\n" });
  expect(await numbers()).toEqual([second]);
  expect(await work("replay", first!)).toMatchObject({ code: 1, error: "1 of the rows named are not parked\n" });
});

test("replay --all empties the list", async () => {
  expect(await work("replay", "--all")).toMatchObject({ code: 0, out: "2 sent through again\n" });
  expect(await work("list")).toMatchObject({ code: 0, out: "", error: "Nothing is parked.\n" });
  const rows = await withStore(({ db }) => db.selectFrom("work").select(["state", "attempts"]).execute());
  expect(rows).toEqual([0, 0, 0].map((attempts) => ({ state: "pending", attempts })));
});

test.each([
  ["no row and not --all", ["replay"], "name the rows to replay, or --all"],
  ["both", ["replay", "1", "--all"], "name the rows to replay, or --all"],
  ["something that is no number", ["replay", "1; drop"], "a row is named by its number"],
])("%s is told in one line", async (_name, argv, message) => {
  const { code, error } = await work(...argv);
  expect(code).toBe(2);
  expect(error).toContain(message);
});

test("a database that is not named, or in use, is told in one line", async () => {
  expect(await runCli(["work", "list"], {}, {})).toMatchObject({
    code: 2,
    error: expect.stringContaining("DATABASE_URL"),
  });
  await withStore(async () => {
    // The holder is this very process, which counts as gone after a restart: a lock of another is made up.
    const { writeFile } = await import("node:fs/promises");
    await writeFile(join(directory, "aftercare.lock"), String(process.ppid));
    expect(await work("list")).toMatchObject({ code: 2, error: expect.stringContaining("is in use by process") });
  });
});
