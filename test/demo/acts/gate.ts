/** Act 4: a pull request that touches the flagged component is held back, and told why; others pass. */
import { verify } from "#test/demo/narrator.ts";
import { does, opensPull, type Story } from "#test/demo/story.ts";

/** Plays it. */
export async function holdBack(story: Story): Promise<void> {
  const { tell, read, stage } = story;
  tell.act("4. The gate");
  let firstLine = "";
  await tell.step("a change of checkout", async () => {
    story.blockedPull = await opensPull(story, "carol", {
      branch: "gift-cards",
      title: "Add gift cards",
      body: "A new way to pay.",
      files: { "services/checkout/gift-cards.ts": "export const GIFT_CARDS = true;\n" },
    });
    const check = await read.gate(story.blockedPull);
    verify(check.status === "completed" && check.conclusion === "failure", "the check fails", check);
    firstLine = check.output.title ?? "";
    verify(firstLine.length > 0 && firstLine.length <= 160, "a first line of at most 160 characters", firstLine);
    const said = [firstLine, check.output.summary, check.output.text].join("\n");
    for (const number of story.items) verify(said.includes(`#${number}`), `the check names #${number}`, said);
    return `#${story.blockedPull}: ${firstLine}`;
  });
  await tell.step("the Action agrees", async () => {
    const run = await stage.runAction(story.blockedPull);
    verify(run.exitCode === 1, "the Action exits 1", run);
    verify(run.log.startsWith(firstLine), "with the same first line", run.log);
    verify(run.summary.includes(firstLine), "the job summary opens with it", run.summary);
    verify(/verdict<<\S+\nblock\n/.test(run.output), "the output verdict is block", run.output);
    verify(run.log.includes("file=services/checkout/gift-cards.ts"), "the file is annotated", run.log);
    return "exit code 1, the same words in the log and the job summary, the file annotated";
  });
  await tell.step("merging is refused", async () => {
    const answer = await stage.as("carol")(`PUT /repos/acme/shop/pulls/${story.blockedPull}/merge`, {});
    verify(answer.status === 405, "GitHub answers 405", answer);
    return `GitHub answers 405: ${(answer.body as { message: string }).message}`;
  });
  await tell.step("a change elsewhere", async () => {
    const pull = await opensPull(story, "carol", {
      branch: "search-pages",
      title: "Longer result pages",
      body: "",
      files: { "services/search/index.ts": "export const PAGE_SIZE = 50;\n" },
    });
    const check = await read.gate(pull);
    verify(check.conclusion === "success", "the check passes", check);
    const run = await stage.runAction(pull);
    verify(run.exitCode === 0, "the Action exits 0", run);
    await does(story, "carol", { operation: `PUT REPO/pulls/${pull}/merge`, body: {}, status: 200 });
    return `#${pull} passes (${check.output.title}) and merges`;
  });
  await tell.step("a fix", async () => {
    story.fixPull = await opensPull(story, "dan", {
      branch: "cap-retries",
      title: "Cap retries of the payment client",
      body: `Fixes #${story.items[0]}`,
      files: { "services/checkout/payment.ts": "export const RETRIES = 3;\nexport const TIMEOUT_MS = 30_000;\n" },
    });
    const check = await read.gate(story.fixPull);
    verify(check.conclusion === "success", "the fix is never blocked by what it fixes", check);
    const run = await stage.runAction(story.fixPull);
    verify(run.exitCode === 0 && /rule<<\S+\nG1-remediation-fix\n/.test(run.output), "by rule G1-remediation-fix", run);
    return `#${story.fixPull}: ${check.output.title}`;
  });
}
