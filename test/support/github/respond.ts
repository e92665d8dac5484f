/** From an HTTP request to an answer: routing, faults, authentication, limits, the handler, ETags and GitHub's headers. */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "./actor.ts";
import { authenticate } from "./auth.ts";
import { type Call, GitHubRefusal, type Reply, type World } from "./call.ts";
import type { FaultKind, FaultSource } from "./faults.ts";
import { type Limits, secondaryLimit } from "./limits.ts";
import type { ObservedRequest, Observer } from "./observe.ts";
import type { Match, Router } from "./router.ts";
import { fullName, nextId } from "./state.ts";

/** What answering needs. */
export interface Desk {
  readonly world: World;
  readonly router: Router;
  readonly faults: FaultSource;
  readonly limits: Limits;
  readonly observe: Observer;
  /** Adds one to the count of `METHOD template`. */
  count(route: string): void;
  /** Keeps a mistake of the stand-in or an observer; `stop()` reports it. */
  report(problem: unknown): void;
}

/** Answers one request; never rejects. */
export async function respond(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await exchange(desk, request, response);
  } catch (problem) {
    desk.report(problem);
    if (!response.headersSent) response.writeHead(500).end();
  }
}

async function exchange(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? "GET";
  const asked = new URL(request.url ?? "/", desk.world.url);
  const path = plainPath(desk.world, asked.pathname);
  const raw = await readBody(request);
  const match = desk.router.find(method === "HEAD" ? "GET" : method, path);
  const body = parseBody(raw);
  const verb = isMutation(match, body) ? "MUTATION" : method;
  const route = `${verb} ${match?.route.template ?? path}`;
  desk.count(route);
  desk.faults.begin(desk.world.state, method !== "GET");
  const fault = desk.faults.strike(route);
  if (fault?.kind === "break-before") return void request.socket.destroy();
  if (fault?.kind === "latency") await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
  const seen: ObservedRequest = {
    method,
    template: match?.route.template ?? null,
    path,
    query: Object.fromEntries(asked.searchParams),
    body,
  };
  observed(desk, () => desk.observe.request?.(seen));
  const given = await answer(desk, { match, method, verb, path, asked, body, request, fault });
  const reply =
    fault?.kind === "status-after" ? refusalReply(desk, new GitHubRefusal(fault.status, "Server Error"), {}) : given;
  if (fault?.kind === "break-after") return void request.socket.destroy();
  send(desk, { reply, response, request });
  observed(desk, () =>
    desk.observe.response?.({
      ...seen,
      status: reply.status,
      responseBody: reply.body,
      responseHeaders: reply.headers ?? {},
    }),
  );
}

/** A GraphQL document that writes counts as a write. */
function isMutation(match: Match | undefined, body: unknown): boolean {
  const { query } = (body ?? {}) as { readonly query?: unknown };
  return match?.route.template === "/graphql" && typeof query === "string" && /^\s*mutation\b/.test(query);
}

interface Asked {
  readonly match: Match | undefined;
  readonly method: string;
  /** `MUTATION` for a GraphQL document that writes, else the method. */
  readonly verb: string;
  readonly path: string;
  readonly asked: URL;
  readonly body: unknown;
  readonly request: IncomingMessage;
  readonly fault: FaultKind | undefined;
}

async function answer(desk: Desk, asked: Asked): Promise<Reply> {
  const { match, fault } = asked;
  let limitHeaders: Record<string, string> = {};
  try {
    const actor =
      match?.route.open === true
        ? ({ kind: "anonymous" } as const)
        : authenticate(desk.world, asked.request.headers.authorization);
    const charge = { actor, method: asked.verb, template: match?.route.template ?? asked.path };
    if (match?.route.open !== true) limitHeaders = desk.limits.charge(charge);
    if (fault !== undefined) strike(desk, fault, charge);
    if (match === undefined) throw new GitHubRefusal(404, "Not Found");
    if (asked.body instanceof SyntaxError) throw new GitHubRefusal(400, "Problems parsing JSON");
    const reply = await match.route.handle(callOf(desk, asked, { match, actor }));
    const tagged = withETag(reply, asked);
    if (tagged.status === 304) limitHeaders = desk.limits.refund(charge);
    return { ...tagged, headers: { ...limitHeaders, ...tagged.headers } };
  } catch (problem) {
    return refusalReply(desk, problem, limitHeaders);
  }
}

