/** The App's one HTTP server: webhooks, health, metrics. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "#src/flow/services.ts";
import { type Answer, receive, type ReceiveOptions } from "./receive.ts";
import { omissionPath, type OmissionDesk, receiveOmission } from "./receive-omissions.ts";
import { alertPath, type AlertDesk, receiveAlerts } from "./receive-alerts.ts";

/** What the server answers with. */
export interface ServerOptions extends ReceiveOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Null when ready, else why not. */
  notReady(): Promise<string | null>;
  /** Metrics in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Left out: nobody may send alerts, and their path answers 404. */
  readonly alerts?: AlertDesk;
  /** Left out: nobody can add anything without a name, and those pages answer 404. */
  readonly omissions?: OmissionDesk;
  /** Told of every answer to a webhook. */
  answered?(status: number, seconds: number): void;
}

/** A listening server. */
export interface RunningServer {
  readonly url: string;
  /** Takes no new connection and resolves when the open ones have ended. */
  stop(): Promise<void>;
}

/** GitHub's webhooks come here. */
export const WEBHOOK_PATH = "/api/github/webhooks";

/** Proxies keep a connection for a minute: had we closed it just before they use it again, the delivery would be lost. */
const KEEP_ALIVE_MS = 75_000;

/** Listens. Port 0 = any free one. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  let stopping = false;
  const server = createServer((request, response) => {
    // A connection that was in use when we stopped is kept for whoever may ask again, and nobody may any more.
    response.once("close", () => {
      if (stopping) server.closeIdleConnections();
    });
    void answer(request, response, options);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      stopping = true;
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  return { url: `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`, stop };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  const started = performance.now();
  await reply(request, response, options);
  const isWebhook = pathOf(request) === WEBHOOK_PATH;
  if (isWebhook) options.answered?.(response.statusCode, (performance.now() - started) / 1000);
}

async function reply(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  try {
    const { status, text, html } = await route(request, options);
    response.writeHead(status, html ? PAGE_HEADERS : TEXT_HEADERS).end(`${text}\n`);
  } catch (error) {
    options.log.error({ err: error, path: loggedPath(request) }, "A request could not be answered");
    if (!response.headersSent) response.writeHead(500);
    response.end("Not stored: please deliver again.\n");
  }
}

async function route(request: IncomingMessage, options: ServerOptions): Promise<Answer> {
  const path = pathOf(request);
  if (path === WEBHOOK_PATH) {
    if (request.method === "POST") return receive(request, options);
    return { status: 405, text: "GitHub's webhooks are POSTed here." };
  }
  const alerted = alertPath(path);
  if (alerted) return receiveAlerts(request, alerted, options.alerts ?? null);
  const omission = options.omissions && omissionPath(path);
  if (omission && options.omissions) return receiveOmission(request, omission, options.omissions);
  if (request.method !== "GET" && request.method !== "HEAD") return { status: 405, text: "Only GET here." };
  if (path === "/healthz") return { status: 200, text: "ok" };
  if (path === "/readyz") return ready(await options.notReady());
  if (path === "/metrics") return { status: 200, text: await options.metrics() };
  return {
    status: 404,
    text: `Nothing here. Webhooks: ${WEBHOOK_PATH}; alerts: /api/alerts/OWNER/REPO; health: /healthz, /readyz; metrics: /metrics.`,
  };
}

function ready(problem: string | null): Answer {
  return problem === null ? { status: 200, text: "ready" } : { status: 503, text: problem };
}

const TEXT_HEADERS = { "content-type": "text/plain; charset=utf-8" };
const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** The address of a page lets in whoever has it. */
function loggedPath(request: IncomingMessage): string {
  const path = pathOf(request);
  return omissionPath(path) === null ? path : "/omission";
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0]!;
}
