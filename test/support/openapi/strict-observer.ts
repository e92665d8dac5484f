/** Watches everything that goes through the stand-in and collects what GitHub's own description does not allow. */
import { createApiValidator, type Exchange } from "./validate.ts";
import { createGraphqlValidator } from "./validate-graphql.ts";

/** A webhook as it is sent. */
export interface ObservedWebhook {
  /** The `X-GitHub-Event` header. */
  readonly event: string;
  readonly payload: unknown;
}

/** What `startGitHub({ observe })` takes, and what it found. */
export interface StrictObserver {
  request(exchange: Exchange): void;
  response(exchange: Exchange): void;
  webhook(webhook: ObservedWebhook): void;
  /** Every problem once, in the order of their first appearance. */
  problems(): readonly string[];
  /** `METHOD /template STATUS` of everything that was seen, and how often. */
  seen(): ReadonlyMap<string, number>;
  /** Throws when there were problems, with all of them in the message, or when nothing was seen at all. */
  assertClean(): void;
}

/** Pages for people, which the API's description does not cover: signing in, and the form of the App manifest. */
const PAGES = /^\/(login|settings|organizations|view)(\/|$)/;

/** A new observer. `ignore` names, by a part of their text, problems that a test makes on purpose, such as a request that must be refused. */
export function strictObserver(options: { readonly ignore?: readonly string[] } = {}): StrictObserver {
  const api = createApiValidator();
  const graphql = createGraphqlValidator();
  const problems = new Set<string>();
  const seen = new Map<string, number>();
  const note = (found: readonly string[]): void =>
    found
      .filter((problem) => !(options.ignore ?? []).some((part) => problem.includes(part)))
      .forEach((problem) => problems.add(problem));
  const count = (key: string): Map<string, number> => seen.set(key, (seen.get(key) ?? 0) + 1);
  return {
    request: (exchange) => {
      if (!isGraphql(exchange) && !PAGES.test(exchange.template)) note(api.validateRequest(exchange));
    },
    response: (exchange) => {
      count(`${exchange.method.toUpperCase()} ${exchange.template} ${exchange.status}`);
      if (PAGES.test(exchange.template)) return;
      note(isGraphql(exchange) ? graphqlProblems(exchange) : api.validateResponse(exchange));
    },
    webhook: ({ event, payload }) => {
      count(`webhook ${event}`);
      note(api.validateWebhook(event, payload));
    },
    problems: () => [...problems],
    seen: () => seen,
    assertClean: () => {
      if (seen.size === 0) throw new Error("the observer saw nothing: it is not connected");
      if (problems.size > 0) throw new Error(`not valid by GitHub's own description:\n${[...problems].join("\n")}`);
    },
  };

  function graphqlProblems(exchange: Exchange): readonly string[] {
    return exchange.status === 200 ? graphql.validateGraphqlExchange(exchange.body, exchange.responseBody) : [];
  }
}

function isGraphql(exchange: Exchange): boolean {
  return exchange.template === "/graphql" || exchange.template === "/api/graphql";
}
