/** A process with a worker on a directory: `node doomed-worker.ts DIRECTORY NOW END`. The row with the key `poison` ends it, in the way that END names. */
import { startWorker } from "#src/queue/worker.ts";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore } from "#src/store/open-store.ts";

const ENDS: Readonly<Record<string, () => unknown>> = {
  killed: () => process.kill(process.pid, "SIGKILL"),
  exit: () => process.exit(7),
  memory: () => {
    for (const kept: number[][] = []; ;) kept.push(Array.from({ length: 100_000 }, Math.random));
  },
};

const [path = "", now = "", end = ""] = process.argv.slice(2);
const store = await openStore<WorkTables>({ kind: "directory", path });
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const worker = startWorker({
  db: store.db,
  concurrency: 4,
  log: silent,
  now: () => Number(now),
  handle: async ({ key }) => {
    if (key === "poison") ENDS[end]!();
  },
});
await worker.idle();
await worker.stop();
await store.close();
