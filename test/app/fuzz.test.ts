/** Mutated payloads and headers against the running App: only 2xx and 4xx, nothing crashes, and no log repeats what was sent. The long run: `node scripts/fuzz.ts 1000000`. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { CANARY, fuzzDeliveries } from "./fuzz-deliveries.ts";
import { type Hosted, host, type Running, SECRET } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start();
});
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

test(
  "a thousand mutated deliveries are answered with 2xx or 4xx; the work that they leave ends",
  { timeout: 120_000 },
  async () => {
    const answers = await fuzzDeliveries({ url: app.url, secret: SECRET, seed: 20_261_122, count: 1_000, width: 8 });
    const statuses = Object.keys(answers).map(Number);
    expect(statuses.filter((status) => status < 200 || status >= 500)).toEqual([]);
    // All ways out are taken: stored or ignored, bad header, bad signature, bad content type, bad payload.
    expect(statuses).toEqual(expect.arrayContaining([202, 400, 401, 415, 422]));
    await app.idle();
    expect(await app.rows()).toMatchObject({ parked: 0 });
    const log = hosted.log.join("");
    expect(log).not.toContain(CANARY);
    expect(log).not.toMatch(/sha256=[0-9a-f]/);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  },
);
