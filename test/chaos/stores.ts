/** The databases on which runs are played: a folder for PGlite, a database of its own on a PostgreSQL server. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { StoreAddress } from "#src/store/open-store.ts";

/** A database that is dropped afterwards. */
export interface RunStore {
  readonly address: StoreAddress;
  /** As the App's processes are told. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** A new folder. */
export async function openFolder(): Promise<RunStore> {
  const path = await mkdtemp(join(tmpdir(), "aftercare-chaos-"));
  return {
    address: { kind: "directory", path },
    environment: { DATA_DIR: path },
    drop: () => rm(path, { recursive: true }),
  };
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
