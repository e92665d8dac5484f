/** What the viewer shows is what the stand-in holds. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStage, type Stage } from "#test/contract/stage.ts";
import { createViewSource } from "./view-source.ts";
import type { ViewSource } from "./view.ts";

let stage: Stage;
let source: ViewSource;
beforeAll(async () => {
  stage = await openStage({});
  source = createViewSource(stage.github.world);
});
afterAll(() => stage.github.stop());

test("an issue has its labels, people, comments, reactions, sub-issues and events", async () => {
  const { alice, bot, repo } = stage;
  const pia = await bot(`POST ${repo}/issues`, {
    title: "Analysis",
    body: "text",
    labels: ["pia"],
    assignees: ["bob"],
  });
  const item = await bot(`POST ${repo}/issues`, { title: "Item" });
  await bot(`POST ${repo}/issues/${pia.number}/sub_issues`, { sub_issue_id: item.id });
  await alice(`PATCH ${repo}/issues/${item.number}`, { state: "closed", state_reason: "not_planned" });
  const comment = await alice(`POST ${repo}/issues/${pia.number}/comments`, { body: "/pia help" });
  await bot(`POST ${repo}/issues/comments/${comment.id}/reactions`, { content: "+1" });
  const thread = source.thread("acme/shop", pia.number);
  expect(thread).toMatchObject({
    kind: "issue",
    state: "open",
    author: "aftercare[bot]",
    labels: [{ name: "pia" }],
    assignees: ["bob"],
    description: { body: "text" },
    posts: [{ author: "alice", body: "/pia help", reactions: { "+1": 1 } }],
    subIssues: [{ number: item.number, state: "not planned", title: "Item" }],
    progress: { done: 1, all: 1 },
  });
  expect(thread?.events.map((event) => event.event)).toEqual(expect.arrayContaining(["labeled", "sub_issue_added"]));
  expect(source.thread("acme/shop", item.number)?.parent?.number).toBe(pia.number);
  expect(source.thread("acme/shop", 99)).toBeNull();
});

describe("a pull request under branch protection", () => {
  const look = (number: number) => source.thread("acme/shop", number)?.pull;
  const report = (sha: string, conclusion: string): Promise<unknown> =>
    stage.bot(`POST ${stage.repo}/check-runs`, {
      name: "aftercare/gate",
      head_sha: sha,
      status: "completed",
      conclusion,
      output: { title: "First line", summary: "**why**", text: "more" },
      actions: [{ label: "Recheck", description: "Judge again", identifier: "recheck" }],
    });

  test("is blocked with GitHub's reason, then ready, then merged", async () => {
    const { alice, repo, github } = stage;
    await alice(`PUT ${repo}/branches/main/protection`, {
      required_status_checks: { strict: false, contexts: ["aftercare/gate"] },
      enforce_admins: false,
      required_pull_request_reviews: null,
      restrictions: null,
    });
    const sha = github.push("acme/shop", { branch: "fast", files: { "a.txt": "a\n" } });
    const { number } = github.openPull("acme/shop", { title: "Faster", head: "fast" });
    await report(sha, "failure");
    expect(look(number)).toMatchObject({
      base: "main",
      head: "fast",
      checks: [
        {
          name: "aftercare/gate",
          by: "aftercare",
          tone: "bad",
          required: true,
          title: "First line",
          summary: "**why**",
          actions: [{ label: "Recheck" }],
        },
      ],
      merge: { state: "blocked", reasons: ['Required status check "aftercare/gate" is failing.'] },
    });
    await report(sha, "success");
    expect(look(number)).toMatchObject({ checks: [{ tone: "good" }], merge: { state: "ready", reasons: [] } });
    await alice(`PUT ${repo}/pulls/${number}/merge`, { merge_method: "merge" });
    expect(look(number)?.merge.state).toBe("merged");
    expect(source.thread("acme/shop", number)?.state).toBe("merged");
  });
});

test("every repository is listed with its rows", () => {
  expect(source.repositories().map((one) => [one.name, one.rows.length])).toEqual([["acme/shop", 3]]);
});
