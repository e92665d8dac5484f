/** The test's way to register and install Apps, and to get tokens. */
import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { addAccount, personOf, repositoryNamed } from "./accounts.ts";
import { ACTIONS_APP_ID } from "./auth.ts";
import type { AppRow, InstallationRow, Permissions, TokenRow } from "./app-rows.ts";
import type { World } from "./call.ts";
import { announceInstallation } from "./installations.ts";
import { accountOf, findAccount, nextId } from "./state.ts";

/** An App to register. */
export interface NewApp {
  readonly slug: string;
  readonly name?: string;
  /** The account that owns it; a user `slug-owner` when absent. */
  readonly owner?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookUrl?: string;
  readonly secret?: string;
  /** PEM (PKCS#1 or PKCS#8); made when absent, which takes about 0.1 s. */
  readonly privateKey?: string;
  /** Where signing in may lead back to; absent = anywhere. */
  readonly callbackUrls?: readonly string[];
}

/** A registered App as its operator knows it. */
export interface AppHandle {
  readonly appId: number;
  readonly slug: string;
  /** `slug[bot]`. */
  readonly login: string;
  readonly privateKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly secret: string;
  /** Where webhooks go; assign to change it. */
  webhookUrl: string | null;
  /** A JWT that is good for nine minutes from the stand-in's now. */
  jwt(): string;
}

/** Where to install an App. */
export interface NewInstallation {
  readonly app: AppHandle;
  readonly account: string;
  /** Names without owner; absent = all repositories. */
  readonly repositories?: readonly string[];
  readonly sender?: string;
}

/** What a run's `GITHUB_TOKEN` may do. */
export interface NewActionsToken {
  /** Default: `contents: read, metadata: read, issues: write, pull_requests: write, checks: write, statuses: write`. */
  readonly permissions?: Permissions;
  /** A run for a pull request from a fork: everything at most `read`. */
  readonly fork?: boolean;
}

/** Apps and tokens. */
export interface AppSetup {
  addApp(app: NewApp): AppHandle;
  /** Installs, and sends `installation.created`. */
  installApp(installation: NewInstallation): InstallationRow;
  /** Who sits at the browser when an address for people is opened; null = nobody is signed in. */
  signInAs(login: string | null): void;
  /** A personal token with all of the person's rights. */
  userToken(login: string): string;
  /** A run's `GITHUB_TOKEN` for `owner/name`, good for a day. */
  actionsToken(repository: string, token?: NewActionsToken): string;
  /** A token of an installation, as `POST …/access_tokens` would make it. */
  installationToken(installation: InstallationRow): string;
}

const ACTIONS_PERMISSIONS: Permissions = {
  contents: "read",
  metadata: "read",
  issues: "write",
  pull_requests: "write",
  checks: "write",
  statuses: "write",
};

/** Registers GitHub Actions' own App at once, as every GitHub has it. */
export function createAppSetup(world: World): AppSetup {
  addAppRow(world, {
    slug: "github-actions",
    name: "GitHub Actions",
    owner: "github",
    permissions: ACTIONS_PERMISSIONS,
    events: [],
    id: ACTIONS_APP_ID,
    publicKey: null,
  });
  return {
    addApp: (app) => registerApp(world, app),
    installApp: (installation) => install(world, installation),
    signInAs: (login) => {
      world.state.browser.login = login === null ? null : accountOf(world.state, login).login;
    },
    userToken: (login) =>
      issueToken(world, "ghp", {
        kind: "user",
        login: accountOf(world.state, login).login,
        appId: null,
        expiresAt: null,
      }),
    actionsToken: (name, token = {}) =>
      issueToken(world, "ghs", {
        kind: "actions",
        repositoryId: repositoryNamed(world, name).id,
        permissions: token.permissions ?? ACTIONS_PERMISSIONS,
        fork: token.fork ?? false,
        expiresAt: world.clock.now() + 86_400,
      }),
    installationToken: (installation) =>
      issueToken(world, "ghs", {
        kind: "installation",
        installationId: installation.id,
        permissions: installation.permissions,
        repositoryIds: null,
        expiresAt: world.clock.now() + 3_600,
      }),
  };
}

