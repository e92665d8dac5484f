/** The App as accounts come, go and come back: what is swept, what is dropped, and that nothing is retried for ever. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
beforeEach(async () => {
  hosted = await host();
  app = await hosted.start();
});
afterEach(async () => {
  await app.stop();
  await hosted.stop();
});

const asApp = async (operation: string) => {
  const [method, path] = operation.split(" ") as [string, string];
  const headers = { authorization: `Bearer ${hosted.app.jwt()}` };
  return (await fetch(`${hosted.github.url}${path}`, { method, headers })).status;
};
const quiet = async () => {
  await hosted.github.settled();
  await app.idle();
};
const SUSPENSION = `/app/installations/`;

/** Opens an incident and an unrelated change, judged. */
async function story() {
  const shop = app.open("shop");
  const { incident } = await shop.declares();
  const pull = await shop.opensPull({ branch: "change", files: { "services/checkout/pay.ts": "2\n" } });
  return { shop, incident, pull };
}

test("while it is suspended nothing is written; afterwards what waits is judged at once", async () => {
  const { shop } = await story();
  const { id } = hosted.installation;
  expect(await asApp(`PUT ${SUSPENSION}${id}/suspended`)).toBe(204);
  const late = await shop.opensPull({ branch: "late", files: { "services/checkout/late.ts": "1\n" } });
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
  expect(await shop.checks(await shop.head(late))).toEqual([]);
  expect(await asApp(`DELETE ${SUSPENSION}${id}/suspended`)).toBe(204);
  await quiet();
  expect(await shop.gate(late)).toMatchObject({ conclusion: "failure" });
});

test("an account that uninstalls leaves no work behind", async () => {
  await story();
  hosted.github.relay.use({ kind: "hold" });
  const shop = app.open("other");
  await shop.opensIssue("bob", "Checkout fails", ["incident", "component:checkout"]);
  expect(await asApp(`DELETE ${SUSPENSION}${hosted.installation.id}`)).toBe(204);
  await hosted.github.relay.release();
  await quiet();
  await app.tick();
  await quiet();
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
});

test("a renamed repository is swept under its new name, and keeps its analysis", async () => {
  const { shop } = await story();
  await shop.only("alice", "PATCH REPO", { name: "store" });
  await quiet();
  hosted.github.resetRequests();
  const { id } = hosted.github.repository("acme/store");
  const repository = { id, name: "store", full_name: "acme/store", owner: { login: "acme" }, default_branch: "main" };
  const installation = { id: hosted.installation.id };
  expect(await app.deliver("repository", { action: "renamed", repository, installation })).toBe(202);
  await quiet();
  expect(hosted.github.requests()).toMatchObject({ "GET /repos/{owner}/{repo}/contents/{path}": expect.any(Number) });
  // The incident, its analysis and the pull request: no second analysis was opened.
  expect([...hosted.github.repository("acme/store").issues.keys()]).toHaveLength(3);
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
});
