/** Turns the `Authorization` header into an actor: user, installation and Actions tokens, and the JWTs that Apps sign. */
import { verify } from "node:crypto";
import type { Actor } from "./actor.ts";
import type { AppRow, TokenRow } from "./app-rows.ts";
import { GitHubRefusal, type World } from "./call.ts";
import { repositoryOf } from "./state.ts";

/** GitHub Actions' own App id on github.com. */
export const ACTIONS_APP_ID = 15_368;

const BAD_CREDENTIALS = "Bad credentials";

/** The caller. Throws 401 for tokens that are unknown, expired or badly signed. */
export function authenticate(world: World, authorization: string | undefined): Actor {
  if (authorization === undefined || authorization === "") return { kind: "anonymous" };
  const token = bearer(authorization);
  if (token === null) throw new GitHubRefusal(401, BAD_CREDENTIALS);
  const row = world.state.tokens.get(token);
  if (row !== undefined) return fromRow(world, row);
  if (token.split(".").length === 3 && !token.startsWith("ghs_")) return fromJwt(world, token);
  throw new GitHubRefusal(401, BAD_CREDENTIALS);
}

function bearer(authorization: string): string | null {
  const match = /^(bearer|token|basic)\s+(\S+)$/i.exec(authorization);
  if (match?.[2] === undefined) return null;
  if (match[1]?.toLowerCase() !== "basic") return match[2];
  return Buffer.from(match[2], "base64").toString().split(":")[1] ?? null;
}

function fromRow(world: World, row: TokenRow): Actor {
  if (row.expiresAt !== null && row.expiresAt <= world.clock.now()) throw new GitHubRefusal(401, BAD_CREDENTIALS);
  if (row.kind === "user") return { kind: "user", login: row.login, appId: row.appId };
  if (row.kind === "actions") return actionsActor(world, row);
  const installation = world.state.installations.get(row.installationId);
  const app = world.state.apps.get(installation?.appId ?? -1);
  if (installation === undefined || app === undefined) throw new GitHubRefusal(401, BAD_CREDENTIALS);
  if (installation.suspendedAt !== null) throw new GitHubRefusal(403, "This installation has been suspended");
  return {
    kind: "installation",
    appId: app.id,
    installationId: installation.id,
    permissions: row.permissions,
    repositoryIds: row.repositoryIds,
    login: `${app.slug}[bot]`,
  };
}

function actionsActor(world: World, row: Extract<TokenRow, { kind: "actions" }>): Actor {
  repositoryOf(world.state, row.repositoryId);
  const permissions = row.fork
    ? Object.fromEntries(Object.keys(row.permissions).map((key) => [key, "read" as const]))
    : row.permissions;
  return {
    kind: "actions",
    appId: ACTIONS_APP_ID,
    repositoryId: row.repositoryId,
    permissions,
    login: "github-actions[bot]",
  };
}

function fromJwt(world: World, token: string): Actor {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = decodePart(payload);
  if (claims === null || decodePart(header)?.["alg"] !== "RS256")
    throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  const app = findIssuer(world, claims["iss"]);
  if (app === undefined) throw new GitHubRefusal(404, "Integration not found");
  const signed = Buffer.from(`${header}.${payload}`);
  if (app.publicKey === null || !verify("RSA-SHA256", signed, app.publicKey, Buffer.from(signature, "base64url"))) {
    throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  }
  refuseBadTimes(world.clock.now(), claims);
  return { kind: "app", appId: app.id };
}

function findIssuer(world: World, issuer: unknown): AppRow | undefined {
  return [...world.state.apps.values()].find((app) => String(app.id) === String(issuer) || app.clientId === issuer);
}

/** GitHub's messages, word for word: octokit recognises a wrong clock by them. */
function refuseBadTimes(now: number, claims: Readonly<Record<string, unknown>>): void {
  const { iat, exp } = claims;
  if (typeof iat !== "number" || !Number.isInteger(iat) || iat > now + 5) {
    throw new GitHubRefusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== "number" || !Number.isInteger(exp) || exp <= now) {
    throw new GitHubRefusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + 600) throw new GitHubRefusal(401, "'Expiration time' claim ('exp') is too far in the future");
}

function decodePart(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
