/** The databases on which runs are played: a folder for PGlite, a database of its own on a PostgreSQL server. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import type { StoreAddress } from "#src/store/open-store.ts";

/** A database that is dropped afterwards. */
export interface RunStore {
  readonly address: StoreAddress;
  /** As the App's processes are told. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** A new folder, with a database that is still empty: to make one takes seconds, so it is a copy. */
export async function openFolder(): Promise<RunStore> {
  const path = await mkdtemp(join(tmpdir(), "aftercare-chaos-"));
  await cp(await emptyDatabase(), join(path, "pglite"), { recursive: true });
  return {
    address: { kind: "directory", path },
    environment: { DATA_DIR: path },
    drop: () => rm(path, { recursive: true }),
  };
}

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Made once for each version of PGlite, and kept. */
async function emptyDatabase(): Promise<string> {
  const about = await readFile(join(MODULES, "@electric-sql/pglite/package.json"), "utf8");
  const { version } = JSON.parse(about) as { readonly version: string };
  const folder = join(MODULES, ".cache/aftercare-chaos");
  const kept = join(folder, `pglite-${version}`);
  if (existsSync(kept)) return kept;
  await mkdir(folder, { recursive: true });
  const path = await mkdtemp(join(folder, "new-"));
  await (await PGlite.create(path)).close();
  // Somebody else may have been faster.
  await rename(path, kept).catch(() => rm(path, { recursive: true }));
  return kept;
}

/** A new database on the server with this address. */
export async function openDatabase(server: string): Promise<RunStore> {
  const name = `chaos_${randomBytes(6).toString("hex")}`;
  await runOn(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    address: { kind: "postgres", url: url.href },
    environment: { DATABASE_URL: url.href },
    drop: () => runOn(server, `drop database ${name} with (force)`),
  };
}

async function runOn(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
