/** GitHub's answers for tests at the wire: made from GitHub's own published examples, with what a test is about put on top. */
import { createRequire } from "node:module";
import { parseInstant, type Instant } from "#src/calendar/instant.ts";

type Json = Readonly<Record<string, unknown>>;
interface Examples {
  readonly name: string;
  readonly examples: readonly (Json & { readonly action?: string })[];
}

const all = createRequire(import.meta.url)("@octokit/webhooks-examples") as readonly Examples[];

function example(event: string, part: string): Json {
  const payload = all.find(({ name }) => name === event)?.examples.find((one) => one[part] !== undefined);
  if (payload === undefined) throw new Error(`no example of ${event} with ${part}`);
  return payload[part] as Json;
}

const REPOSITORY_URL = "https://api.github.com/repos/acme/shop";

/** The address of issue or pull request `number` on the web. */
export const webUrl = (number: number, kind = "issues") => `https://github.com/acme/shop/${kind}/${number}`;

/** A person; `name[bot]` is a bot. */
export function user(login: string): Json {
  return { ...example("issues", "sender"), login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

/** An instant by its ISO form. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(text);
  return instant;
}

/** An issue as the REST operations answer. */
export function issue(number: number, change: Json = {}): Json {
  return {
    ...example("issues", "issue"),
    url: `${REPOSITORY_URL}/issues/${number}`,
    repository_url: REPOSITORY_URL,
    html_url: webUrl(number),
    id: 9000 + number,
    number,
    title: `Issue ${number}`,
    user: user("alice"),
    labels: [],
    assignees: [],
    state: "open",
    state_reason: null,
    closed_at: null,
    created_at: "2026-11-01T10:00:00Z",
    updated_at: "2026-11-02T10:00:00Z",
    body: "text",
    ...change,
  };
}

/** A label as it stands on an issue. */
export function label(name: string): Json {
  return {
    id: 7,
    node_id: "x",
    url: `${REPOSITORY_URL}/labels/x`,
    name,
    color: "d73a4a",
    default: false,
    description: null,
  };
}

/** A comment on an issue. */
export function comment(id: number, change: Json = {}): Json {
  return {
    ...example("issue_comment", "comment"),
    id,
    issue_url: `${REPOSITORY_URL}/issues/7`,
    html_url: `${webUrl(7)}#issuecomment-${id}`,
    user: user("alice"),
    created_at: "2026-11-01T10:00:00Z",
    updated_at: "2026-11-01T10:00:00Z",
    body: "text",
    ...change,
  };
}

/** A repository of acme. */
export function repository(change: Json = {}): Json {
  return {
    ...example("issues", "repository"),
    id: 901,
    name: "shop",
    full_name: "acme/shop",
    owner: user("acme"),
    html_url: "https://github.com/acme/shop",
    default_branch: "trunk",
    private: false,
    archived: false,
    ...change,
  };
}

/** A pull request as `GET /pulls/{n}` answers. */
export function pullRequest(number: number, change: Json = {}): Json {
  const branch = (ref: string, sha: string) => ({
    label: `acme:${ref}`,
    ref,
    sha,
    user: user("acme"),
    repo: repository(),
  });
  return {
    ...example("pull_request", "pull_request"),
    id: 8000 + number,
    number,
    html_url: webUrl(number, "pull"),
    title: `Pull ${number}`,
    state: "open",
    user: user("alice"),
    labels: [],
    merged: false,
    merged_at: null,
    draft: false,
    head: branch("topic", "a".repeat(40)),
    base: branch("trunk", "b".repeat(40)),
    changed_files: 1,
    merge_commit_sha: null,
    created_at: "2026-11-01T10:00:00Z",
    updated_at: "2026-11-02T10:00:00Z",
    ...change,
  };
}

/** A pull request as listings answer: without its counts. */
export function listedPullRequest(number: number, change: Json = {}): Json {
  const { merged: _merged, changed_files: _files, ...rest } = pullRequest(number, change);
  return rest;
}

/** Changed files `file-1` … `file-n`, from `first` on. */
export function files(count: number, first = 1): Json[] {
  return Array.from({ length: count }, (_, index) => ({
    sha: "c".repeat(40),
    filename: `file-${first + index}`,
    status: "modified",
    additions: 1,
    deletions: 0,
    changes: 1,
    blob_url: "https://github.com/x",
    raw_url: "https://github.com/x",
    contents_url: "https://api.github.com/x",
  }));
}

/** A check run of the App `slug`. */
export function checkRun(id: number, change: Json = {}): Json {
  const base = example("check_run", "check_run");
  return { ...base, id, name: "aftercare/gate", app: { ...(base["app"] as Json), slug: "aftercare" }, ...change };
}
