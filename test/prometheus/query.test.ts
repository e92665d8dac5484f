/** Every bad answer that something at PROMETHEUS_URL may give, over real HTTP. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RemainingQuery, remainingQuery } from "#src/budget/prometheus-query.ts";
import { fromDecimal } from "#src/budget/rational.ts";
import { connectPrometheus, readPrometheusUrl } from "#src/prometheus/prometheus.ts";

const NOW = 1_795_000_000;
const ASKED = { expression: "budget_left", sampledAt: null };

let server: Server;
let answer: RequestListener;
const seen: string[] = [];

beforeEach(async () => {
  seen.length = 0;
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ""}`.trim());
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function url(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function says(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}

function vector(...values: readonly unknown[]): object {
  const result = values.map((value, index) => ({ metric: { slo: `s${index}` }, value: [NOW, value] }));
  return { status: "success", data: { resultType: "vector", result } };
}

function ask(asked: RemainingQuery = ASKED, now = NOW) {
  return connectPrometheus({ url: url() }).readRemaining(asked, now);
}

describe("a good answer", () => {
  test.each([
    ["one series", vector("0.742"), "0.742"],
    ["a negative share", vector("-0.5"), "-0.5"],
    ["a scalar", { status: "success", data: { resultType: "scalar", result: [NOW + 0.781, "0.25"] } }, "0.25"],
  ])("%s", async (_name, body, share) => {
    answer = says(200, body);
    expect(await ask()).toEqual({ kind: "remaining", share: fromDecimal(share), asOf: NOW });
    expect(seen).toEqual(["GET /api/v1/query?query=budget_left"]);
  });

  test("keeps the path of the address and carries the token", async () => {
    answer = says(200, vector("1"));
    await connectPrometheus({ url: `${url()}/prom`, token: "s3cret" }).readRemaining(ASKED, NOW);
    expect(seen).toEqual(["GET /prom/api/v1/query?query=budget_left Bearer s3cret"]);
  });

  test("is kept for half a minute, for every verdict of a burst", async () => {
    answer = says(200, vector("1"));
    const source = connectPrometheus({ url: url() });
    await Promise.all([source.readRemaining(ASKED, NOW), source.readRemaining(ASKED, NOW + 29)]);
    expect(seen).toHaveLength(1);
    await source.readRemaining(ASKED, NOW + 30);
    expect(seen).toHaveLength(2);
  });
});

describe("what is unusable, in plain words", () => {
  const matrix = { status: "success", data: { resultType: "matrix", result: [] } };
  const histogram = {
    status: "success",
    data: { resultType: "vector", result: [{ metric: {}, histogram: [NOW, { count: "1" }] }] },
  };
  const text = 'invalid parameter "query": 1:3: parse error: unexpected end of input';
  const refused = { status: "error", errorType: "bad_data", error: text };
  const unavailable = { status: "error", errorType: "unavailable", error: "TSDB is\nstarting" };

  test.each<[string, number, unknown, string]>([
    ["no series", 200, vector(), "Prometheus has no such series ([]): check the recording rule and its labels"],
    ["two series", 200, vector("1", "0.5"), "it gives 2 series where one is needed: choose by more labels"],
    ["NaN", 200, vector("NaN"), "it is NaN, which is no share"],
    ["+Inf", 200, vector("+Inf"), "it is +Inf, which is no share"],
    ["-Inf", 200, vector("-Inf"), "it is -Inf, which is no share"],
    ["percent", 200, vector("74"), "it is 74, but no more than 1 can remain (0.742 means 74.2%)"],
    ["a matrix", 200, matrix, "it gives a matrix where one number is needed"],
    ["a histogram", 200, histogram, "it gives no plain number (a native histogram, perhaps)"],
    ["a number that is no text", 200, vector(0.5), "Prometheus' answer has a form that is not known"],
    ["400 with its text", 400, refused, `Prometheus answers 400: ${text}`],
    ["503 with its text", 503, unavailable, "Prometheus answers 503: TSDB is starting"],
    ["503 of a proxy", 503, "<html>", "Prometheus answers 503"],
    ["an error with 200", 200, refused, `Prometheus says: ${text}`],
    ["401", 401, "no", "Prometheus refuses the query (401): check PROMETHEUS_TOKEN"],
    ["403", 403, "no", "Prometheus refuses the query (403): check PROMETHEUS_TOKEN"],
    ["404", 404, "no", "there is no query API at PROMETHEUS_URL (404)"],
    ["no JSON", 200, "<html>login</html>", "what answers at PROMETHEUS_URL does not speak Prometheus' query API"],
    ["nothing", 200, "", "what answers at PROMETHEUS_URL does not speak Prometheus' query API"],
    ["other JSON", 200, { ok: true }, "what answers at PROMETHEUS_URL does not speak Prometheus' query API"],
  ])("%s", async (_name, status, body, reason) => {
    answer = says(status, body);
    expect(await ask()).toEqual({ kind: "unusable", reason });
  });

  test("a redirect is not followed, wherever it leads", async () => {
    answer = says(302, "", { location: `${url()}/elsewhere` });
    expect(await ask()).toEqual({
      kind: "unusable",
      reason:
        "Prometheus answers with a redirect (302), which is not followed: PROMETHEUS_URL has to be its final address",
    });
    expect(seen).toHaveLength(1);
  });

  test("a huge body is cut off, not read to its end", async () => {
    let sent = 0;
    answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && sent < 200_000_000) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, " "))) return void response.once("drain", more);
        }
      };
      more();
    };
    expect(await ask()).toEqual({ kind: "unusable", reason: "Prometheus' answer is larger than 1 MB" });
    expect(sent).toBeLessThan(50_000_000);
  });

  test.each([
    ["no answer at all", () => undefined],
    ["a body that never ends", (_request: unknown, response: { write(text: string): unknown }) => response.write("{")],
  ] as [string, RequestListener][])("%s ends after five seconds", async (_name, listener) => {
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => (asked = resolve));
    answer = (request, response) => {
      listener(request, response);
      asked();
    };
    // The time-out is the platform's own; here it comes when the test says so.
    const controller = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(controller.signal);
    const answered = ask();
    await arrived;
    controller.abort(new DOMException("late", "TimeoutError"));
    expect(await answered).toEqual({ kind: "unusable", reason: "Prometheus did not answer within 5 seconds" });
    expect(timeout).toHaveBeenCalledExactlyOnceWith(5000);
  });

  test("a broken connection names no host", async () => {
    answer = (request) => request.socket.destroy();
    expect(await ask()).toEqual({ kind: "unusable", reason: "Prometheus cannot be reached" });
  });

  test("nobody listens", async () => {
    answer = () => undefined;
    const gone = { url: "http://127.0.0.1:1" };
    const reason = "Prometheus cannot be reached";
    expect(await connectPrometheus(gone).readRemaining(ASKED, NOW)).toEqual({ kind: "unusable", reason });
  });
});

describe("the age of the data", () => {
  const sloth = remainingQuery("checkout", "sloth");

  /** The value is dated with the time of asking, as Prometheus does; the sample is older. */
  function sampled(at: number): RequestListener {
    return (request, response) => {
      const isTime = (request.url ?? "").includes("timestamp");
      says(200, vector(isTime ? String(at) : "0.5"))(request, response);
    };
  }

  test.each([
    [0, { kind: "remaining", share: fromDecimal("0.5"), asOf: NOW }],
    [900, { kind: "remaining", share: fromDecimal("0.5"), asOf: NOW - 900 }],
    [901, { kind: "unusable", reason: "its newest data are 15 min 1 s old (at most 15 min count)" }],
  ])("a sample %d seconds old", async (age, expected) => {
    answer = sampled(NOW - age);
    expect(await ask(sloth)).toEqual(expected);
    expect(seen).toHaveLength(2);
  });

  test("an answer that is dated long ago itself", async () => {
    answer = says(200, vector("0.5"));
    expect(await ask(ASKED, NOW + 1000)).toMatchObject({ kind: "unusable", reason: expect.stringContaining("16 min") });
  });

  test("a time that is no number", async () => {
    answer = (request, response) =>
      says(200, vector((request.url ?? "").includes("timestamp") ? "NaN" : "0.5"))(request, response);
    expect(await ask(sloth)).toEqual({
      kind: "unusable",
      reason: "nobody can tell how old its data are",
    });
  });
});

test.each([
  ["http://127.0.0.1:9090", { url: "http://127.0.0.1:9090" }],
  ["https://metrics.example/prometheus/", { url: "https://metrics.example/prometheus" }],
  ["file:///etc/passwd", { problem: "is no http or https address" }],
  ["metrics:9090", { problem: "is no http or https address" }],
  ["", { problem: "is no http or https address" }],
  [
    "http://u:p@metrics.example",
    { problem: "carries a user name or password: put a bearer token into PROMETHEUS_TOKEN" },
  ],
  ["http://metrics.example/?x=1", { problem: "has a query or fragment: give the address alone" }],
])("PROMETHEUS_URL %s", (text, expected) => {
  expect(readPrometheusUrl(text)).toEqual(expected);
});
