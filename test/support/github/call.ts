/** What a route handler receives and answers, and how it refuses. */
import type { Actor } from "./actor.ts";
import type { DeliveryRow } from "./app-rows.ts";
import type { Clock } from "./clock.ts";
import type { Limits } from "./limits.ts";
import type { Doer } from "./branch-rules.ts";
import type { PullIssue } from "./pull-diff.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import type { State } from "./state.ts";
import type { WebhookEvent } from "./webhooks.ts";

/** A JSON object on its way out. */
export type Json = Readonly<Record<string, unknown>>;

/** Consequences of a change that lie in other areas. */
export interface Reactions {
  /** A branch was made (`before` null), moved or deleted (`to` null). */
  branchMoved(
    world: World,
    repository: RepositoryRow,
    move: { readonly branch: string; readonly before: string | null; readonly to: string | null; readonly doer: Doer },
  ): void;
  /** The issues that a pull request closes by its words and its sidebar. */
  closingIssues(world: World, repository: RepositoryRow, issue: PullIssue): readonly IssueRow[];
  /** A pull request changed so that it may not stay in its merge queue. */
  leaveQueue(world: World, repository: RepositoryRow, what: { readonly issue: PullIssue; readonly doer: Doer }): void;
}

/** What every part of the stand-in shares. */
export interface World {
  readonly state: State;
  readonly clock: Clock;
  readonly reactions: Reactions;
  /** `http://127.0.0.1:PORT`: the base of every API address. */
  url: string;
  /** Sends a webhook to every App that sees the place, subscribes and has the permission. Render the payload before calling: it is what stood at this moment. */
  emit: (event: WebhookEvent) => void;
  /** Sends a delivery that is in the log, at once. */
  redeliver: (delivery: DeliveryRow) => void;
  readonly limits: Limits;
  /** The version of a GitHub Enterprise Server, which every answer tells; null = github.com. */
  readonly enterprise: string | null;
  /** The rows as a listing sees them: the present ones, or older ones while `faults.lag` is on. */
  listed(repository: RepositoryRow): Pick<RepositoryRow, "issues" | "comments">;
}

/** One request that has been routed and authenticated. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** The OpenAPI template: `/repos/{owner}/{repo}/issues/{issue_number}`. */
  readonly template: string;
  /** Path parameters by their name in the template, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The path as asked, without `/api/v3` and query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly actor: Actor;
}

/** What a handler answers. A body of `undefined` sends none; a string or Buffer is sent as it is. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation. Routes register by being in a list of `routes.ts`. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Exactly as in GitHub's OpenAPI description. */
  readonly template: string;
  readonly handle: (call: Call) => Reply | Promise<Reply>;
  /** Answers without a token, as the sign-in pages do. */
  readonly open?: true;
}

/** A refusal, thrown by handlers and turned into GitHub's error JSON by the server. */
export class GitHubRefusal extends Error {
  readonly status: number;
  readonly extra: Json;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    message: string,
    more: { extra?: Json; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.extra = more.extra ?? {};
    this.headers = more.headers ?? {};
  }
}

/** One entry of `errors[]` in a 422. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
  readonly message?: string;
  readonly value?: unknown;
}

/** 404, also for what the caller may not see. */
export function notFound(): GitHubRefusal {
  return new GitHubRefusal(404, "Not Found");
}

/** 422 `Validation Failed` with its `errors[]`. */
export function validationFailed(...errors: readonly FieldError[]): GitHubRefusal {
  return new GitHubRefusal(422, "Validation Failed", { extra: { errors } });
}

/** 403 with GitHub's words for Apps that lack a permission. */
export function notAccessible(): GitHubRefusal {
  return new GitHubRefusal(403, "Resource not accessible by integration");
}

/** 200 with JSON. */
export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** 201 with JSON. */
export function created(body: unknown, location?: string): Reply {
  return location === undefined ? { status: 201, body } : { status: 201, body, headers: { location } };
}

/** 204. */
export const NO_CONTENT: Reply = { status: 204 };

/** The body as an object; anything else is GitHub's 400 `Problems parsing JSON` or 422. */
export function bodyOf(call: Call): Json {
  if (call.body === undefined || call.body === null) return {};
  if (typeof call.body === "object" && !Array.isArray(call.body)) return call.body as Json;
  throw new GitHubRefusal(422, "Invalid request.\n\nFor 'properties', expected an object.");
}
