/** Requests by Node's own HTTP client: to load `fetch` takes a quarter of the time of a process as short as the gate's. */
import type { IncomingMessage } from "node:http";

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

/**
 * Sends one request and reads the whole answer, as `fetch` would. An answer that points elsewhere is left to `fetch` itself, which knows
 * who may be told the token: it asks the first address once more.
 * @throws Error when the connection breaks before the answer is whole, or the reason of the signal.
 */
export async function fetchOverHttp(url: string, options: FetchOptions = {}): Promise<FetchAnswer> {
  try {
    const message = await send(url, options);
    const bytes = decompressed(message, await readBody(message));
    return pointsElsewhere(message) ? await fetch(url, options) : answerOf(url, message, bytes);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  }
}

function send(url: string, { method = "GET", headers = {}, body, signal }: FetchOptions): Promise<IncomingMessage> {
  // An import of the module would read all that it exports, its WebSocket too, and for that Node loads the whole of `fetch`.
  const { request } = process.getBuiltinModule(url.startsWith("https:") ? "node:https" : "node:http");
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const sent = { ...headers, ...length, "accept-encoding": "gzip" };
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers: sent, ...(signal ? { signal } : {}) });
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

function pointsElsewhere({ statusCode, headers }: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode ?? 0) && headers.location !== undefined;
}

function answerOf(url: string, message: IncomingMessage, bytes: Buffer): FetchAnswer {
  return {
    status: message.statusCode ?? 0,
    statusText: message.statusMessage ?? "",
    url,
    headers: new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
    text: async () => new TextDecoder().decode(bytes),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  };
}
