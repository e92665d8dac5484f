/** Signing in through an App, making an App from a manifest, and finding installations. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Acme, startAcme } from "./acme.ts";
import { apiClient, at, numberAt, textAt } from "./api-client.ts";
import { signJwt } from "./setup-apps.ts";

/** GitHub describes the account of a listed installation as a person and an enterprise at once, which none can be. */
const observe = strictObserver({ ignore: ["GET /app/installations response 200: body[0]"] });
let acme: Acme;

beforeEach(async () => {
  acme = await startAcme({ observe });
});
afterEach(async () => {
  await acme.github.stop();
});
afterAll(() => observe.assertClean());

/** Opens an address as a browser would, without following it. */
async function visit(path: string): Promise<URL> {
  const answer = await fetch(acme.github.url + path, { redirect: "manual" });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "");
}

async function exchange(more: Readonly<Record<string, string>>): Promise<unknown> {
  const { clientId, clientSecret } = acme.app;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...more });
  const answer = await fetch(`${acme.github.url}/login/oauth/access_token`, {
    method: "POST",
    body,
    headers: { accept: "application/json" },
  });
  expect(answer.status).toBe(200);
  return answer.json();
}

const authorize = (): string =>
  `/login/oauth/authorize?client_id=${acme.app.clientId}&redirect_uri=${encodeURIComponent("http://127.0.0.1:1/back")}&state=s1`;

describe("signing in", () => {
  test("leads back with a code that buys one token, which sees what the person and the App both see", async () => {
    acme.github.signInAs("rita");
    const back = await visit(authorize());
    expect([back.pathname, back.searchParams.get("state")]).toEqual(["/back", "s1"]);
    const code = back.searchParams.get("code") ?? "";
    const answer = await exchange({ code });
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 28_800 });
    const rita = apiClient(acme.github.url, textAt(answer, "access_token"));
    expect((await rita("GET /user")).body).toMatchObject({ login: "rita" });
    expect((await rita("GET /user/installations")).body).toMatchObject({
      total_count: 1,
      installations: [{ app_slug: "aftercare" }],
    });
    expect((await rita(`GET /user/installations/${acme.installation.id}/repositories`)).body).toMatchObject({
      total_count: 2,
    });
    expect(await exchange({ code })).toMatchObject({ error: "bad_verification_code" });
    acme.github.uninstall(acme.installation);
    expect((await rita("GET /repos/acme/vault")).status).toBe(404);
  });

  test("tells what went wrong in GitHub's way: 200 with `error`", async () => {
    expect((await visit(authorize())).searchParams.get("error")).toBe("access_denied");
    acme.github.signInAs("rita");
    const code = (await visit(authorize())).searchParams.get("code") ?? "";
    expect(await exchange({ code, client_secret: "wrong" })).toMatchObject({ error: "incorrect_client_credentials" });
    acme.github.clock.advance(601);
    expect(await exchange({ code })).toMatchObject({ error: "bad_verification_code" });
  });
});

describe("an App manifest", () => {
  test("becomes an App once, whose key works", async () => {
    const manifest = {
      name: "After Care",
      redirect_url: "http://127.0.0.1:1/setup",
      hook_attributes: { url: "http://127.0.0.1:9/" },
      default_permissions: { issues: "write" },
      default_events: ["issues"],
    };
    const posted = await fetch(`${acme.github.url}/organizations/acme/settings/apps/new?state=s2`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ manifest: JSON.stringify(manifest) }),
    });
    const back = new URL(posted.headers.get("location") ?? "");
    const code = back.searchParams.get("code") ?? "";
    expect([posted.status, back.searchParams.get("state")]).toEqual([302, "s2"]);
    const nobody = apiClient(acme.github.url);
    const { status, body } = await nobody(`POST /app-manifests/${code}/conversions`);
    expect([status, at(body, "slug"), at(body, "owner.login")]).toEqual([201, "after-care", "acme"]);
    expect((await nobody(`POST /app-manifests/${code}/conversions`)).status).toBe(404);
    const jwt = signJwt(numberAt(body, "id"), textAt(body, "pem"), acme.github.clock.now());
    expect((await apiClient(acme.github.url, jwt)("GET /app")).body).toMatchObject({
      slug: "after-care",
      permissions: { issues: "write", metadata: "read" },
    });
  });
});

describe("installations", () => {
  test("are found by organisation and repository, suspended and removed with the JWT", async () => {
    const app = apiClient(acme.github.url, acme.app.jwt());
    const { id } = acme.installation;
    for (const path of ["/orgs/acme/installation", "/repos/acme/shop/installation", `/app/installations/${id}`]) {
      expect((await app(`GET ${path}`)).body).toMatchObject({
        id,
        account: { login: "acme" },
        repository_selection: "all",
      });
    }
    expect((await app("GET /app/installations")).body).toHaveLength(1);
    expect((await app("GET /users/eve/installation")).status).toBe(404);
    expect((await app(`PUT /app/installations/${id}/suspended`)).status).toBe(204);
    expect((await acme.bot("GET /repos/acme/shop")).status).toBe(403);
    expect((await app(`DELETE /app/installations/${id}/suspended`)).status).toBe(204);
    expect((await app(`DELETE /app/installations/${id}`)).status).toBe(204);
    expect((await app("GET /app/installations")).body).toEqual([]);
  });
});
