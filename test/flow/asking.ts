/** What people do in one repository of the stand-in, and what they see there, through GitHub's API. */
import { z } from "zod";
import { type ApiClient, at } from "#test/support/github/api-client.ts";
import type { GitHubServer } from "#test/support/github/server.ts";

const issueView = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.string(),
  state_reason: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() })).transform((labels) => labels.map(({ name }) => name)),
  assignees: z.array(z.object({ login: z.string() })).transform((people) => people.map(({ login }) => login)),
  user: z.object({ login: z.string() }),
});

/** An issue as the API gives it. */
export type Issue = z.output<typeof issueView>;

const commentView = z.object({ id: z.number(), body: z.string(), user: z.object({ login: z.string() }) });
const checkView = z.object({
  id: z.number(),
  conclusion: z.string().nullable(),
  output: z.object({ title: z.string().nullable(), summary: z.string().nullable(), text: z.string().nullable() }),
});
const statusView = z.object({ state: z.string(), description: z.string().nullable(), context: z.string() });

/** A check run as the API gives it. */
export type Check = z.output<typeof checkView>;

/** A pull request to open: files on a new branch. */
export interface PullWish {
  readonly branch: string;
  readonly files: Readonly<Record<string, string | null>>;
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
  /** Default `carol`. */
  readonly by?: string;
}

/** Acts and looks. Acts expect to succeed; what follows from them is handled by `quiet`, unless the name says `only`. */
export interface Asking {
  /** Any operation as a person; `REPO` stands for `/repos/acme/…`. Throws unless it works. */
  only(login: string, operation: string, body?: unknown): Promise<unknown>;
  /** As `only`, and then everything that follows. */
  does(login: string, operation: string, body?: unknown): Promise<unknown>;
  /** Opens an issue with labels. @returns its number. */
  opensIssue(login: string, title: string, labels?: readonly string[]): Promise<number>;
  /** Opens an incident of checkout, labelled by `bob`. @returns the numbers of it and of its analysis. */
  declares(labels?: readonly string[]): Promise<{ readonly incident: number; readonly pia: number }>;
  /** Comments. @returns the comment's id. */
  says(login: string, on: number, text: string): Promise<number>;
  opensPull(wish: PullWish): Promise<number>;
  issue(number: number): Promise<Issue>;
  labelled(label: string): Promise<readonly Issue[]>;
  comments(number: number): Promise<readonly z.output<typeof commentView>[]>;
  /** The bodies of the bot's comments with this marker. */
  marked(number: number, marker: string): Promise<readonly string[]>;
  /** The one reply to a comment; "" when there is none. */
  replyTo(number: number, comment: number): Promise<string>;
  reactions(comment: number): Promise<readonly string[]>;
  subIssues(number: number): Promise<readonly number[]>;
  head(pull: number): Promise<string>;
  /** Check runs `aftercare/gate` on a commit. */
  checks(sha: string): Promise<readonly Check[]>;
  /** The check on the head of a pull request. Throws unless there is exactly one. */
  gate(pull: number): Promise<Check>;
  statuses(sha: string): Promise<readonly z.output<typeof statusView>[]>;
}

interface Place {
  readonly github: GitHubServer;
  readonly name: string;
  as(login: string): ApiClient;
  quiet(): Promise<void>;
}

/** Acts and looks in one repository. */
export function askingIn(place: Place): Asking {
  const only = async (login: string, operation: string, body?: unknown) => {
    const answer = await place.as(login)(operation.replace("REPO", `/repos/${place.name}`), body);
    if (answer.status < 400) return answer.body;
    throw new Error(`${login}: ${operation} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
  const does = async (login: string, operation: string, body?: unknown) => {
    const answer = await only(login, operation, body);
    await place.quiet();
    return answer;
  };
  const look = looking((path) => only("alice", `GET REPO${path}`));
  const opensIssue = async (login: string, title: string, labels: readonly string[] = []) =>
    Number(at(await does(login, "POST REPO/issues", { title, body: `About ${title}.`, labels }), "number"));
  return {
    only,
    does,
    ...look,
    opensIssue,
    declares: async (labels = ["incident", "sev:2", "component:checkout"]) => {
      const incident = await opensIssue("bob", "Payments fail", labels);
      const pia = (await look.labelled("pia")).find(({ title }) => title.includes(`#${incident}`));
      if (!pia) throw new Error(`no analysis of #${incident}`);
      return { incident, pia: pia.number };
    },
    says: async (login, on, text) =>
      Number(at(await does(login, `POST REPO/issues/${on}/comments`, { body: text }), "id")),
    opensPull: async ({ branch, files, title = branch, body = "", base = "main", by = "carol" }) => {
      place.github.push(place.name, { branch, files, login: by, from: base });
      return Number(at(await does(by, "POST REPO/pulls", { title, body, head: branch, base }), "number"));
    },
  };
}

type Looking = Omit<Asking, "only" | "does" | "opensIssue" | "declares" | "says" | "opensPull">;

function looking(get: (path: string) => Promise<unknown>): Looking {
  const comments = async (number: number) =>
    z.array(commentView).parse(await get(`/issues/${number}/comments?per_page=100`));
  const marked = async (number: number, marker: string) =>
    (await comments(number))
      .filter(({ body, user }) => user.login.endsWith("[bot]") && body.includes(`<!-- aftercare:${marker}`))
      .map(({ body }) => body);
  const head = async (pull: number) => String(at(await get(`/pulls/${pull}`), "head.sha"));
  const checks = async (sha: string) => {
    const found = await get(`/commits/${sha}/check-runs?check_name=aftercare%2Fgate`);
    return z.object({ check_runs: z.array(checkView) }).parse(found).check_runs;
  };
  return {
    issue: async (number) => issueView.parse(await get(`/issues/${number}`)),
    labelled: async (label) =>
      z
        .array(issueView)
        .parse(await get(`/issues?state=all&direction=asc&per_page=100&labels=${encodeURIComponent(label)}`)),
    comments,
    marked,
    replyTo: async (number, comment) => (await marked(number, `reply comment="${comment}"`)).join("\n====\n"),
    reactions: async (comment) =>
      z
        .array(z.object({ content: z.string() }))
        .parse(await get(`/issues/comments/${comment}/reactions`))
        .map(({ content }) => content),
    subIssues: async (number) =>
      z
        .array(z.object({ number: z.number() }))
        .parse(await get(`/issues/${number}/sub_issues`))
        .map((child) => child.number),
    head,
    checks,
    gate: async (pull) => {
      const found = await checks(await head(pull));
      if (found.length !== 1) throw new Error(`${found.length} checks on #${pull}`);
      return found[0]!;
    },
    statuses: async (sha) => z.array(statusView).parse(await get(`/commits/${sha}/statuses`)),
  };
}
