/** Pages for people: signing in through an App (OAuth), and making an App from a manifest. */
import { addAppRow, createPrivateKey, issueToken } from "#test/support/github/setup-apps.ts";
import type { AppRow, Permissions } from "#test/support/github/app-rows.ts";
import { createPublicKey } from "node:crypto";
import {
  bodyOf,
  type Call,
  created,
  GitHubRefusal,
  type Json,
  notFound,
  type Reply,
  type Route,
} from "#test/support/github/call.ts";
import { textOf } from "#test/support/github/fields.ts";
import { appShape } from "#test/support/github/shapes/app.ts";
import { accountOf, nextId } from "#test/support/github/state.ts";

const CODE_LIFE = 600;
const MANIFEST_LIFE = 3_600;
const USER_TOKEN_LIFE = 28_800;

function clientOf(call: Call, id: string | null | undefined): AppRow | undefined {
  return [...call.world.state.apps.values()].find((app) => app.clientId === id);
}

function redirect(to: URL, query: Readonly<Record<string, string | null>>): Reply {
  for (const [key, value] of Object.entries(query)) if (value !== null) to.searchParams.set(key, value);
  return { status: 302, headers: { location: to.href } };
}

function freshCode(call: Call): string {
  return nextId(call.world.state, "token").toString(16).padStart(20, "c0de");
}

/** Whoever sits at the browser agrees; `login` in the query names another account, as on GitHub. */
function authorize(call: Call): Reply {
  const app = clientOf(call, call.query.get("client_id"));
  if (app === undefined) throw notFound();
  const back = call.query.get("redirect_uri") ?? app.callbackUrls[0];
  if (back === undefined) throw notFound();
  const state = call.query.get("state");
  if (app.callbackUrls.length > 0 && !app.callbackUrls.some((url) => back.startsWith(url))) {
    return redirect(new URL(app.callbackUrls[0] ?? back), {
      error: "redirect_uri_mismatch",
      error_description: "The redirect_uri MUST match the registered callback URL for this application.",
      state,
    });
  }
  const login = call.query.get("login") ?? call.world.state.browser.login;
  if (login === null)
    return redirect(new URL(back), {
      error: "access_denied",
      error_description: "The user has denied your application access.",
      state,
    });
  const code = freshCode(call);
  call.world.state.oauthCodes.set(code, {
    code,
    clientId: app.clientId,
    login: accountOf(call.world.state, login).login,
    expiresAt: call.world.clock.now() + CODE_LIFE,
  });
  return redirect(new URL(back), { code, state });
}

/** GitHub answers 200 with `error`, not 4xx. */
function exchange(call: Call): Reply {
  const body = { ...Object.fromEntries(call.query), ...bodyOf(call) };
  const app = clientOf(call, textOf(body, "client_id"));
  if (app === undefined || textOf(body, "client_secret") !== app.clientSecret) {
    return answer(call, {
      error: "incorrect_client_credentials",
      error_description: "The client_id and/or client_secret passed are incorrect.",
    });
  }
  const row = call.world.state.oauthCodes.get(textOf(body, "code") ?? "");
  if (row === undefined || row.clientId !== app.clientId || row.expiresAt <= call.world.clock.now()) {
    return answer(call, {
      error: "bad_verification_code",
      error_description: "The code passed is incorrect or expired.",
    });
  }
  call.world.state.oauthCodes.delete(row.code);
  const token = issueToken(call.world, "ghu", {
    kind: "user",
    login: row.login,
    appId: app.id,
    expiresAt: call.world.clock.now() + USER_TOKEN_LIFE,
  });
  return answer(call, { access_token: token, expires_in: USER_TOKEN_LIFE, token_type: "bearer", scope: "" });
}

/** JSON when it is asked for, a form otherwise. */
function answer(call: Call, values: Readonly<Record<string, string | number>>): Reply {
  if (/json/.test(String(call.headers["accept"] ?? ""))) return { status: 200, body: values };
  const form = new URLSearchParams(
    Object.entries(values).map(([key, value]): [string, string] => [key, String(value)]),
  );
  return {
    status: 200,
    body: form.toString(),
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
  };
}

/** The form that a setup page posts: `manifest` and `state`. */
function acceptManifest(call: Call): Reply {
  const manifest: unknown = JSON.parse(textOf(bodyOf(call), "manifest") ?? "null");
  const owner = call.params["org"] ?? call.world.state.browser.login;
  if (typeof manifest !== "object" || manifest === null) throw new GitHubRefusal(422, "Invalid manifest");
  if (owner === null) throw new GitHubRefusal(401, "Sign in first");
  const back = textOf(manifest as Json, "redirect_url");
  if (back === undefined) throw new GitHubRefusal(422, "redirect_url is missing");
  const code = freshCode(call);
  call.world.state.manifests.set(code, {
    manifest: manifest as Json,
    owner,
    expiresAt: call.world.clock.now() + MANIFEST_LIFE,
  });
  return redirect(new URL(back), { code, state: call.query.get("state") ?? textOf(bodyOf(call), "state") ?? null });
}

/** Makes the App, once for each code. */
function convert(call: Call): Reply {
  const code = call.params["code"] ?? "";
  const row = call.world.state.manifests.get(code);
  if (row === undefined || row.expiresAt <= call.world.clock.now()) throw notFound();
  call.world.state.manifests.delete(code);
  const pem = createPrivateKey();
  const app = appFromManifest(call, row.manifest, { owner: row.owner, pem });
  return created({
    ...appShape(call.world, app),
    client_id: app.clientId,
    client_secret: app.clientSecret,
    webhook_secret: app.webhookSecret,
    pem,
  });
}

function appFromManifest(call: Call, manifest: Json, made: { owner: string; pem: string }): AppRow {
  const name = textOf(manifest, "name") ?? "app";
  const hook = manifest["hook_attributes"];
  const app = addAppRow(call.world, {
    slug: name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, ""),
    name,
    owner: made.owner,
    permissions: (manifest["default_permissions"] ?? {}) as Permissions,
    events: (manifest["default_events"] ?? []) as readonly string[],
    callbackUrls: (manifest["callback_urls"] ?? []) as readonly string[],
    publicKey: createPublicKey(made.pem).export({ type: "spki", format: "pem" }).toString(),
  });
  app.webhookUrl = typeof hook === "object" && hook !== null ? (textOf(hook as Json, "url") ?? null) : null;
  app.webhookSecret = Buffer.from(`webhook-secret-${app.id}`).toString("hex");
  return app;
}

/** Signing in, and App manifests. */
export const SIGN_IN_ROUTES: readonly Route[] = [
  { method: "GET", template: "/login/oauth/authorize", handle: authorize, open: true },
  { method: "POST", template: "/login/oauth/access_token", handle: exchange, open: true },
  { method: "POST", template: "/settings/apps/new", handle: acceptManifest, open: true },
  { method: "POST", template: "/organizations/{org}/settings/apps/new", handle: acceptManifest, open: true },
  { method: "POST", template: "/app-manifests/{code}/conversions", handle: convert, open: true },
];
