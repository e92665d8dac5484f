/** Laws that hold for every repository and every pull request, from facts to verdict. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verdictRank } from "#src/gate/input.ts";
import { judge } from "#src/gate/judge.ts";
import type { ItemState, ItemType, Priority, RemediationItem } from "#src/remediation/item.ts";
import { at, factsOf, type Given, incident, incomplete, issue, item, NOW } from "./facts-of.ts";
import { checkRunText } from "#src/gate/check-run-text.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { firstLine, statusDescription } from "#src/gate/first-line.ts";

const STATES: readonly ItemState[] = [
  "proposed",
  "accepted",
  "in-progress",
  "reopened",
  "done",
  "done-unproven",
  "verified",
  "rejected",
  "accepted-risk",
  "closed-without-reason",
  "missing",
];
const CLOSED: ReadonlySet<ItemState> = new Set(["done", "done-unproven", "verified", "rejected", "accepted-risk"]);
const moment = fc.integer({ min: at("2026-11-01"), max: NOW });

const items = fc.uniqueArray(
  fc.record({
    number: fc.integer({ min: 400, max: 405 }),
    state: fc.constantFrom(...STATES),
    priority: fc.option(fc.constantFrom<Priority>("P0", "P1", "P2")),
    type: fc.constantFrom<ItemType>("prevent", "repair"),
    components: fc.subarray(["checkout", "search"]),
    dueDate: fc.constantFrom(null, "2026-11-14", "2026-12-20"),
    by: fc.constantFrom("lea", "ana", null),
    accepted: moment,
    closed: moment,
    ofIncident: fc.boolean(),
  }),
  { selector: ({ number }) => number, maxLength: 5 },
);
type Drawn = typeof items extends fc.Arbitrary<(infer T)[]> ? T : never;

function drawn({ number, by, accepted, closed, ofIncident, ...rest }: Drawn): RemediationItem {
  return item(number, {
    ...rest,
    accepted: by === null ? null : { by, at: accepted, reason: null },
    analysis: ofIncident ? issue(399) : null,
    createdAt: accepted,
    closedAt: CLOSED.has(rest.state) ? closed : null,
  });
}

const scene: fc.Arbitrary<Given> = fc.record({
  items: items.map((all) => all.map(drawn)),
  incidents: fc.constantFrom([], [incident(398, 17)], [incident(398, 30)], [incident(398, 60)], [incident(398, null)]),
  analyses: fc.constantFrom([], [incomplete(399, 398)], [{ ...incomplete(399, 398), missing: [] }]),
  paths: fc.subarray(["services/checkout/a.ts", "services/search/b.ts", "services/search/README.md", "LICENSE"], {
    minLength: 1,
  }),
  fixes: fc.subarray([398, 399, 400, 401, 402, 403]),
  policy: fc.record({
    preset: fc.constantFrom("balanced", "strict"),
    unknown: fc.constantFrom("hold", "pass"),
    no_objective: fc.constantFrom("block", "warn"),
  }),
});

/** Any character at all. The `binary` unit of fast-check takes three seconds to be built. */
const character = fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point));

const closeable = scene.filter(({ items: all }) => all!.length > 0);

/** The same facts with one item closed as done just now. */
function closing(given: Given, index: number): Given {
  const closed = given.items!.map((one, place) =>
    place === index % given.items!.length && !CLOSED.has(one.state)
      ? { ...one, state: "done" as const, closedAt: NOW }
      : one,
  );
  return { ...given, items: closed };
}

/** What people change without moving anything. */
const renamings = fc.constantFrom<(given: Given) => Given>(
  (given) => given,
  (given) => ({ ...given, items: given.items!.map((one) => ({ ...one, title: "Another title" })) }),
  (given) => ({ ...given, items: given.items!.map((one) => ({ ...one, assignees: ["tina"] })) }),
  (given) => ({ ...given, items: given.items!.map((one) => ({ ...one, doneWhen: "it is quiet" })) }),
  (given) => ({ ...given, incidents: given.incidents!.map((one) => ({ ...one, title: "Another title" })) }),
);

/** What a check run says, without shares, ages and the account of the error budget. */
function withoutNumbers(verdict: Verdict) {
  const { summary, text } = checkRunText(verdict);
  const rest = text.replaceAll(/^Error budget: [^]*?(?=<\/details>)/gm, "");
  return [summary, rest].map((part) => part.replaceAll(/(?<!#)\b\d+(\.\d+)?%?/g, "0"));
}

describe("the laws", () => {
  test("closing an item never turns a pass into a block", () => {
    fc.assert(
      fc.property(closeable, fc.nat(10), (given, index) => {
        const before = judge(factsOf(given)).verdict;
        const after = judge(factsOf(closing(given, index))).verdict;
        expect([before.verdict, after.verdict]).not.toEqual(["pass", "block"]);
      }),
      { numRuns: 500 },
    );
  });

  test("one more open item never loosens a verdict, unless the pull request fixes it", () => {
    fc.assert(
      fc.property(scene, (given) => {
        const more = { ...given, items: [...given.items!, item(410, { components: ["search"] })] };
        const [before, after] = [judge(factsOf(given)).verdict, judge(factsOf(more)).verdict];
        expect(verdictRank(after.verdict)).toBeGreaterThanOrEqual(verdictRank(before.verdict));
      }),
    );
  });

  test("equal facts give equal verdicts in equal words, in whatever order the listings came", () => {
    fc.assert(
      fc.property(scene, (given) => {
        const turned = { ...given, items: given.items!.toReversed(), fixes: given.fixes!.toReversed() };
        expect(judge(factsOf(turned)).verdict).toEqual(judge(factsOf(given)).verdict);
      }),
    );
  });

  test("nothing changes before the moment that the verdict names", () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 40 * 86_400 }), (given, seconds) => {
        const { verdict } = judge(factsOf(given));
        const until = verdict.nextChangeAt ?? Infinity;
        const later = judge(factsOf({ ...given, now: Math.min(NOW + seconds, until - 1) })).verdict;
        expect([later.verdict, later.rule]).toEqual([verdict.verdict, verdict.rule]);
      }),
      { numRuns: 300 },
    );
  });

  test("the first line has at most 160 characters, a status 140, and neither has a line break", () => {
    fc.assert(
      fc.property(scene, fc.string({ unit: character, maxLength: 60 }), (given, title) => {
        const { verdict } = judge(factsOf({ ...given, pull: { title } }));
        expect([...firstLine(verdict)].length).toBeLessThanOrEqual(160);
        expect(statusDescription(verdict)).toMatch(/^[^\n]{1,121} \[[0-9a-f]{16}\]$/);
      }),
    );
  });

  test("where the fingerprint is the same, so are the words: only numbers may drift", () => {
    const parts = ["items", "incidents", "analyses", "fixes", "policy"] as const;
    fc.assert(
      fc.property(scene, scene, fc.constantFrom(...parts), renamings, (given, other, part, renaming) => {
        const changed = renaming({ ...given, [part]: other[part] });
        const [one, two] = [judge(factsOf(given)).verdict, judge(factsOf(changed)).verdict];
        fc.pre(one.fingerprint === two.fingerprint);
        expect(withoutNumbers(two)).toEqual(withoutNumbers(one));
      }),
      { numRuns: 1_000, maxSkipsPerRun: 1_000 },
    );
  });

  test("a block always says what would unblock it", () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { verdict } = judge(factsOf(given));
        const silent = verdict.components.filter((one) => one.verdict === "block" && one.unblock.length === 0);
        expect(silent).toEqual([]);
      }),
    );
  });
});
