/** The repository, its policy file, people's permissions, and the verdict that stands on a commit. */
import { describe, expect, test } from "vitest";
import { checkRun, repository } from "./answers.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "./wire.ts";

expectEveryRequest();
const POLICY = `${SHOP}/contents/.github%2Faftercare.yml`;
const SHA = "a".repeat(40);

describe("the repository", () => {
  test("keeps its id, default branch and state", async () => {
    api()
      .get(SHOP)
      .reply(200, repository({ archived: true, private: true }));
    expect(await connect().readRepository(shop)).toEqual({
      ...shop,
      id: 901,
      defaultBranch: "trunk",
      isPrivate: true,
      archived: true,
      url: "https://github.com/acme/shop",
    });
  });
});

describe("the policy file", () => {
  const file = (text: string) => ({
    type: "file",
    sha: "f00",
    encoding: "base64",
    content: Buffer.from(text)
      .toString("base64")
      .replace(/(.{8})/g, "$1\n"),
    url: `https://api.github.com${POLICY}?ref=trunk`,
  });

  test("comes with its text, its blob and the branch that GitHub resolved, in one request", async () => {
    api().get(POLICY).reply(200, file("version: 1 # für alle\n"));
    expect(await connect().readPolicyFile(shop)).toEqual({
      path: ".github/aftercare.yml",
      ref: "trunk",
      sha: "f00",
      text: "version: 1 # für alle\n",
    });
  });

  test("is read at the ref that was asked for", async () => {
    api().get(POLICY).query({ ref: "release" }).reply(200, file(""));
    expect(await connect().readPolicyFile(shop, "release")).toMatchObject({ ref: "release", text: "" });
  });

  test.each([
    ["is absent", 404, { message: "Not Found" }],
    ["is a directory", 200, [{ type: "file", name: "x" }]],
    ["is a submodule", 200, { type: "submodule", sha: "x", content: "", encoding: "none" }],
  ])("that %s has no text", async (_name, status, answer) => {
    api().get(POLICY).reply(status, answer).get(SHOP).reply(200, repository());
    expect(await connect().readPolicyFile(shop)).toEqual({
      path: ".github/aftercare.yml",
      ref: "trunk",
      sha: null,
      text: null,
    });
  });

  test("of a repository that we cannot see is null", async () => {
    api().get(POLICY).reply(404, {}).get(SHOP).reply(404, {});
    expect(await connect().readPolicyFile(shop)).toBeNull();
  });

  test("that is too large for the contents operation is read as a blob", async () => {
    api()
      .get(POLICY)
      .reply(200, { ...file(""), encoding: "none", content: "" })
      .get(`${SHOP}/git/blobs/f00`)
      .reply(200, { content: Buffer.from("version: 1").toString("base64"), encoding: "base64" });
    expect(await connect().readPolicyFile(shop)).toMatchObject({ text: "version: 1" });
  });
});

describe("the policy's history", () => {
  const COMMITS = `${SHOP}/commits`;
  const query = { sha: "trunk", path: ".github/aftercare.yml", per_page: 10 };

  test("names the commits that changed it, newest first", async () => {
    api()
      .get(COMMITS)
      .query(query)
      .reply(200, [
        {
          sha: "c2",
          author: { login: "carol" },
          commit: {
            message: "Wider\n\nBecause.",
            author: { name: "Carol C" },
            committer: { date: "2026-11-22T10:00:00Z" },
          },
        },
        { sha: "c1", author: null, commit: { message: "First", author: { name: "Old Hand" }, committer: null } },
      ]);
    expect(await connect().readPolicyHistory(shop, "trunk")).toEqual([
      { sha: "c2", by: "carol", at: 1_795_341_600, title: "Wider" },
      { sha: "c1", by: "Old Hand", at: null, title: "First" },
    ]);
  });

  test("of a branch out of sight is empty", async () => {
    api().get(COMMITS).query(query).reply(404, {});
    expect(await connect().readPolicyHistory(shop, "trunk")).toEqual([]);
  });

  test.each([
    [200, { protected: true }, true],
    [200, { protected: false }, false],
    [404, {}, false],
  ])("a branch answered with %i %j is protected: %s", async (status, answer, expected) => {
    api().get(`${SHOP}/branches/release%2F1`).reply(status, answer);
    expect(await connect().isProtectedBranch(shop, "release/1")).toBe(expected);
  });
});

describe("a permission", () => {
  test.each([
    [{ permission: "write", role_name: "maintain" }, "maintain"],
    [{ permission: "read", role_name: "triage" }, "triage"],
    [{ permission: "admin", role_name: "admin" }, "admin"],
    [{ permission: "none", role_name: "none" }, "none"],
    [{ permission: "write", role_name: "release-captain" }, "write"],
    [{ permission: "write" }, "write"],
  ])("%j is %s", async (answer, expected) => {
    api().get(`${SHOP}/collaborators/bob/permission`).reply(200, answer);
    expect(await connect().readPermission(shop, "bob")).toBe(expected);
  });

  test("of somebody whom GitHub does not know is none", async () => {
    api().get(`${SHOP}/collaborators/renovate%5Bbot%5D/permission`).reply(404, {});
    expect(await connect().readPermission(shop, "renovate[bot]")).toBe("none");
  });

  test("that cannot be read is unknown, never none", async () => {
    api().get(`${SHOP}/collaborators/bob/permission`).reply(502, {});
    await expect(connect().readPermission(shop, "bob")).rejects.toThrow(/permission of bob/);
  });
});

describe("the published verdict", () => {
  const RUNS = `${SHOP}/commits/${SHA}/check-runs`;
  const runs = (...list: unknown[]) =>
    api().get(RUNS).query({ check_name: "aftercare/gate", per_page: 100 }).reply(200, { check_runs: list });
  const statuses = (...list: unknown[]) =>
    api().get(`${SHOP}/commits/${SHA}/status`).query({ per_page: 100 }).reply(200, { statuses: list });
  const read = (self?: string) =>
    connect(self === undefined ? {} : { self }).readPublishedVerdict(shop, SHA, "aftercare/gate");
  const foreign = { app: { slug: "other" }, external_id: "theirs" };

  test("is our latest check run, whoever else has one of that name", async () => {
    runs(
      checkRun(3, { external_id: "old", conclusion: "success" }),
      checkRun(9, foreign),
      checkRun(4, { external_id: "new", conclusion: "failure" }),
    );
    expect(await read()).toEqual({ id: 4, fingerprint: "new", conclusion: "failure" });
  });

  test("is the status when no check run is ours", async () => {
    runs(checkRun(9, foreign), checkRun(10, { app: null }));
    statuses(
      { context: "ci", state: "success", description: "[x]" },
      { context: "aftercare/gate", state: "failure", description: "Blocked by #7 [abcdef12]" },
    );
    expect(await read()).toEqual({ id: null, fingerprint: "abcdef12", conclusion: "failure" });
  });

  test("of a workflow is its status alone: a job of that name proves nothing", async () => {
    statuses({ context: "aftercare/gate", state: "success", description: null });
    expect(await read("github-actions[bot]")).toEqual({ id: null, fingerprint: null, conclusion: "success" });
  });

  test("of a commit that the repository does not know is null", async () => {
    api().get(RUNS).query({ check_name: "aftercare/gate", per_page: 100 }).reply(422, { message: "No commit found" });
    api().get(`${SHOP}/commits/${SHA}/status`).query({ per_page: 100 }).reply(422, { message: "No commit found" });
    expect(await read()).toBeNull();
  });

  test("is null when nothing stands there", async () => {
    runs();
    statuses();
    expect(await read()).toBeNull();
  });
});
