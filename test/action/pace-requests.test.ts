/** The Action's ports heed what GitHub says of its limits: nothing is sent into a limit, and the requests that are left are kept for verdicts. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { openServices } from "#action/services.ts";
import { paceRequests } from "#action/pace-requests.ts";
import type { ActionInputs } from "#action/inputs.ts";
import { shop, startStandIn, type StandIn } from "#test/github/stand-in.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

function open(lane?: "background" | "conversation") {
  const { server } = standIn;
  const inputs = { token: server.actionsToken("acme/shop"), apiUrl: server.url, reportOnly: false } as ActionInputs;
  return openServices(inputs, lane && paceRequests(inputs, lane)).github;
}

test("after a spent quota nothing more is sent until GitHub's hour is over", async () => {
  const github = open("conversation");
  standIn.server.faults.add({ fault: { kind: "primary-limit" }, times: 1 });
  await expect(github.readRepository(shop)).rejects.toThrow(/limits our requests/);
  standIn.count();
  await expect(github.readRepository(shop)).rejects.toMatchObject({ retryAt: expect.any(Number) });
  expect(standIn.count()).toEqual({});
});

test.each([
  ["background", 250],
  ["conversation", 100],
] as const)("%s leaves %i of the token's thousand requests to verdicts", async (lane, kept) => {
  const verdicts = open();
  const other = open(lane);
  const used = 1_000 - kept;
  for (let sent = 0; sent < used - 1; sent += 50) {
    await Promise.all(Array.from({ length: Math.min(50, used - 1 - sent) }, () => verdicts.readRepository(shop)));
  }
  expect(await other.readRepository(shop)).toMatchObject({ repo: "shop" });
  await expect(other.readRepository(shop)).rejects.toThrow(/kept for verdicts/);
  expect(await verdicts.readRepository(shop)).toMatchObject({ repo: "shop" });
});
