/** Act 9: merged is not fixed. An item from a stranger's proposal to a proven fix, and back when the fix is undone. */
import { verify } from "#test/demo/narrator.ts";
import { does, opensPull, says, type Story } from "#test/demo/story.ts";

const DAY = 86_400;
const BREAKER = "services/checkout/breaker.ts";

interface Delivery {
  item: number;
  fix: number;
}

/** Plays it. */
export async function verifyFixes(story: Story): Promise<void> {
  story.tell.act("9. Merged is not fixed");
  const made: Delivery = { item: 0, fix: 0 };
  await propose(story, made);
  await prove(story, made);
  await undo(story, made);
}

async function propose(story: Story, made: Delivery): Promise<void> {
  const { tell, read } = story;
  await tell.step("propose", async () => {
    const text =
      '/pia add "Stop calling a dead gateway for a minute" priority:P1 type:prevent component:checkout done-when:"a dead gateway gets one call a minute"';
    await says(story, "eve", { on: story.pia, text });
    const items = await read.issuesLabelled("remediation");
    const item = items.toSorted((a, b) => b.number - a.number)[0];
    verify(item && item.title.startsWith("Stop calling"), "the item is there", items);
    verify(
      item.labels.some(({ name }) => name === "proposed"),
      "a stranger's item is a proposal",
      item.labels,
    );
    made.item = item.number;
    return `#${made.item} by eve, who may only read: a proposal, which holds nothing back`;
  });
  await tell.step("accept", async () => {
    await says(story, "bob", { on: made.item, text: "/pia accept\n/pia due 21d" });
    const { labels, body } = await read.issue(made.item);
    verify(!labels.some(({ name }) => name === "proposed"), "it is no proposal any more", labels);
    verify(body?.includes("@\u200Bbob"), "it says who accepted it", body);
    verify(!body?.includes("This is a proposal"), "and nothing there still calls it a proposal", body);
    return `bob accepted #${made.item} and gave it a date`;
  });
}

async function prove(story: Story, made: Delivery): Promise<void> {
  const { tell, read, stage } = story;
  await tell.step("deliver", async () => {
    const wish = { branch: "breaker", title: "Break the circuit", body: `Fixes #${made.item}` };
    made.fix = await opensPull(story, "dan", { ...wish, files: { [BREAKER]: "export const PAUSE_MS = 60_000;\n" } });
    const { labels } = await read.issue(made.item);
    verify(
      labels.some(({ name }) => name === "in progress"),
      "the item is in progress",
      labels,
    );
    await does(story, "dan", { operation: `PUT REPO/pulls/${made.fix}/merge`, body: {}, status: 200 });
    const item = await read.issue(made.item);
    verify(item.state === "closed", "merging closed it", item);
    verify(!item.labels.some(({ name }) => name === "verified"), "and nobody has verified it yet", item.labels);
    return `#${made.fix} was merged: #${made.item} went from accepted to in progress to done`;
  });
  await tell.step("ask", async () => {
    stage.github.clock.advance(20 * DAY);
    await stage.restart();
    await stage.tick();
    await stage.tick();
    const question = await read.markedComment(made.item, "evidence");
    verify(question.includes("/pia verify"), "it says how to answer", question);
    return "two weeks later it asks once how one can see that it works";
  });
  await tell.step("verify", async () => {
    await says(story, "carol", { on: made.item, text: "/pia verify evidence:https://grafana.example.com/d/gateway" });
    const { labels } = await read.issue(made.item);
    verify(
      labels.some(({ name }) => name === "verified"),
      "the item is verified",
      labels,
    );
    return "carol answered with a link; the item is verified";
  });
}

async function undo(story: Story, { item, fix }: Delivery): Promise<void> {
  const { tell, read, stage } = story;
  await tell.step("undo", async () => {
    stage.github.push("acme/shop", { branch: "tidy", files: { [BREAKER]: null }, message: "Tidy up", login: "carol" });
    await stage.quiet();
    const made = await does(story, "carol", {
      operation: "POST REPO/pulls",
      body: { title: "Tidy up", body: "Less code.", head: "tidy", base: "main" },
      status: 201,
    });
    const { number } = made as { number: number };
    await does(story, "carol", { operation: `PUT REPO/pulls/${number}/merge`, body: {}, status: 200 });
    const after = await read.issue(item);
    verify(after.state === "open", "the item is open again", after);
    verify(!after.labels.some(({ name }) => name === "verified"), "and no longer verified", after.labels);
    const told = await read.markedComment(item, "not-held");
    verify(told.includes(`undone by #${number}`), "it says why", told);
    const list = await read.markedComment(story.pia, "items");
    verify(list.includes(`was undone by #${number}`), "so does the analysis", list);
    return `#${number} “Tidy up” gives back exactly what #${fix} brought: #${item} is open again, and the analysis says why`;
  });
}
