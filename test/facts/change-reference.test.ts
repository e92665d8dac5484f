/** Names of what can bring or undo something: written, read again, said. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type ChangeReference, parseChange, sameChange, sayChange, writeChange } from "#src/facts/change-reference.ts";

const SHA = "0123456789".repeat(4);
const place = { owner: fc.constantFrom("acme", "a-b"), repo: fc.constantFrom("shop", "a.b-c_d") };
const change: fc.Arbitrary<ChangeReference> = fc.oneof(
  fc.record({ ...place, number: fc.integer({ min: 1, max: 999_999 }) }),
  fc.record({ ...place, sha: fc.constant(SHA) }),
  fc.record({ ...place, alert: fc.integer({ min: 1, max: 999 }) }),
);

test("what is written is read again, and only what is the same counts as the same", () => {
  fc.assert(
    fc.property(change, change, (one, other) => {
      expect(parseChange(writeChange(one))).toEqual(one);
      expect(sameChange(one, other)).toBe(writeChange(one) === writeChange(other));
    }),
  );
});

test.each([
  "",
  "acme/shop",
  "acme/shop#",
  "acme/shop#x",
  `acme/shop@${SHA.slice(1)}`,
  "acme/shop/code-scanning/",
  "#12",
])("“%s” is none", (text) => {
  expect(parseChange(text)).toBeNull();
});

const shop = { owner: "acme", repo: "shop" };

test.each<readonly [ChangeReference, string, string]>([
  [{ ...shop, number: 12 }, "#12", "acme/shop#12"],
  [{ ...shop, sha: SHA }, SHA, `acme/shop@${SHA}`],
  [{ ...shop, alert: 3 }, "code scanning alert 3", "code scanning alert 3 of acme/shop"],
])("%j is said so that GitHub links it, here and elsewhere", (one, here, elsewhere) => {
  expect(sayChange(one, { owner: "Acme", repo: "SHOP" })).toBe(here);
  expect(sayChange(one, { owner: "acme", repo: "other" })).toBe(elsewhere);
});
