/** Rows of the store around Apps: registrations, installations, tokens and webhook deliveries. */

/** App permission → level, as in GitHub's `permissions` objects: `{ issues: "write" }`. */
export type Permissions = Readonly<Record<string, "read" | "write" | "admin">>;

/** A registered GitHub App. */
export interface AppRow {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: string;
  readonly clientId: string;
  clientSecret: string;
  /** PEM; null for Apps that never sign (GitHub Actions itself). */
  readonly publicKey: string | null;
  permissions: Permissions;
  events: readonly string[];
  /** Where webhooks go; null = none are sent. A test may change it at any time. */
  webhookUrl: string | null;
  webhookSecret: string | null;
  readonly hookId: number;
  /** Where signing in may lead back to; empty = anywhere. */
  readonly callbackUrls: readonly string[];
  readonly createdAt: number;
  updatedAt: number;
}

/** An App installed on an account. */
export interface InstallationRow {
  readonly id: number;
  readonly appId: number;
  readonly account: string;
  /** Null = all repositories of the account. */
  repositoryIds: number[] | null;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

/** What a bearer token stands for. */
export type TokenRow =
  | {
      readonly kind: "user";
      readonly login: string;
      /** The App that the person signed in through; null for a personal token. */ readonly appId: number | null;
      readonly expiresAt: number | null;
    }
  | {
      readonly kind: "installation";
      readonly installationId: number;
      readonly permissions: Permissions;
      /** Null = all of the installation. */ readonly repositoryIds: readonly number[] | null;
      readonly expiresAt: number;
    }
  | {
      readonly kind: "actions";
      readonly repositoryId: number;
      readonly permissions: Permissions;
      /** A run for a pull request from a fork: read only. */ readonly fork: boolean;
      readonly expiresAt: number;
    };

/** One attempt at delivering a webhook; attempts of one delivery share the GUID. */
export interface DeliveryRow {
  readonly id: number;
  readonly guid: string;
  readonly appId: number;
  readonly hookId: number;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly event: string;
  readonly action: string | null;
  readonly redelivery: boolean;
  readonly deliveredAt: number;
  /** The exact bytes that are signed. */
  readonly body: string;
  /** Seconds from sending to the answer; null = not answered yet. */
  duration: number | null;
  status: string;
  statusCode: number;
  url: string | null;
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string | null;
}

/** A manifest that a person has accepted and that waits to be converted. */
export interface ManifestRow {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly owner: string;
  readonly expiresAt: number;
}

/** An OAuth code that waits to be exchanged. */
export interface OAuthCodeRow {
  readonly code: string;
  readonly clientId: string;
  readonly login: string;
  readonly expiresAt: number;
}
