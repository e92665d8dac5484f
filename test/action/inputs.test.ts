/** The inputs: the keys of action.yml, and what a missing or wrong one is told. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { INPUT_KEYS, readInputs } from "#action/inputs.ts";

const ENV = {
  "INPUT_GITHUB-TOKEN": "ghs_token",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_EVENT_NAME: "push",
  GITHUB_EVENT_PATH: "/event.json",
};
const manifest = parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8")) as {
  readonly inputs: Record<string, { readonly default?: string; readonly required?: boolean }>;
  readonly outputs: Record<string, unknown>;
  readonly runs: { readonly using: string; readonly main: string };
};

describe("action.yml", () => {
  test("has the inputs that the code reads, and no others", () => {
    expect(Object.keys(manifest.inputs).toSorted()).toEqual([...INPUT_KEYS].toSorted());
  });

  test("gives every input a default, so that `uses:` alone is enough", () => {
    for (const [name, input] of Object.entries(manifest.inputs)) expect([name, input.default]).not.toContain(undefined);
    expect(manifest.inputs["github-token"]?.default).toBe("${{ github.token }}");
  });

  test("runs the built file on Node 24", () => {
    expect(manifest.runs).toEqual({ using: "node24", main: "action/dist/index.mjs" });
  });

  test("names the outputs of the contract", () => {
    expect(Object.keys(manifest.outputs)).toEqual(["verdict", "rule", "reasons"]);
  });
});

describe("the environment", () => {
  test("needs only what every runner sets; GitHub's own address is the default", () => {
    expect(readInputs(ENV)).toEqual({
      token: "ghs_token",
      annotations: false,
      analyze: [],
      costRates: "",
      repository: { owner: "acme", repo: "shop" },
      eventName: "push",
      eventPath: "/event.json",
      apiUrl: "https://api.github.com",
      graphqlUrl: undefined,
      outputPath: undefined,
      summaryPath: undefined,
      workspace: undefined,
      reportOnly: false,
    });
  });

  test("an empty value is a missing one: GitHub sets inputs that are left out to nothing", () => {
    const read = readInputs({ ...ENV, INPUT_ANNOTATIONS: "", AFTERCARE_MODE: "", GITHUB_OUTPUT: "" });
    expect([read.annotations, read.reportOnly, read.outputPath]).toEqual([false, false, undefined]);
  });

  test.each(["true", "True", "TRUE"])("annotations: %s", (value) => {
    expect(readInputs({ ...ENV, INPUT_ANNOTATIONS: value }).annotations).toBe(true);
  });

  test.each([
    ["INPUT_GITHUB-TOKEN", undefined, "The input github-token is missing"],
    ["INPUT_GITHUB-TOKEN", "", "The input github-token is missing"],
    ["INPUT_ANNOTATIONS", "yes", "The input annotations accepts `true` or `false`"],
    ["GITHUB_REPOSITORY", "shop", "GITHUB_REPOSITORY is not `owner/name`"],
    ["GITHUB_EVENT_PATH", undefined, "GITHUB_EVENT_PATH is missing: the runner of a workflow sets it"],
    ["GITHUB_API_URL", "nowhere", "GITHUB_API_URL is no address"],
    ["AFTERCARE_MODE", "off", "AFTERCARE_MODE accepts `report` only"],
  ])("%s = %j is told by name", (key, value, message) => {
    expect(() => readInputs({ ...ENV, [key]: value })).toThrow(message);
  });

  test("all problems are told at once, and no value is repeated", () => {
    const wrong = { ...ENV, GITHUB_REPOSITORY: "s3cret", INPUT_ANNOTATIONS: "s3cret" };
    expect(() => readInputs(wrong)).toThrow(/annotations.*; GITHUB_REPOSITORY/);
    expect(() => readInputs(wrong)).not.toThrow(/s3cret/);
  });
});
