/** Who may do what against the stand-in: tokens, JWTs, permissions, visibility, archived and renamed repositories. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";
import { apiClient, at, textAt } from "./api-client.ts";
import { createPrivateKey, signJwt } from "./setup-apps.ts";

const observe = strictObserver();
const REPO = "/repos/acme/shop";
let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ observe });
});
afterEach(async () => {
  await acme.github.stop();
});
afterAll(() => observe.assertClean());

function as(token: string): ReturnType<typeof apiClient> {
  return apiClient(acme.github.url, token);
}

describe("tokens", () => {
  test("that nobody knows are 401 Bad credentials, for reading too", async () => {
    expect(await as("ghp_wrong")(`GET ${REPO}`)).toMatchObject({ status: 401, body: { message: "Bad credentials" } });
  });

  test("are not needed to read what is public, and always to write", async () => {
    const nobody = apiClient(acme.github.url);
    expect((await nobody(`GET ${REPO}`)).status).toBe(200);
    expect((await nobody(`POST ${REPO}/issues`, { title: "x" })).status).toBe(401);
    expect((await nobody("GET /repos/acme/vault")).status).toBe(404);
  });

  test("are taken as `token` and `Bearer`, and under /api/v3", async () => {
    const { github } = acme;
    const authorization = `token ${github.userToken("bob")}`;
    const answer = await fetch(`${github.url}/api/v3/user`, { headers: { authorization } });
    expect([answer.status, at(await answer.json(), "login")]).toEqual([200, "bob"]);
  });

  test("of a stranger do not see a private repository (404), and do not write in a public one (403)", async () => {
    expect((await acme.eve("GET /repos/acme/vault/issues")).status).toBe(404);
    expect((await acme.eve(`POST ${REPO}/labels`, { name: "x" })).status).toBe(403);
    expect((await acme.eve(`POST ${REPO}/issues`, { title: "x" })).status).toBe(201);
  });
});

describe("the App's JWT", () => {
  test("identifies the App", async () => {
    expect(await as(acme.app.jwt())("GET /app")).toMatchObject({
      status: 200,
      body: { slug: "aftercare", installations_count: 1 },
    });
    expect((await acme.bot("GET /app")).status).toBe(401);
  });

  test("with a foreign key, of the past, or for too long is 401 with GitHub's words", async () => {
    const now = acme.github.clock.now();
    const message = async (jwt: string): Promise<unknown> => at((await as(jwt)("GET /app")).body, "message");
    expect(await message(signJwt(acme.app.appId, createPrivateKey(), now))).toBe(
      "A JSON web token could not be decoded",
    );
    expect(await message(signJwt(acme.app.appId, acme.app.privateKey, now - 3_600))).toMatch(
      /^'Expiration time' claim \('exp'\) must be a numeric value/,
    );
    expect(await message(signJwt(acme.app.appId, acme.app.privateKey, now + 3_600))).toMatch(/^'Issued at' claim/);
    expect(await message(signJwt(acme.app.appId, acme.app.privateKey, now + 64))).toMatch(
      /too far in the future|'Issued at'/,
    );
    expect(await message(signJwt(999, acme.app.privateKey, now))).toBe("Integration not found");
  });

  test("writes nothing in repositories", async () => {
    expect((await as(acme.app.jwt())(`POST ${REPO}/issues`, { title: "x" })).status).toBe(401);
  });
});

describe("installation tokens", () => {
  const path = (): string => `/app/installations/${acme.installation.id}/access_tokens`;

  test("are made with the JWT, are long, and end after an hour", async () => {
    const { status, body } = await as(acme.app.jwt())(`POST ${path()}`);
    expect([status, at(body, "expires_at")]).toEqual([201, "2026-01-05T10:00:00Z"]);
    const token = textAt(body, "token");
    expect(token).toMatch(/^ghs_[A-Za-z0-9._-]{400,}$/);
    expect((await as(token)("GET /installation/repositories")).body).toMatchObject({
      total_count: 2,
      repository_selection: "all",
    });
    acme.github.clock.advance(3_600);
    expect((await as(token)(`GET ${REPO}`)).status).toBe(401);
  });

  test("can be narrowed to repositories and permissions, never widened", async () => {
    const jwt = as(acme.app.jwt());
    const { body } = await jwt(`POST ${path()}`, { repositories: ["shop"], permissions: { issues: "read" } });
    expect(body).toMatchObject({
      repository_selection: "selected",
      permissions: { issues: "read", metadata: "read" },
      repositories: [{ name: "shop" }],
    });
    const narrow = as(textAt(body, "token"));
    expect(await narrow(`POST ${REPO}/issues`, { title: "x" })).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    expect((await narrow("GET /repos/acme/vault/issues")).status).toBe(404);
    expect((await narrow("GET /installation/repositories")).body).toMatchObject({ total_count: 1 });
    expect((await jwt(`POST ${path()}`, { permissions: { secrets: "write" } })).status).toBe(422);
    expect((await jwt(`POST ${path()}`, { repositories: ["elsewhere"] })).status).toBe(422);
    expect((await narrow("DELETE /installation/token")).status).toBe(204);
    expect((await narrow(`GET ${REPO}`)).status).toBe(401);
  });

  test("of a suspended installation are 403, and nothing new is made", async () => {
    acme.github.suspendInstallation(acme.installation);
    expect((await acme.bot(`GET ${REPO}`)).status).toBe(403);
    expect((await as(acme.app.jwt())(`POST ${path()}`)).status).toBe(403);
    acme.github.unsuspendInstallation(acme.installation);
    expect((await acme.bot(`GET ${REPO}`)).status).toBe(200);
  });

  test("lose what the installation loses", async () => {
    acme.github.removeFromInstallation(acme.installation, ["vault"]);
    expect((await acme.bot("GET /repos/acme/vault")).status).toBe(404);
    expect((await as(acme.app.jwt())("GET /repos/acme/vault/installation")).status).toBe(404);
    expect((await as(acme.app.jwt())(`GET ${REPO}/installation`)).body).toMatchObject({ id: acme.installation.id });
    acme.github.uninstall(acme.installation);
    expect((await acme.bot(`GET ${REPO}`)).status).toBe(401);
  });
});

describe("the Actions' token", () => {
  test("writes as github-actions[bot] in its repository and sees no other private one", async () => {
    const actions = as(acme.github.actionsToken("acme/shop"));
    expect((await actions(`POST ${REPO}/issues`, { title: "x" })).body).toMatchObject({
      user: { login: "github-actions[bot]" },
    });
    expect((await actions("GET /repos/acme/vault/issues")).status).toBe(404);
    expect((await actions("GET /user")).status).toBe(403);
  });

  test("has what its workflow grants, and only reads for a fork", async () => {
    const contents = as(acme.github.actionsToken("acme/vault", { permissions: { contents: "read" } }));
    expect((await contents("GET /repos/acme/vault/issues")).status).toBe(403);
    const fork = as(acme.github.actionsToken("acme/shop", { fork: true }));
    expect((await fork(`GET ${REPO}/issues`)).status).toBe(200);
    expect((await fork(`POST ${REPO}/issues`, { title: "x" })).status).toBe(403);
  });
});

describe("repositories", () => {
  test("that are archived are read-only for everybody until they are not", async () => {
    await acme.bob(`POST ${REPO}/issues`, { title: "x" });
    await acme.alice(`PATCH ${REPO}`, { archived: true });
    expect(await acme.bot(`POST ${REPO}/issues/1/comments`, { body: "x" })).toMatchObject({
      status: 403,
      body: { message: "Repository was archived so is read-only." },
    });
    expect((await acme.bot(`GET ${REPO}`)).body).toMatchObject({ archived: true });
    expect((await acme.alice(`PATCH ${REPO}`, { archived: false })).status).toBe(200);
    expect((await acme.bot(`POST ${REPO}/issues/1/comments`, { body: "x" })).status).toBe(201);
  });

  test("that were renamed answer 301 for reads and 307 for writes under the old name", async () => {
    await acme.bob(`POST ${REPO}/issues`, { title: "x" });
    acme.github.changeRepository("acme/shop", { name: "store" });
    const { id } = acme.github.repository("acme/store");
    const authorization = `Bearer ${acme.github.userToken("bob")}`;
    const read = await fetch(`${acme.github.url}${REPO}/issues/1/comments?page=1`, {
      redirect: "manual",
      headers: { authorization },
    });
    expect([read.status, read.headers.get("location")]).toEqual([
      301,
      `${acme.github.url}/repositories/${id}/issues/1/comments?page=1`,
    ]);
    expect((await acme.bob(`POST ${REPO}/issues/1/comments`, { body: "still" })).status).toBe(201);
    expect((await acme.bot(`GET ${REPO}/issues/1`)).body).toMatchObject({ title: "x", comments: 1 });
  });
});
