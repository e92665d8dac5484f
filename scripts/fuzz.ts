/** The long fuzz of the webhook endpoint: `node scripts/fuzz.ts [count] [seed]`, a million by default. Receiver and inbox are the App's own; the work is left undone. */
import { Writable } from "node:stream";
import { openInbox } from "#app/inbox.ts";
import { openLog } from "#app/log.ts";
import { startServer } from "#app/server.ts";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore } from "#src/store/open-store.ts";
import { CANARY, fuzzDeliveries } from "#test/app/fuzz-deliveries.ts";

const SECRET = "fuzz-secret-5d41402abc4b2a76";
/** So many at a time; what they stored is removed after each. */
const ROUND = 10_000;
/** How far it has come is told so often. */
const TOLD_EACH = 50_000;

const [count = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
let leaks = 0;
const log = openLog(
  "trace",
  new Writable({
    write: (line: Buffer, _encoding, done) => {
      const text = line.toString();
      if (text.includes(CANARY) || text.includes(SECRET) || text.includes("sha256=")) leaks += 1;
      done();
    },
  }),
);
const store = await openStore<WorkTables>({ kind: "memory" });
const now = () => Math.floor(Date.now() / 1000);
const inbox = openInbox({ db: store.db, now, stored: () => {} });
const server = await startServer({
  host: "127.0.0.1",
  port: 0,
  secret: SECRET,
  log,
  store: inbox.store,
  notReady: async () => null,
  metrics: async () => "",
});
const totals: Record<number, number> = {};
const started = performance.now();
for (let sent = 0, round = seed; sent < count; sent += ROUND, round += 1) {
  const answers = await fuzzDeliveries({
    url: server.url,
    secret: SECRET,
    seed: round,
    count: Math.min(ROUND, count - sent),
    width: 16,
  });
  for (const [status, times] of Object.entries(answers)) totals[Number(status)] = (totals[Number(status)] ?? 0) + times;
  await store.db.deleteFrom("work").execute();
  if ((sent + ROUND) % TOLD_EACH === 0)
    console.error(`${sent + ROUND} sent: ${JSON.stringify(totals)}; leaks: ${leaks}`);
}
const seconds = (performance.now() - started) / 1000;
await server.stop();
await store.close();
const wrong = Object.entries(totals).filter(([status]) => !/^[24]\d\d$/.test(status));
console.log(`${count} deliveries in ${seconds.toFixed(0)} s by seed ${seed}: ${JSON.stringify(totals)}`);
console.log(
  `answers that are neither 2xx nor 4xx: ${JSON.stringify(Object.fromEntries(wrong))}; lines of the log with a secret: ${leaks}`,
);
console.log(`resident memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
process.exitCode = wrong.length > 0 || leaks > 0 ? 1 : 0;
