/** The Action as a runner starts it: the built bundle in a process of its own against the stand-in, beside a Node that does nothing. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { performance } from "node:perf_hooks";
import { buildAction } from "#scripts/build.ts";
import { PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";
import type { Figure } from "./figure.ts";
import type { Load } from "./load.ts";

const RUNS = 15;
const LATENCY = 80;
/** Everything at once, then files and who shares the commit, then the comments, since it would block. */
const ROUNDS = 3;
/** Of the leanest peer with five linked items, at no latency; with `node -e 0` at 11 ms. */
const LEANEST_PEER = 70;

/** Time by latency, bytes that the gate loads, and how many requests it takes. */
export async function measureActionProcess({ bare, factor: load }: Load): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), "aftercare-bench-"));
  const stage = await startFlowStage({ unobserved: true });
  try {
    await buildAction(join(directory, "dist"));
    const shop = stage.open({ config: PLAIN.replace("mode: enforce", "mode: report") });
    const run = runner(shop, await linkedPull(shop), directory);
    await run();
    const before = shop.github.requests();
    await run();
    const requests = sum(shop.github.requests()) - sum(before);
    const atOnce = await timed(run);
    stage.github.faults.add({ fault: { kind: "latency", milliseconds: LATENCY } });
    const late = await timed(run);
    // Other work on the machine slows every process down: what is no waiting may take as much longer as a Node that does nothing.
    const waiting = ROUNDS * LATENCY;
    return [
      { name: "Action: node -e 0", value: bare, unit: "ms", most: null },
      { name: "Action: 5 linked items, no latency", value: atOnce, unit: "ms", most: LEANEST_PEER * 1.3 * load },
      { name: "Action: of it without Node's own start", value: atOnce - bare, unit: "ms", most: null },
      {
        name: "Action: 5 linked items, 80 ms a request",
        value: late,
        unit: "ms",
        most: waiting + (350 - waiting) * load,
      },
      { name: "Action: requests with 5 linked items", value: requests, unit: "requests", most: 6 },
      {
        name: "Action: code that the gate loads",
        value: await loadedBytes(run, directory),
        unit: "bytes",
        most: 500_000,
      },
    ];
  } finally {
    await stage.stop();
    rmSync(directory, { recursive: true });
  }
}

/** A pull request that touches a component with open work and links five issues. */
async function linkedPull(shop: Shop): Promise<number> {
  await shop.declares();
  const links: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    const labels = ["aftercare", "remediation", "component:checkout"];
    links.push(`Fixes #${await shop.opensIssue("bob", `Item ${index}`, labels)}`);
  }
  return shop.opensPull({ branch: "fix", files: { "services/checkout/pay.ts": "1\n" }, body: links.join("\n") });
}

type Run = (more?: Readonly<Record<string, string>>) => Promise<void>;

function runner(shop: Shop, number: number, directory: string): Run {
  const event = join(directory, "event.json");
  writeFileSync(event, JSON.stringify({ action: "synchronize", pull_request: { number } }));
  const env = {
    "INPUT_GITHUB-TOKEN": shop.github.actionsToken(shop.name),
    GITHUB_REPOSITORY: shop.name,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: event,
    GITHUB_API_URL: shop.github.url,
  };
  return (more = {}) => start([join(directory, "dist", "index.mjs")], { ...env, ...more });
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the run ended with ${code}`))));
  });
}

/** The fastest run: whatever else the machine does only adds. */
async function timed(run: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

/** V8 writes down every module that it loaded. */
async function loadedBytes(run: Run, directory: string): Promise<number> {
  const coverage = join(directory, "coverage");
  mkdirSync(coverage);
  await run({ NODE_V8_COVERAGE: coverage });
  const files = readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), "utf8")) as { result: { url: string }[] };
    return result.map(({ url }) => url);
  });
  const ours = [...new Set(files)].filter((url) => url.startsWith("file:") && url.includes("/dist/"));
  return ours.reduce((bytes, url) => bytes + statSync(fileURLToPath(url)).size, 0);
}

function sum(requests: Readonly<Record<string, number>>): number {
  return Object.values(requests).reduce((total, count) => total + count, 0);
}
