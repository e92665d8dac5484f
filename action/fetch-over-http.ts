/** Requests by Node's own HTTP client: to load `fetch` takes a quarter of the time of a process as short as the gate's. */
import type { Agent, IncomingMessage } from "node:http";

/** What Octokit asks of `fetch`. */
export interface FetchOptions {
  readonly method?: string;
  /** By their names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What Octokit reads of an answer; `Response` is one. */
export interface FetchAnswer {
  readonly status: number;
  readonly statusText: string;
  /** The address that answered. */
  readonly url: string;
  readonly headers: Iterable<[string, string]> & { get(name: string): string | null | undefined };
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Sends one request and reads the whole answer. */
export type Fetch = (url: string, options?: FetchOptions) => Promise<FetchAnswer>;

/** As many as `fetch` follows. */
const MOST_REDIRECTS = 20;

/**
 * A `fetch` that goes through the proxy of the environment (`https_proxy`, `http_proxy`, `no_proxy`, in small or capital letters), as
 * runners behind one set it; `proxy:3128` is read as `http://proxy:3128`. It follows redirects as the standard says: a token is not
 * told to another origin.
 * Its promise rejects when the connection breaks before the answer is whole, with the signal's reason, and after 20 redirects.
 */
export function fetchOverHttp(env: Readonly<Record<string, string | undefined>>): Fetch {
  const agentOf = agentsBehind(env);
  return async (url, options = {}) => {
    try {
      return await follow(new URL(url), options, agentOf);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error;
    }
  };
}

type AgentOf = (protocol: string) => Agent | undefined;

/** Without a proxy Node's own agents do; an import of the module would load the whole of `fetch`, for it exports WebSocket. */
function agentsBehind(env: Readonly<Record<string, string | undefined>>): AgentOf {
  const agents = new Map<string, Agent>();
  return (protocol) => {
    const scheme = protocol.slice(0, -1);
    const proxy = env[`${scheme}_proxy`] || env[`${scheme}_proxy`.toUpperCase()];
    if (!proxy) return undefined;
    // Node leaves out what has no scheme, without a word.
    const proxyEnv = { ...env, [`${scheme}_proxy`]: proxy.includes("://") ? proxy : `http://${proxy}` };
    const agent = agents.get(protocol) ?? new (moduleOf(protocol).Agent)({ keepAlive: true, proxyEnv });
    agents.set(protocol, agent);
    return agent;
  };
}

function moduleOf(protocol: string) {
  return process.getBuiltinModule(protocol === "https:" ? "node:https" : "node:http");
}

async function follow(url: URL, options: FetchOptions, agentOf: AgentOf): Promise<FetchAnswer> {
  let [place, asked] = [url, options];
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const message = await send(place, asked, agentOf(place.protocol));
    const bytes = decompressed(message, await readBody(message));
    const next = nextPlace(message, place);
    if (next === null) return answerOf(place, message, bytes);
    asked = redirected(asked, { status: message.statusCode ?? 0, elsewhere: next.origin !== place.origin });
    place = next;
  }
  throw new Error(`${url.origin} redirects without end`);
}

function nextPlace({ statusCode, headers: { location } }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode ?? 0) || location === undefined) return null;
  const next = new URL(location, from);
  if (next.protocol !== "https:" && next.protocol !== from.protocol)
    throw new Error(`${from.origin} redirects to ${next.protocol}`);
  return next;
}

/** The request as it goes on elsewhere. Source: the fetch standard, HTTP-redirect fetch, steps 12 and 13. */
function redirected(
  { method = "GET", headers = {}, body, ...rest }: FetchOptions,
  { status, elsewhere }: { readonly status: number; readonly elsewhere: boolean },
): FetchOptions {
  const becomesGet = method === "POST" ? status <= 303 : status === 303 && method !== "HEAD";
  const dropped = new Set([...(elsewhere ? ["authorization", "cookie"] : []), ...(becomesGet ? ["content-type"] : [])]);
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
  if (becomesGet) return { ...rest, method: "GET", headers: kept };
  return { ...rest, method, headers: kept, ...(body === undefined ? {} : { body }) };
}

function send(url: URL, options: FetchOptions, agent: Agent | undefined): Promise<IncomingMessage> {
  const { method = "GET", headers = {}, body, signal } = options;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const sent = { ...headers, ...length, "accept-encoding": "gzip" };
  return new Promise((resolve, reject) => {
    const how = { method, headers: sent, ...(agent ? { agent } : {}), ...(signal ? { signal } : {}) };
    const call = moduleOf(url.protocol).request(url, how);
    call.once("response", resolve);
    call.once("error", reject);
    call.end(body);
  });
}

function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    message.on("data", (part: Buffer) => parts.push(part));
    message.once("end", () => resolve(Buffer.concat(parts)));
    message.once("error", reject);
  });
}

/** @throws when what came is not what the header says. */
function decompressed({ headers }: IncomingMessage, bytes: Buffer): Buffer {
  if (headers["content-encoding"] !== "gzip" || bytes.length === 0) return bytes;
  return process.getBuiltinModule("node:zlib").gunzipSync(bytes);
}

function answerOf({ href }: URL, message: IncomingMessage, bytes: Buffer): FetchAnswer {
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? "",
    url: href,
    headers: new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
    text: async () => new TextDecoder().decode(bytes),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  };
}
