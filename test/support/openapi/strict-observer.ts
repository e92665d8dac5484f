/** Watches everything that goes through the stand-in and collects what GitHub's own description does not allow. */
import { createApiValidator, type ApiExchange, type ApiRequest } from "./validate.ts";
import { createGraphqlValidator } from "./validate-graphql.ts";

/** A webhook as it is sent. */
export interface SeenWebhook {
  /** The `X-GitHub-Event` header. */
  readonly event: string;
  readonly payload: unknown;
}

/** What `startGitHub({ observe })` takes, and what it found. */
export interface StrictObserver {
  request(request: ApiRequest): void;
  response(exchange: ApiExchange): void;
  webhook(webhook: SeenWebhook): void;
  /** Every problem once, in the order of their first appearance. */
  problems(): readonly string[];
  /** `METHOD /template STATUS` and `webhook event.action` of everything that was seen, and how often. */
  seen(): ReadonlyMap<string, number>;
  /** Throws when there were problems, with all of them in the message, or when nothing was seen at all. */
  assertClean(): void;
}

/** Pages for people, which the API's description does not cover: signing in, the form of the App manifest, and our own viewer. */
const PAGES = /^\/(login|settings|organizations|view)(\/|$)/;

/** Compiling GitHub's description takes most of the time, and observers of one process can share what is compiled. */
let shared:
  | { api: ReturnType<typeof createApiValidator>; graphql: ReturnType<typeof createGraphqlValidator> }
  | undefined;

function validators(): NonNullable<typeof shared> {
  shared ??= { api: createApiValidator(), graphql: createGraphqlValidator() };
  return shared;
}

/** A new observer. `ignore` names, by a part of their text, problems that a test makes on purpose, such as a request that must be refused. */
export function strictObserver(options: { readonly ignore?: readonly string[] } = {}): StrictObserver {
  const { api, graphql } = validators();
  const problems = new Set<string>();
  const seen = new Map<string, number>();
  const note = (found: readonly string[]): void => {
    const unexpected = found.filter((problem) => !(options.ignore ?? []).some((part) => problem.includes(part)));
    for (const problem of unexpected) problems.add(problem);
  };
  const count = (key: string): void => void seen.set(key, (seen.get(key) ?? 0) + 1);
  return {
    request: (request) => {
      if (!isGraphql(request) && !isPage(request)) note(api.validateRequest(request));
    },
    response: (exchange) => {
      count(`${exchange.method} ${exchange.template ?? exchange.path} ${exchange.status}`);
      const seenOnTheWire = { ...exchange, responseBody: onTheWire(exchange.responseBody) };
      if (isGraphql(exchange) && exchange.status === 200)
        return note(graphql.validateGraphqlExchange(exchange.body, seenOnTheWire.responseBody));
      if (!isGraphql(exchange) && !isPage(exchange)) note(api.validateResponse(seenOnTheWire));
    },
    webhook: ({ event, payload }) => {
      count(webhookKey(event, payload));
      note(api.validateWebhook(event, payload));
    },
    problems: () => [...problems],
    seen: () => seen,
    assertClean: () => {
      if (seen.size === 0) throw new Error("the observer saw nothing: it is not connected");
      if (problems.size > 0) throw new Error(`not valid by GitHub's own description:\n${[...problems].join("\n")}`);
    },
  };
}

function isGraphql(request: ApiRequest): boolean {
  return request.template === "/graphql";
}

function isPage(request: ApiRequest): boolean {
  return PAGES.test(request.template ?? request.path);
}

function webhookKey(event: string, payload: unknown): string {
  const action = typeof payload === "object" && payload !== null && "action" in payload ? payload.action : undefined;
  return typeof action === "string" ? `webhook ${event}.${action}` : `webhook ${event}`;
}

/** Properties that are undefined never leave the server. */
function onTheWire(body: unknown): unknown {
  return typeof body === "object" && body !== null && !(body instanceof Uint8Array)
    ? JSON.parse(JSON.stringify(body))
    : body;
}
