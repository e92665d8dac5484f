/** Act 3: findings become items with an owner, a date and a definition of success. */
import { verify } from "#test/demo/narrator.ts";
import { writtenAnalysis } from "#test/demo/analysis-text.ts";
import { does, says, type Story } from "#test/demo/story.ts";

/** Plays it. */
export async function remediate(story: Story): Promise<void> {
  const { tell, read } = story;
  tell.act("3. Findings become items");
  await tell.step("add", async () => {
    const text = [
      "What we decided in the review:",
      '/pia add "Cap retries of the payment client at 3" owner:@dan due:7d priority:P0 type:prevent component:checkout as:patch done-when:"a load test with a dead gateway stays under 300 requests a second"',
      '/pia add "Alert when checkout errors pass 1%" owner:@carol due:14d priority:P1 type:detect component:checkout done-when:"the alert fires in the game day"',
    ].join("\n");
    await says(story, "bob", { on: story.pia, text });
    const items = (await read.issuesLabelled("remediation")).toSorted((a, b) => a.number - b.number);
    verify(
      items.length === 2,
      "two items",
      items.map(({ title }) => title),
    );
    story.items = items.map(({ number }) => number);
    const [retries, alert] = items;
    verify(retries?.assignees[0]?.login === "dan" && alert?.assignees[0]?.login === "carol", "each has its owner");
    const labels = retries?.labels.map(({ name }) => name) ?? [];
    for (const label of ["remediation", "component:checkout", "priority:P0", "aftercare"])
      verify(labels.includes(label), `the label ${label}`, labels);
    verify(retries?.body?.includes("load test"), "the definition of success is in the issue", retries?.body);
    const children = await read.subIssues(story.pia);
    verify(
      story.items.every((number) => children.includes(number)),
      "both are sub-issues of the analysis",
      children,
    );
    return `#${story.items.join(" and #")}: labelled, assigned, dated, sub-issues of #${story.pia}`;
  });
  await tell.step("list", async () => {
    const list = await read.markedComment(story.pia, "items");
    for (const number of story.items) verify(list.includes(`#${number}`), `the list names #${number}`, list);
    return "the analysis lists both with owner, due date, priority and state";
  });
  await tell.step("bad input", async () => {
    const comment = await says(story, "bob", {
      on: story.pia,
      text: '/pia add "Rotate the keys" component:chekout due:2026-02-30',
    });
    const reply = await read.markedComment(story.pia, `reply comment="${comment}"`);
    verify(reply.includes("checkout"), "an unknown component is answered with the nearest one", reply);
    verify((await read.issuesLabelled("remediation")).length === 2, "no item was opened");
    return "an unknown component and a date that does not exist open nothing, and are explained";
  });
  await tell.step("write the analysis", async () => {
    const { body } = await read.issue(story.pia);
    const next = writtenAnalysis(body ?? "", story.items);
    await does(story, "bob", { operation: `PATCH REPO/issues/${story.pia}`, body: { body: next }, status: 200 });
    const after = (await read.issue(story.pia)).body ?? "";
    const words = (text: string) =>
      text
        .replaceAll(/^- \[.\]/gm, "- [ ]")
        .replaceAll("\r\n", "\n")
        .trim();
    verify(words(after) === words(next), "what people wrote stands untouched", after);
    const review = await read.markedComment(story.pia, "review");
    for (const part of ["ishikawa-beta", "flowchart TD", "calendar.google.com", "BEGIN:VCALENDAR", "Opening words"])
      verify(review.includes(part), `what is prepared for the review has ${part}`, review);
    const ticked = after.match(/^- \[x\] /gm)?.length ?? 0;
    verify(
      ticked >= 4,
      "the checklist ticks itself",
      after.split("\n").filter((line) => /^- \[.\]/.test(line)),
    );
    return `bob wrote it; ${ticked} checklist lines ticked themselves, his text is untouched; causes and whys are drawn, the review is prepared`;
  });
}
