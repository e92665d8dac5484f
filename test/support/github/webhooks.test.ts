/** Webhooks of the stand-in: who hears, signed how, logged, redelivered, and what the relay does on the way. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";
import { apiClient, at, numberAt } from "./api-client.ts";
import { startReceiver, type WebhookReceiver } from "./webhook-receiver.ts";
import { signatureOf } from "./webhooks.ts";

const ISSUES = "/repos/acme/shop/issues";
const observe = strictObserver();
let receiver: WebhookReceiver;
let acme: Acme;

beforeEach(async () => {
  receiver = await startReceiver();
  acme = await startAcme({ observe, webhookUrl: receiver.url });
  await acme.github.settled();
});
afterEach(async () => {
  await acme.github.stop();
  await receiver.stop();
});

async function open(title: string): Promise<void> {
  await acme.bob(`POST ${ISSUES}`, { title });
}

/** Titles of the issues whose opening arrived, in order of arrival. */
function titles(): unknown[] {
  return receiver.received
    .filter(({ headers }) => headers["x-github-event"] === "issues")
    .map(({ body }) => at(body, "issue.title"));
}

afterAll(() => observe.assertClean());

describe("a webhook", () => {
  test("carries GitHub's headers and a signature over the exact bytes", async () => {
    await open("One");
    await acme.github.settled();
    const { headers, raw, body } = receiver.received.at(-1) ?? { headers: {}, raw: "", body: {} };
    expect(headers["x-hub-signature-256"]).toBe(signatureOf(raw, "s3cret"));
    expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(headers["user-agent"]).toMatch(/^GitHub-Hookshot\/[0-9a-f]{7}$/);
    expect(headers).toMatchObject({
      "x-github-event": "issues",
      "x-github-hook-installation-target-id": String(acme.app.appId),
      "x-github-hook-installation-target-type": "integration",
      "content-type": "application/json",
    });
    expect(body).toMatchObject({
      action: "opened",
      installation: { id: acme.installation.id },
      organization: { login: "acme" },
      repository: { full_name: "acme/shop" },
      sender: { login: "bob" },
    });
  });

  test("goes to Apps that subscribe and have the permission, wherever they are installed, and to the address they have now", async () => {
    const [deaf, blind] = [await startReceiver(), await startReceiver()];
    const { github } = acme;
    const noEvents = github.addApp({
      slug: "deaf",
      permissions: { issues: "read" },
      events: [],
      webhookUrl: deaf.url,
      privateKey: acme.app.privateKey,
    });
    const noRights = github.addApp({
      slug: "blind",
      permissions: { checks: "read" },
      events: ["issues", "check_run"],
      privateKey: acme.app.privateKey,
    });
    github.installApp({ app: noEvents, account: "acme" });
    github.installApp({ app: noRights, account: "acme", repositories: ["vault"] });
    noRights.webhookUrl = blind.url;
    await open("One");
    await github.settled();
    expect([deaf.names(), blind.names(), titles()]).toEqual([["installation.created"], [], ["One"]]);
    await Promise.all([deaf.stop(), blind.stop()]);
  });

  test("tells of comments on issues only with `issues`, on pull requests also with `pull_requests`", async () => {
    const { github } = acme;
    const pulls = github.addApp({
      slug: "pulls",
      permissions: { pull_requests: "read" },
      events: ["issue_comment"],
      webhookUrl: receiver.url,
      privateKey: acme.app.privateKey,
    });
    const { id } = github.installApp({ app: pulls, account: "acme" });
    await open("One");
    github.push("acme/shop", { branch: "later", files: { "a.txt": "a" } });
    github.openPull("acme/shop", { title: "Pull", head: "later" });
    for (const number of [1, 2]) await acme.bob(`POST ${ISSUES}/${number}/comments`, { body: "x" });
    const heard = github.deliveries().filter((row) => row.installationId === id && row.event === "issue_comment");
    expect(heard.map((row) => at(JSON.parse(row.body), "issue.number"))).toEqual([2]);
  });

  test("is sent for what the Actions' token does, too", async () => {
    await apiClient(acme.github.url, acme.github.actionsToken("acme/shop"))(`POST ${ISSUES}`, { title: "By a run" });
    await acme.github.settled();
    expect(receiver.received.at(-1)?.body).toMatchObject({ sender: { login: "github-actions[bot]" } });
  });

  test("tells of installations and repositories", async () => {
    const { github, installation } = acme;
    github.removeFromInstallation(installation, ["vault"]);
    github.addToInstallation(installation, ["vault"]);
    github.changeRepository("acme/shop", { name: "store" });
    github.changeRepository("acme/store", { archived: true });
    github.changeRepository("acme/store", { archived: false, private: true });
    github.acceptPermissions(installation, { issues: "write" }, ["issues"]);
    github.suspendInstallation(installation);
    github.unsuspendInstallation(installation);
    github.uninstall(installation);
    await github.settled();
    expect(receiver.names().toSorted()).toEqual(
      [
        "installation.created",
        "installation_repositories.removed",
        "installation_repositories.added",
        "repository.renamed",
        "repository.archived",
        "repository.unarchived",
        "repository.privatized",
        "installation.new_permissions_accepted",
        "installation.suspend",
        "installation.unsuspend",
        "installation.deleted",
      ].toSorted(),
    );
    await acme.alice("POST /repos/acme/store/issues", { title: "Unheard" });
    expect(github.deliveries().at(-1)?.action).toBe("deleted");
  });
});

