/** GitHub as the chaos finds it: two organisations with the App installed, three repositories each, and people with every kind of right. */
import { findMarker } from "#src/effect/marker.ts";
import type { ApiClient } from "#test/support/github/api-client.ts";
import { apiClient, at } from "#test/support/github/api-client.ts";
import type { Observer } from "#test/support/github/observe.ts";
import type { IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { type AppHandle, createPrivateKey } from "#test/support/github/setup-apps.ts";
import type { FastClock } from "./fast-clock.ts";

/** The stand-in with everything in place; no App runs yet. */
export interface ChaosWorld {
  readonly github: GitHubServer;
  readonly app: AppHandle;
  readonly places: readonly Place[];
}

/** One repository, and what people do there. */
export interface Place {
  readonly github: GitHubServer;
  /** `owner/name`. */
  readonly name: string;
  readonly row: RepositoryRow;
  /** Any operation as a person; `REPO` stands for `/repos/owner/name`. Throws unless it works. */
  act(login: string, operation: string, body?: unknown): Promise<unknown>;
  /** Comments. @returns the comment's id. */
  say(login: string, on: number, text: string): Promise<number>;
  /** The issue or pull request with this title; the lowest number, where there are doubles. Throws when there is none. */
  titled(title: string): IssueRow;
  /** The analysis of the incident with this title. Throws when there is none. */
  analysisOf(incident: string): IssueRow;
}

const PERMISSIONS = {
  checks: "write",
  statuses: "write",
  issues: "write",
  pull_requests: "write",
  contents: "read",
  merge_queues: "read",
  members: "read",
} as const;

const EVENTS = [
  "check_run",
  "check_suite",
  "issue_comment",
  "issues",
  "merge_group",
  "pull_request",
  "push",
  "sub_issues",
];
const PEOPLE = { bob: "write", carol: "write", dan: "write", max: "maintain", tina: "triage", rita: "read" } as const;
const ORGANISATIONS = ["acme", "globex"];
const REPOSITORIES = ["shop", "cart", "mail"];
const PRIVATE_KEY = createPrivateKey();

/** The policy of every repository at first; `mode` is what pushes change. */
export function policyText(mode: "enforce" | "report", search: string): string {
  return `version: 1
mode: ${mode}
components:
  checkout:
    paths: ["services/checkout/**"]
    owners: ["@bob"]
  search:
    paths: ["${search}/**"]
`;
}

/** Starts the stand-in on its clock. `repositories`: of each organisation, at most three. */
export async function openWorld(
  clock: FastClock,
  { observe, repositories }: { readonly observe: Observer; readonly repositories: number },
): Promise<ChaosWorld> {
  const github = await startGitHub({ clock, observe });
  const app = github.addApp({
    slug: "aftercare",
    permissions: PERMISSIONS,
    events: EVENTS,
    secret: "hush-hush-webhook-secret",
    webhookUrl: "http://127.0.0.1:9/",
    privateKey: PRIVATE_KEY,
  });
  github.relay.use({ kind: "hold" });
  const places = ORGANISATIONS.flatMap((owner) => {
    github.addOrganization(owner, { alice: "admin" });
    return REPOSITORIES.slice(0, repositories).map((repository) => openPlace(github, `${owner}/${repository}`));
  });
  for (const account of ORGANISATIONS) github.installApp({ app, account });
  return { github, app, places };
}

function openPlace(github: GitHubServer, name: string): Place {
  const [owner = "", repository = ""] = name.split("/");
  const files = {
    ".github/aftercare.yml": policyText("enforce", "services/search"),
    "services/checkout/pay.ts": "1\n",
    "services/search/index.ts": "1\n",
    "docs/a.md": "# A\n",
  };
  const row = github.addRepository({ owner, name: repository, collaborators: PEOPLE, files });
  // All numbers are equally long: texts are cut at the same place.
  row.nextNumber = 101;
  const clients = new Map<string, ApiClient>();
  const clientOf = (login: string) => {
    const client = clients.get(login) ?? apiClient(github.url, github.userToken(login));
    clients.set(login, client);
    return client;
  };
  const act: Place["act"] = async (login, operation, body) => {
    const answer = await clientOf(login)(operation.replace("REPO", `/repos/${name}`), body);
    if (answer.status < 400) return answer.body;
    throw new Error(`${name}: ${login}: ${operation} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
  const lowest = (what: string, is: (issue: IssueRow) => boolean) => {
    const found = [...row.issues.values()].toSorted((a, b) => a.number - b.number).find(is);
    if (found === undefined) throw new Error(`${name}: there is no ${what}`);
    return found;
  };
  const titled = (title: string) => lowest(`"${title}"`, (issue) => issue.title === title);
  return {
    github,
    name,
    row,
    act,
    say: async (login, on, text) =>
      Number(at(await act(login, `POST REPO/issues/${on}/comments`, { body: text }), "id")),
    titled,
    analysisOf: (incident) => {
      const keys = { incident: `${row.id}:${titled(incident).number}` };
      const is = ({ appId, body }: IssueRow) => appId !== null && findMarker(body ?? "", "pia", keys) !== undefined;
      return lowest(`analysis of "${incident}"`, is);
    },
  };
}
