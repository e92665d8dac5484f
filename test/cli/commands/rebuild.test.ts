/** `aftercare rebuild` on a real directory against the stand-in: the memory is read anew, and what was wrong is told once. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore } from "#src/store/open-store.ts";
import { openProjection, type ProjectionTables } from "#src/store/projection.ts";
import { runCli } from "#test/cli/terminal.ts";
import { type Acme, startAcme } from "#test/support/github/acme.ts";
import { createPrivateKey } from "#test/support/github/setup-apps.ts";

const SHOP = { owner: "acme", repo: "shop" };
let acme: Acme;
let directory: string;
let environment: Record<string, string>;
beforeAll(async () => {
  acme = await startAcme();
  directory = await mkdtemp(join(tmpdir(), "aftercare-rebuild-"));
  const { appId, privateKey } = acme.app;
  environment = {
    DATA_DIR: directory,
    APP_ID: String(appId),
    PRIVATE_KEY: privateKey,
    GITHUB_API_URL: acme.github.url,
  };
  acme.github.push("acme/shop", { branch: "topic", files: { "a.ts": "1\n" }, login: "bob" });
  await acme.bob("POST /repos/acme/shop/pulls", { title: "Topic", head: "topic", base: "main" });
  await acme.bob("POST /repos/acme/shop/issues", { title: "Outage", labels: ["aftercare"] });
});
afterAll(async () => {
  await acme.github.stop();
  await rm(directory, { recursive: true });
});

const rebuild = (...argv: string[]) => runCli(["rebuild", ...argv], {}, environment);

test("fills an empty memory, finds it right the second time, and names what is wrong in it", async () => {
  const first = await rebuild();
  expect(first).toMatchObject({ code: 0, error: "" });
  expect(first.out).toContain("acme/shop\t1 tracked, 1 open pull requests\tas remembered");
  expect(first.out).toContain("2 read anew, 0 corrected");
  expect((await rebuild()).out).toContain("2 read anew, 0 corrected");
  await acme.bob("PATCH /repos/acme/shop/issues/2", { title: "Another name" });
  const third = await rebuild("--repo", "acme/shop");
  expect(third).toMatchObject({ code: 1 });
  expect(third.out).toContain("corrected: issue 2");
  const store = await openStore<ProjectionTables>({ kind: "directory", path: directory });
  expect(await openProjection(store.db).load(SHOP, "records", "all")).toMatchObject({ policy: { sha: null } });
  await store.close();
});

test("says plainly what is missing or wrong", async () => {
  expect(await runCli(["rebuild"], {}, { DATA_DIR: directory })).toMatchObject({
    code: 2,
    error: "aftercare: set APP_ID and PRIVATE_KEY as for the App\n",
  });
  expect(await rebuild("--repo", "acme/nowhere")).toMatchObject({
    code: 2,
    error: "aftercare: acme/nowhere: not installed there\n",
  });
  const stranger = { ...environment, PRIVATE_KEY: createPrivateKey() };
  const refused = await runCli(["rebuild"], {}, stranger);
  expect(refused.code).toBe(2);
  expect(refused.error).not.toContain("PRIVATE KEY");
});
