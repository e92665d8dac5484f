/** Which hosts have sub-issues, and what an issue is a sub-issue of. */
import { describe, expect, test } from "vitest";
import { lacksSubIssues } from "#src/github/read-sub-issues.ts";
import { issue } from "#test/github/answers.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "#test/github/wire.ts";

expectEveryRequest();

test.each<readonly [string | null, boolean]>([
  [null, false],
  ["3.16.4", true],
  ["2.22.0", true],
  ["3.17.0", false],
  ["3.20.1", false],
  ["4.0", false],
  ["next", false],
])("version %s of an Enterprise Server lacks them: %s", (version, expected) => {
  expect(lacksSubIssues({ enterprise: () => version })).toBe(expected);
});

test("a server that is older is not asked for them once it has said so", async () => {
  const github = connect();
  api().get(`${SHOP}/issues/7`).reply(200, issue(7), { "x-github-enterprise-version": "3.16.4" });
  expect(github.lacksSubIssues()).toBe(false);
  await github.readIssue({ ...shop, number: 7 });
  expect(github.lacksSubIssues()).toBe(true);
  expect(await github.readSubIssues({ ...shop, number: 7 })).toEqual([]);
});

describe("the parent", () => {
  const asked = () => api().get(`${SHOP}/issues/7/parent`);
  const read = () => connect().readParent({ ...shop, number: 7 });

  test("is named by its own repository", async () => {
    asked().reply(200, issue(8, { html_url: "https://github.com/acme/records/issues/8" }));
    expect(await read()).toEqual({ owner: "acme", repo: "records", number: 8 });
  });

  test("is nobody where there is none", async () => {
    asked().reply(404, {});
    expect(await read()).toBeNull();
  });
});
