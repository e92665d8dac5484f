/** Act 6: the weekly summary, once a week however often it is asked for. */
import { verify } from "#test/demo/narrator.ts";
import type { Story } from "#test/demo/story.ts";

const WEEK = 7 * 86_400;

/** Plays it: time moves to the next week, when the summary of this one is due. */
export async function summarise(story: Story): Promise<void> {
  const { tell, read, stage } = story;
  tell.act("6. The weekly summary");
  await tell.step("write", async () => {
    stage.github.clock.advance(WEEK);
    // The App's tokens are a week old by now; a restart also shows that nothing it needs is kept in memory.
    await stage.restart();
    await stage.tick();
    const summaries = await read.issuesLabelled("digest");
    verify(
      summaries.length === 1,
      "one summary",
      summaries.map(({ title }) => title),
    );
    const { number, title, body } = summaries[0]!;
    verify(body?.includes(`#${story.incident}`), "it names the incident", body);
    for (const item of story.items) verify(body?.includes(`#${item}`), `it names #${item}`, body);
    return `#${number} “${title}” names the incident, the items and what was closed`;
  });
  await tell.step("run twice", async () => {
    await stage.tick();
    const summaries = await read.issuesLabelled("digest");
    verify(summaries.length === 1, "still one summary", summaries.length);
    return "a second run edits it and adds none";
  });
}
