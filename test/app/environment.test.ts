/** The App's settings: defaults, and what is told when one is wrong. */
import { expect, test } from "vitest";
import { readEnvironment } from "#app/environment.ts";

const KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----";
const NEEDED = { APP_ID: "1", PRIVATE_KEY: KEY, WEBHOOK_SECRET: "s" };

function environmentOf(env: Record<string, string>) {
  const read = readEnvironment({ ...NEEDED, ...env });
  if (!read.ok) throw new Error(read.problems.join("; "));
  return read.environment;
}

test("the defaults are github.com, the embedded database in ./data, and port 3000", () => {
  expect(environmentOf({})).toMatchObject({
    apiUrl: "https://api.github.com",
    graphqlUrl: "https://api.github.com/graphql",
    store: { kind: "directory", path: "./data" },
    port: 3000,
    reportOnly: false,
  });
});

test.each([
  ["https://ghe.example/api/v3", "https://ghe.example/api/graphql"],
  ["https://ghe.example/api/v3/", "https://ghe.example/api/graphql"],
  ["https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql"],
])("GraphQL of %s is at %s", (api, graphql) => {
  expect(environmentOf({ GITHUB_API_URL: api }).graphqlUrl).toBe(graphql);
});

test.each([
  ["with newlines written out", KEY.replaceAll("\n", String.raw`\n`)],
  ["as base64", Buffer.from(KEY).toString("base64")],
])("a key %s is understood", (_name, key) => {
  expect(environmentOf({ PRIVATE_KEY: key }).privateKey).toBe(KEY);
});

test("PostgreSQL goes before a directory, and an empty setting counts as absent", () => {
  expect(environmentOf({ DATABASE_URL: "postgres://x", DATA_DIR: "/data" }).store).toEqual({
    kind: "postgres",
    url: "postgres://x",
  });
  expect(environmentOf({ DATABASE_URL: "", DATA_DIR: "/data" }).store).toEqual({ kind: "directory", path: "/data" });
});

test("Prometheus is left out unless its address is set; then the address has no slash at its end", () => {
  expect(environmentOf({})).not.toHaveProperty("prometheus");
  const settings = { PROMETHEUS_URL: "https://metrics.example/prom/", PROMETHEUS_TOKEN: "t" };
  expect(environmentOf(settings).prometheus).toEqual({ url: "https://metrics.example/prom", token: "t" });
});

test.each([
  [{ PROMETHEUS_URL: "https://u:hunter2@metrics.example" }, "PROMETHEUS_URL: carries a user name or password"],
  [{ PROMETHEUS_URL: "hunter2" }, "PROMETHEUS_URL: is no http or https address"],
  [{ COST_RATES: '{"owner":"acme","currency":"EUR","hour_of_work":"hunter2"}' }, "COST_RATES: these are missing"],
  [{ PROMETHEUS_TOKEN: "hunter2" }, "PROMETHEUS_TOKEN: PROMETHEUS_URL is not set"],
])(
  "a Prometheus that cannot be asked, and rates that cannot be read, are told at the start, without secrets",
  (env, expected) => {
    const read = readEnvironment({ ...NEEDED, ...env });
    const problems = read.ok ? [] : read.problems;
    expect(problems).toEqual([expect.stringContaining(expected)]);
    expect(problems.join("\n")).not.toContain("hunter2");
  },
);

test("in production a database must be named", () => {
  const read = readEnvironment({ ...NEEDED, NODE_ENV: "production" });
  expect(read).toMatchObject({ ok: false, problems: [expect.stringContaining("DATABASE_URL or DATA_DIR")] });
});

test("every missing or wrong setting is named at once, and no secret is repeated", () => {
  const read = readEnvironment({
    PORT: "99999",
    WEBHOOK_SECRET: "hunter2",
    GITHUB_API_URL: "nowhere",
    LOG_LEVEL: "loud",
  });
  const problems = read.ok ? [] : read.problems;
  expect(problems.map((problem) => problem.split(":")[0]).toSorted()).toEqual([
    "APP_ID",
    "GITHUB_API_URL",
    "LOG_LEVEL",
    "PORT",
    "PRIVATE_KEY",
  ]);
  expect(problems.join()).not.toContain("hunter2");
});
