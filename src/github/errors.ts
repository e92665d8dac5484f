/** What it means when GitHub does not give what we asked for, sorted into the few cases that call for different acts. */
import { parseInstant, type Instant } from "#src/calendar/instant.ts";
import { GitHubUnavailable } from "#src/flow/services.ts";

/** How a request failed. Only `down` leaves open whether a write was carried out. */
export type Failure =
  /** Deleted (410), moved away (301) or out of sight (404, 451). */
  | { readonly kind: "missing"; readonly status: number; readonly message: string }
  /** A rate limit: nothing was carried out. `quota` = the hour's quota is spent, `abuse` = a secondary limit, which covers all of GitHub's APIs. */
  | {
      readonly kind: "limited";
      readonly limit: "quota" | "abuse";
      readonly retryAt: Instant;
      readonly message: string;
    }
  /** 5xx, a broken connection or a time-out. */
  | { readonly kind: "down"; readonly message: string }
  /** The token itself is not accepted, or the installation gives none. */
  | { readonly kind: "unauthorized"; readonly message: string }
  /** The token is good, but may not do this. `needs` names the permissions as GitHub writes them: `issues=write`. */
  | { readonly kind: "forbidden"; readonly needs: string | null; readonly message: string }
  /** GitHub understood and declined: 400, 409, 422 and the like. */
  | { readonly kind: "invalid"; readonly status: number; readonly message: string };

/** The parts of octokit's errors that we go by; they also fit the errors of its throttling plugin. */
interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Without a word from GitHub on when to come back, its documentation asks for at least a minute. */
const PATIENCE = 60;

/**
 * Sorts an error thrown by octokit. `now` is needed to turn "in 30 seconds" into an instant.
 * @returns null when the error did not come from a request: then it is a fault of ours and must be thrown on.
 */
export function classifyFailure(error: unknown, now: Instant): Failure | null {
  const failure = readRequestFailure(error);
  if (failure === null) return null;
  const { status, message } = failure;
  if (failure.url.includes("/access_tokens")) return tokenFailure(failure, now);
  if (status === 401) return { kind: "unauthorized", message };
  if (isLimit(failure)) return limitFailure(failure, now);
  if ([301, 404, 410, 451].includes(status)) return { kind: "missing", status, message };
  if (status === 403) {
    return { kind: "forbidden", needs: failure.headers["x-accepted-github-permissions"] ?? null, message };
  }
  if (status >= 400 && status < 500 && status !== 408) return { kind: "invalid", status, message };
  return { kind: "down", message };
}

/** A 404 for the installation's token must never read as a 404 for the issue that was asked for. */
function tokenFailure(failure: RequestFailure, now: Instant): Failure {
  const { status, message } = failure;
  if (isLimit(failure)) return limitFailure(failure, now);
  if (status >= 500) return { kind: "down", message };
  return { kind: "unauthorized", message: `the installation gives no token: ${message}` };
}

function readRequestFailure(error: unknown): RequestFailure | null {
  if (!(error instanceof Error)) return null;
  const { response, request, ...own } = error as { status?: number; response?: ResponsePart; request?: RequestPart };
  // The throttling plugin reports a spent GraphQL quota as an error without a status of its own, on a response of 200.
  const status = own.status ?? response?.status;
  if (typeof status !== "number") return null;
  return { status, message: plainMessage(error.message), url: request?.url ?? "", headers: readHeaders(response) };
}

interface ResponsePart {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, unknown>>;
}
interface RequestPart {
  readonly url?: string;
}

function readHeaders(response: ResponsePart | undefined): Record<string, string> {
  const entries = Object.entries(response?.headers ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Octokit appends the documentation's address; people need the first words only. Tokens never belong in a message. */
function plainMessage(message: string): string {
  return message
    .replace(/ - https?:\/\/\S+$/, "")
    .replaceAll(/gh[a-z]_[\w.-]{16,}|github_pat_\w+/g, "[token]")
    .slice(0, 500);
}

function isLimit({ status, message, headers }: RequestFailure): boolean {
  if (status === 429) return true;
  if (status === 200) return /rate limit/i.test(message);
  if (status !== 403) return false;
  return (
    headers["retry-after"] !== undefined ||
    headers["x-ratelimit-remaining"] === "0" ||
    /rate limit|abuse detection/i.test(message)
  );
}

function limitFailure(failure: RequestFailure, now: Instant): Failure {
  const spent = failure.status === 200 || failure.headers["x-ratelimit-remaining"] === "0";
  const limit = spent ? "quota" : "abuse";
  return { kind: "limited", limit, retryAt: retryAtOf(failure, now), message: failure.message };
}

function retryAtOf({ headers }: RequestFailure, now: Instant): Instant {
  const after = headers["retry-after"];
  if (after !== undefined && /^\d+$/.test(after)) return now + Number(after);
  if (after !== undefined) return parseHttpDate(after) ?? now + PATIENCE;
  const reset = Number(headers["x-ratelimit-reset"]);
  const spent = headers["x-ratelimit-remaining"] === "0";
  return spent && reset > 0 ? reset : now + PATIENCE;
}

/** Reads the date of an HTTP header (`Sun, 06 Nov 1994 08:49:37 GMT`); an ISO 8601 instant is understood as well. Null for anything else. */
export function parseHttpDate(text: string): Instant | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? parseInstant(text) : Math.floor(time / 1000);
}

/** The error that flows see, in words that a person can act on. `source` says what was being read or written. */
export function toUnavailable(source: string, failure: Failure): GitHubUnavailable {
  const retryAt = failure.kind === "limited" ? failure.retryAt : null;
  return new GitHubUnavailable(source, `${source}: ${sayFailure(failure)}`, {
    retryAt,
    outage: failure.kind === "down",
  });
}

function sayFailure(failure: Failure): string {
  switch (failure.kind) {
    case "limited":
      return `GitHub limits our requests (${failure.message})`;
    case "down":
      return `GitHub could not be reached or answered with an error of its own (${failure.message})`;
    case "unauthorized":
      return `GitHub does not accept our token (${failure.message})`;
    case "forbidden":
      return failure.needs === null
        ? `GitHub does not allow it (${failure.message})`
        : `GitHub does not allow it without ${sayPermissions(failure.needs)} (${failure.message})`;
    default:
      return `GitHub answered ${failure.status} (${failure.message})`;
  }
}

/** `issues=write; pull_requests=write` (GitHub's header: any one of these) in words: `issues: write or pull_requests: write`. */
export function sayPermissions(needs: string): string {
  return needs
    .split(";")
    .map((all) =>
      all
        .split(",")
        .map((one) => one.trim().replace("=", ": "))
        .join(" and "),
    )
    .join(" or ");
}
