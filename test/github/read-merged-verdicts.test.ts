/** Merges of a week and what our check said of each: as few pages as it takes, our own words only. */
import { expect, test } from "vitest";
import { at, checkRun, listedPullRequest } from "./answers.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();

const QUERY = { from: at("2026-11-16T00:00:00Z"), to: at("2026-11-23T00:00:00Z"), name: "aftercare/gate" };
const LISTING = { state: "closed", sort: "updated", direction: "desc", per_page: 100 };
const sha = (number: number) => String(number).padStart(40, "0");

function pull(number: number, mergedAt: string | null, updatedAt = mergedAt ?? "2026-11-18T00:00:00Z") {
  const listed = listedPullRequest(number, { state: "closed", merged_at: mergedAt, updated_at: updatedAt });
  return { ...listed, title: `Change ${number}`, head: { sha: sha(number) } };
}

const runs = (number: number, ...list: unknown[]) =>
  api()
    .get(`${SHOP}/commits/${sha(number)}/check-runs`)
    .query({ check_name: "aftercare/gate", per_page: 100 })
    .reply(200, { check_runs: list });

test("those of the week are read, in the order of the merges; what was only closed or merged at another time is not", async () => {
  const pulls = [
    pull(35, "2026-11-23T00:00:00Z"),
    pull(34, "2026-11-22T23:59:59Z"),
    pull(33, null),
    pull(32, "2026-11-16T00:00:00Z", "2026-11-20T00:00:00Z"),
    pull(31, "2026-11-15T23:59:59Z", "2026-11-19T00:00:00Z"),
  ];
  api().get(`${SHOP}/pulls`).query(LISTING).reply(200, pulls);
  const output = { title: "Passes: Documentation only: always allowed.", summary: "**shop** passes (G1-docs-only)" };
  runs(
    32,
    checkRun(3, { output: { title: "old" } }),
    checkRun(9, { output }),
    checkRun(10, { app: { slug: "other" } }),
  );
  runs(34);
  expect(await connect().readMergedVerdicts(shop, QUERY)).toEqual([
    { ...shop, number: 32, title: "Change 32", said: output.title, summary: output.summary },
    { ...shop, number: 34, title: "Change 34", said: null, summary: "" },
  ]);
});

test("the listing ends at the first page whose last update lies before the week", async () => {
  const next = { link: `<https://api.github.com/repositories/901/pulls?page=2>; rel="next"` };
  api()
    .get(`${SHOP}/pulls`)
    .query(LISTING)
    .reply(200, [pull(40, null)], next);
  api()
    .get(`${SHOP}/pulls`)
    .query({ ...LISTING, page: 2 })
    .reply(200, [pull(39, null, "2026-11-15T00:00:00Z")], next);
  expect(await connect().readMergedVerdicts(shop, QUERY)).toEqual([]);
});

test("a workflow reads its status, without the fingerprint", async () => {
  api()
    .get(`${SHOP}/pulls`)
    .query(LISTING)
    .reply(200, [pull(32, "2026-11-18T00:00:00Z")]);
  const statuses = [
    { context: "ci", description: "fine" },
    { context: "aftercare/gate", description: "Passes: Documentation only: always allowed. [0123456789abcdef]" },
  ];
  api()
    .get(`${SHOP}/commits/${sha(32)}/status`)
    .query({ per_page: 100 })
    .reply(200, { statuses });
  const [merged] = await connect({ self: "github-actions[bot]" }).readMergedVerdicts(shop, QUERY);
  expect(merged).toMatchObject({ said: "Passes: Documentation only: always allowed.", summary: "" });
});

test("what cannot be read is unknown, never none", async () => {
  api().get(`${SHOP}/pulls`).query(LISTING).reply(403, { message: "Resource not accessible by integration" });
  await expect(connect().readMergedVerdicts(shop, QUERY)).rejects.toThrow(/merged pull requests of acme\/shop/);
});
