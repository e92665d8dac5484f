/** Act 7: deliveries that come twice, out of order, or from somebody else. */
import { createHmac } from "node:crypto";
import { verify } from "#test/demo/narrator.ts";
import { REPOSITORY } from "#test/demo/stage.ts";
import { does, minutesAgo, numberOf, says, type Story } from "#test/demo/story.ts";

/** Plays it. */
export async function deliverBadly(story: Story): Promise<void> {
  const { tell, read, stage } = story;
  const { github } = stage;
  tell.act("7. Deliveries go wrong");
  let incident = 0;
  await tell.step("out of order", async () => {
    github.relay.use({ kind: "hold" });
    const body = { title: "Search is empty for some people", labels: ["incident", "sev:3", "component:search"] };
    incident = numberOf(await does(story, "carol", { operation: "POST REPO/issues", body, status: 201 }));
    await does(story, "carol", {
      operation: `PATCH REPO/issues/${incident}`,
      body: { title: "Search was empty for 5 minutes" },
      status: 200,
    });
    const held = github.relay.held().length;
    github.relay.use({ kind: "pass" });
    await github.relay.release((deliveries) => deliveries.toReversed());
    await stage.quiet();
    const analyses = (await read.issuesLabelled("pia")).filter(({ title }) => title.includes(`#${incident}`));
    verify(
      analyses.length === 1,
      "one analysis",
      analyses.map(({ title }) => title),
    );
    return `${held} deliveries came in reverse order; one analysis, #${analyses[0]!.number}`;
  });
  await tell.step("twice", async () => {
    const delivery = github.deliveries().findLast(({ event, action }) => event === "issues" && action === "labeled");
    verify(delivery, "a labeled delivery");
    github.world.redeliver(delivery);
    await stage.quiet();
    const analyses = (await read.issuesLabelled("pia")).filter(({ title }) => title.includes(`#${incident}`));
    verify(analyses.length === 1, "still one analysis", analyses.length);
    return "the same GUID again changed nothing";
  });
  await tell.step("twice, as another delivery", async () => {
    const label = "component:search";
    github.relay.use({ kind: "duplicate", copies: 3 });
    await does(story, "carol", {
      operation: `DELETE REPO/issues/${incident}/labels/${encodeURIComponent(label)}`,
      status: 200,
    });
    await does(story, "carol", {
      operation: `POST REPO/issues/${incident}/labels`,
      body: { labels: [label, "incident"] },
      status: 200,
    });
    github.relay.use({ kind: "pass" });
    await stage.quiet();
    const comments = (await read.comments(incident)).filter(({ body }) => body.includes("aftercare:incident-link"));
    verify(comments.length === 1, "one comment on the incident", comments.length);
    return "three copies of each delivery: one analysis, one comment";
  });
  await tell.step("and is over", async () => {
    await says(story, "carol", {
      on: incident,
      text: `/pia started ${minutesAgo(story, 6)}\n/pia mitigated ${minutesAgo(story, 1)}`,
    });
    const analysis = (await read.issuesLabelled("pia")).find(({ title }) => title.includes(`#${incident}`));
    const record = await read.markedComment(analysis?.number ?? 0, "record");
    verify(record.includes("5 min"), "five minutes are recorded", record);
    return "carol said when it began and ended: five minutes";
  });
  await tell.step("a bad signature", async () => {
    const body = JSON.stringify({ action: "labeled", repository: { full_name: REPOSITORY } });
    const signature = `sha256=${createHmac("sha256", "guessed").update(body).digest("hex")}`;
    const headers = {
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": crypto.randomUUID(),
      "x-hub-signature-256": signature,
    };
    const { status } = await fetch(stage.webhookUrl(), { method: "POST", headers, body });
    verify(status >= 400 && status < 500, "a 4xx", status);
    return `is answered with ${status} and changes nothing`;
  });
}
