/** One process of the App, as the image runs it, to be killed at any moment. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { FastTime } from "./fast-clock.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Processes start faster when what they load was compiled before. */
const COMPILED = join(ROOT, "node_modules/.cache/aftercare-chaos");
const FAST_TIME = import.meta.resolve("./fast-time.ts");
const TELL_WORK = import.meta.resolve("./tell-work.ts");
const DIE_AT = import.meta.resolve("./die-at.ts");

/** A process that was started. */
export interface AppProcess {
  /** Where it listens; rejects when it ends before it does. */
  readonly url: Promise<string>;
  /** Resolves when it is gone, with its code or the signal's name. */
  readonly ended: Promise<number | string>;
  signal(name: "SIGKILL" | "SIGTERM" | "SIGUSR2"): void;
  /** Sets its clock. */
  setTime(time: FastTime): void;
}

/** What it is given. */
export interface ProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly time: FastTime;
  /** `12:before`: it kills itself at its twelfth statement that writes, before that is sent; `12:after`: after it was done. */
  readonly dieAt: string | null;
  /** Says which work it does. */
  readonly tellsWork: boolean;
  /** Hears every line that it writes. */
  said(line: string): void;
}

/** Starts one. */
export function startProcess({ environment, time, dieAt, tellsWork, said }: ProcessOptions): AppProcess {
  const preloads = [FAST_TIME, ...(dieAt === null ? [] : [DIE_AT]), ...(tellsWork ? [TELL_WORK] : [])].flatMap(
    (preload) => ["--import", preload],
  );
  const child = spawn(process.execPath, [...preloads, "app/index.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: COMPILED,
      ...environment,
      FAST_TIME: JSON.stringify(time),
      ...(dieAt === null ? {} : { DIE_AT: dieAt }),
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  createInterface(child.stderr!).on("line", said);
  const url = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout!).on("line", (line) => {
      const address = /^Aftercare is listening on (\S+)$/.exec(line)?.[1];
      if (address === undefined) said(line);
      else resolve(address);
    });
    void ended.then((code) => reject(new Error(`the App ended with ${code} before it listened`)));
  });
  url.catch(() => {});
  return {
    url,
    ended,
    signal: (name) => void child.kill(name),
    // One that is just being killed does not hear it any more; its successor is told at the start.
    setTime: (next) => void child.send(next, () => {}),
  };
}
