#!/usr/bin/env node
/** The command line `aftercare`: hands the arguments to one command and its answer to the shell. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { UsageError } from "./command.ts";
import { run } from "./run.ts";

// `aftercare … | head` closes the pipe before all is written: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  readText,
  out: (words) => void process.stdout.write(`${words}\n`),
  error: (words) => void process.stderr.write(`${words}\n`),
  now: () => Math.floor(Date.now() / 1000),
  environment: (name) => process.env[name],
  colours: process.stdout.isTTY && !process.env["NO_COLOR"],
});

async function readText(path: string): Promise<string> {
  if (path === "-") return text(process.stdin);
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a folder" : (error as Error).message;
    throw new UsageError(`${path}: ${reason}`);
  }
}
