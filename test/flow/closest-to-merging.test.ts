/** In which order verdicts are written when not all can be written at once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { closestToMergingFirst } from "#src/flow/closest-to-merging.ts";

const KINDS = {
  "merges by itself": { draft: false, mergesByItself: true },
  approved: { draft: false, review: "approved" },
  plain: { draft: false },
  refused: { draft: false, review: "changes-requested" },
  draft: { draft: true, review: "approved", mergesByItself: true },
} as const;
const ORDER = Object.keys(KINDS) as (keyof typeof KINDS)[];

test("what merges by itself goes first, then what is approved, plain, refused; drafts come last; equal ones keep their order", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ORDER)), (kinds) => {
      const pulls = kinds.map((kind, number) => ({ ...KINDS[kind], kind, number }));
      const sorted = closestToMergingFirst(pulls).map(({ kind, number }) => [ORDER.indexOf(kind), number]);
      expect(sorted).toEqual(sorted.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!));
      expect(sorted).toHaveLength(kinds.length);
    }),
  );
});
