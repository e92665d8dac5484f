/** The one door to GitHub: sends requests, sorts failures, remembers GitHub's clock. Every read and performer goes through it. */
import type { Octokit } from "@octokit/core";
import type { z } from "zod";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { GitHubUnavailable } from "#src/flow/services.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { classifyFailure, parseHttpDate, toUnavailable, type Failure } from "./errors.ts";
import type { Session } from "./governor.ts";
import { rejectErrors } from "./graphql-errors.ts";
import { MUTATION } from "./request-cost.ts";

/** What GitHub answered to a request that it carried out. `data` is still to be narrowed. */
export interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** An answer or the way in which there was none. */
export type Attempt =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly failure: Failure };

/** Values for the placeholders of a route, its query or its body. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A request: `source` says in words what is read or written, for the message when it fails. */
export interface Call {
  readonly source: string;
  readonly route: string;
  readonly parameters: Parameters;
  /** What it counts as in limits and metrics, where the route does not tell. */
  readonly countsAs?: string;
}

/** What reads and performers need of the connection. */
export interface Client {
  /** Our own login, `…[bot]` for an App. */
  readonly self: string;
  /** By GitHub's last `Date` header, else by the machine's clock. */
  now(): Instant;
  /** The version of a GitHub Enterprise Server, as its last answer told it; null elsewhere, and before the first answer. */
  enterprise(): string | null;
  /** Waits, for the listings that lag behind a write. Tests pass one that returns at once. */
  wait(length: Seconds): Promise<void>;
  /** Sends once and never throws for what GitHub or the network did. */
  attempt(call: Call): Promise<Attempt>;
  /** Sends a GraphQL document. An answer with errors in it counts as a failure. */
  query(source: string, document: string, variables: Parameters): Promise<Attempt>;
  /** Sends a GraphQL document that writes. Its answer is as `query`'s, and says nothing about whether the host has GraphQL. */
  mutate(source: string, document: string, variables: Parameters): Promise<Attempt>;
}

/** What the connection is made from. */
export interface ClientOptions {
  /** With `request`; Probot's and @octokit/core's both fit. */
  readonly octokit: Pick<Octokit, "request">;
  readonly self: string;
  /** The machine's clock, used until GitHub has answered once. */
  readonly clock?: () => Instant;
  /** Told GitHub's time with each answer. */
  readonly onDate?: (date: Instant) => void;
  /** Where GraphQL is answered; derived from octokit's base URL when absent. */
  readonly graphqlUrl?: string;
  /** How long one request may take, waiting for octokit's own queue included. Default 30. */
  readonly timeout?: Seconds;
  readonly wait?: (length: Seconds) => Promise<void>;
  /** Holds requests back when GitHub's limits ask for it. Default: nothing is held back. */
  readonly governor?: Session;
  /** Answers that GitHub may confirm instead of sending them again. Default: none are kept. */
  readonly cache?: AnswerCache;
  /** Told of every request that was sent. */
  readonly onRequest?: (sent: SentRequest) => void;
}

/** A request that was sent, for metrics. */
export interface SentRequest {
  /** `GET /repos/{owner}/{repo}`: the template, never what it was filled with. */
  readonly route: string;
  /** 0 = no answer. */
  readonly status: number;
}

/** Connects. The only state is GitHub's clock, and whether GraphQL is there. */
export function connectClient(options: ClientOptions): Client {
  const clock = options.clock ?? (() => Math.floor(Date.now() / 1000));
  const graphqlUrl = options.graphqlUrl ?? deriveGraphqlUrl(options.octokit.request.endpoint.DEFAULTS.baseUrl);
  let lastDate: Instant | null = null;
  let enterprise: string | null = null;
  const now = () => lastDate ?? clock();
  const noteDate = (headers: Answer["headers"] | undefined) => {
    const date = parseHttpDate(String(headers?.["date"] ?? ""));
    if (date === null) return;
    lastDate = date;
    options.onDate?.(date);
  };
  const attempt = async (call: Call): Promise<Attempt> => {
    const admission = await options.governor?.admit(call.countsAs ?? call.route);
    if (admission?.ok === false) return { ok: false, failure: { kind: "limited", ...admission.refusal } };
    let settled: Attempt = NO_ANSWER;
    let headers: Answer["headers"] = {};
    try {
      const sent = await send(options, call);
      headers = sent.headers;
      noteDate(headers);
      enterprise = String(headers["x-github-enterprise-version"] ?? "") || enterprise;
      settled = sent.attempt ?? { ok: false, failure: classify(sent.error, now()) };
      return settled;
    } finally {
      admission?.settle({ headers, githubNow: now(), failure: settled.ok ? null : settled.failure });
    }
  };
  const ask = (source: string, parameters: Parameters, countsAs?: string) =>
    attempt({ source, route: `POST ${graphqlUrl}`, parameters, ...(countsAs === undefined ? {} : { countsAs }) });
  // A host without GraphQL, or a token that it refuses, is asked once.
  let refusal: Attempt | null = null;
  return {
    self: options.self,
    now,
    enterprise: () => enterprise,
    wait: options.wait ?? ((length) => new Promise((resolve) => setTimeout(resolve, length * 1000))),
    attempt,
    query: async (source, document, variables) => {
      if (refusal) return refusal;
      const answer = await ask(source, { query: document, variables });
      if (!answer.ok && ["missing", "forbidden"].includes(answer.failure.kind)) refusal = answer;
      return rejectErrors(answer, now());
    },
    mutate: async (source, document, variables) =>
      rejectErrors(await ask(source, { query: document, variables }, MUTATION), now()),
  };
}

