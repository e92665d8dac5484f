/** The snapshot's table: what is written is read again, no level changes on the way, and an edit by hand loses rows at most. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromDecimal, ratio } from "#src/budget/rational.ts";
import { levelOfShare } from "#src/budget/remaining.ts";
import { readSnapshot, renderSnapshot, type SnapshotRow } from "#src/budget/snapshot.ts";

const AT = 1_795_000_000;

function row(component: string, share: string): SnapshotRow {
  return { component, answer: { kind: "remaining", share: fromDecimal(share)!, asOf: AT }, asOf: AT };
}

test("people see components, shares, the source and the time", () => {
  const unusable: SnapshotRow = {
    component: "search",
    answer: { kind: "unusable", reason: "Prometheus has no such series ([]): check the recording rule | labels" },
    asOf: AT,
  };
  const body = renderSnapshot([row("checkout", "0.742317"), unusable]);
  expect(body).toContain("| checkout | 74.2317% | Prometheus | 2026-11-18T11:06:40Z |");
  expect(body.startsWith("<!-- aftercare:snapshot -->\n")).toBe(true);
  expect(readSnapshot(body)).toEqual([row("checkout", "0.742317"), unusable]);
});

test("says whose it is, how long it counts, and that nobody needs to edit it", () => {
  expect(renderSnapshot([]).split("\n\n")).toEqual([
    expect.stringContaining("aftercare:snapshot"),
    "The error budgets that are measured in Prometheus, which only the App can reach. The Action goes by this table while it is at most 15 minutes old; after that these budgets are unknown to it.",
    "| Component | Error budget left | Source | As of |\n| --- | --- | --- | --- |",
    "The App edits this issue in place, so an edit by hand does not last. It may be closed; it is read all the same.",
  ]);
});

test.each([
  ["another first column", "| Component |", "| Service |"],
  ["another last column", "| As of |", "| Since |"],
])("a table with %s is not ours", (_, from, to) => {
  const body = renderSnapshot([row("a", "0.5")]);
  expect(body).toContain(from);
  expect(readSnapshot(body.replace(from, to))).toEqual([]);
});

test("a row that lacks its last cells is left out", () => {
  const body = renderSnapshot([row("a", "0.5"), row("b", "0.5")]).replace(/\| a \|.*/, "| a |");
  expect(readSnapshot(body)).toEqual([row("b", "0.5")]);
});

test("a text without our marker is no snapshot", () => {
  expect(readSnapshot(renderSnapshot([row("a", "1")]).replace("<!--", "<!-- x"))).toBeNull();
});

describe("rows that cannot be read are left out", () => {
  test.each([
    ["a time that is none", "2026-11-18T11:06:40Z", "yesterday"],
    ["a share without its percent", "50.0000%", "50"],
    ["a word", "50.0000%", "plenty%"],
  ])("%s", (_name, from, to) => {
    expect(readSnapshot(renderSnapshot([row("a", "0.5")]).replace(from, to))).toEqual([]);
  });

  test("no table", () => {
    expect(readSnapshot("<!-- aftercare:snapshot -->\nnothing")).toEqual([]);
  });
});

test("no level changes by rounding, for any share and any limit with four decimals", () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 9n), 10n ** 9n),
      fc.bigInt(1n, 10n ** 9n),
      fc.integer({ min: 0, max: 1_000_000 }),
      (n, d, limit) => {
        const share = ratio(n, d);
        const permitAbove = ratio(BigInt(limit), 10_000n);
        const rows = readSnapshot(
          renderSnapshot([{ component: "a", answer: { kind: "remaining", share, asOf: AT }, asOf: AT }]),
        );
        const answer = rows![0]!.answer;
        expect(answer.kind === "remaining" && levelOfShare(answer.share, permitAbove)).toBe(
          levelOfShare(share, permitAbove),
        );
      },
    ),
  );
});

test("any reason comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      const reason = `x${text.replaceAll(/[^ -~]/g, "")}x`;
      const rows = readSnapshot(renderSnapshot([{ component: "a", answer: { kind: "unusable", reason }, asOf: AT }]));
      expect(rows).toEqual([{ component: "a", answer: { kind: "unusable", reason }, asOf: AT }]);
    }),
  );
});
