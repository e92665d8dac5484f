/** Vitest's global set-up: a folder for one run of the tests, in which test files share what takes long to make. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHARED_FOLDER } from "./memory-store.ts";

/** Opens it. @returns what removes it. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-tests-"));
  process.env[SHARED_FOLDER] = folder;
  return () => rm(folder, { recursive: true });
}