const NO_ANSWER: Attempt = { ok: false, failure: { kind: "down", message: "no answer" } };

interface Sent {
  readonly headers: Answer["headers"];
  readonly attempt?: Attempt;
  readonly error?: unknown;
}

/** Sends once. "Not modified" (304) is answered with what was kept. */
async function send(options: ClientOptions, call: Call): Promise<Sent> {
  const { route, parameters, countsAs } = call;
  const kept = options.cache?.find(call);
  const condition = kept ? { headers: { "if-none-match": kept.tag } } : {};
  const request = requestOptions(route, options.timeout ?? 30);
  const seen = (status: number) => options.onRequest?.({ route: countsAs ?? templateOf(route), status });
  try {
    const { status, data, headers } = await options.octokit.request(route, { ...parameters, ...condition, request });
    const answer = { status, data: data as unknown, headers };
    seen(status);
    options.cache?.keep(call, answer);
    return { headers, attempt: { ok: true, answer } };
  } catch (error) {
    const { response } = error as { readonly response?: Answer };
    const headers = response?.headers ?? {};
    seen(response?.status ?? 0);
    if (!kept || response?.status !== 304) return { headers, error };
    const answer = { ...kept.answer, headers: { ...kept.answer.headers, ...headers } };
    return { headers, attempt: { ok: true, answer } };
  }
}

/** GraphQL is asked at a whole address. */
function templateOf(route: string): string {
  return route.replace(/https?:\/\/[^/]+/, "");
}

/** @throws the error itself when it did not come from a request: then it is a fault of ours. */
function classify(error: unknown, now: Instant): Failure {
  const failure = classifyFailure(error, now);
  if (failure === null) throw error;
  return failure;
}

/** GitHub Enterprise Server has REST at `/api/v3` and GraphQL at `/api/graphql`. */
function deriveGraphqlUrl(baseUrl: string): string {
  const base = baseUrl.replace(/\/$/, "");
  return base.endsWith("/api/v3") ? base.replace(/\/v3$/, "/graphql") : `${base}/graphql`;
}

/** Octokit's retry plugin would send a POST again after a broken connection, blindly: that makes doubles. */
function requestOptions(route: string, timeout: Seconds): Record<string, unknown> {
  const signal = AbortSignal.timeout(timeout * 1000);
  return route.startsWith("POST") ? { signal, retries: 0 } : { signal };
}

/**
 * Reads something that may be gone.
 * @returns null when it is deleted, moved away or out of sight.
 * @throws GitHubUnavailable on every other failure.
 */
export async function read(client: Client, call: Call): Promise<Answer | null> {
  const attempt = await client.attempt(call);
  if (attempt.ok) return attempt.answer;
  if (attempt.failure.kind === "missing") return null;
  throw toUnavailable(call.source, attempt.failure);
}

/** As `read`, for what is named by a commit: GitHub answers 422, not 404, for a SHA that it does not know. */
export async function readOfCommit(client: Client, call: Call): Promise<Answer | null> {
  const attempt = await client.attempt(call);
  if (attempt.ok) return attempt.answer;
  const { failure } = attempt;
  if (failure.kind === "missing" || (failure.kind === "invalid" && failure.status === 422)) return null;
  throw toUnavailable(call.source, failure);
}

/**
 * Reads what GitHub sent as the type that we need of it.
 * @throws GitHubUnavailable when the answer has another form: a fact that cannot be understood is an unknown fact, never a default.
 */
export function narrow<T>(schema: z.ZodType<T>, data: unknown, source: string): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const place = first?.path.join(".") ?? "";
  throw new GitHubUnavailable(
    source,
    `${source}: GitHub's answer has an unexpected form at "${place}" (${first?.message})`,
  );
}
