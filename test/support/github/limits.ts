/** Rate limits: the primary one of each caller, and the secondary ones, counted by the stand-in's clock. */
import type { Actor } from "./actor.ts";
import { GitHubRefusal } from "./call.ts";
import type { Clock } from "./clock.ts";

/** Switches; counting never stops, enforcing is off until a test turns it on. */
export interface LimitSettings {
  /** 5,000 an hour for an installation or a person, 1,000 for the Actions' token of a repository, 60 without a token. */
  primary: boolean;
  /** 900 points a minute (a write is 5), 80 content creations a minute, 500 an hour. */
  secondary: boolean;
}

/** One request as the limits see it. */
export interface Charge {
  readonly actor: Actor;
  /** `MUTATION` for a GraphQL document that writes. */
  readonly method: string;
  readonly template: string;
}

/** The limits of a running stand-in. */
export interface Limits {
  readonly settings: LimitSettings;
  /** Counts a request and gives the `x-ratelimit-*` headers. Throws 403 when a limit that is enforced is passed. */
  charge(charge: Charge): Record<string, string>;
  /** Takes a request back: a 304 costs nothing. */
  refund(charge: Charge): Record<string, string>;
  /** As if the caller had used up its hour. */
  exhausted(charge: Charge): GitHubRefusal;
  /** `GET /rate_limit` of this caller. */
  status(actor: Actor): { limit: number; used: number; remaining: number; reset: number };
}

interface Bucket {
  start: number;
  used: number;
  /** Times and points of the last minute. */
  points: { at: number; points: number }[];
  /** Times of content creations in the last hour. */
  creations: number[];
}

const HOUR = 3_600;

/** The 403 of a secondary limit, in GitHub's words. `retryAfter` in seconds. */
export function secondaryLimit(retryAfter: number, status: 403 | 429 = 403): GitHubRefusal {
  return new GitHubRefusal(
    status,
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.",
    {
      extra: {
        documentation_url:
          "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits",
      },
      headers: { "retry-after": String(retryAfter) },
    },
  );
}

/** Starts with nothing used. */
export function createLimits(clock: Clock, settings: LimitSettings): Limits {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (actor: Actor): Bucket => {
    const key = keyOf(actor);
    const bucket = buckets.get(key) ?? { start: clock.now(), used: 0, points: [], creations: [] };
    if (clock.now() - bucket.start >= HOUR) {
      bucket.start = clock.now();
      bucket.used = 0;
    }
    buckets.set(key, bucket);
    return bucket;
  };
  const exhausted = (charge: Charge): GitHubRefusal => {
    const bucket = bucketOf(charge.actor);
    bucket.used = Math.max(bucket.used, limitOf(charge.actor));
    return new GitHubRefusal(403, `API rate limit exceeded for ${describe(charge.actor)}.`, {
      headers: headersOf(bucket, limitOf(charge.actor)),
    });
  };
  return {
    settings,
    exhausted,
    status: (actor) => statusOf(bucketOf(actor), limitOf(actor)),
    charge: (charge) => {
      const bucket = bucketOf(charge.actor);
      if (settings.primary && bucket.used >= limitOf(charge.actor)) throw exhausted(charge);
      bucket.used += 1;
      const wait = countSecondary(bucket, charge, clock.now());
      if (settings.secondary && wait > 0) throw secondaryLimit(wait);
      return headersOf(bucket, limitOf(charge.actor));
    },
    refund: (charge) => {
      const bucket = bucketOf(charge.actor);
      bucket.used = Math.max(0, bucket.used - 1);
      return headersOf(bucket, limitOf(charge.actor));
    },
  };
}

/** Counts the request and gives the seconds to wait, 0 when all is well. */
function countSecondary(bucket: Bucket, charge: Charge, now: number): number {
  bucket.points = bucket.points.filter((entry) => entry.at > now - 60);
  bucket.creations = bucket.creations.filter((at) => at > now - HOUR);
  const spent = bucket.points.reduce((sum, entry) => sum + entry.points, 0);
  const points = charge.method === "GET" || isQuery(charge) ? 1 : 5;
  const creates = createsContent(charge);
  const minute = bucket.creations.filter((at) => at > now - 60).length;
  if (spent + points > 900 || (creates && minute >= 80)) return 60;
  if (creates && bucket.creations.length >= 500) return Math.max(60, HOUR - (now - (bucket.creations[0] ?? now)));
  bucket.points.push({ at: now, points });
  if (creates) bucket.creations.push(now);
  return 0;
}

/** A GraphQL document without mutations. */
function isQuery({ method, template }: Charge): boolean {
  return template === "/graphql" && method !== "MUTATION";
}

/** GitHub does not list its "content-generating requests"; creating issues, comments, pull requests and reviews are taken to be. */
function createsContent({ method, template }: Charge): boolean {
  return method === "MUTATION" || (method === "POST" && /\/(issues|comments|pulls|reviews)$/.test(template));
}

function keyOf(actor: Actor): string {
  if (actor.kind === "installation") return `installation ${actor.installationId}`;
  if (actor.kind === "actions") return `actions ${actor.repositoryId}`;
  if (actor.kind === "app") return `app ${actor.appId}`;
  return actor.kind === "user" ? `user ${actor.login}` : "anonymous";
}

function describe(actor: Actor): string {
  if (actor.kind === "installation" || actor.kind === "actions") return "installation";
  return actor.kind === "user" ? `user ID ${actor.login}` : "127.0.0.1";
}

function limitOf(actor: Actor): number {
  if (actor.kind === "anonymous") return 60;
  return actor.kind === "actions" ? 1_000 : 5_000;
}

function statusOf(bucket: Bucket, limit: number): { limit: number; used: number; remaining: number; reset: number } {
  return { limit, used: bucket.used, remaining: Math.max(0, limit - bucket.used), reset: bucket.start + HOUR };
}

function headersOf(bucket: Bucket, limit: number): Record<string, string> {
  const status = statusOf(bucket, limit);
  return {
    "x-ratelimit-limit": String(status.limit),
    "x-ratelimit-remaining": String(status.remaining),
    "x-ratelimit-used": String(status.used),
    "x-ratelimit-reset": String(status.reset),
    "x-ratelimit-resource": "core",
  };
}
