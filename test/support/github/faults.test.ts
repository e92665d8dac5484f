/** What goes wrong on demand: errors, broken connections, listings that lag, limits; and conditional requests. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Acme, startAcme } from "./acme.ts";
import { apiClient, at } from "./api-client.ts";
import { startGitHub } from "./server.ts";

const ISSUES = "/repos/acme/shop/issues";
const CREATE = "POST /repos/{owner}/{repo}/issues";
let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
});
afterEach(async () => {
  await acme.github.stop();
});

async function open(title: string): Promise<number> {
  return (await acme.bob(`POST ${ISSUES}`, { title })).status;
}

async function listed(): Promise<unknown> {
  return ((await acme.bot(`GET ${ISSUES}?state=all`)).body as { title: string }[]).map((issue) => issue.title);
}

describe("faults", () => {
  test("strike the route they are for, after so many, so often", async () => {
    acme.github.faults.add({ fault: { kind: "status", status: 502 }, route: CREATE, skip: 1, times: 2 });
    expect([await open("a"), await open("b"), await open("c"), await open("d")]).toEqual([201, 502, 502, 201]);
    expect(await listed()).toEqual(["d", "a"]);
  });

  test("with a probability repeat from a seed", async () => {
    const run = async (): Promise<number[]> => {
      acme.github.faults.clear();
      acme.github.faults.seed(3);
      acme.github.faults.add({ fault: { kind: "status", status: 503 }, route: CREATE, probability: 0.5 });
      const statuses: number[] = [];
      for (let index = 0; index < 10; index += 1) statuses.push(await open("x"));
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([201, 503]));
    expect(await run()).toEqual(first);
  });

  test("a connection broken before the write wrote nothing; broken after it, it did", async () => {
    acme.github.faults.add({ fault: { kind: "break-before" }, route: CREATE, times: 1 });
    await expect(open("before")).rejects.toThrow("fetch failed");
    acme.github.faults.add({ fault: { kind: "break-after" }, route: CREATE, times: 1 });
    await expect(open("after")).rejects.toThrow("fetch failed");
    expect(await listed()).toEqual(["after"]);
    expect(acme.github.requests()[CREATE]).toBe(2);
  });

  test("an answer of 502 may hide a write that happened", async () => {
    acme.github.faults.add({ fault: { kind: "status-after", status: 502 }, route: CREATE, times: 1 });
    expect(await open("hidden")).toBe(502);
    expect(await listed()).toEqual(["hidden"]);
  });

  test("latency lets the answer come, late", async () => {
    acme.github.faults.add({ fault: { kind: "latency", milliseconds: 30 }, route: CREATE, times: 1 });
    const before = performance.now();
    expect(await open("late")).toBe(201);
    expect(performance.now() - before).toBeGreaterThanOrEqual(25);
  });
});

describe("listings that lag", () => {
  test("show a write only after so many further requests, while the issue itself is there at once", async () => {
    await open("old");
    acme.github.faults.lag(3);
    await open("new");
    expect((await acme.bot(`GET ${ISSUES}/2`)).body).toMatchObject({ title: "new" });
    expect(await listed()).toEqual(["old"]);
    expect(await listed()).toEqual(["old"]);
    expect(await listed()).toEqual(["new", "old"]);
  });

  test("show edits and comments late as well, until they catch up", async () => {
    await open("old");
    acme.github.faults.lag(100);
    await acme.bot(`PATCH ${ISSUES}/1`, { title: "renamed", state: "closed" });
    await acme.bot(`POST ${ISSUES}/1/comments`, { body: "x" });
    expect((await acme.bot(`GET ${ISSUES}`)).body).toMatchObject([{ title: "old", state: "open" }]);
    expect((await acme.bot(`GET ${ISSUES}/1/comments`)).body).toEqual([]);
    acme.github.faults.catchUp();
    expect((await acme.bot(`GET ${ISSUES}`)).body).toEqual([]);
    expect(at((await acme.bot(`GET ${ISSUES}/1/comments`)).body, "length")).toBe(1);
  });
});

describe("conditional requests", () => {
  test("answer 304 without body and cost nothing of the limit, until something changes", async () => {
    await open("one");
    const first = await acme.bot(`GET ${ISSUES}/1`);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    const again = await acme.bot(`GET ${ISSUES}/1`, undefined, { "if-none-match": etag });
    expect([again.status, again.body]).toEqual([304, ""]);
    expect(again.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
    await acme.bot(`POST ${ISSUES}/1/comments`, { body: "x" });
    expect((await acme.bot(`GET ${ISSUES}/1`, undefined, { "if-none-match": etag })).status).toBe(200);
  });
});

describe("limits", () => {
  test("are told with every answer, and time is the stand-in's", async () => {
    const { headers } = await acme.bot(`GET ${ISSUES}`);
    expect(headers.get("x-ratelimit-limit")).toBe("5000");
    expect(headers.get("x-ratelimit-remaining")).toBe("4999");
    expect(headers.get("x-ratelimit-reset")).toBe(String(acme.github.clock.now() + 3_600));
    expect(headers.get("date")).toBe("Mon, 05 Jan 2026 09:00:00 GMT");
    expect(headers.get("x-github-request-id")).toMatch(/^[0-9A-F:]+$/);
    expect((await acme.bot("GET /rate_limit")).body).toMatchObject({ rate: { limit: 5_000 } });
  });

  test("of the Actions' token are 1,000 an hour; then 403 until the hour is over", async () => {
    const actions = apiClient(acme.github.url, acme.github.actionsToken("acme/shop"));
    acme.github.limits.primary = true;
    for (let index = 0; index < 1_000; index += 1) await actions("GET /rate_limit");
    const refused = await actions(`GET ${ISSUES}`);
    expect([refused.status, refused.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect(at(refused.body, "message")).toMatch(/^API rate limit exceeded/);
    acme.github.clock.advance(3_600);
    expect((await actions(`GET ${ISSUES}`)).status).toBe(200);
  });

  test("allow 80 creations a minute and 900 points a minute when they are enforced", async () => {
    acme.github.limits.secondary = true;
    for (let index = 0; index < 80; index += 1) expect(await open(`${index}`)).toBe(201);
    const refused = await acme.bob(`POST ${ISSUES}`, { title: "81" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "60"]);
    expect(at(refused.body, "message")).toMatch(/secondary rate limit/);
    acme.github.clock.advance(61);
    expect(await open("later")).toBe(201);
    for (let index = 0; index < 179; index += 1) await acme.bot(`PATCH ${ISSUES}/1`, { title: `t${index}` });
    expect((await acme.bot(`PATCH ${ISSUES}/1`, { title: "t" })).status).toBe(200);
    expect((await acme.bot(`GET ${ISSUES}`)).status).toBe(403);
  });

  test("can be hit on demand", async () => {
    acme.github.faults.add({ fault: { kind: "secondary-limit", retryAfter: 7, status: 429 }, route: CREATE, times: 1 });
    const refused = await acme.bob(`POST ${ISSUES}`, { title: "x" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    acme.github.faults.add({ fault: { kind: "primary-limit" }, route: CREATE, times: 1 });
    const spent = await acme.bob(`POST ${ISSUES}`, { title: "x" });
    expect([spent.status, spent.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
  });
});

describe("the counter", () => {
  test("counts by template, and paths without a route as themselves", async () => {
    acme.github.resetRequests();
    await acme.bot(`GET ${ISSUES}`);
    await acme.bot(`GET ${ISSUES}?page=2`);
    await acme.bot("GET /nothing/here");
    expect(acme.github.requests()).toEqual({ "GET /nothing/here": 1, "GET /repos/{owner}/{repo}/issues": 2 });
  });
});

test("a host without a part of the API answers 404 there, and only there", async () => {
  const old = await startGitHub({ without: ["/sub_issues", "/graphql"] });
  old.addRepository({ owner: "acme", name: "shop" });
  const call = apiClient(old.url, old.userToken("acme"));
  await call(`POST ${ISSUES}`, { title: "x" });
  const statuses = [
    await call(`GET ${ISSUES}/1/sub_issues`),
    await call("POST /graphql", { query: "{ viewer { login } }" }),
    await call(`GET ${ISSUES}/1`),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 200]);
  await old.stop();
});

test("what an observer throws does not disturb the caller, and stopping tells of it", async () => {
  const observed = await startGitHub({
    observe: {
      response: ({ template, status }) => {
        throw new Error(`saw ${template} ${status}`);
      },
    },
  });
  observed.addRepository({ owner: "acme", name: "shop" });
  expect((await apiClient(observed.url)("GET /repos/acme/shop")).status).toBe(200);
  await expect(observed.stop()).rejects.toThrow("saw /repos/{owner}/{repo} 200");
});
