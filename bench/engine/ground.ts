/** What the engine is measured on: the stand-in with an organisation and the App, and Apps as processes beside it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WEBHOOK_PATH } from "#app/server.ts";
import { startFastClock } from "#test/chaos/fast-clock.ts";
import { createMachineClock } from "#test/support/github/clock.ts";
import type { ObservedResponse } from "#test/support/github/observe.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { type AppHandle, createPrivateKey } from "#test/support/github/setup-apps.ts";
import { type Listening, startProcess } from "./start-process.ts";

/** Where an App keeps what it knows: a folder of its own, or a database of its own on the server of TEST_DATABASE_URL. */
export interface Database {
  readonly kind: "PGlite" | "PostgreSQL";
  readonly env: Readonly<Record<string, string>>;
  /** Bytes on disk. */
  size(): number;
  drop(): void;
}

/** Requests, and what they count as by GitHub's limits. */
export interface Spent {
  readonly requests: number;
  readonly points: number;
  readonly creations: number;
  /** By a limit. */
  readonly refused: number;
}

const NOTHING: Spent = { requests: 0, points: 0, creations: 0, refused: 0 };

/** GitHub with the organisation `acme`, on which the App is installed. */
export interface Ground {
  readonly github: GitHubServer;
  readonly app: AppHandle;
  readonly installation: number;
  readonly secret: string;
  readonly privateKey: string;
  /** What GitHub was asked since the last reset, by everybody. */
  spent(): Spent;
  resetSpent(): void;
  /** Starts one replica; GitHub's webhooks go to the one that was started last. */
  start(database: Database, env?: Readonly<Record<string, string>>): Promise<Listening>;
  stop(): Promise<void>;
}

const FAST_TIME = import.meta.resolve("#test/chaos/fast-time.ts");
const SECRET = "a-secret-of-the-benchmark";

/** Opens it. Time is the machine's, times the factor: for the Apps as well, so that GitHub's minutes need not be waited for in full. */
export async function openGround(factor = 1): Promise<Ground> {
  const fast = factor === 1 ? null : startFastClock(factor);
  const clock = fast ?? createMachineClock();
  let spent = NOTHING;
  const response = ({ method, template, status, body }: ObservedResponse) => {
    const writes = /^\s*mutation\b/.test(String((body as { readonly query?: unknown } | undefined)?.query));
    const creates = method === "POST" && (writes || /\/(issues|comments)$/.test(template ?? ""));
    spent = {
      requests: spent.requests + 1,
      points: spent.points + (method === "GET" || (template === "/graphql" && !writes) ? 1 : 5),
      creations: spent.creations + Number(creates),
      refused: spent.refused + Number(status === 403 || status === 429),
    };
  };
  const github = await startGitHub({ clock, observe: { response } });
  github.addOrganization("acme", { alice: "admin" });
  const privateKey = createPrivateKey();
  const permissions = { checks: "write", statuses: "write", issues: "write", pull_requests: "write", contents: "read" };
  const events = ["issue_comment", "issues", "merge_group", "pull_request", "push", "sub_issues"];
  const app = github.addApp({ slug: "aftercare", permissions, events, secret: SECRET, privateKey } as Parameters<
    GitHubServer["addApp"]
  >[0]);
  app.webhookUrl = "http://127.0.0.1:9/";
  const { id } = github.installApp({ app, account: "acme" });
  const settings = {
    APP_ID: String(app.appId),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: github.url,
    PORT: "0",
    LOG_LEVEL: "error",
  };
  return {
    github,
    app,
    installation: id,
    secret: SECRET,
    privateKey,
    start: async (database, env = {}) => {
      const time = fast ? { NODE_OPTIONS: `--import=${FAST_TIME}`, FAST_TIME: JSON.stringify(fast.time()) } : {};
      const started = await startProcess("app/index.ts", { ...settings, ...time, ...database.env, ...env });
      app.webhookUrl = `http://127.0.0.1:${started.port}${WEBHOOK_PATH}`;
      return started;
    },
    spent: () => spent,
    resetSpent: () => {
      spent = NOTHING;
    },
    stop: () => github.stop(),
  };
}

/** A folder that nobody has written to. */
export function openFolder(): Database {
  const path = mkdtempSync(join(tmpdir(), "aftercare-bench-"));
  return {
    kind: "PGlite",
    env: { DATA_DIR: path },
    size: () => Number(execFileSync("du", ["-sb", path]).toString().split("\t")[0]),
    drop: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A new database on the server of `TEST_DATABASE_URL`; null where none is named. */
export function openPostgres(): Database | null {
  const server = process.env["TEST_DATABASE_URL"];
  if (!server) return null;
  const name = `bench_${process.pid}_${Math.floor(performance.now())}`;
  const ask = (text: string) => execFileSync("psql", ["-X", "-q", "-t", "-A", server, "-c", text]).toString().trim();
  ask(`create database ${name}`);
  return {
    kind: "PostgreSQL",
    env: { DATABASE_URL: server.replace(/\/[^/]*$/, `/${name}`) },
    size: () => Number(ask(`select pg_database_size('${name}')`)),
    drop: () => void ask(`drop database ${name} with (force)`),
  };
}
