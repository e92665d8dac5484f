/** The memory on PostgreSQL, as events had made it, against one that is read anew from GitHub while others go on working. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recheckRepository } from "#src/flow/recheck.ts";
import { rebuildRepository } from "#src/flow/rebuild-repository.ts";
import { openDatabase, type RunStore } from "#test/chaos/stores.ts";
import { type FlowStage, PLAIN, startFlowStage } from "./stage.ts";

const server = process.env["TEST_DATABASE_URL"] || "";

describe.skipIf(server === "")("with PostgreSQL", () => {
  let database: RunStore;
  let stage: FlowStage;
  beforeAll(async () => {
    database = await openDatabase(server);
    stage = await startFlowStage({ store: database.address });
  }, 60_000);
  afterAll(async () => {
    await stage.stop();
    await database.drop();
  });

  test("read anew, the memory is what events had made it, also when several read and judge at once", async () => {
    const shop = stage.open({ config: PLAIN });
    const { incident } = await shop.declares();
    const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/pay.ts": "1\n" } });
    await shop.opensPull({ branch: "b", files: { "docs/a.md": "1\n" } });
    await recheckRepository(shop.services(), shop.repository);
    const rebuild = () => rebuildRepository({ ...shop.services(), projection: stage.projection }, shop.repository);
    const several = await Promise.all([rebuild(), recheckRepository(shop.services(), shop.repository), rebuild()]);
    expect(several[0]).toMatchObject({ pulls: 2, corrections: [] });
    expect(several[2]).toMatchObject({ pulls: 2, corrections: [] });
    await shop.only("bob", `DELETE REPO/issues/${incident}/labels/incident`);
    await shop.only("carol", `PATCH REPO/pulls/${pull}`, { title: "Gifts" });
    shop.takeEvents();
    expect(await rebuild()).toMatchObject({ corrections: [`issue ${incident}`, `pull ${pull}`] });
    expect(await rebuild()).toMatchObject({ corrections: [] });
  });
});
