/** Act 1: components are configured, an incident is labelled, and its analysis opens. */
import { verify } from "#test/demo/narrator.ts";
import { does, numberOf, type Story } from "#test/demo/story.ts";

const CONFIG = `version: 1
mode: enforce
components:
  checkout:
    paths: ["services/checkout/**"]
    owners: ["@bob"]
    slo: { target: 99.9, window: 28d }
  search:
    paths: ["services/search/**"]
    owners: ["@carol"]
    slo: { target: 99.5, window: 28d }
review:
  invite: ["@dan"]
`;

const REQUIRED_SECTIONS = [
  "Summary",
  "Impact",
  "Detection",
  "Timeline",
  "Five whys",
  "Contributing factors",
  "Follow-up checklist",
];

/** Plays it. */
export async function declare(story: Story): Promise<void> {
  const { tell, read, stage } = story;
  tell.act("1. An incident is labelled, and its analysis opens");
  await tell.step("configure", async () => {
    const content = Buffer.from(CONFIG).toString("base64");
    const body = { message: "Configure Aftercare", content };
    await does(story, "alice", { operation: "PUT REPO/contents/.github/aftercare.yml", body, status: 201 });
    const protection = {
      required_status_checks: { strict: false, contexts: ["aftercare/gate"] },
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    };
    await does(story, "alice", { operation: "PUT REPO/branches/main/protection", body: protection, status: 200 });
    return "two components with objectives are on main, and main requires the check aftercare/gate";
  });
  await tell.step("label", async () => {
    const body = { title: "Checkout answers 502 to card payments", body: "Customers report failing card payments." };
    story.incident = numberOf(await does(story, "bob", { operation: "POST REPO/issues", body, status: 201 }));
    const labels = ["sev:2", "component:checkout", "incident"];
    await does(story, "bob", { operation: `POST REPO/issues/${story.incident}/labels`, body: { labels }, status: 200 });
    const analyses = await read.issuesLabelled("pia");
    verify(
      analyses.length === 1,
      "exactly one analysis",
      analyses.map(({ number }) => number),
    );
    story.pia = analyses[0]!.number;
    verify(analyses[0]!.user.login === "aftercare[bot]", "the App opened it", analyses[0]!.user.login);
    return `#${story.incident} was labelled, and the App opened one analysis, #${story.pia}`;
  });
  await tell.step("link both ways", async () => {
    const subIssues = await read.subIssues(story.incident);
    verify(subIssues.includes(story.pia), "the analysis is a sub-issue of the incident", subIssues);
    const comment = await read.markedComment(story.incident, "incident-link");
    verify(comment.includes(`#${story.pia}`), "the incident's comment names the analysis", comment);
    return `sub-issue, one comment on #${story.incident}, and the analysis names its incident`;
  });
  await tell.step("analysis", async () => {
    const { body, labels, assignees } = await read.issue(story.pia);
    const missing = REQUIRED_SECTIONS.filter((title) => !new RegExp(`^##+ ${title}`, "mi").test(body ?? ""));
    verify(missing.length === 0, "every required section", missing);
    const boxes = (body ?? "").match(/^- \[ \] /gm)?.length ?? 0;
    verify(boxes >= 6, "a follow-up checklist", boxes);
    verify(body?.includes(`issues/${story.incident}`) || body?.includes(`#${story.incident}`), "the incident is named");
    verify(body?.includes("Everybody did what made sense"), "a blameless preamble", body);
    verify(
      labels.some(({ name }) => name === "component:checkout"),
      "the component's label",
      labels,
    );
    const record = await read.markedComment(story.pia, "record");
    verify(/confirmed/i.test(record), "bob's label confirmed the incident", record);
    return `preamble, ${REQUIRED_SECTIONS.length} required sections, draft timeline, ${boxes} checklist lines, led by @${assignees[0]?.login ?? "nobody"}`;
  });
  await tell.step("label again", async () => {
    await does(story, "bob", { operation: `DELETE REPO/issues/${story.incident}/labels/incident`, status: 200 });
    await does(story, "bob", {
      operation: `POST REPO/issues/${story.incident}/labels`,
      body: { labels: ["incident"] },
      status: 200,
    });
    const analyses = await read.issuesLabelled("pia");
    verify(analyses.length === 1, "still one analysis", analyses.length);
    verify(
      stage.observer.problems().length === 0,
      "every request and webhook so far is valid",
      stage.observer.problems(),
    );
    return "removing the label and setting it again made no second analysis";
  });
}
