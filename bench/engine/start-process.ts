/** Processes under measurement: the App as the image starts it, and others that say where they listen. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A process that listens. */
export interface Listening {
  readonly port: number;
  readonly pid: number;
  /** What the process has in memory now, in bytes. */
  memory(): number;
  /** Asks it to end as an orchestrator does, and waits. */
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `node FILE` with this environment and nothing else of ours. @throws when it ends before it listens. */
export async function startProcess(file: string, env: Readonly<Record<string, string>>): Promise<Listening> {
  const child = spawn(process.execPath, [file], { cwd: ROOT, env: { ...env }, stdio: ["ignore", "pipe", "inherit"] });
  // Whoever measures may end in the middle of it.
  process.once("exit", () => child.kill("SIGKILL"));
  const port = await listeningPort(child);
  const pid = child.pid!;
  return {
    port,
    pid,
    memory: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", (code) => reject(new Error(`it ended with ${code} before it listened`)));
    child.stdout!.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-10_000);
      const port = /listening on http:\/\/[\w.]+:(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}
