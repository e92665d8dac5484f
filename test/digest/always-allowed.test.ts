/** Merges that are always allowed: told by what our check said of them, and found again in the summary. */
import { describe, expect, test } from "vitest";
import { alwaysAllowedIn, sayAlwaysAllowed } from "#src/digest/always-allowed.ts";
import { digestOf } from "#src/digest/digest.ts";
import { item } from "#test/command/world.ts";
import { early, sourcesOf, WEEK } from "./told.ts";

const here = { owner: "acme", repo: "shop" };
const merged = (
  number: number,
  said: string | null,
  more: { readonly title?: string; readonly summary?: string } = {},
) => ({
  ...here,
  number,
  title: "Cap retries",
  summary: "",
  said,
  ...more,
});

describe("what our check said", () => {
  test.each([
    [
      "a fix",
      "Passes: Fixes #12, the open P0 for checkout: always allowed.",
      "Fixes #12, the open P0 for checkout: always allowed",
    ],
    [
      "with its component",
      "Passes (checkout): Documentation only: always allowed.",
      "Documentation only: always allowed",
    ],
    ["a revert", "Passes: Undoes 1a2b3c4: a revert is always allowed.", "Undoes 1a2b3c4: a revert is always allowed"],
  ])("of %s is told", (_name, said, why) => {
    expect(sayAlwaysAllowed([merged(31, said)], here)).toContain(`\n\n- #31 Cap retries: ${why}`);
  });

  test.each([
    ["that nothing was open", "Passes: Nothing open on what this touches."],
    ["a block that names what would be allowed", "Blocked: Wait for #12: their fixes are always allowed."],
    ["nothing", null],
  ])("(%s) is not", (_name, said) => {
    expect(sayAlwaysAllowed([merged(31, said)], here)).toBe("");
  });

  test("is known by its rule when the first line was cut", () => {
    const cut = merged(31, "Passes (checkout): Fixes #12, #13, #14, #15 and 9 mo…", {
      summary: "**checkout** passes (G1-remediation-fix): Fixes",
    });
    expect(sayAlwaysAllowed([cut], here)).toContain("- #31 Cap retries: Fixes #12, #13, #14, #15 and 9 mo…");
    const warned = { ...cut, said: "Warning (search): #20 is open" };
    const overridden = { ...cut, said: "Passes by override (checkout): Override by dan" };
    expect(sayAlwaysAllowed([warned, overridden], here)).toBe("");
  });

  test("that could not be read is told, with the right that is missing", () => {
    expect(sayAlwaysAllowed(null, here)).toContain("`pull-requests: read`");
  });
});

test.each([
  ["nothing", ""],
  [
    "some",
    sayAlwaysAllowed([merged(31, "Passes: Documentation only: always allowed.", { title: "## <sub> @olga" })], here),
  ],
  ["what could not be read", sayAlwaysAllowed(null, here)],
])("%s is found again in the summary that tells of it", (_name, told) => {
  const { body } = digestOf({ ...sourcesOf([item(12, {}, early)]), alwaysAllowed: told }, WEEK);
  expect(alwaysAllowedIn(body)).toBe(told);
  expect(alwaysAllowedIn(body.replaceAll("\n", "\r\n"))).toBe(told);
});
