/** How many processes share the database: those that were seen within a minute, at least this one. */
import { beforeEach, describe, expect, test } from "vitest";
import { forgetReplica, noteReplica } from "#src/queue/replicas.ts";
import type { WorkTables } from "#src/queue/work.ts";
import type { Store } from "#src/store/open-store.ts";
import { DATABASES, withDatabase } from "./databases.ts";

const NOW = 1_800_000_000;

describe.each(DATABASES)("on %s", (_name, open) => {
  let store: Store<WorkTables>;
  withDatabase(open, (opened) => {
    store = opened;
  });
  beforeEach(async () => {
    for (const id of ["a", "b", "c"]) await forgetReplica(store.db, id);
  });

  test("each counts once, however often it says that it is alive", async () => {
    expect(await noteReplica(store.db, "a", NOW)).toBe(1);
    expect(await noteReplica(store.db, "b", NOW + 5)).toBe(2);
    expect(await noteReplica(store.db, "a", NOW + 15)).toBe(2);
  });

  test("one that was not seen for a minute is gone", async () => {
    await noteReplica(store.db, "a", NOW);
    await noteReplica(store.db, "b", NOW + 1);
    expect(await noteReplica(store.db, "c", NOW + 60)).toBe(3);
    expect(await noteReplica(store.db, "c", NOW + 61)).toBe(2);
  });

  test("one that says good-bye is gone at once", async () => {
    await noteReplica(store.db, "a", NOW);
    await forgetReplica(store.db, "a");
    expect(await noteReplica(store.db, "b", NOW)).toBe(1);
  });
});
