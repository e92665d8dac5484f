/** What a worker asks the queue for, and what it knows without asking. */
import { describe, expect, test } from "vitest";
import { openOutlook } from "#src/queue/outlook.ts";
import type { WorkItem } from "#src/queue/work.ts";

function row(key: string, installation: number | null = 1, lost = 0): WorkItem {
  const empty = {
    payload: "{}",
    received_at: 0,
    run_at: 0,
    attempts: 1,
    claimed_until: 120,
    error: null,
    done_at: null,
  };
  return { seq: 1, key, kind: "delivery", dedupe: key, priority: 5, installation, lost, state: "pending", ...empty };
}

const rows = (count: number, installation: number) =>
  Array.from({ length: count }, (_, index) => row(`${installation}-${index}`, installation));

describe("how much", () => {
  test.each([
    ["nothing runs: as many as one installation may have", [], { most: 3, busy: [] }],
    ["one runs: what is left of its share", rows(1, 1), { most: 2, busy: [] }],
    ["an installation has its share: only others, as many as are free", rows(3, 1), { most: 2, busy: [1] }],
    ["two have theirs in part: what is free", [...rows(2, 1), ...rows(2, 2)], { most: 1, busy: [] }],
    [
      "rows without an installation have no share",
      [row("a", null), row("b", null), row("c", null)],
      { most: 2, busy: [] },
    ],
  ])("%s", (_name, running, asking) => {
    const outlook = openOutlook({ concurrency: 5, perInstallation: 3 });
    expect(outlook.next(running)).toEqual({ ...asking, suspecting: false });
  });

  test("no place is free: nothing", () => {
    expect(openOutlook({ concurrency: 3 }).next(rows(3, 1))).toBeNull();
  });

  test("a suspect runs: no other one", () => {
    expect(openOutlook({ concurrency: 3 }).next([row("a", 1, 2)])).toMatchObject({ suspecting: true });
    expect(openOutlook({ concurrency: 3 }).next([row("a", 1, 1)])).toMatchObject({ suspecting: false });
  });
});

describe("what is known", () => {
  test("as many as asked for were found: there may be more", () => {
    const outlook = openOutlook({ concurrency: 4 });
    outlook.next([]);
    outlook.found(4);
    expect(outlook.next(rows(3, 1))).toEqual({ most: 1, busy: [], suspecting: false });
  });

  test("fewer were found: nothing is asked for until a row ends, and then only for its key", () => {
    const outlook = openOutlook({ concurrency: 4 });
    outlook.next([]);
    outlook.found(2);
    expect(outlook.next(rows(2, 1))).toBeNull();
    outlook.ended(row("1-0"));
    expect(outlook.next(rows(1, 1))).toEqual({ most: 3, busy: [], suspecting: false, keys: ["1-0"] });
    outlook.found(0);
    expect(outlook.next(rows(1, 1))).toBeNull();
  });

  test("keys that became free are asked for as far as there is room, the others next", () => {
    const outlook = openOutlook({ concurrency: 2 });
    outlook.next([]);
    outlook.found(0);
    for (const key of ["a", "b", "c"]) outlook.ended(row(key));
    expect(outlook.next([])?.keys).toEqual(["a", "b"]);
    outlook.found(2);
    expect(outlook.next(rows(1, 1))?.keys).toEqual(["c"]);
  });

  test("something came: everything is asked for again, also when it came while the question was under way", () => {
    const outlook = openOutlook({ concurrency: 4 });
    outlook.next([]);
    outlook.found(0);
    outlook.changed();
    expect(outlook.next([])).toEqual({ most: 4, busy: [], suspecting: false });
    outlook.changed();
    outlook.found(0);
    expect(outlook.next([])).toEqual({ most: 4, busy: [], suspecting: false });
    outlook.found(0);
    expect(outlook.next([])).toBeNull();
  });

  test("nothing beside a busy installation: its own rows are asked for when it has room, the others not", () => {
    const outlook = openOutlook({ concurrency: 5, perInstallation: 3 });
    const busy = rows(3, 1);
    expect(outlook.next(busy)?.busy).toEqual([1]);
    outlook.found(0);
    expect(outlook.next(busy)).toBeNull();
    outlook.ended(busy[0]!);
    // Its share is not used up any more: whatever it has may run.
    expect(outlook.next(busy.slice(1))).toEqual({ most: 1, busy: [], suspecting: false });
    outlook.found(1);
    expect(outlook.next(busy)).toBeNull();
    outlook.ended(row("of 2", 2));
    expect(outlook.next(busy)).toMatchObject({ busy: [1], keys: ["of 2"] });
  });

  test("a row that ends while everything is looked at may have been missed", () => {
    const outlook = openOutlook({ concurrency: 4 });
    outlook.next([]);
    outlook.found(0);
    outlook.ended(row("before"));
    outlook.changed();
    outlook.next([]);
    outlook.ended(row("meanwhile"));
    outlook.found(0);
    expect(outlook.next([])?.keys).toEqual(["meanwhile"]);
  });

  test("with all places taken by what was found, a freed key is not forgotten", () => {
    const outlook = openOutlook({ concurrency: 6, perInstallation: 2 });
    outlook.next([...rows(2, 1), ...rows(2, 2)]);
    outlook.found(0);
    outlook.ended(row("of 3", 3));
    // One of 1 has ended: everything is looked at, and finds as many as were asked for.
    expect(outlook.next([...rows(1, 1), ...rows(2, 2)])).toEqual({ most: 1, busy: [2], suspecting: false });
    outlook.found(1);
    expect(outlook.next([...rows(2, 1), ...rows(2, 2)])).toMatchObject({ busy: [1, 2], keys: ["of 3"] });
  });

  test("nothing beside two busy installations: when one of them has room it is asked for, although the other has not", () => {
    const outlook = openOutlook({ concurrency: 9, perInstallation: 3 });
    const [first, second] = [rows(3, 1), rows(3, 2)];
    expect(outlook.next([...first, ...second])?.busy).toEqual([1, 2]);
    outlook.found(0);
    outlook.ended(second[0]!);
    expect(outlook.next([...first, ...second.slice(1)])).toEqual({ most: 1, busy: [1], suspecting: false });
  });

  test("a freed key of an installation that has its share waits for its turn", () => {
    const outlook = openOutlook({ concurrency: 5, perInstallation: 2 });
    outlook.next([]);
    outlook.found(1);
    outlook.ended(row("of 1", 1));
    outlook.ended(row("of 2", 2));
    expect(outlook.next(rows(2, 1))).toMatchObject({ busy: [1], keys: ["of 2"] });
    outlook.found(0);
    expect(outlook.next(rows(1, 1))?.keys).toEqual(["of 1"]);
  });

  test("a suspect ended: the next one may be anywhere", () => {
    const outlook = openOutlook({ concurrency: 4 });
    outlook.next([row("a", 1, 2)]);
    outlook.found(0);
    outlook.ended(row("a", 1, 2));
    expect(outlook.next([])).toEqual({ most: 4, busy: [], suspecting: false });
  });
});