/** Stores a token and returns its text. Installation tokens have the long form with dots that GitHub gives since 2026. */
export function issueToken(world: World, prefix: "ghp" | "ghs" | "ghu", row: TokenRow): string {
  const number = nextId(world.state, "token");
  // All equally long: what is filled up would be the end of a longer number.
  const tail = Buffer.from(`stand-in-token-${String(number).padStart(9, "0")}`)
    .toString("base64url")
    .padEnd(36, "x");
  const token =
    row.kind === "installation"
      ? `ghs_${row.installationId}_eyJhbGciOiJFUzI1NiJ9.${tail.repeat(10)}.${tail}`
      : `${prefix}_${tail}`;
  world.state.tokens.set(token, row);
  return token;
}

/** Adds an App's row and its bot account. */
export function addAppRow(
  world: World,
  app: Pick<AppRow, "slug" | "name" | "owner" | "permissions" | "events" | "publicKey"> & {
    readonly id?: number;
    readonly callbackUrls?: readonly string[];
  },
): AppRow {
  const { state, clock } = world;
  if (findAccount(state, app.owner) === undefined)
    addAccount(world, {
      login: app.owner,
      type: app.owner === "github" ? "Organization" : "User",
      name: null,
      email: null,
    });
  addAccount(world, { login: `${app.slug}[bot]`, type: "Bot", name: null, email: null });
  const id = app.id ?? nextId(state, "app");
  const row: AppRow = {
    id,
    slug: app.slug,
    name: app.name,
    owner: app.owner,
    clientId: `Iv23li${String(id).padStart(14, "0")}`,
    clientSecret: Buffer.from(`client-secret-${id}`).toString("hex").padEnd(40, "0").slice(0, 40),
    publicKey: app.publicKey,
    permissions: { ...app.permissions, metadata: "read" },
    events: app.events,
    webhookUrl: null,
    webhookSecret: null,
    hookId: 500_000_000 + id,
    callbackUrls: app.callbackUrls ?? [],
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
  state.apps.set(id, row);
  return row;
}

function registerApp(world: World, app: NewApp): AppHandle {
  const privateKey = app.privateKey ?? createPrivateKey();
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  const row = addAppRow(world, {
    ...app,
    name: app.name ?? app.slug,
    owner: app.owner ?? `${app.slug}-owner`,
    publicKey,
  });
  row.webhookUrl = app.webhookUrl ?? null;
  row.webhookSecret = app.secret ?? "webhook-secret";
  return {
    appId: row.id,
    slug: row.slug,
    login: `${row.slug}[bot]`,
    privateKey,
    clientId: row.clientId,
    clientSecret: row.clientSecret,
    secret: row.webhookSecret,
    get webhookUrl() {
      return row.webhookUrl;
    },
    set webhookUrl(url) {
      row.webhookUrl = url;
    },
    jwt: () => signJwt(row.id, privateKey, world.clock.now()),
  };
}

/** A new RSA key as PEM (PKCS#1), the form in which GitHub hands it out. */
export function createPrivateKey(): string {
  return generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs1", format: "pem" })
    .toString();
}

/** An App's JWT: issued a minute ago, good for nine minutes. */
export function signJwt(appId: number | string, privateKey: string, now: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 60, exp: now + 540, iss: appId })}`;
  return `${head}.${sign("RSA-SHA256", Buffer.from(head), privateKey).toString("base64url")}`;
}

function install(world: World, wanted: NewInstallation): InstallationRow {
  const { state, clock } = world;
  const app = state.apps.get(wanted.app.appId);
  if (app === undefined) throw new Error(`no App ${wanted.app.appId}`);
  const account = accountOf(state, wanted.account);
  const row: InstallationRow = {
    id: nextId(state, "installation"),
    appId: app.id,
    account: account.login,
    repositoryIds: wanted.repositories?.map((name) => repositoryNamed(world, `${account.login}/${name}`).id) ?? null,
    permissions: app.permissions,
    events: app.events,
    suspendedAt: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
  state.installations.set(row.id, row);
  announceInstallation(world, row, { action: "created", sender: wanted.sender ?? personOf(world, account.login) });
  return row;
}
