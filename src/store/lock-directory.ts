/** One process a directory: PGlite has no server that could keep two writers apart. */
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Takes the directory for this process; a lock left behind by a process that is gone is taken over.
 * @returns a function that gives it back.
 * @throws an Error that names the holder when a living process has it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, "aftercare.lock");
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const taken = await create(path);
    if (taken) return () => rm(path, { force: true });
    const holder = await readHolder(path);
    if (holder !== null && isAlive(holder)) throw new Error(inUse(directory, holder));
    await rm(path, { force: true });
  }
  throw new Error(inUse(directory, null));
}

function inUse(directory: string, holder: number | null): string {
  const who = holder === null ? "another process" : `process ${holder}`;
  return `The data directory ${directory} is in use by ${who}. Stop it, choose another DATA_DIR, or use PostgreSQL (DATABASE_URL) for several processes.`;
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function readHolder(path: string): Promise<number | null> {
  try {
    const pid = Number(await readFile(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  // In containers every start may get the same process id: our own id in a leftover lock means that the holder is gone.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
