/** Act 2: people say when things happened; the analysis shows phases, impact and the error budget. */
import { verify } from "#test/demo/narrator.ts";
import { minutesAgo, says, type Story } from "#test/demo/story.ts";

/** Plays it. */
export async function stateMoments(story: Story): Promise<void> {
  const { tell, read } = story;
  tell.act("2. What happened when");
  await tell.step("moments", async () => {
    const lines = [
      `/pia started ${minutesAgo(story, 100)}`,
      `/pia detected ${minutesAgo(story, 92)}`,
      `/pia acknowledged ${minutesAgo(story, 88)}`,
      `/pia mitigated ${minutesAgo(story, 64)}`,
      `/pia resolved ${minutesAgo(story, 30)}`,
      `/pia note ${minutesAgo(story, 75)} the payment provider's status page turned red`,
    ];
    const comment = await says(story, "bob", { on: story.incident, text: lines.join("\n") });
    verify((await read.reactions(comment)).includes("+1"), "the commands are acknowledged with a thumb");
    const record = await read.markedComment(story.pia, "record");
    for (const phase of ["Time to detect", "Time to acknowledge", "Time to mitigate", "Time to resolve"]) {
      verify(record.includes(phase), `the record shows ${phase}`, record);
    }
    verify(/36 min/.test(record), "users were affected for 36 minutes", record);
    return "started, detected, acknowledged, mitigated and resolved are recorded; the phases are shown";
  });
  await tell.step("impact", async () => {
    const text = `/pia impact checkout 100% ${minutesAgo(story, 100)}..${minutesAgo(story, 64)}`;
    await says(story, "bob", { on: story.pia, text });
    const record = await read.markedComment(story.pia, "record");
    verify(/100\.0%.*10\.7%/s.test(record), "the budget of checkout before (100%) and after (10.7%)", record);
    return "36 impact minutes; the budget of checkout (99.9% over 28d = 40.3 min) went from 100% to 10.7%";
  });
  await tell.step("correction", async () => {
    const comment = await says(story, "bob", {
      on: story.incident,
      text: `/pia detected ${minutesAgo(story, 91)} reason:"the alert is in the log"`,
    });
    verify((await read.reactions(comment)).includes("+1"), "the correction is acknowledged");
    const record = await read.markedComment(story.pia, "record");
    verify(record.includes("the alert is in the log"), "the correction stays visible, with its reason", record);
    return "a corrected moment keeps the old value, who changed it, and why";
  });
  await tell.step("strangers and slips", async () => {
    const refused = await says(story, "eve", { on: story.incident, text: `/pia mitigated ${minutesAgo(story, 99)}` });
    verify((await read.reactions(refused)).includes("-1"), "a stranger's statement is refused");
    const slip = await says(story, "bob", { on: story.incident, text: "/pia started 2026-02-30T10:00Z" });
    verify((await read.reactions(slip)).includes("confused"), "a date that does not exist is not taken");
    const unknown = await says(story, "bob", { on: story.incident, text: "/pia mitigatd 14:00" });
    const reply = await read.markedComment(story.incident, `reply comment="${unknown}"`);
    verify(reply.includes("mitigated"), "an unknown command is answered with the nearest one", reply);
    const record = await read.markedComment(story.pia, "record");
    verify(/36 min/.test(record), "nothing that was recorded is lost", record);
    return "a stranger, a 30 February and a misspelt command were each answered; nothing recorded was lost";
  });
}
