/** What comes at once is shown at once: twenty comments, one edit of the list. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  app = await hosted.start();
}, 60_000);
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

const COMMENT = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
const ITEMS = 20;

test("twenty comments that each add an item are twenty issues and one edit of the list", async () => {
  const shop = app.open("burst");
  const { pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", pia, '/pia add "Bound queue 0" component:checkout');
  // While GitHub is away they gather.
  hosted.github.faults.add({ fault: { kind: "status", status: 503 }, route: COMMENT });
  for (let index = 1; index <= ITEMS; index += 1) {
    await shop.only("bob", `POST REPO/issues/${pia}/comments`, {
      body: `/pia add "Bound queue ${index}" component:checkout`,
    });
  }
  await app.after(1);
  hosted.github.faults.clear();
  hosted.github.resetRequests();
  await app.after(120);
  const requests = hosted.github.requests();
  // Each issue with its place under the analysis.
  expect(requests["MUTATION /graphql"]).toBe(ITEMS);
  // The list, and the record of what holds back.
  expect(requests["PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"]).toBe(2);
  const [list] = await shop.marked(pia, "items");
  expect(list!.match(/Bound queue \d+/g)).toHaveLength(ITEMS + 1);
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
}, 120_000);

test("one comment is shown as soon as it is done, also while listings lag", async () => {
  const shop = app.open("single");
  const { pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
  hosted.github.faults.lag(1000);
  await shop.says("bob", pia, '/pia add "Cap retries" component:checkout');
  hosted.github.faults.clear();
  expect((await shop.marked(pia, "items"))[0]).toContain("Cap retries | accepted<br>bob");
}, 120_000);
