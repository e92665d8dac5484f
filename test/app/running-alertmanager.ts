/** A real Alertmanager from the machine's packages, on a free port, that sends its alerts to an address given to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A running Alertmanager. */
export interface RunningAlertmanager {
  /** Hands alerts to it, as Prometheus does. */
  post(alerts: readonly object[]): Promise<void>;
  stop(): Promise<void>;
}

/** Where the binary is; null on a machine without it (Debian: `prometheus-alertmanager`). */
export function findAlertmanager(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = folders.flatMap((folder) =>
    ["prometheus-alertmanager", "alertmanager"].map((name) => join(folder, name)),
  );
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts it. `send`: where alerts go, with which bearer token. */
export async function startAlertmanager(
  binary: string,
  send: { readonly url: string; readonly token: string },
): Promise<RunningAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), "alertmanager-"));
  const config = join(folder, "alertmanager.yml");
  writeFileSync(config, configFor(send));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${address}`,
      "--cluster.listen-address=",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(child, "exit");
  await listening(child.stderr, ended);
  return {
    post: async (alerts) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`http://${address}/api/v2/alerts`, {
        method: "POST",
        headers,
        body: JSON.stringify(alerts),
      });
      if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function configFor({ url, token }: { readonly url: string; readonly token: string }): string {
  return JSON.stringify({
    route: {
      receiver: "aftercare",
      group_by: ["service"],
      group_wait: "1ms",
      group_interval: "100ms",
      repeat_interval: "1h",
    },
    receivers: [
      {
        name: "aftercare",
        webhook_configs: [{ url, send_resolved: true, http_config: { authorization: { credentials: token } } }],
      },
    ],
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** It says so in its log, which is read to its end: a program whose log nobody takes is ended by the system. */
async function listening(log: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  let said = "";
  const ready = new Promise<void>((resolve) => {
    log.on("data", (chunk: Buffer) => {
      said += String(chunk);
      if (/msg="?Listening/i.test(said)) resolve();
    });
  });
  const early = ended.then(() => {
    throw new Error(`Alertmanager did not start: ${said}`);
  });
  await Promise.race([ready, early]);
}
