/** A small world for tests of the stand-in: organisation `acme`, a public and a private repository, four people, one App. */
import { type ApiClient, apiClient } from "./api-client.ts";
import type { InstallationRow } from "./app-rows.ts";
import type { Observer } from "./observe.ts";
import { type GitHubServer, startGitHub } from "./server.ts";
import { type AppHandle, createPrivateKey } from "./setup-apps.ts";

/** The world and its callers: `alice` administers, `bob` writes, `tina` triages, `rita` reads, `eve` is a stranger, `bot` is the App. */
export interface Acme {
  readonly github: GitHubServer;
  readonly app: AppHandle;
  readonly installation: InstallationRow;
  readonly alice: ApiClient;
  readonly bob: ApiClient;
  readonly tina: ApiClient;
  readonly rita: ApiClient;
  readonly eve: ApiClient;
  readonly bot: ApiClient;
}

/** One key for all tests of a file: making one takes a while. */
const PRIVATE_KEY = createPrivateKey();

/** Everything that the App asks for. */
export const ACME_PERMISSIONS = {
  issues: "write",
  pull_requests: "write",
  checks: "write",
  contents: "read",
  members: "read",
  administration: "write",
} as const;

const EVENTS = ["issues", "issue_comment", "sub_issues", "issue_dependencies", "label", "repository", "pull_request"];

/** Starts it. `webhookUrl` default: a port on which nobody listens. */
export async function startAcme(
  options: { readonly observe?: Observer; readonly webhookUrl?: string } = {},
): Promise<Acme> {
  const github = await startGitHub(options.observe === undefined ? {} : { observe: options.observe });
  github.addOrganization("acme", { alice: "admin" });
  github.addUser("eve");
  for (const name of ["shop", "vault"]) {
    const collaborators = { bob: "write", tina: "triage", rita: "read" } as const;
    github.addRepository({ owner: "acme", name, private: name === "vault", collaborators });
  }
  const app = github.addApp({
    slug: "aftercare",
    permissions: ACME_PERMISSIONS,
    events: EVENTS,
    webhookUrl: options.webhookUrl ?? "http://127.0.0.1:9/",
    secret: "s3cret",
    privateKey: PRIVATE_KEY,
  });
  const installation = github.installApp({ app, account: "acme" });
  const as = (login: string): ApiClient => apiClient(github.url, github.userToken(login));
  const bot = apiClient(github.url, github.installationToken(installation));
  return {
    github,
    app,
    installation,
    alice: as("alice"),
    bob: as("bob"),
    tina: as("tina"),
    rita: as("rita"),
    eve: as("eve"),
    bot,
  };
}
