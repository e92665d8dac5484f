/** The changed files: all of them in one round, and honesty when they are not all. */
import { describe, expect, test } from "vitest";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { files, pullRequest } from "./answers.ts";
import { API, api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();
const LIST = `${SHOP}/pulls/3/files`;
const pull = (changedFiles: number | null): PullRequestFacts => ({
  ...shop,
  number: 3,
  id: 1,
  title: "",
  body: "",
  state: "open",
  merged: false,
  draft: false,
  author: { login: "alice", type: "User" },
  labels: [],
  headSha: "a",
  headRef: "t",
  headRepository: null,
  baseRef: "trunk",
  baseSha: "b",
  repository: {
    ...shop,
    id: 901,
    defaultBranch: "main",
    isPrivate: false,
    archived: false,
    url: "https://github.com/acme/shop",
  },
  changedFiles,
  mergeCommitSha: null,
  createdAt: 0,
  updatedAt: 0,
  url: "",
});
const page = (number: number, size = 100) => ({ per_page: size, ...(number === 1 ? {} : { page: number }) });
const next = (number: number) => ({ link: `<${API}${LIST}?page=${number}>; rel="next"` });

/** Serves `total` files in pages. */
function serve(total: number, size = 100): void {
  for (let number = 1; (number - 1) * size < total; number += 1) {
    const first = (number - 1) * size + 1;
    api()
      .get(LIST)
      .query(page(number, size))
      .reply(200, files(Math.min(size, total - first + 1), first), number * size < total ? next(number + 1) : {});
  }
}

describe("the changed files", () => {
  test.each([1, 100, 101, 250, 1000])("of a pull request with %i are read in ceil(F/100) requests", async (count) => {
    serve(count);
    const found = await connect().readChangedFiles(pull(count));
    expect(found.files.map(({ path }) => path)).toEqual(files(count).map((file) => file["filename"]));
    expect(found).toMatchObject({ complete: true, counted: count });
  });

  test("of an empty pull request cost nothing", async () => {
    expect(await connect().readChangedFiles(pull(0))).toEqual({ files: [], complete: true, counted: 0 });
  });

  test("keep both names of a rename, and read an unknown status as changed", async () => {
    const [renamed, odd] = files(2);
    const answer = [
      { ...renamed, status: "renamed", previous_filename: "old" },
      { ...odd, status: "teleported" },
    ];
    api().get(LIST).query(page(1)).reply(200, answer);
    expect((await connect().readChangedFiles(pull(2))).files).toEqual([
      { path: "file-1", previousPath: "old", status: "renamed" },
      { path: "file-2", previousPath: null, status: "changed" },
    ]);
  });

  test("are incomplete beyond 3,000, and no more pages are asked for", async () => {
    for (let number = 1; number <= 30; number += 1) {
      api()
        .get(LIST)
        .query(page(number))
        .reply(200, files(100, number * 100));
    }
    const found = await connect().readChangedFiles(pull(3001));
    expect(found).toMatchObject({ complete: false, counted: 3001 });
    expect(found.files).toHaveLength(3000);
  });

  test("are complete at exactly 3,000", async () => {
    for (let number = 1; number <= 30; number += 1) {
      api()
        .get(LIST)
        .query(page(number))
        .reply(200, files(100, number * 100));
    }
    expect(await connect().readChangedFiles(pull(3000))).toMatchObject({ complete: true });
  });

  test("are incomplete when GitHub lists fewer than it counts", async () => {
    api().get(LIST).query(page(1)).reply(200, files(4));
    expect(await connect().readChangedFiles(pull(5))).toMatchObject({ complete: false, counted: 5 });
  });

  test("are asked for in smaller pages when GitHub answers 422", async () => {
    api().get(LIST).query(page(1)).reply(422, { message: "too large" });
    api().get(LIST).query(page(2)).reply(422, { message: "too large" });
    serve(120, 50);
    const found = await connect().readChangedFiles(pull(120));
    expect(found.files).toHaveLength(120);
    expect(found.complete).toBe(true);
  });

  test("are unknown to be complete when no page size works", async () => {
    for (const size of [100, 50, 20]) api().get(LIST).query(page(1, size)).reply(422, { message: "too large" });
    expect(await connect().readChangedFiles(pull(7))).toEqual({ files: [], complete: false, counted: 7 });
  });

  test("after a push that added pages are read to the new end", async () => {
    api().get(LIST).query(page(1)).reply(200, files(100), next(2));
    api().get(LIST).query(page(2)).reply(200, files(3, 101));
    expect((await connect().readChangedFiles(pull(100))).files).toHaveLength(103);
  });

  test("are counted first when a listing did not say how many there are", async () => {
    api()
      .get(`${SHOP}/pulls/3`)
      .reply(200, pullRequest(3, { changed_files: 2 }));
    serve(2);
    expect(await connect().readChangedFiles(pull(null))).toMatchObject({ complete: true, counted: 2 });
  });

  test("of a pull request that is gone are not complete", async () => {
    api().get(LIST).query(page(1)).reply(404, {});
    expect(await connect().readChangedFiles(pull(2))).toEqual({ files: [], complete: false, counted: 2 });
  });

  test("are unknown when one page fails", async () => {
    api().get(LIST).query(page(1)).reply(200, files(100));
    api().get(LIST).query(page(2)).reply(500, {});
    await expect(connect().readChangedFiles(pull(150))).rejects.toMatchObject({
      source: "the changed files of acme/shop#3",
    });
  });
});
