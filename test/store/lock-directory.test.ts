/** One process a data directory. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDirectory } from "#src/store/lock-directory.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "aftercare-lock-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("a directory that a living process holds is refused with its id and a way out", async () => {
  await writeFile(join(directory, "aftercare.lock"), String(process.ppid));
  await expect(lockDirectory(directory)).rejects.toThrow(new RegExp(`in use by process ${process.ppid}.*DATABASE_URL`));
});

test("a lock left behind by a process that is gone is taken over", async () => {
  await writeFile(join(directory, "aftercare.lock"), "999999999");
  const release = await lockDirectory(directory);
  await release();
  const again = await lockDirectory(directory);
  await again();
});
