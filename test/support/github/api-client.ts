/** A caller of the stand-in's API for tests: one token, plain fetch. */

/** An answer: the status, the parsed JSON (or text) and the headers. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Sends `METHOD /path` with a JSON body. */
export type ApiClient = (
  operation: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** A client for a base address; without a token it calls anonymously. */
export function apiClient(url: string, token?: string): ApiClient {
  return async (operation, body, headers = {}) => {
    const [method = "GET", path = "/"] = operation.split(" ");
    const response = await fetch(url + path, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /\bjson\b/.test(response.headers.get("content-type") ?? "") && text !== "";
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
  };
}

/** What is at a path like `commit.sha` or `0.number` of parsed JSON; undefined when there is nothing. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inside, key) => {
    return typeof inside === "object" && inside !== null ? (inside as Record<string, unknown>)[key] : undefined;
  }, value);
}

/** As `at`, for a text. Throws when it is none. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found !== "string") throw new Error(`no text at ${path} of ${JSON.stringify(value)}`);
  return found;
}

/** As `at`, for a number. Throws when it is none. */
export function numberAt(value: unknown, path: string): number {
  const found = at(value, path);
  if (typeof found !== "number") throw new Error(`no number at ${path} of ${JSON.stringify(value)}`);
  return found;
}
