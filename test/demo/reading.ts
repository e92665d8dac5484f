/** How the demo looks at GitHub: through its API, as a person with a token. */
import { z } from "zod";
import type { ApiClient } from "#test/support/github/api-client.ts";
import { verify } from "./narrator.ts";
import { REPOSITORY } from "./stage.ts";

const issueView = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.string(),
  state_reason: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() })),
  assignees: z.array(z.object({ login: z.string() })),
  user: z.object({ login: z.string() }),
  pull_request: z.object({}).optional(),
});

/** An issue as the API gives it. */
export type Issue = z.infer<typeof issueView>;

const commentView = z.object({ id: z.number(), body: z.string(), user: z.object({ login: z.string() }) });
const checkView = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  output: z.object({ title: z.string().nullable(), summary: z.string().nullable(), text: z.string().nullable() }),
});

/** A check run as the API gives it. */
export type Check = z.infer<typeof checkView>;

/** Reads, as one person. Every answer must be a 200. */
export interface Reader {
  issue(number: number): Promise<Issue>;
  issuesLabelled(label: string): Promise<readonly Issue[]>;
  comments(number: number): Promise<readonly z.infer<typeof commentView>[]>;
  /** Our comment with this marker; fails when there is not exactly one. */
  markedComment(number: number, marker: string): Promise<string>;
  reactions(commentId: number): Promise<readonly string[]>;
  subIssues(number: number): Promise<readonly number[]>;
  headSha(pull: number): Promise<string>;
  /** The check `aftercare/gate` on the head of the pull request; fails when there is none. */
  gate(pull: number): Promise<Check>;
}

/** Reads through this client. */
export function readerOf(call: ApiClient): Reader {
  const get = async (path: string) => {
    const { status, body } = await call(`GET /repos/${REPOSITORY}${path}`);
    verify(status === 200, `GET ${path} answers 200`, status);
    return body;
  };
  const headSha = async (pull: number) =>
    z.object({ head: z.object({ sha: z.string() }) }).parse(await get(`/pulls/${pull}`)).head.sha;
  return {
    issue: async (number) => issueView.parse(await get(`/issues/${number}`)),
    issuesLabelled: async (label) =>
      z.array(issueView).parse(await get(`/issues?state=all&per_page=100&labels=${encodeURIComponent(label)}`)),
    comments: async (number) => z.array(commentView).parse(await get(`/issues/${number}/comments?per_page=100`)),
    markedComment: async (number, marker) => {
      const comments = z.array(commentView).parse(await get(`/issues/${number}/comments?per_page=100`));
      const marked = comments.filter(({ body }) => body.includes(`<!-- aftercare:${marker}`));
      verify(marked.length === 1, `one comment marked ${marker} on #${number}`, marked.length);
      return marked[0]!.body;
    },
    reactions: async (commentId) =>
      z
        .array(z.object({ content: z.string() }))
        .parse(await get(`/issues/comments/${commentId}/reactions`))
        .map(({ content }) => content),
    subIssues: async (number) =>
      z
        .array(z.object({ number: z.number() }))
        .parse(await get(`/issues/${number}/sub_issues`))
        .map((child) => child.number),
    headSha,
    gate: async (pull) => {
      const found = await get(
        `/commits/${await headSha(pull)}/check-runs?check_name=${encodeURIComponent("aftercare/gate")}`,
      );
      const [check] = z.object({ check_runs: z.array(checkView) }).parse(found).check_runs;
      verify(check, `a check aftercare/gate on #${pull}`);
      return check;
    },
  };
}
