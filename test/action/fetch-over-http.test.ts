/** Whatever a server answers, the Action's own client reads what `fetch` would have read. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FetchAnswer, type FetchOptions, fetchOverHttp } from "#action/fetch-over-http.ts";

const ask = fetchOverHttp({});

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const TEXT = "Zürich — 障害 🙂 ".repeat(2000);

const HANDLERS: Readonly<Record<string, Handler>> = {
  "/plain": (_, response) =>
    response.writeHead(200, { "content-type": "text/plain", link: '<a>; rel="next"' }).end("yes"),
  "/echo": (request, response, body) => {
    const kept = ["authorization", "content-type", "content-length", "user-agent", "x-own"].map((name) => [
      name,
      request.headers[name],
    ]);
    response.end(JSON.stringify({ method: request.method, kept, body }));
  },
  "/zipped": (request, response) => {
    const zips = String(request.headers["accept-encoding"]).includes("gzip");
    response.writeHead(200, zips ? { "content-encoding": "gzip" } : {}).end(zips ? gzipSync(TEXT) : TEXT);
  },
  "/zipped-empty": (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(),
  "/pieces": (_, response) => {
    // Cut inside a character of several bytes.
    const bytes = Buffer.from(TEXT);
    for (let at = 0; at < bytes.length; at += 1001) response.write(bytes.subarray(at, at + 1001));
    response.end();
  },
  "/none": (_, response) => response.writeHead(204).end(),
  "/unchanged": (_, response) => response.writeHead(304, { etag: '"a"' }).end(),
  "/missing": (_, response) =>
    response.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}'),
  "/twice": (_, response) => response.writeHead(200, { "x-own": ["a", "b"] }).end(),
  "/moved": (_, response) => response.writeHead(301, { location: "/echo" }).end(),
  "/moved-whole": (_, response) => response.writeHead(307, { location: "/echo" }).end("gone"),
  "/posted": (_, response) => response.writeHead(302, { location: "/echo" }).end(),
  "/see": (_, response) => response.writeHead(303, { location: "/echo" }).end(),
  "/other": (_, response) =>
    response.writeHead(301, { location: `${home.replace("127.0.0.1", "localhost")}/echo` }).end(),
  "/loop": (_, response) => response.writeHead(302, { location: "/loop" }).end(),
  "/file": (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/nowhere": (_, response) => response.writeHead(302).end("no address"),
  "/broken": (_, response) =>
    response.writeHead(200, { "content-length": "100" }).write("half", () => response.destroy()),
  "/refused": (request) => request.socket.destroy(),
  "/not-zipped": (_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip at all"),
  "/proxied": (request, response) => response.end(`${request.url} ${request.headers.authorization}`),
  "/bom": (_, response) => response.end(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])),
};

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { pathname } = new URL(request.url ?? "", "http://loopback");
  HANDLERS[pathname]?.(request, response, body);
}

let server: Server;
let home = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.once("end", () => answer(request, response, Buffer.concat(parts).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Row {
  readonly of: string;
  readonly path: string;
  readonly options?: FetchOptions;
}

const BODY = JSON.stringify({ query: "{ üser }" });
/** As Octokit always gives them; for `fetch` there are others where none is given. */
const HEADERS = { "user-agent": "aftercare", "content-type": "application/json" };

