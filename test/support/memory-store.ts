/** An empty database in memory without the wait: PGlite needs longer to make and migrate one than most tests need for the rest. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect, Kysely } from "kysely";
import { migrate } from "#src/store/migrate.ts";
import type { StoreAddress } from "#src/store/open-store.ts";

/** Where test files share what one of them has made: the folder that `test/support/shared-folder.ts` opens for one run of the tests. */
export const SHARED_FOLDER = "AFTERCARE_TEST_FOLDER";

let image: Promise<Blob> | undefined;

/** Its address; each time it is opened there is another database. */
export async function memoryStore(): Promise<StoreAddress> {
  const folder = process.env[SHARED_FOLDER];
  if (folder === undefined) return { kind: "memory" };
  image ??= readImage(join(folder, "database.tar"));
  return { kind: "memory", image: await image };
}

async function readImage(path: string): Promise<Blob> {
  try {
    return new Blob([await readFile(path)]);
  } catch {
    const made = await makeImage();
    // Whoever makes it at the same time makes the same.
    const own = `${path}.${process.pid}`;
    await writeFile(own, made.stream());
    await rename(own, path);
    return made;
  }
}

async function makeImage(): Promise<Blob> {
  const pglite = await PGlite.create();
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) });
  await migrate(db);
  const made = await pglite.dumpDataDir("none");
  await db.destroy();
  return made;
}
