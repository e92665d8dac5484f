/** The App's environment: the only reader of process.env here; a wrong setting is told by name before anything starts. */
import { z } from "zod";
import type { Seconds } from "#src/calendar/instant.ts";
import { hasPublishedLimits } from "#src/github/published-limits.ts";
import { readPrometheusUrl } from "#src/prometheus/prometheus.ts";
import type { PrometheusAddress } from "#src/prometheus/query.ts";
import { type Rates, readRates } from "#src/cost/rates.ts";
import type { AlertSenders } from "./receive-alerts.ts";
import type { StoreAddress } from "#src/store/open-store.ts";

/** Every setting with its meaning: the table of docs/operating.md is made from this. */
export const environmentSchema = z.object({
  APP_ID: z.coerce.number().int().positive().describe("The number of the GitHub App."),
  PRIVATE_KEY: z
    .string()
    .min(1)
    .transform(readKey)
    .describe("The App's private key: PEM, PEM with `\\n` written out, or base64 of it."),
  WEBHOOK_SECRET: z.string().min(1).describe("The App's webhook secret."),
  DATABASE_URL: z
    .string()
    .optional()
    .describe("PostgreSQL, as `postgres://user:password@host:5432/name`; any number of replicas may share it."),
  DATA_DIR: z
    .string()
    .optional()
    .describe("A folder for the embedded database, for one process; without either, `./data` outside production."),
  HOST: z.string().default("127.0.0.1").describe("The address to listen on; the image sets `0.0.0.0`."),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe("The port to listen on; 0 is any free one."),
  GITHUB_API_URL: z
    .url()
    .default("https://api.github.com")
    .describe("The REST API; `https://HOST/api/v3` for GitHub Enterprise Server."),
  GITHUB_GRAPHQL_URL: z.url().optional().describe("GraphQL, where it is not where the REST API suggests."),
  GITHUB_LIMITS: z
    .enum(["github.com", "none"])
    .optional()
    .describe(
      "`github.com`: keep within GitHub's published secondary limits; `none`: heed only what GitHub answers. By default `github.com` there and on ghe.com, `none` elsewhere.",
    ),
  AFTERCARE_MODE: z.enum(["report"]).optional().describe("`report` breaks the glass: judge and tell, fail no check."),
  PROMETHEUS_URL: z
    .string()
    .optional()
    .describe("Where error budgets are measured; without it they come from incidents."),
  PROMETHEUS_TOKEN: z.string().optional().describe("A bearer token for it."),
  COST_RATES: z
    .string()
    .optional()
    .describe(
      "What an hour of downtime costs, as JSON (below); totals then stand on analyses in private repositories, rates nowhere.",
    ),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Where people reach the App, such as `https://aftercare.example.com`: then analyses in private repositories lead to a page on which what was left out is added without a name.",
    ),
  ALERT_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      "The bearer token with which Alertmanager sends alerts to `/api/alerts/OWNER/REPO`; without it (and the next) none are received.",
    ),
  ALERT_CLIENT: z
    .string()
    .regex(/^[\w-]+: *\S.*$/)
    .optional()
    .describe(
      "`HEADER: SUBJECT`, where a proxy before the App checks client certificates and passes the verified subject on: this subject may send alerts. The proxy must drop the header from outside.",
    ),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("From which level on lines are logged."),
  DRAIN_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(25)
    .describe("How long a stopping App waits for running work; what is left is done by the next start."),
  NODE_ENV: z.string().optional().describe("`production` (set by the image) insists on a named database."),
});

type Settings = z.infer<typeof environmentSchema>;

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
  /** Where people reach the App; left out = analyses lead to no page of ours. */
  readonly publicUrl?: string;
  /** What an hour costs; left out = no cost is told. */
  readonly rates?: Rates;
  /** Who may send alerts; left out = nobody. */
  readonly alertSenders?: AlertSenders;
}

/** The environment, or one plain sentence for each setting that is missing or wrong. */
export type ReadEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the settings named in docs/operating.md. Never repeats a secret in a problem. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): ReadEnvironment {
  const parsed = environmentSchema.safeParse(dropEmpty(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return { ok: false, problems };
  }
  const settings = parsed.data;
  const store = storeAddress(settings);
  if (typeof store === "string") return { ok: false, problems: [store] };
  const prometheus = readPrometheus(settings);
  if (typeof prometheus === "string") return { ok: false, problems: [prometheus] };
  const rates = readCostRates(settings);
  if (typeof rates === "string") return { ok: false, problems: [rates] };
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
    paced: settings.GITHUB_LIMITS === undefined ? hasPublishedLimits(apiUrl) : settings.GITHUB_LIMITS === "github.com",
    drainSeconds: settings.DRAIN_SECONDS,
    ...(prometheus === null ? {} : { prometheus }),
    ...(rates === null ? {} : { rates }),
    ...(settings.PUBLIC_URL === undefined ? {} : { publicUrl: settings.PUBLIC_URL }),
    ...alertSendersOf(settings),
  };
  return { ok: true, environment };
}

/** GitHub Enterprise Server has its GraphQL beside `/api/v3`; everyone else below the API's own address. */
export function deriveGraphqlUrl(apiUrl: string): string {
  return apiUrl.endsWith("/api/v3") ? `${apiUrl.slice(0, -"/v3".length)}/graphql` : `${apiUrl}/graphql`;
}

function alertSendersOf({ ALERT_TOKEN, ALERT_CLIENT }: Settings): Pick<Environment, "alertSenders"> {
  if (ALERT_TOKEN === undefined && ALERT_CLIENT === undefined) return {};
  const [header = "", ...subject] = (ALERT_CLIENT ?? "").split(":");
  const client =
    ALERT_CLIENT === undefined ? null : { header: header.trim().toLowerCase(), subject: subject.join(":").trim() };
  return { alertSenders: { token: ALERT_TOKEN ?? null, client } };
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
function readPrometheus(settings: Settings): PrometheusAddress | null | string {
  if (settings.PROMETHEUS_URL === undefined) {
    return settings.PROMETHEUS_TOKEN === undefined ? null : "PROMETHEUS_TOKEN: PROMETHEUS_URL is not set";
  }
  const read = readPrometheusUrl(settings.PROMETHEUS_URL);
  if ("problem" in read) return `PROMETHEUS_URL: ${read.problem}`;
  return { url: read.url, token: settings.PROMETHEUS_TOKEN };
}

/** Rates are secrets: a problem names the place and never the value. */
function readCostRates({ COST_RATES: text }: Settings): Rates | null | string {
  if (text === undefined) return null;
  const read = readRates(text);
  return "problem" in read ? `COST_RATES: ${read.problem}` : read.rates;
}

function storeAddress(settings: Settings): StoreAddress | string {
  if (settings.DATABASE_URL) return { kind: "postgres", url: settings.DATABASE_URL };
  if (settings.DATA_DIR) return { kind: "directory", path: settings.DATA_DIR };
  if (settings.NODE_ENV === "production") {
    return "DATABASE_URL or DATA_DIR: one of them must be set when NODE_ENV=production, so that replicas never start with databases of their own by accident.";
  }
  return { kind: "directory", path: "./data" };
}
