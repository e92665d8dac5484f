/** A small client for tests and the demo: one request as one call, the way GitHub's documentation names operations. */
import type { GitHubServer } from "./server.ts";

/** An answer; `body` is parsed JSON, or undefined for an empty one. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into JSON of every shape
  readonly body: any;
}

/** Sends `METHOD /path` with a token (null = none). */
export type Client = (operation: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** A client that speaks with one token. */
export function createClient(github: Pick<GitHubServer, "url">, token: string | null): Client {
  return async (operation, body, headers = {}) => {
    const [method = "GET", path = "/"] = operation.split(" ");
    const response = await fetch(github.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : json ? JSON.parse(text) : text,
    };
  };
}
