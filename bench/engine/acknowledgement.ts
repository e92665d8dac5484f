/** How many deliveries a second are stored durably and answered, beside Probot answering without doing anything. */
import { performance } from "node:perf_hooks";
import type { Figure } from "#bench/figure.ts";
import { type Database, type Ground, openFolder, openPostgres } from "./ground.ts";
import { openShop, untilIdle } from "./shop.ts";
import { type Listening, startProcess } from "./start-process.ts";
import { type Volley, volley } from "./volley.ts";
import { issueEdited, signedRequest } from "./webhook.ts";

/** What GitHub sends for an issue of usual length. */
const BYTES = 11_800;
/** To each process: a batch is at most as large as what waits for its answer. */
const CONNECTIONS = 64;
const COUNT = 8_000;
/** For each process: what is measured is how it runs, not how it is compiled. */
const WARM_UP = 1_500;
/** As many issues are talked about: each is a line of work of its own. */
const ISSUES = 500;

const SHOP = "shop";

/** The usual case: the App knows the repository, and most of what happens there means nothing to it. */
async function knownRepository(ground: Ground, app: Listening): Promise<string> {
  const name = `${SHOP}-${app.port}`;
  await openShop(ground, name, app).declares();
  return name;
}

/** The App's own work goes on meanwhile: nothing is switched off for the measurement. */
export async function measureAcknowledgement(ground: Ground): Promise<readonly Figure[]> {
  const bare = await measureNoOp(ground);
  const folder = await measureReplicas(ground, openFolder(), 1);
  const figures: Figure[] = [
    { name: "Probot that does nothing", value: bare.perSecond, unit: "a second", most: null },
    { name: "stored and answered, PGlite with fsync", value: folder.perSecond, unit: "a second", most: null },
    { name: "of Probot's", value: folder.perSecond / bare.perSecond, unit: "times", most: null, least: 0.6 },
    { name: "slowest of a hundred answers, PGlite", value: folder.p99, unit: "ms", most: 1_000 },
  ];
  for (const replicas of [1, 2, 4]) {
    const database = openPostgres();
    if (!database) return figures;
    const { perSecond, p99, done } = await measureReplicas(ground, database, replicas);
    const name = `PostgreSQL, ${replicas} replica${replicas === 1 ? "" : "s"}`;
    figures.push({ name: `stored and answered, ${name}`, value: perSecond, unit: "a second", most: null });
    figures.push({ name: `stored and done, ${name}`, value: done, unit: "a second", most: null });
    figures.push({ name: `slowest of a hundred answers, ${name}`, value: p99, unit: "ms", most: 1_000 });
  }
  return figures;
}

async function measureNoOp(ground: Ground): Promise<Volley> {
  const env = { PRIVATE_KEY: ground.privateKey, WEBHOOK_SECRET: ground.secret };
  const probot = await startProcess("bench/engine/probot-no-op.ts", env);
  try {
    return await measure({ ...ground, name: SHOP }, [probot]);
  } finally {
    await probot.stop();
  }
}

interface Worked extends Volley {
  /** Deliveries a second until the last one was done, by all replicas together. */
  readonly done: number;
}

async function measureReplicas(ground: Ground, database: Database, count: number): Promise<Worked> {
  const replicas: Listening[] = [];
  try {
    for (let index = 0; index < count; index += 1) replicas.push(await ground.start(database));
    const name = await knownRepository(ground, replicas.at(-1)!);
    let began = 0;
    const measured = await measure({ ...ground, name }, replicas, async () => {
      await untilIdle(replicas[0]!);
      began = performance.now();
    });
    await untilIdle(replicas[0]!);
    return { ...measured, done: COUNT / ((performance.now() - began) / 1000) };
  } finally {
    for (const replica of replicas) await replica.stop();
    database.drop();
  }
}

/** @param ready called between warming up and measuring */
async function measure(
  ground: Ground & { readonly name: string },
  targets: readonly Listening[],
  ready: () => Promise<void> = async () => {},
): Promise<Volley> {
  const ports = targets.map(({ port }) => port);
  const requests = requestsOf(ground, ports);
  const send = (count: number, from: number) =>
    volley({
      ports,
      connections: CONNECTIONS * ports.length,
      count,
      request: (index, port) => requests.get(port)![index % ISSUES]!(`bench-${process.pid}-${from + index}`),
    });
  const warmUp = WARM_UP * targets.length;
  await send(warmUp, 0);
  await ready();
  return send(COUNT, warmUp);
}

function requestsOf({ installation, secret, name }: Ground & { readonly name: string }, ports: readonly number[]) {
  const repository = { id: 1, name, owner: { login: "acme" } };
  const hooks = Array.from({ length: ISSUES }, (_, index) =>
    issueEdited({ repository, installation, number: 1_000 + index, labels: ["bug"] }, BYTES),
  );
  const target = (port: number) => ({ host: "127.0.0.1", port, secret });
  return new Map(ports.map((port) => [port, hooks.map((hook) => signedRequest(hook, target(port)))]));
}
