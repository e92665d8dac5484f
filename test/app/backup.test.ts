/** Backup and restore, by the very commands of docs/operating.md: what was done stays done, and what was not is done. */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StoreAddress } from "#src/store/open-store.ts";
import { openDatabase } from "#test/chaos/stores.ts";
import { type Hosted, host } from "./running.ts";

const server = process.env["TEST_DATABASE_URL"] || "";
let hosted: Hosted;
let folder: string;
beforeEach(async () => {
  hosted = await host();
  folder = await mkdtemp(join(tmpdir(), "aftercare-backup-"));
});
afterEach(async () => {
  await hosted.stop();
  await rm(folder, { recursive: true });
});

const LABELS = ["incident", "sev:2", "component:checkout"];

/** One incident is done, and another one is stored and not done, as GitHub is away. @returns how many rows are done. */
async function fill(store: StoreAddress): Promise<number> {
  const app = await hosted.start(store);
  await app.open("done").declares();
  const route = "GET /repos/{owner}/{repo}/contents/{path}";
  hosted.github.faults.add({ fault: { kind: "status", status: 503 }, route });
  await app.open("waiting").opensIssue("bob", "Payments fail", LABELS);
  const { done, pending } = await app.rows();
  expect(pending).toBeGreaterThan(0);
  await app.stop();
  hosted.github.faults.clear();
  return done;
}

/** The App on the restored database knows what is done, and does what is not. */
async function goOn(store: StoreAddress, done: number): Promise<void> {
  const app = await hosted.start(store);
  expect((await app.rows()).done).toBe(done);
  // What was stored is being done by now, and time must not leap over a lease.
  await app.after(0);
  const before = hosted.github.repository("acme/done").issues.size;
  const { guid, event, body } = hosted.github.deliveries().find(({ statusCode }) => statusCode === 202)!;
  expect(await app.deliver(event, JSON.parse(body), guid)).toBe(202);
  await app.after(120);
  expect(hosted.github.repository("acme/done").issues.size).toBe(before);
  expect([...hosted.github.repository("acme/waiting").issues.keys()]).toHaveLength(2);
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
  await app.stop();
}

test("a folder is copied while the App is stopped, and started from", async () => {
  const done = await fill({ kind: "directory", path: join(folder, "data") });
  await cp(join(folder, "data"), join(folder, "copy"), { recursive: true });
  await goOn({ kind: "directory", path: join(folder, "copy") }, done);
}, 60_000);

test.skipIf(server === "")("PostgreSQL: the dump restores over what was lost since", { timeout: 120_000 }, async () => {
  const guide = await readFile(fileURLToPath(new URL("../../docs/operating.md", import.meta.url)), "utf8");
  const command = (name: string) => new RegExp(`\`(${name} [^\`]+)\``).exec(guide)![1]!.replaceAll(/\s+/g, " ");
  const database = await openDatabase(server);
  if (database.address.kind !== "postgres") throw new Error("not a server");
  const { url } = database.address;
  const run = (text: string) => {
    const env = { ...process.env, DATABASE_URL: url };
    const { status, stderr } = spawnSync("sh", ["-c", text], { cwd: folder, env, encoding: "utf8" });
    expect([text, status, stderr]).toEqual([text, 0, ""]);
  };
  const done = await fill(database.address);
  run(command("pg_dump"));
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("delete from work; drop table projection; drop sequence projection_ticket");
  await client.end();
  run(command("pg_restore"));
  await goOn(database.address, done);
  await database.drop();
});
