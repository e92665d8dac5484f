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

/** As GitHub sends it: these webhooks name the repository as it is now. */
const tell = (action: string, name: string) => {
  const { id } = hosted.github.repository(`acme/${name}`);
  const repository = { id, name, full_name: `acme/${name}`, owner: { login: "acme" }, default_branch: "main" };
  return app.deliver("repository", { action, repository, installation: { id: hosted.installation.id } });
};
const POLICY = "GET /repos/{owner}/{repo}/contents/{path}";
const writes = () =>
  Object.keys(hosted.github.requests()).filter((route) => /^(POST|PATCH|PUT|DELETE) \/repos/.test(route));

test("an archived repository is neither swept nor written to; when it is unarchived it is swept at once", async () => {
  const { shop, pull } = await story();
  hosted.github.changeRepository("acme/shop", { archived: true });
  expect(await tell("archived", "shop")).toBe(202);
  await quiet();
  hosted.github.resetRequests();
  await app.tick();
  await quiet();
  expect(hosted.github.requests()).not.toHaveProperty([POLICY]);
  expect(writes()).toEqual([]);
  hosted.github.changeRepository("acme/shop", { archived: false });
  expect(await tell("unarchived", "shop")).toBe(202);
  await quiet();
  expect(hosted.github.requests()).toHaveProperty([POLICY]);
  expect(await shop.gate(pull)).toMatchObject({ conclusion: "failure" });
  expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
});

test.each([true, false])(
  "made private (%s) or public: no verdict changes, and nothing is written",
  async (isPrivate) => {
    const { shop, pull } = await story();
    hosted.github.changeRepository("acme/shop", { private: !isPrivate });
    await quiet();
    hosted.github.resetRequests();
    hosted.github.changeRepository("acme/shop", { private: isPrivate });
    expect(await tell(isPrivate ? "privatized" : "publicized", "shop")).toBe(202);
    await app.tick();
    await quiet();
    expect(writes()).toEqual([]);
    expect(await shop.gate(pull)).toMatchObject({ conclusion: "failure" });
  },
);

test.each(["renamed", "transferred"])(
  "a %s repository is swept under its new name, and keeps its analysis",
  async (action) => {
    const { shop } = await story();
    await shop.only("alice", "PATCH REPO", { name: "store" });
    await quiet();
    hosted.github.resetRequests();
    expect(await tell(action, "store")).toBe(202);
    await quiet();
    expect(hosted.github.requests()).toHaveProperty([POLICY]);
    // The incident, its analysis and the pull request: no second analysis was opened.
    expect([...hosted.github.repository("acme/store").issues.keys()]).toHaveLength(3);
    expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
  },
);
