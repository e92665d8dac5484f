/** Which components a change touches, and what components are called. */
import { describe, expect, test } from "vitest";
import { componentKey, defaultComponentName, resolveComponentName } from "#src/component/component-identity.ts";
import { changedPaths, compileComponents, touchedComponents } from "#src/component/component-map.ts";
import { configSchema } from "#src/config/schema.ts";
import type { ChangedFile } from "#src/facts/pull-request.ts";

const HERE = { owner: "Acme", repo: "Shop" };

function touched(components: object, files: readonly ChangedFile[]) {
  const map = compileComponents(configSchema.parse({ components }), HERE);
  return Object.fromEntries(touchedComponents(map, files));
}

function file(path: string, change: Partial<ChangedFile> = {}): ChangedFile {
  return { path, previousPath: null, status: "modified", ...change };
}

describe("what a change touches", () => {
  const two = { checkout: { paths: ["services/checkout/**"] }, search: { paths: ["services/search/**"] } };

  test("each component with its own paths", () => {
    const files = [file("services/checkout/a"), file("services/search/b"), file("services/checkout/c"), file("x")];
    expect(touched(two, files)).toEqual({
      checkout: ["services/checkout/a", "services/checkout/c"],
      search: ["services/search/b"],
    });
  });

  test("both names of a rename", () => {
    const moved = file("services/search/a", { previousPath: "services/checkout/a", status: "renamed" });
    expect(touched(two, [moved])).toEqual({ checkout: ["services/checkout/a"], search: ["services/search/a"] });
  });

  test("not the source of a copy, which stays as it was", () => {
    const copy = file("services/search/a", { previousPath: "services/checkout/a", status: "copied" });
    expect(touched(two, [copy])).toEqual({ search: ["services/search/a"] });
  });

  test.each(["added", "removed", "modified", "changed"] as const)("a file that was %s", (status) => {
    expect(touched(two, [file("services/search/a", { status })])).toEqual({ search: ["services/search/a"] });
  });

  test("a path in two components belongs to both", () => {
    const overlapping = { a: { paths: ["src/**"] }, b: { paths: ["src/b/**"] } };
    expect(touched(overlapping, [file("src/b/x")])).toEqual({ a: ["src/b/x"], b: ["src/b/x"] });
  });

  test("a submodule is a path like any other", () => {
    expect(touched({ lib: { paths: ["vendor/lib"] } }, [file("vendor/lib")])).toEqual({ lib: ["vendor/lib"] });
  });

  test("without components, one named after the repository covers everything", () => {
    expect(touched({}, [file(".github/x")])).toEqual({ shop: [".github/x"] });
  });

  test("every path once", () => {
    expect(changedPaths([file("a"), file("a"), file("b", { previousPath: "a", status: "renamed" })])).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("what a component is called", () => {
  test.each([
    ["Shop", "shop"],
    [".github", "github"],
    ["My Repo!", "my-repo-"],
    ["___", "repository"],
    ["A".repeat(60), "a".repeat(40)],
  ])("the only component of %s is %s", (repo, name) => {
    expect(defaultComponentName({ owner: "acme", repo })).toBe(name);
    expect(configSchema.safeParse({ components: { [name]: {} } }).success).toBe(true);
  });

  test("its identity tells repositories apart, in lower case", () => {
    expect(componentKey(HERE, "checkout")).toBe("acme/shop#checkout");
  });

  test.each([
    ["checkout", "checkout"],
    ["Checkout", "checkout"],
    ["Basket", "checkout"],
    ["search", null],
    ["constructor", null],
  ])("a label that names %s means %s", (label, name) => {
    const { components } = configSchema.parse({ components: { checkout: { aliases: ["basket"] } } });
    expect(resolveComponentName(components, label)).toBe(name);
  });
});