const SAME: readonly Row[] = [
  { of: "a plain answer", path: "/plain" },
  { of: "a query in the address", path: "/echo?a=%20b&c=d" },
  {
    of: "headers",
    path: "/echo",
    options: { headers: { authorization: "token t", "x-own": "1" } },
  },
  {
    of: "a body with letters of two bytes",
    path: "/echo",
    options: { method: "POST", body: BODY },
  },
  { of: "a PATCH", path: "/echo", options: { method: "PATCH", body: BODY } },
  { of: "a DELETE without a body", path: "/echo", options: { method: "DELETE" } },
  { of: "HEAD", path: "/plain", options: { method: "HEAD" } },
  { of: "a compressed answer", path: "/zipped" },
  { of: "a compressed answer of nothing", path: "/zipped-empty" },
  { of: "characters cut in two on their way", path: "/pieces" },
  { of: "no content", path: "/none" },
  { of: "not modified", path: "/unchanged" },
  { of: "an error", path: "/missing" },
  { of: "a header given twice", path: "/twice" },
  { of: "a repository that was renamed", path: "/moved" },
  { of: "a POST that goes on elsewhere", path: "/moved-whole", options: { method: "POST", body: BODY } },
  { of: "a POST that is answered elsewhere", path: "/posted", options: { method: "POST", body: BODY } },
  { of: "a PATCH that moved", path: "/moved", options: { method: "PATCH", body: BODY } },
  { of: "a PUT whose outcome stands elsewhere", path: "/see", options: { method: "PUT", body: BODY } },
  {
    of: "another origin, which is not told the token",
    path: "/other",
    options: { headers: { authorization: "token t" } },
  },
  { of: "a redirect that names no address", path: "/nowhere" },
  { of: "a byte order mark", path: "/bom" },
];

test.each(SAME)("$of is read as by fetch", async ({ path, options = {} }) => {
  const sent = { ...options, headers: { ...HEADERS, ...options.headers } };
  const expected = await seen(await fetch(home + path, sent));
  expect(await seen(await ask(home + path, sent))).toEqual(expected);
});

test("bytes are the same as by fetch", async () => {
  const bytes = new Uint8Array(await (await ask(`${home}/pieces`)).arrayBuffer());
  expect(bytes).toEqual(new Uint8Array(await (await fetch(`${home}/pieces`)).arrayBuffer()));
});

describe("what never became an answer throws", () => {
  test.each(["/broken", "/refused", "/not-zipped", "/loop", "/file"])("%s", async (path) => {
    await expect(ask(home + path)).rejects.toThrow(Error);
  });

  test("an https address is never asked in the clear", async () => {
    await expect(ask(`${home.replace("http:", "https:")}/plain`)).rejects.toThrow(/wrong version number|EPROTO/);
  });

  test("a signal, with its own reason", async () => {
    const controller = new AbortController();
    const answer = ask(`${home}/silent`, { signal: controller.signal });
    controller.abort(new DOMException("took too long", "TimeoutError"));
    await expect(answer).rejects.toThrow("took too long");
  });

  test("a signal that was given before", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(ask(`${home}/plain`, { signal })).rejects.toThrow("too late");
  });
});

describe("behind a proxy", () => {
  const env = () => ({ http_proxy: home, NO_PROXY: "localhost" });

  test("it is the proxy that is asked, for the whole address", async () => {
    const answer = await fetchOverHttp(env())("http://github.invalid/proxied?a=b", {
      headers: { authorization: "token t" },
    });
    expect(await answer.text()).toBe("http://github.invalid/proxied?a=b token t");
  });

  test("in capital letters as well", async () => {
    const answer = await fetchOverHttp({ HTTP_PROXY: home })("http://github.invalid/proxied");
    expect(await answer.text()).toContain("http://github.invalid/proxied");
  });

  test("an address without a scheme, as many write it", async () => {
    const answer = await fetchOverHttp({ http_proxy: home.slice("http://".length) })("http://github.invalid/proxied");
    expect(await answer.text()).toContain("http://github.invalid/proxied");
  });

  test("what is excepted is asked itself", async () => {
    const answer = await fetchOverHttp(env())(`${home.replace("127.0.0.1", "localhost")}/proxied`);
    expect(await answer.text()).toMatch(/^\/proxied/);
  });
});

/** What Octokit reads. */
async function seen(answer: FetchAnswer): Promise<unknown> {
  const { status, statusText, url } = answer;
  const names = ["content-type", "link", "x-own", "etag", "absent"];
  const headers = names.map((name) => answer.headers.get(name) ?? null);
  const listed = [...answer.headers].map(([name]) => name).filter((name) => name !== "keep-alive");
  return { status, statusText, url, headers, listed: listed.toSorted(), text: await answer.text() };
}
