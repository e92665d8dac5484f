/** Act 5: the fix merges, the items close, and the blocked pull request turns green without a push. */
import { verify } from "#test/demo/narrator.ts";
import { does, says, type Story } from "#test/demo/story.ts";

/** Plays it. */
export async function release(story: Story): Promise<void> {
  const { tell, read } = story;
  const [first = 0, second = 0] = story.items;
  const head = await read.headSha(story.blockedPull);
  tell.act("5. The fix merges, and the gate opens by itself");
  await tell.step("merge the fix", async () => {
    await does(story, "dan", { operation: `PUT REPO/pulls/${story.fixPull}/merge`, body: {}, status: 200 });
    const item = await read.issue(first);
    verify(item.state === "closed", `merging closed #${first}`, item.state);
    const check = await read.gate(story.blockedPull);
    verify(check.conclusion === "failure", "the other item still holds", check);
    verify(!check.output.title?.includes(`#${first} `), "the check no longer names the fixed item", check.output.title);
    return `#${story.fixPull} merged and closed #${first}; #${story.blockedPull} now waits for: ${check.output.title}`;
  });
  await tell.step("close the second item", async () => {
    const text = `/pia done #${second} reason:"the alert is in production, see the game day"`;
    const comment = await says(story, "carol", { on: story.pia, text });
    verify((await read.issue(second)).state === "closed", `#${second} is closed`, await read.comments(story.pia));
    verify((await read.reactions(comment)).includes("+1"), "the command is acknowledged");
    return `carol closed #${second} with a command`;
  });
  await tell.step("review the analysis", async () => {
    const record = await read.markedComment(story.pia, "record");
    const noted = /\| (\S+) (\S+Z) \| the payment provider's status page/.exec(record) ?? [];
    await says(story, "bob", { on: story.pia, text: `/pia star ${noted[1]}T${noted[2]}` });
    const decided = "/pia decided We bound retries by time, everywhere; the shared pool stays";
    const text = `/pia held attendees:@bob,@carol\n${decided}\n/pia reviewed\n/pia publish`;
    await says(story, "alice", { on: story.pia, text });
    const review = await read.markedComment(story.pia, "review");
    verify(review.includes("status page turned red"), "what was starred stands there", review);
    verify(/Not named as being there:\*\* .*dan \(/.test(review), "who was not there is named", review);
    verify(review.includes("We bound retries by time"), "the decision is recorded", review);
    const notice = await read.markedComment(story.incident, "published-notice");
    verify(notice.includes("turns somebody else's slow minute"), "those affected hear what was learned", notice);
    await read.markedComment(story.pia, 'published part="1"');
    const { body } = await read.issue(story.pia);
    const open = body?.match(/^- \[ \] .*$/gm) ?? [];
    const list = await read.markedComment(story.pia, "items");
    verify(/done/i.test(list), "the list shows both as done", list);
    return open.length === 0
      ? "held, reviewed and published; every checklist line is ticked"
      : `held, reviewed and published; ${open.length} checklist line(s) stay open for people`;
  });
  await tell.step("green without a push", async () => {
    const check = await read.gate(story.blockedPull);
    verify(check.conclusion === "success", "the blocked check turned to success", check.output);
    verify((await read.headSha(story.blockedPull)) === head, "its head never moved");
    return `#${story.blockedPull}: ${check.output.title}`;
  });
  await tell.step("merge", async () => {
    await does(story, "carol", { operation: `PUT REPO/pulls/${story.blockedPull}/merge`, body: {}, status: 200 });
    return `#${story.blockedPull} merges`;
  });
}
