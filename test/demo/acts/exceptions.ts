/** Act 8: the hotfix during an outage, an override and its end, a thaw by time, and the merge queue. */
import { z } from "zod";
import { verify } from "#test/demo/narrator.ts";
import { REPOSITORY } from "#test/demo/stage.ts";
import { does, minutesAgo, numberOf, opensPull, says, type Story } from "#test/demo/story.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

interface Outage {
  incident: number;
  item: number;
  hotfix: number;
  feature: number;
}

/** Plays it. */
export async function makeExceptions(story: Story): Promise<void> {
  story.tell.act("8. Exceptions, each with its reason");
  const outage: Outage = { incident: 0, item: 0, hotfix: 0, feature: 0 };
  await duringTheOutage(story, outage);
  await override(story, outage);
  await thaw(story, outage);
}

async function duringTheOutage(story: Story, outage: Outage): Promise<void> {
  const { tell, read } = story;
  await tell.step("a hotfix during an outage", async () => {
    const issue = { title: "Search answers nothing", labels: ["incident", "sev:1", "component:search"] };
    outage.incident = numberOf(await does(story, "carol", { operation: "POST REPO/issues", body: issue, status: 201 }));
    const add =
      '/pia add "Cap the size of a search query" owner:@dan due:14d priority:P0 type:prevent done-when:"a query of 1 MB gets a 413"';
    await says(story, "carol", { on: outage.incident, text: `/pia started ${minutesAgo(story, 190)}\n${add}` });
    outage.item = Math.max(...(await read.issuesLabelled("remediation")).map(({ number }) => number));
    outage.feature = await opensPull(story, "carol", {
      branch: "search-filters",
      title: "Search by colour",
      body: "Colours, at last.",
      files: { "services/search/filters.ts": "export const COLOURS = true;\n" },
    });
    verify(
      (await read.gate(outage.feature)).conclusion === "failure",
      "a feature waits",
      (await read.gate(outage.feature)).output,
    );
    outage.hotfix = await opensPull(story, "dan", {
      branch: "limit-queries",
      title: "Limit the size of a query",
      body: `Remediates #${outage.incident}`,
      files: { "services/search/limit.ts": "export const MAX_QUERY_BYTES = 4096;\n" },
    });
    const check = await read.gate(outage.hotfix);
    verify(check.conclusion === "success", "nobody blocks the hotfix", check.output);
    await does(story, "dan", { operation: `PUT REPO/pulls/${outage.hotfix}/merge`, body: {}, status: 200 });
    return `#${outage.feature} waits; #${outage.hotfix} merges at once: ${check.output.title}`;
  });
  await tell.step("after the outage", async () => {
    await says(story, "carol", { on: outage.incident, text: `/pia mitigated ${minutesAgo(story, 1)}` });
    const check = await read.gate(outage.feature);
    verify(
      check.conclusion === "failure" && check.output.title?.includes(`#${outage.incident}`),
      "one incident froze its component",
      check.output,
    );
    return `#${outage.feature}: ${check.output.title}`;
  });
}

async function override(story: Story, outage: Outage): Promise<void> {
  const { tell, read, stage } = story;
  await tell.step("an override", async () => {
    const asked = await says(story, "carol", {
      on: outage.feature,
      text: '/pia override reason:"the sale starts tonight" expires:4h',
    });
    verify((await read.reactions(asked)).includes("+1"), "the request is acknowledged");
    const own = await says(story, "carol", { on: outage.feature, text: "/pia approve" });
    verify(!(await read.reactions(own)).includes("+1"), "the author cannot approve their own override");
    verify((await read.gate(outage.feature)).conclusion === "failure", "asking alone opens nothing");
    await says(story, "alice", { on: outage.feature, text: "/pia approve" });
    const check = await read.gate(outage.feature);
    verify(check.conclusion === "success", "alice's approval lets it through", check.output);
    const { body } = await read.issue(outage.feature);
    verify(body === "Colours, at last.", "the pull request's own text is untouched");
    return `carol asked, alice approved: ${check.output.title}`;
  });
  await tell.step("it expires", async () => {
    stage.github.clock.advance(4 * HOUR + 60);
    await stage.restart();
    await stage.tick();
    const check = await read.gate(outage.feature);
    verify(check.conclusion === "failure", "four hours later it waits again", check.output);
    return "four hours later the check fails again, by itself";
  });
}

async function thaw(story: Story, outage: Outage): Promise<void> {
  const { tell, read, stage } = story;
  await tell.step("a thaw by time", async () => {
    stage.github.clock.advance(28 * DAY);
    await stage.restart();
    await stage.tick();
    const check = await read.gate(outage.feature);
    verify(check.conclusion === "success", "28 days later the error budget permits again", check.output);
    verify((await read.issue(outage.item)).state === "open", "its item is still open");
    return `28 days later, without a push or a click: ${check.output.title}`;
  });
}

/** The last act but one: from here on, `main` is reached through the queue only. */
export async function mergeQueue(story: Story): Promise<void> {
  story.tell.act("10. The merge queue");
  const { tell, read, stage } = story;
  await tell.step("judged at queue time", async () => {
    const ruleset = {
      name: "queue",
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [{ type: "merge_queue", parameters: QUEUE }],
    };
    await does(story, "alice", { operation: "POST REPO/rulesets", body: ruleset, status: 201 });
    const pull = await opensPull(story, "dan", {
      branch: "readme",
      title: "Say what the shop sells",
      body: "",
      files: { "services/search/about.ts": "export const ABOUT = 'shoes';\n" },
    });
    stage.github.enqueue(REPOSITORY, pull, "dan");
    await stage.quiet();
    const { body } = await stage.as("alice")(`GET /repos/${REPOSITORY}/pulls/${pull}`);
    const { merged } = z.object({ merged: z.boolean() }).parse(body);
    verify(merged, `#${pull} was judged again on the queue's own commit and merged`, await read.gate(pull));
    return `#${pull} was judged again on the queue's own commit, and the queue merged it`;
  });
}

const QUEUE = {
  check_response_timeout_minutes: 10,
  grouping_strategy: "ALLGREEN",
  max_entries_to_build: 5,
  max_entries_to_merge: 5,
  merge_method: "MERGE",
  min_entries_to_merge: 1,
  min_entries_to_merge_wait_minutes: 0,
};