const FAULT_WORDS: Readonly<Record<number, string>> = { 404: "Not Found", 502: "Server Error" };

function strike(desk: Desk, fault: FaultKind, charge: { actor: Actor; method: string; template: string }): void {
  if (fault.kind === "status")
    throw new GitHubRefusal(fault.status, FAULT_WORDS[fault.status] ?? "Service unavailable");
  if (fault.kind === "secondary-limit") throw secondaryLimit(fault.retryAfter, fault.status);
  if (fault.kind === "primary-limit") throw desk.limits.exhausted(charge);
}

function callOf(desk: Desk, asked: Asked, found: { match: Match; actor: Actor }): Call {
  return {
    world: desk.world,
    method: asked.method,
    template: found.match.route.template,
    params: found.match.params,
    path: asked.path,
    query: asked.asked.searchParams,
    body: asked.body,
    headers: asked.request.headers,
    actor: found.actor,
  };
}

function refusalReply(desk: Desk, problem: unknown, limitHeaders: Record<string, string>): Reply {
  if (!(problem instanceof GitHubRefusal)) {
    desk.report(problem);
    return { status: 500, body: { message: `The stand-in failed: ${String(problem)}` } };
  }
  const body = {
    message: problem.message,
    documentation_url: "https://docs.github.com/rest",
    ...problem.extra,
    status: String(problem.status),
  };
  return { status: problem.status, body, headers: { ...limitHeaders, ...problem.headers } };
}

function withETag(reply: Reply, asked: Asked): Reply {
  if (asked.method !== "GET" || reply.status !== 200 || reply.body === undefined || asked.match?.route.open === true)
    return reply;
  const etag = `W/"${createHash("sha256").update(encode(reply.body)).digest("hex")}"`;
  const headers = {
    ...reply.headers,
    etag,
    "cache-control": "private, max-age=60, s-maxage=60",
    vary: "Accept, Authorization, Cookie",
  };
  const known = asked.request.headers["if-none-match"]?.split(/,\s*/) ?? [];
  return known.some((one) => one.replace(/^W\//, "") === etag.slice(2))
    ? { status: 304, headers }
    : { ...reply, headers };
}

function send(desk: Desk, parts: { reply: Reply; response: ServerResponse; request: IncomingMessage }): void {
  const { reply, response, request } = parts;
  const { state, clock } = desk.world;
  const number = nextId(state, "request");
  const json = reply.body !== undefined && typeof reply.body !== "string" && !Buffer.isBuffer(reply.body);
  response.writeHead(reply.status, {
    date: new Date(clock.now() * 1000).toUTCString(),
    server: "github.com",
    "x-github-request-id": `0000:${number.toString(16).toUpperCase().padStart(8, "0")}`,
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    ...(desk.world.enterprise ? { "x-github-enterprise-version": desk.world.enterprise } : {}),
    ...(json ? { "content-type": "application/json; charset=utf-8" } : {}),
    ...reply.headers,
  });
  response.end(reply.body === undefined || request.method === "HEAD" ? undefined : encode(reply.body));
}

function encode(body: unknown): string | Buffer {
  return typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

/** Without `/api/v3`, and with `/repositories/{id}` as the repository's present name. */
function plainPath(world: World, pathname: string): string {
  const path = pathname
    .replace(/^\/api\/v3(?=\/|$)/, "")
    .replace(/^\/api\/graphql$/, "/graphql")
    .replace(/(.)\/$/, "$1");
  const byId = /^\/repositories\/(\d+)(.*)$/.exec(path);
  const repository = world.state.repositories.get(Number(byId?.[1]));
  return repository === undefined ? path : `/repos/${fullName(repository)}${byId?.[2] ?? ""}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** JSON, or a form as the OAuth endpoints take it; a SyntaxError as a value when it is neither. */
function parseBody(raw: string): unknown {
  if (raw === "") return undefined;
  try {
    return JSON.parse(raw);
  } catch (problem) {
    if (/^[\w-]+=/.test(raw)) return Object.fromEntries(new URLSearchParams(raw));
    return problem instanceof SyntaxError ? problem : new SyntaxError(String(problem));
  }
}

function observed(desk: Desk, look: () => void): void {
  try {
    look();
  } catch (problem) {
    desk.report(problem);
  }
}
