/** What happened in a run, in its order: for whoever asks why one end differs from the other. */
import { createWriteStream } from "node:fs";
import type { ObservedRequest, ObservedResponse, Observer } from "#test/support/github/observe.ts";

/** A line: the told time in seconds, what kind of thing happened, and what. */
export interface JournalLine {
  readonly at: number;
  /** `act`, `webhook`, `sent`, `request`, `answer`, `process`, `work` or `log`. */
  readonly kind: string;
  readonly what: string;
}

/** Writes lines; `null` where nobody wants to know. */
export type Journal = ((kind: string, what: string) => void) | null;

/** One file, one JSON object a line. */
export function openJournal(path: string, now: () => number): NonNullable<Journal> {
  const file = createWriteStream(path);
  return (kind, what) => void file.write(`${JSON.stringify({ at: now(), kind, what } satisfies JournalLine)}\n`);
}

/** Every request, answer and webhook of the stand-in. */
export function observeInto(journal: NonNullable<Journal>): Required<Observer> {
  return {
    request: (seen) => journal("request", nameOf(seen, seen.body)),
    response: (seen) => journal("answer", `${seen.status} ${nameOf(seen, answerOf(seen))}`),
    webhook: ({ event, action, payload }) => journal("webhook", `${event} ${action ?? ""} ${JSON.stringify(payload)}`),
  };
}

function nameOf({ method, path, query }: ObservedRequest, body: unknown): string {
  const asked = Object.entries(query).map(([key, value]) => `${key}=${value}`);
  const said = body === undefined ? "" : JSON.stringify(withoutQuery(body));
  return `${method} ${path}${asked.length === 0 ? "" : `?${asked.join("&")}`} ${said}`;
}

/** What was read is long and stands in the state; what was made is not. */
function answerOf({ method, status, responseBody }: ObservedResponse): unknown {
  if (status >= 400) return responseBody;
  const { number, id } = (responseBody ?? {}) as { number?: unknown; id?: unknown };
  return method === "GET" ? undefined : { number, id };
}

/** A document of GraphQL is told by its name. */
function withoutQuery(body: unknown): unknown {
  const { query, ...rest } = (body ?? {}) as { query?: unknown };
  return typeof query === "string" ? { query: /\w+ \w+/.exec(query)?.[0], ...rest } : body;
}
