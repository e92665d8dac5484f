/** Says in a few words what an event of GitHub's timeline was about. */
import { z } from "zod";
import type { ActivityFacts } from "#src/facts/issue.ts";

/** An event as GitHub sent it: every field may be missing. */
type TimelineEvent = Readonly<Record<string, unknown>>;

const named = z.object({ name: z.string() });
const titled = z.object({ title: z.string() });
const login = z.object({ login: z.string() });
const linked = z.object({ title: z.string(), html_url: z.string().nullish() });

/** One way to describe per kind of event; a kind that is not here is described by its own name. */
const DESCRIPTIONS: Readonly<Record<string, (event: TimelineEvent) => string | undefined>> = {
  labeled: (event) => named.safeParse(event["label"]).data?.name,
  unlabeled: (event) => named.safeParse(event["label"]).data?.name,
  assigned: (event) => login.safeParse(event["assignee"]).data?.login,
  unassigned: (event) => login.safeParse(event["assignee"]).data?.login,
  review_requested: (event) => login.safeParse(event["requested_reviewer"]).data?.login,
  milestoned: (event) => titled.safeParse(event["milestone"]).data?.title,
  demilestoned: (event) => titled.safeParse(event["milestone"]).data?.title,
  renamed: (event) => describeRename(event["rename"]),
  commented: (event) => textOf(event["body"]),
  reviewed: (event) => [textOf(event["state"]), textOf(event["body"])].filter(Boolean).join(": "),
  committed: (event) => firstLine(textOf(event["message"])),
  referenced: (event) => shortSha(event["commit_id"]),
  closed: (event) => textOf(event["state_reason"]) ?? shortSha(event["commit_id"]),
  locked: (event) => textOf(event["lock_reason"]),
  "cross-referenced": (event) => crossReference(event)?.title,
  sub_issue_added: (event) => linked.safeParse(event["sub_issue"]).data?.title,
  sub_issue_removed: (event) => linked.safeParse(event["sub_issue"]).data?.title,
  parent_issue_added: (event) => linked.safeParse(event["parent_issue"]).data?.title,
  parent_issue_removed: (event) => linked.safeParse(event["parent_issue"]).data?.title,
};

/** What it was about, and where it can be seen: the event's own page, or that of the issue which refers to this one. */
export function describeActivity(name: string, event: TimelineEvent): Pick<ActivityFacts, "detail" | "url"> {
  const described = DESCRIPTIONS[name]?.(event);
  return {
    detail: described || name.replaceAll(/[_-]/g, " "),
    url: textOf(event["html_url"]) ?? crossReference(event)?.html_url ?? null,
  };
}

function crossReference(event: TimelineEvent): z.infer<typeof linked> | undefined {
  return z.object({ issue: linked }).safeParse(event["source"]).data?.issue;
}

function describeRename(rename: unknown): string | undefined {
  const { data } = z.object({ from: z.string(), to: z.string() }).safeParse(rename);
  return data && `${data.from} → ${data.to}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split("\n", 1)[0];
}

function shortSha(value: unknown): string | undefined {
  return textOf(value)?.slice(0, 12);
}
