/** Reads what happened on an issue, as material for the draft timeline. */
import { z } from "zod";
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { ActivityFacts } from "#src/facts/issue.ts";
import { narrow, type Client } from "./client.ts";
import { restActor } from "./actor-answer.ts";
import { describeActivity } from "./describe-activity.ts";
import { instantAnswer } from "./instant-answer.ts";
import { readAll } from "./pages.ts";

const time = instantAnswer.nullish().catch(null);
const dated = z.object({ date: time }).nullish().catch(null);

/** The parts that place an event in time and name who did it; everything else is for `describeActivity`. */
const eventAnswer = z.looseObject({
  event: z.string().nullish().catch(null),
  created_at: time,
  submitted_at: time,
  committer: dated,
  author: dated,
  actor: z.unknown().optional(),
  user: z.unknown().optional(),
  html_url: z.string().nullish().catch(null),
});

/** The timeline, oldest first; kinds of event that are newer than this program are kept with their name. None when the issue is gone. */
export async function readActivity(client: Client, issue: IssueReference): Promise<readonly ActivityFacts[]> {
  const { owner, repo, number } = issue;
  const source = `the timeline of ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline";
  const items = await readAll(client, { source, route, parameters: { owner, repo, issue_number: number } });
  const events = narrow(z.array(eventAnswer), items ?? [], source);
  const firstKnown = events.map(timeOf).find((at) => at !== null) ?? client.now();
  let previous: Instant = firstKnown;
  const activity = events.map((event) => {
    // GitHub lists in order, so an event without a time of its own happened after the one before it.
    previous = timeOf(event) ?? previous;
    return toActivity(event, previous);
  });
  return activity.toSorted((a, b) => a.at - b.at);
}

function timeOf(event: z.infer<typeof eventAnswer>): Instant | null {
  return event.created_at ?? event.submitted_at ?? event.committer?.date ?? event.author?.date ?? null;
}

function toActivity(event: z.infer<typeof eventAnswer>, at: Instant): ActivityFacts {
  const person = event.actor ?? event.user ?? null;
  const actor = person === null ? null : restActor.safeParse(person);
  const name = event.event ?? "unknown";
  return { at, actor: actor?.data ?? null, event: name, ...describeActivity(name, event) };
}
