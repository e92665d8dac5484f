/** A hundred thousand deliveries through one App on PGlite: whether its memory stays flat, and how large its database grows. */
import { performance } from "node:perf_hooks";
import type { Figure } from "#bench/figure.ts";
import { type Ground, openFolder } from "./ground.ts";
import { openShop, untilIdle } from "./shop.ts";
import type { Listening } from "./start-process.ts";
import { volley } from "./volley.ts";
import { issueEdited, signedRequest } from "./webhook.ts";

const DELIVERIES = 100_000;
const PARTS = 10;
const ISSUES = 500;
const BYTES = 11_800;
const MEGA = 1_000_000;
/** As on a small machine. Node would let garbage lie in gigabytes before it gathers it, and what really grows would not show. */
const SMALL_HEAP = { NODE_OPTIONS: "--max-old-space-size=128 --max-semi-space-size=8" };

/** Finished rows stay a week, so all of them are in the database at the end. */
export async function measureEndurance(ground: Ground): Promise<readonly Figure[]> {
  const database = openFolder();
  const app = await ground.start(database, SMALL_HEAP);
  await openShop(ground, "shop", app).declares();
  const empty = database.size();
  const began = performance.now();
  const memory: number[] = [];
  for (let part = 0; part < PARTS; part += 1) {
    await send(ground, app, part);
    await untilIdle(app);
    memory.push(app.memory());
  }
  const seconds = (performance.now() - began) / 1000;
  await app.stop();
  const size = database.size() - empty;
  database.drop();
  // The first part fills caches and the database's own buffers.
  const growth = memory.at(-1)! / memory[1]!;
  return [
    { name: "100,000 deliveries, stored and done", value: DELIVERIES / seconds, unit: "a second", most: null },
    { name: "memory after 20,000, on a small heap", value: memory[1]! / MEGA, unit: "MB", most: null },
    { name: "memory after 100,000", value: memory.at(-1)! / MEGA, unit: "MB", most: null },
    { name: "memory, the last beside the second tenth", value: growth, unit: "times", most: 1.15 },
    { name: "database, for 100,000 deliveries", value: size / MEGA, unit: "MB", most: null },
  ];
}

async function send({ installation, secret }: Ground, { port }: Listening, part: number): Promise<void> {
  const repository = { id: 1, name: "shop", owner: { login: "acme" } };
  const requests = Array.from({ length: ISSUES }, (_, index) =>
    signedRequest(issueEdited({ repository, installation, number: 1_000 + index, labels: ["bug"] }, BYTES), {
      host: "127.0.0.1",
      port,
      secret,
    }),
  );
  const request = (index: number) => requests[index % ISSUES]!(`endure-${part}-${index}`);
  await volley({ ports: [port], connections: 32, count: DELIVERIES / PARTS, request });
}