describe("the delivery log", () => {
  test("keeps request and answer, pages by cursor, and delivers again under the same GUID", async () => {
    receiver.answerWith(500);
    for (const title of ["One", "Two", "Three"]) {
      await open(title);
      await acme.github.settled();
    }
    receiver.answerWith(200);
    const app = apiClient(acme.github.url, acme.app.jwt());
    const first = await app("GET /app/hook/deliveries?per_page=2");
    expect(first.body).toMatchObject([
      { event: "issues", action: "opened", status: "Invalid HTTP Response: 500", status_code: 500, redelivery: false },
      { status_code: 500 },
    ]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const rest = await app(`GET ${next.replace(acme.github.url, "")}`);
    expect(rest.body).toMatchObject([{ status_code: 500 }, { event: "installation", status_code: 200 }]);
    expect(at((await app("GET /app/hook/deliveries?status=failure")).body, "length")).toBe(3);
    const id = numberAt(first.body, "1.id");
    expect((await app(`GET /app/hook/deliveries/${id}`)).body).toMatchObject({
      request: { headers: { "x-github-event": "issues" }, payload: { issue: { title: "Two" } } },
      response: { payload: "noted" },
    });
    expect((await app(`POST /app/hook/deliveries/${id}/attempts`)).status).toBe(202);
    await acme.github.settled();
    expect(receiver.received.at(-1)?.headers["x-github-delivery"]).toBe(at(first.body, "1.guid"));
    expect((await app("GET /app/hook/deliveries?per_page=1")).body).toMatchObject([
      { guid: at(first.body, "1.guid"), redelivery: true, status: "OK" },
    ]);
  });

  test("forgets after three days, and is the App's alone", async () => {
    await open("One");
    await acme.github.settled();
    expect((await acme.bot("GET /app/hook/deliveries")).status).toBe(401);
    acme.github.clock.advance(3 * 86_400 + 1);
    expect((await apiClient(acme.github.url, acme.app.jwt())("GET /app/hook/deliveries")).body).toEqual([]);
  });

  test("says when nobody listened", async () => {
    acme.app.webhookUrl = "http://127.0.0.1:9/";
    await open("One");
    await acme.github.settled();
    expect(acme.github.deliveries().at(-1)).toMatchObject({ status: "failed to connect to host", statusCode: 502 });
  });

  test("the address and secret can be changed by the App", async () => {
    const app = apiClient(acme.github.url, acme.app.jwt());
    expect((await app("PATCH /app/hook/config", { secret: "new" })).body).toMatchObject({
      url: receiver.url,
      secret: "********",
      content_type: "json",
    });
    await open("One");
    await acme.github.settled();
    const last = receiver.received.at(-1);
    expect(last?.headers["x-hub-signature-256"]).toBe(signatureOf(last?.raw ?? "", "new"));
  });
});

describe("the relay", () => {
  test("holds until it is released, in the order that is asked for", async () => {
    acme.github.relay.use({ kind: "hold" });
    for (const title of ["One", "Two", "Three"]) await open(title);
    await acme.github.settled();
    expect(titles()).toEqual([]);
    await acme.github.relay.release((held) => held.toReversed());
    expect(titles()).toEqual(["Three", "Two", "One"]);
  });

  test("drops into the log as failed, duplicates under one GUID, and leaves alone what the filter leaves out", async () => {
    acme.github.relay.use({ kind: "drop" }, (row) => at(JSON.parse(row.body), "issue.title") === "One");
    await open("One");
    await open("Two");
    await acme.github.settled();
    expect(titles()).toEqual(["Two"]);
    expect(acme.github.deliveries().find((row) => row.body.includes('"One"'))).toMatchObject({ statusCode: 502 });
    acme.github.relay.use({ kind: "duplicate", copies: 3 });
    await open("Three");
    await acme.github.settled();
    expect(titles()).toEqual(["Two", "Three", "Three", "Three"]);
    expect(new Set(receiver.received.slice(-3).map(({ headers }) => headers["x-github-delivery"])).size).toBe(1);
  });

  test("delays past later ones", async () => {
    acme.github.relay.use({ kind: "delay", deliveries: 2 }, (row) => row.body.includes('"One"'));
    for (const title of ["One", "Two", "Three"]) {
      await open(title);
    }
    await acme.github.settled();
    expect(titles().at(-1)).toBe("One");
  });

  test("makes the same chaos from the same seed", async () => {
    const run = async (seed: number): Promise<unknown[]> => {
      const before = titles().length;
      acme.github.relay.use({ kind: "chaos", seed, drop: 0.2, duplicate: 0.3 });
      for (let index = 0; index < 12; index += 1) await open(`${index}`);
      await acme.github.settled();
      return titles().slice(before);
    };
    const wild = await run(7);
    expect(wild).not.toEqual(Array.from({ length: 12 }, (_, index) => `${index}`));
    expect(new Set(wild).size).toBeGreaterThan(5);
    const other = await startAcme({ webhookUrl: receiver.url });
    await other.github.settled();
    const before = titles().length;
    other.github.relay.use({ kind: "chaos", seed: 7, drop: 0.2, duplicate: 0.3 });
    for (let index = 0; index < 12; index += 1) await other.bob(`POST ${ISSUES}`, { title: `${index}` });
    await other.github.stop();
    expect(titles().slice(before)).toEqual(wild);
  });
});
