/** The App's environment: the only reader of process.env here; a wrong setting is told by name before anything starts. */
import { z } from "zod";
import type { Seconds } from "#src/calendar/instant.ts";
import { readPrometheusUrl } from "#src/prometheus/prometheus.ts";
import type { PrometheusAddress } from "#src/prometheus/query.ts";
import type { StoreAddress } from "#src/store/open-store.ts";

const schema = z.object({
  APP_ID: z.coerce.number().int().positive(),
  PRIVATE_KEY: z.string().min(1).transform(readKey),
  WEBHOOK_SECRET: z.string().min(1),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  GITHUB_API_URL: z.url().default("https://api.github.com"),
  GITHUB_GRAPHQL_URL: z.url().optional(),
  DATABASE_URL: z.string().optional(),
  DATA_DIR: z.string().optional(),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  AFTERCARE_MODE: z.enum(["report"]).optional(),
  GITHUB_LIMITS: z.enum(["github.com", "none"]).optional(),
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(3600).default(25),
  PROMETHEUS_URL: z.string().optional(),
  PROMETHEUS_TOKEN: z.string().optional(),
});

/** The settings of one running App. */
export interface Environment {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly store: StoreAddress;
  readonly logLevel: string;
  /** Break-glass: evaluate and report, never fail a check. */
  readonly reportOnly: boolean;
  /** Whether GitHub's published secondary limits hold on this host. What the host itself says of limits is heard in any case. */
  readonly paced: boolean;
  /** How long a stopping App waits for the work that is running. */
  readonly drainSeconds: Seconds;
  /** Where error budgets may be measured; left out = nowhere. */
  readonly prometheus?: PrometheusAddress;
}

/** The environment, or one plain sentence for each setting that is missing or wrong. */
export type ReadEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the settings named in docs/operating.md. Never repeats a secret in a problem. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): ReadEnvironment {
  const parsed = schema.safeParse(dropEmpty(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return { ok: false, problems };
  }
  const settings = parsed.data;
  const store = storeAddress(settings);
  if (typeof store === "string") return { ok: false, problems: [store] };
  const prometheus = readPrometheus(settings);
  if (typeof prometheus === "string") return { ok: false, problems: [prometheus] };
  const apiUrl = settings.GITHUB_API_URL.replace(/\/+$/, "");
  const environment: Environment = {
    appId: settings.APP_ID,
    privateKey: settings.PRIVATE_KEY,
    webhookSecret: settings.WEBHOOK_SECRET,
    host: settings.HOST,
    port: settings.PORT,
    apiUrl,
    graphqlUrl: settings.GITHUB_GRAPHQL_URL ?? deriveGraphqlUrl(apiUrl),
    store,
    logLevel: settings.LOG_LEVEL,
    reportOnly: settings.AFTERCARE_MODE === "report",
    paced: settings.GITHUB_LIMITS === undefined ? isGitHubCloud(apiUrl) : settings.GITHUB_LIMITS === "github.com",
    drainSeconds: settings.DRAIN_SECONDS,
    ...(prometheus === null ? {} : { prometheus }),
  };
  return { ok: true, environment };
}

/** GitHub Enterprise Server has no rate limits unless its operator sets some. */
function isGitHubCloud(apiUrl: string): boolean {
  const { hostname } = new URL(apiUrl);
  return hostname === "api.github.com" || hostname.endsWith(".ghe.com");
}

/** GitHub Enterprise Server has its GraphQL beside `/api/v3`; everyone else below the API's own address. */
export function deriveGraphqlUrl(apiUrl: string): string {
  return apiUrl.endsWith("/api/v3") ? `${apiUrl.slice(0, -"/v3".length)}/graphql` : `${apiUrl}/graphql`;
}

function dropEmpty(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}

/** Deployment tools hand multi-line keys over as base64 or with `\n` written out. */
function readKey(text: string): string {
  if (text.includes("-----BEGIN")) return text.replaceAll(String.raw`\n`, "\n");
  return Buffer.from(text, "base64").toString("utf8");
}

/** The address may hold secrets, so a problem never repeats it. */
function readPrometheus(settings: z.infer<typeof schema>): PrometheusAddress | null | string {
  if (settings.PROMETHEUS_URL === undefined) {
    return settings.PROMETHEUS_TOKEN === undefined ? null : "PROMETHEUS_TOKEN: PROMETHEUS_URL is not set";
  }
  const read = readPrometheusUrl(settings.PROMETHEUS_URL);
  if ("problem" in read) return `PROMETHEUS_URL: ${read.problem}`;
  return { url: read.url, token: settings.PROMETHEUS_TOKEN };
}

function storeAddress(settings: z.infer<typeof schema>): StoreAddress | string {
  if (settings.DATABASE_URL) return { kind: "postgres", url: settings.DATABASE_URL };
  if (settings.DATA_DIR) return { kind: "directory", path: settings.DATA_DIR };
  if (settings.NODE_ENV === "production") {
    return "DATABASE_URL or DATA_DIR: one of them must be set when NODE_ENV=production, so that replicas never start with databases of their own by accident.";
  }
  return { kind: "directory", path: "./data" };
}
