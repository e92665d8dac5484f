/** The server ends when it is told to: at once, or with the answers that are under way. */
import { expect, test } from "vitest";
import { startServer } from "#app/server.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

test("a request that is under way is answered, and its kept connection holds nothing up", async () => {
  const asked = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<null>();
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    secret: "s3cret",
    log: QUIET,
    notReady: () => {
      asked.resolve();
      return ready.promise;
    },
    metrics: async () => "",
    store: async () => {},
  });
  // Kept for the next request, by the client as well.
  const answer = fetch(`${server.url}/readyz`);
  await asked.promise;
  const stopped = server.stop();
  ready.resolve(null);
  expect(await (await answer).text()).toBe("ready\n");
  await stopped;
  await expect(fetch(`${server.url}/readyz`)).rejects.toThrow("fetch failed");
});
