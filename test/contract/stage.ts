/** A stand-in with people, an App and a repository on it, and a client that expects to succeed. */
import { apiClient, type ApiClient } from "#test/support/github/api-client.ts";
import type { Observer } from "#test/support/github/observe.ts";
import { startGitHub, type GitHubServer } from "#test/support/github/server.ts";
import { createPrivateKey, type AppHandle } from "#test/support/github/setup-apps.ts";
import type { InstallationRow } from "#test/support/github/app-rows.ts";

/** Sends one operation and gives its JSON; throws unless the status is below 400. */
// oxlint-disable-next-line typescript/no-explicit-any -- JSON of every shape goes through here
export type Act = (operation: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<any>;

/** Everything that the drives need. */
export interface Stage {
  readonly github: GitHubServer;
  readonly app: AppHandle;
  readonly installation: InstallationRow;
  /** An owner of the organisation `acme`. */
  readonly alice: Act;
  /** The App itself, by its JWT. */
  readonly asApp: Act;
  /** The App on `acme`. */
  readonly bot: Act;
  /** `/repos/acme/shop`. */
  readonly repo: string;
}

const PERMISSIONS = {
  administration: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  members: "read",
  merge_queues: "read",
  pull_requests: "write",
  statuses: "write",
} as const;

const EVENTS = [
  "check_run",
  "check_suite",
  "create",
  "delete",
  "issue_comment",
  "issue_dependencies",
  "issues",
  "label",
  "member",
  "merge_group",
  "pull_request",
  "pull_request_review",
  "push",
  "repository",
  "status",
  "sub_issues",
];

/** Making one takes a while. */
const PRIVATE_KEY = createPrivateKey();

/** Nobody listens there: what is delivered is looked at before it leaves. */
const NOBODY = "http://127.0.0.1:9/";

/** Starts it. End with `stage.github.stop()`. */
export async function openStage(observe: Observer): Promise<Stage> {
  const github = await startGitHub({ observe });
  github.addUser("alice", { name: "Alice", email: "alice@example.org" });
  github.addUser("bob");
  github.addOrganization("acme", { alice: "admin", bob: "member" });
  github.addRepository({
    owner: "acme",
    name: "shop",
    description: "The shop",
    files: {
      "README.md": "# Shop\n",
      "src/pay.ts": "export const pay = 1;\n",
      ".github/aftercare.yml": "version: 1\n",
    },
    collaborators: { bob: "write" },
  });
  github.addTeam({
    organization: "acme",
    slug: "owners",
    members: ["alice"],
    repositories: { "acme/shop": "maintain" },
  });
  const app = github.addApp({
    slug: "aftercare",
    owner: "acme",
    permissions: PERMISSIONS,
    events: EVENTS,
    webhookUrl: NOBODY,
    privateKey: PRIVATE_KEY,
  });
  const installation = github.installApp({ app, account: "acme" });
  return {
    github,
    app,
    installation,
    alice: expecting(apiClient(github.url, github.userToken("alice"))),
    asApp: expecting(apiClient(github.url, app.jwt())),
    bot: expecting(apiClient(github.url, github.installationToken(installation))),
    repo: "/repos/acme/shop",
  };
}

/** A client for calls that must work. */
export function expecting(client: ApiClient): Act {
  return async (operation, body, headers) => {
    const answer = await client(operation, body, headers);
    if (answer.status >= 400)
      throw new Error(`${operation} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
}
