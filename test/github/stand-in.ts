/** Our port against the stand-in for GitHub over real HTTP, every exchange held against GitHub's own description. */
import { generateKeyPairSync } from "node:crypto";
import { Octokit } from "@octokit/core";
import { connectGitHub } from "#src/github/github.ts";
import type { GitHub } from "#src/flow/services.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";

/** A running stand-in with acme/shop, an App on it, and what the test may count. */
export interface StandIn {
  readonly server: GitHubServer;
  /** As the App `aftercare[bot]`; each call is a connection of its own. */
  app(options?: { readonly graphql?: boolean }): GitHub;
  /** As a workflow's token. */
  workflow(): GitHub;
  /** As a person, raw. */
  person(login: string): Octokit;
  /** Requests since the last count, as `METHOD template` → how often; `writes` leaves out the reads. */
  count(kind?: "all" | "writes"): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export const shop = { owner: "acme", repo: "shop" };

/** One a test file: compiling GitHub's description and making a key take longer than most tests. */
const observer = strictObserver();
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  type: "pkcs1",
  format: "pem",
});

/** Starts; end it with `stop`, which rejects when anything was not valid by GitHub's description. */
export async function startStandIn(): Promise<StandIn> {
  const server = await startGitHub({ observe: observer });
  server.addOrganization("acme", { olga: "admin" });
  const collaborators = { alice: "write", trish: "triage" } as const;
  server.addRepository({ ...shop, name: "shop", collaborators, files: { "README.md": "Shop\n", "src/a.ts": "a\n" } });
  const app = server.addApp({
    slug: "aftercare",
    privateKey: String(privateKey),
    permissions: {
      issues: "write",
      checks: "write",
      statuses: "write",
      pull_requests: "read",
      contents: "read",
      metadata: "read",
    },
    events: [],
  });
  const installation = server.installApp({ app, account: "acme" });
  const connect = (token: string, self: string, graphql = true) => {
    const request = graphql ? {} : { fetch: withoutGraphql };
    const octokit = new Octokit({ auth: token, baseUrl: server.url, request });
    return connectGitHub({ octokit, self, wait: async () => undefined });
  };
  return {
    server,
    app: (options = {}) => connect(server.installationToken(installation), app.login, options.graphql),
    workflow: () => connect(server.actionsToken("acme/shop"), "github-actions[bot]"),
    person: (login) => new Octokit({ auth: server.userToken(login), baseUrl: server.url }),
    count: (kind = "all") => {
      const all = Object.entries(server.requests());
      server.resetRequests();
      return Object.fromEntries(all.filter(([route]) => kind === "all" || !/^GET |^POST \/graphql$/.test(route)));
    },
    stop: async () => {
      await server.stop();
      observer.assertClean();
    },
  };
}

/** A host without GraphQL. */
const withoutGraphql: typeof fetch = (address, init) =>
  String(address).endsWith("/graphql")
    ? Promise.resolve(new Response(JSON.stringify({ message: "Not Found" }), { status: 404 }))
    : fetch(address, init);
