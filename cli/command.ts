/** What a command of the command line is, and how it speaks to the outside. */
import type { Command } from "commander";

/** Where a command reads and writes: data on `out`, words on `error`. */
export interface Terminal {
  /** The whole text of a file, or of standard input for `-`. @throws UsageError with one clear line when it cannot be read. */
  readText(path: string): Promise<string>;
  out(text: string): void;
  error(text: string): void;
  /** Seconds since 1970, for commands whose input names no `now`. */
  now(): number;
  /** A setting of the environment; undefined when it is not set. */
  environment(name: string): string | undefined;
  /** True when a person looks at the output directly, so that colours help; absent = no. */
  readonly colours?: boolean;
  /** 0 = fine, 1 = problems were found or something is blocked. */
  exit(code: 0 | 1): void;
}

/** A mistake of the person at the keyboard, or in the file: one line on stderr, exit code 2. */
export class UsageError extends Error {}

/** One command: its name and summary are known at once, its code is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ define(command: Command, terminal: Terminal): void }>;
}

/** Reads JSON from a file or `-`. @throws UsageError that says what is wrong with it. */
export async function readJson(terminal: Terminal, path: string): Promise<unknown> {
  const text = await terminal.readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = (error as Error).message.replaceAll(/\s+/g, " ");
    throw new UsageError(`${path === "-" ? "standard input" : path} is not JSON: ${reason}`);
  }
}
