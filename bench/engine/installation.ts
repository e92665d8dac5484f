/** What it costs to install the App on an organisation with five thousand open pull requests. */
import { performance } from "node:perf_hooks";
import type { Figure } from "#bench/figure.ts";
import { type Database, type Ground, openFolder } from "./ground.ts";
import { openShop, untilIdle } from "./shop.ts";
import type { Listening } from "./start-process.ts";
import { volley } from "./volley.ts";
import { signedRequest } from "./webhook.ts";

const REPOSITORIES = 5;
const PULLS_EACH = 1_000;
const TOTAL = REPOSITORIES * PULLS_EACH;
/** A little more, in seconds. */
const HOUR = 3_700;
/** All pull requests of a repository, fifty at once, and what it records; never one for each. */
const MOST_READS = REPOSITORIES * (PULLS_EACH / 50 + 15);

/** Where nothing is flagged, no file is read. */
export async function measureInstallation(ground: Ground): Promise<readonly Figure[]> {
  const database = openFolder();
  const app = await ground.start(database, { GITHUB_LIMITS: "none" });
  ground.github.relay.use({ kind: "hold" });
  const shops = Array.from({ length: REPOSITORIES }, (_, index) => openShop(ground, `shop-${index}`, app));
  for (const { name } of shops) openPulls(ground, name);
  const names = shops.map(({ name }) => name);
  const calm = await install({ ground, database, app }, names);
  database.drop();
  return [
    {
      name: `${TOTAL} open pull requests, nothing flagged: reads`,
      value: calm.reads,
      unit: "requests",
      most: MOST_READS,
    },
    { name: "writes: a check on each, so that it can be required", value: calm.writes, unit: "requests", most: TOTAL },
    { name: "until all is judged, without limits", value: calm.seconds, unit: "s", most: null },
  ];
}

function openPulls({ github }: Ground, name: string): void {
  for (let index = 0; index < PULLS_EACH; index += 1) {
    const branch = `b${index}`;
    github.push(name, { branch, files: { [`docs/${index}.md`]: "1\n" }, login: "carol", from: "main" });
    github.openPull(name, { title: `Change ${index}`, head: branch, login: "carol" });
  }
}

async function untilHalfJudged(github: Ground["github"], names: readonly string[]): Promise<void> {
  const judged = () => names.reduce((sum, name) => sum + github.repository(name).checkRuns.length, 0);
  while (judged() < TOTAL / 2) await new Promise((resolve) => setTimeout(resolve, 250));
}

interface Place {
  readonly ground: Ground;
  readonly database: Database;
  readonly app: Listening;
}

async function install({ ground, database, app }: Place, names: readonly string[]) {
  const { github } = ground;
  github.resetRequests();
  const began = performance.now();
  await announce(ground, app, names);
  await untilHalfJudged(github, names);
  // So many writes are more than an installation's quota of one hour. Tokens do not outlive it: the App signs in anew.
  await app.stop();
  github.clock.advance(HOUR);
  const next = await ground.start(database, { GITHUB_LIMITS: "none" });
  await untilIdle(next);
  await next.stop();
  // What the App asks as itself, for tokens and for deliveries that it missed, is not the installation's.
  const counts = Object.entries(github.requests()).filter(([route]) => !/ \/app\//.test(route));
  const isRead = ([route]: readonly [string, number]) => route.startsWith("GET") || route === "POST /graphql";
  const sum = (of: readonly (readonly [string, number])[]) => of.reduce((total, [, count]) => total + count, 0);
  const reads = sum(counts.filter(isRead));
  return { reads, writes: sum(counts) - reads, seconds: (performance.now() - began) / 1000 };
}

/** Tells the App that it was installed on these repositories, as GitHub does: each is swept. */
export async function announce(
  { installation, secret }: Ground,
  { port }: Listening,
  names: readonly string[],
): Promise<void> {
  const repositories = names.map((full_name) => ({ full_name }));
  const payload = { action: "created", installation: { id: installation }, repositories };
  const request = signedRequest({ event: "installation", payload }, { host: "127.0.0.1", port, secret });
  const guid = `install-${Math.floor(performance.now())}`;
  await volley({ ports: [port], connections: 1, count: 1, request: () => request(guid) });
}
