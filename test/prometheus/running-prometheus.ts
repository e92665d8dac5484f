/** A real Prometheus (Debian's package) for one test file: rules of ours, a port of its own, everything in a temporary folder. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const BINARY = "/usr/bin/prometheus";

/** True when the package is installed. */
export const hasPrometheus = existsSync(BINARY);

/** One that answers. */
export interface RunningPrometheus {
  readonly url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts it and resolves when every rule has been evaluated once. @param rules of one group, as YAML */
export async function startPrometheus(rules: string): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "aftercare-prometheus-"));
  const indented = rules.trim().replaceAll("\n", "\n      ");
  writeFileSync(
    join(folder, "rules.yml"),
    `groups:\n  - name: budgets\n    interval: 1s\n    rules:\n      ${indented}\n      - { record: ready, expr: vector(1) }\n`,
  );
  writeFileSync(join(folder, "prometheus.yml"), `global: { evaluation_interval: 1s }\nrule_files: [rules.yml]\n`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = spawn(
    BINARY,
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=info",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => void process.once("exit", () => resolve()));
  const stop = async () => {
    process.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(process.stderr, ended);
    await evaluated(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Its log says when requests are answered. */
async function listening(log: NodeJS.ReadableStream, ended: Promise<void>): Promise<void> {
  const lines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: log }).on("line", (line) => {
      lines.push(line);
      if (line.includes("Server is ready to receive web requests")) resolve();
    });
  });
  const early = ended.then(() => {
    throw new Error(`Prometheus ended:\n${lines.slice(-5).join("\n")}`);
  });
  await Promise.race([ready, early]);
}

/** Rules of a group are evaluated in order, so the last one tells of all. Each request is an answer, so this is no busy waiting for long. */
async function evaluated(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/v1/query?query=ready`);
    const { data } = (await answer.json()) as { data?: { result?: readonly unknown[] } };
    if (data?.result?.length === 1) return;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
