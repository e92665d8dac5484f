/** Uses every operation around issues once, as people and the App would. */
import type { Stage } from "./stage.ts";

/** Issues, labels, milestones, assignees, comments, reactions. */
export async function driveIssues({ alice, bot, repo, github }: Stage): Promise<void> {
  const label = await alice(`POST ${repo}/labels`, {
    name: "incident",
    color: "d73a4a",
    description: "Something broke",
  });
  await alice(`POST ${repo}/labels`, { name: "sev:2", color: "ededed" });
  await alice(`GET ${repo}/labels?per_page=100`);
  await alice(`GET ${repo}/labels/${label.name}`);
  await alice(`PATCH ${repo}/labels/sev:2`, { new_name: "sev:3", description: "less" });
  await alice(`DELETE ${repo}/labels/sev:3`);
  const milestone = await alice(`POST ${repo}/milestones`, {
    title: "Q1",
    due_on: "2026-03-31T00:00:00Z",
    description: "d",
  });
  await alice(`GET ${repo}/milestones?state=all`);
  await alice(`GET ${repo}/milestones/${milestone.number}`);
  await alice(`PATCH ${repo}/milestones/${milestone.number}`, { state: "closed" });
  const issue = await alice(`POST ${repo}/issues`, {
    title: "Checkout is down",
    body: "It @bob",
    labels: ["incident", "new"],
    assignees: ["bob"],
    milestone: milestone.number,
  });
  await alice(`DELETE ${repo}/milestones/${milestone.number}`);
  const other = await bot(`POST ${repo}/issues`, { title: "Post-incident analysis", body: `About #${issue.number}` });
  const one = `${repo}/issues/${issue.number}`;
  await alice(`GET ${one}`);
  await bot(
    `GET ${repo}/issues?state=all&labels=incident&since=2026-01-01T00:00:00Z&sort=updated&direction=desc&per_page=1`,
  );
  await alice(`PATCH ${one}`, {
    title: "Checkout was down",
    body: "It was",
    state: "closed",
    state_reason: "not_planned",
  });
  await alice(`PATCH ${one}`, { state: "open", state_reason: "reopened", body: null });
  await alice(`PUT ${one}/lock`, { lock_reason: "resolved" });
  await alice(`DELETE ${one}/lock`);
  await alice(`GET ${one}/labels`);
  await bot(`POST ${one}/labels`, { labels: ["sev:2", "pia"] });
  await alice(`PUT ${one}/labels`, { labels: ["incident", "sev:1"] });
  await alice(`DELETE ${one}/labels/incident`);
  await alice(`DELETE ${one}/labels`);
  await alice(`GET ${repo}/assignees`);
  await alice(`GET ${repo}/assignees/alice`);
  await alice(`GET ${one}/assignees/alice`);
  await alice(`POST ${one}/assignees`, { assignees: ["alice"] });
  await alice(`DELETE ${one}/assignees`, { assignees: ["alice", "bob"] });
  await driveComments({ alice, bot, repo }, issue.number);
  await bot(`GET ${one}/timeline?per_page=100`);
  const events = await alice(`GET ${one}/events`);
  await alice(`GET ${repo}/issues/events`);
  await alice(`GET ${repo}/issues/events/${events[0].id}`);
  await github.settled();
  await driveLinks({ alice, bot, repo }, [issue, other]);
}

type Clients = Pick<Stage, "alice" | "bot" | "repo">;
interface IssueJson {
  readonly id: number;
  readonly number: number;
}

async function driveComments({ alice, bot, repo }: Clients, issue: number): Promise<void> {
  const comment = await bot(`POST ${repo}/issues/${issue}/comments`, { body: "Hello" });
  const one = `${repo}/issues/comments/${comment.id}`;
  await alice(`GET ${repo}/issues/${issue}/comments?since=2026-01-01T00:00:00Z`);
  await alice(`GET ${repo}/issues/comments`);
  await alice(`GET ${one}`);
  await bot(`PATCH ${one}`, { body: "Hello again" });
  for (const place of [one, `${repo}/issues/${issue}`]) {
    const reaction = await bot(`POST ${place}/reactions`, { content: "rocket" });
    await alice(`POST ${place}/reactions`, { content: "+1" });
    await alice(`GET ${place}/reactions`);
    await bot(`DELETE ${place}/reactions/${reaction.id}`);
  }
  await bot(`DELETE ${one}`);
}

async function driveLinks(
  { alice, bot, repo }: Clients,
  [first, second]: readonly [IssueJson, IssueJson],
): Promise<void> {
  const third: IssueJson = await alice(`POST ${repo}/issues`, { title: "An item" });
  const one = `${repo}/issues/${first.number}`;
  await bot(`POST ${one}/sub_issues`, { sub_issue_id: second.id });
  await alice(`POST ${one}/sub_issues`, { sub_issue_id: third.id });
  await alice(`GET ${one}/sub_issues`);
  await alice(`GET ${one}`);
  await alice(`GET ${repo}/issues/${third.number}/parent`);
  await alice(`PATCH ${one}/sub_issues/priority`, { sub_issue_id: third.id, before_id: second.id });
  await alice(`GET ${one}/timeline`);
  await alice(`DELETE ${one}/sub_issue`, { sub_issue_id: third.id });
  await alice(`POST ${one}/dependencies/blocked_by`, { issue_id: third.id });
  await alice(`GET ${one}/dependencies/blocked_by`);
  await alice(`GET ${repo}/issues/${third.number}/dependencies/blocking`);
  await alice(`GET ${one}/timeline`);
  await alice(`DELETE ${one}/dependencies/blocked_by/${third.id}`);
}
