/** A connection whose every request a test must expect: a request without an answer and an answer without a request both fail. */
import { Octokit } from "@octokit/core";
import nock from "nock";
import { afterEach, beforeEach, expect } from "vitest";
import { connectClient, type Client, type ClientOptions } from "#src/github/client.ts";
import { connectGitHub } from "#src/github/github.ts";
import type { GitHub } from "#src/flow/services.ts";

/** The API's address in these tests. */
export const API = "https://api.github.com";

/** Where acme/shop lives in the API. */
export const SHOP = "/repos/acme/shop";

/** The repository of these tests. */
export const shop = { owner: "acme", repo: "shop" };

/** Our login in these tests. */
export const SELF = "aftercare[bot]";

/** Call once per test file. */
export function expectEveryRequest(): void {
  const unexpected: string[] = [];
  const note = (request: { method?: string; path?: string }) => unexpected.push(`${request.method} ${request.path}`);
  beforeEach(() => {
    unexpected.length = 0;
    nock.disableNetConnect();
    nock.emitter.on("no match", note);
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.emitter.off("no match", note);
    expect({ unexpected, unused }).toEqual({ unexpected: [], unused: [] });
  });
}

/** Adds expected requests. */
export const api = () => nock(API);

function options(change: Partial<ClientOptions>): ClientOptions {
  const octokit = new Octokit({ auth: "token-of-the-test" });
  return { octokit, self: SELF, clock: () => 1000, wait: async () => undefined, ...change };
}

/** The port over nock. */
export function connect(change: Partial<ClientOptions> = {}): GitHub {
  return connectGitHub(options(change));
}

/** The door alone over nock. */
export function connectDoor(change: Partial<ClientOptions> = {}): Client {
  return connectClient(options(change));
}
