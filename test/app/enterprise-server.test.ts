/** An App for GitHub Enterprise Server: only GITHUB_API_URL is set, and everything that it asks for is under that address. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnvironment } from "#app/environment.ts";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
const asked: string[] = [];
const { fetch: send } = globalThis;

beforeAll(async () => {
  hosted = await host();
  const read = readEnvironment({
    APP_ID: "1",
    PRIVATE_KEY: "-----BEGIN RSA PRIVATE KEY-----",
    WEBHOOK_SECRET: "s",
    GITHUB_API_URL: `${hosted.github.url}/api/v3`,
  });
  if (!read.ok) throw new Error(read.problems.join());
  const { apiUrl, graphqlUrl, paced } = read.environment;
  app = await hosted.start(undefined, { apiUrl, graphqlUrl, paced });
  globalThis.fetch = (input, init) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return send(input, init);
  };
}, 60_000);
afterAll(async () => {
  globalThis.fetch = send;
  await app.stop();
  await hosted.stop();
});

test("from a label to a blocked check, by REST under /api/v3 and GraphQL under /api/graphql, not held to github.com's limits", async () => {
  const shop = app.open("shop");
  await shop.declares();
  const pull = await shop.opensPull({ branch: "change", files: { "services/checkout/pay.ts": "2\n" } });
  expect(await shop.gate(pull)).toMatchObject({ conclusion: "failure" });
  // People and the test itself ask the plain address: the App's own requests carry its installation's or its own token.
  const ofApp = asked.filter((url) => url.startsWith(`${hosted.github.url}/api/`));
  expect(new Set(ofApp.map((url) => /\/api\/(v3|graphql)/.exec(url)?.[1]))).toEqual(new Set(["v3", "graphql"]));
  expect(ofApp.some((url) => url.includes("/access_tokens"))).toBe(true);
  expect(ofApp.some((url) => url.includes("/check-runs"))).toBe(true);
  const elsewhere = asked.filter((url) => !url.startsWith(`${hosted.github.url}/`) && !url.startsWith(app.url));
  expect(elsewhere).toEqual([]);
});
