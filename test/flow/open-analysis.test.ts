/** From a label to one analysis, whatever GitHub and people do around it: over the stand-in, event by event. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAnalysis } from "#src/flow/open-analysis.ts";
import { type FlowStage, PLAIN, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const NEW = ["incident", "sev:2", "component:checkout"];

test("a labelled issue gets one analysis, linked both ways, and it is confirmed by who labelled it", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares();
  expect(await shop.subIssues(incident)).toEqual([pia]);
  expect(await shop.marked(incident, "incident-link")).toEqual([expect.stringContaining(`#${pia}`)]);
  const analysis = await shop.issue(pia);
  expect(analysis).toMatchObject({ user: { login: "aftercare[bot]" }, state: "open", assignees: ["bob"] });
  expect(analysis.labels.toSorted()).toEqual(["aftercare", "component:checkout", "pia", "sev:2"]);
  expect(analysis.body).toContain(`#${incident}`);
  const [record, ...others] = await shop.marked(pia, "record");
  expect(others).toEqual([]);
  expect(record).toContain("| confirmed | yes | bob |");
  expect((await shop.issue(incident)).labels).toContain("aftercare");
});

test("what everybody but a person with triage permission labels waits for a confirmation, and says so", async () => {
  const shop = stage.open({ config: PLAIN });
  const incident = await shop.opensIssue("rita", "Slow pages");
  // Anybody may open an issue from a form that sets the label.
  const event = { kind: "issue", action: "labeled", issue: shop.reference(incident), isPullRequest: false } as const;
  await shop.only("alice", `POST REPO/issues/${incident}/labels`, { labels: NEW });
  shop.takeEvents();
  const sender = { login: "rita", type: "User" } as const;
  await shop.handle([{ ...event, labels: NEW, label: "incident", sender }]);
  const [link] = await shop.marked(incident, "incident-link");
  expect(link).toContain("/pia confirm");
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/pay.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("success");
  await shop.says("tina", incident, "/pia confirm");
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  expect(await shop.marked(incident, "incident-link")).toEqual([expect.not.stringContaining("/pia confirm")]);
});

test("`/pia declare` on any issue opens its analysis, and what is open is judged again at once", async () => {
  const shop = stage.open({ config: PLAIN });
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/pay.ts": "1\n" } });
  const issue = await shop.opensIssue("rita", "Cards are declined");
  const comment = await shop.says("bob", issue, "/pia declare sev:2 component:checkout");
  expect(await shop.reactions(comment)).toEqual(["+1"]);
  const [pia, ...others] = await shop.labelled("pia");
  expect(others).toEqual([]);
  expect(await shop.subIssues(issue)).toEqual([pia!.number]);
  expect((await shop.issue(issue)).labels.toSorted()).toEqual(["aftercare", "component:checkout", "incident", "sev:2"]);
  expect((await shop.gate(pull)).output.title).toContain(`#${pia!.number}`);
  // The incident's own comment stops asking for what the labels say by now.
  expect((await shop.marked(issue, "incident-link"))[0]).not.toContain("severity is not known");
});

test("a published near miss is told once on its issue, with thanks and what was learned", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares(["near-miss", "component:checkout"]);
  const { body } = await shop.issue(pia);
  const written = body!.replace(/(## What we learned\n\n)\*[^*]+\*/, "$1The dry run caught it, by chance.");
  await shop.does("bob", `PATCH REPO/issues/${pia}`, { body: written });
  expect(await shop.marked(incident, "published-notice")).toEqual([]);
  await shop.says("bob", pia, "/pia publish");
  await shop.says("bob", pia, "/pia publish");
  const [notice, ...others] = await shop.marked(incident, "published-notice");
  expect(others).toEqual([]);
  expect(notice).toContain("What was learned from this near miss is published: #");
  expect(notice).toContain("Thank you for telling it before it could hurt anybody.");
  expect(notice).toContain("What others can learn: The dry run caught it, by chance.");
});

test("the label says when it was declared, and by whom, until somebody states it otherwise", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const record = async () => (await shop.marked(pia, "record"))[0]!;
  expect(await record()).toMatch(/\| declared \| 2026-01-05 09:00Z \| bob \|/);
  await shop.says("bob", pia, '/pia declared 08:20 reason:"said on the phone"');
  expect(await record()).toMatch(/\| declared \| 2026-01-05 08:20Z \| bob \|/);
});

test("a near miss gets five questions, no deadline, and holds nothing back", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares(["near-miss", "component:checkout"]);
  expect((await shop.issue(pia)).labels.toSorted()).toEqual(["aftercare", "component:checkout", "near-miss", "pia"]);
  const [link] = await shop.marked(incident, "incident-link");
  expect(link).toContain("five short questions");
  await shop.says("rita", pia, "/pia note 08:12 the second reviewer saw it");
  const [record] = await shop.marked(pia, "record -->");
  expect(record).toContain("| the second reviewer saw it | rita |");
  expect(record).toContain("**A near miss**: nothing broke");
  expect(record).not.toMatch(/Going on|affected|Phase/);
  expect(await shop.marked(pia, "review -->")).toEqual([]);
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/pay.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("success");
});

test("a label that is removed and set again, and every event once more, change nothing and write nothing", async () => {
  const shop = stage.open();
  const incident = Number(
    ((await shop.only("bob", "POST REPO/issues", { title: "Down", labels: NEW })) as { number: number }).number,
  );
  const first = shop.takeEvents();
  await shop.handle(first);
  await shop.quiet();
  await shop.does("bob", `DELETE REPO/issues/${incident}/labels/incident`);
  await shop.does("bob", `POST REPO/issues/${incident}/labels`, { labels: ["incident"] });
  expect(await shop.labelled("pia")).toHaveLength(1);
  const requests = await shop.counting(() => shop.handle([...first, ...first].toReversed()));
  expect(Object.keys(requests).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
  expect(await shop.comments(incident)).toHaveLength(1);
});

test("labelled twice at the same moment: one analysis stays open, the other is closed with a link to it", async () => {
  const shop = stage.open();
  const incident = Number(
    ((await shop.only("bob", "POST REPO/issues", { title: "Down", labels: NEW })) as { number: number }).number,
  );
  shop.takeEvents();
  const request = { issue: shop.reference(incident), declaredBy: "bob" };
  await Promise.all([openAnalysis(shop.services(), request), openAnalysis(shop.services(), request)]);
  await shop.quiet();
  const analyses = await shop.labelled("pia");
  const open = analyses.filter(({ state }) => state === "open");
  expect(open).toHaveLength(1);
  for (const double of analyses.filter(({ state }) => state === "closed")) {
    expect(double.state_reason).toBe("not_planned");
    expect(await shop.marked(double.number, "double")).toEqual([expect.stringContaining(`#${open[0]!.number}`)]);
  }
  expect(await shop.subIssues(incident)).toContain(open[0]!.number);
  // The next look finds the same one.
  await openAnalysis(shop.services(), request);
  expect((await shop.labelled("pia")).filter(({ state }) => state === "open")).toEqual(open);
});

test("a deleted or transferred incident ends quietly, and the analysis stays", async () => {
  const shop = stage.open();
  const other = stage.open();
  const { incident, pia } = await shop.declares();
  const moved = await shop.declares();
  shop.github.deleteIssue({ repository: shop.name, number: incident });
  shop.github.transferIssue({ repository: shop.name, number: moved.incident, to: other.name });
  await shop.quiet();
  await shop.says("bob", pia, "/pia started 2026-01-05T08:00Z\n/pia status");
  expect((await shop.issue(pia)).state).toBe("open");
  expect((await shop.marked(pia, "record"))[0]).toContain("2026-01-05");
  expect(await shop.labelled("pia")).toHaveLength(2);
  // An incident that is gone before we look opens nothing.
  await shop.only("bob", "POST REPO/issues", { title: "Down", labels: NEW });
  const last = Math.max(...[...shop.github.repository(shop.name).issues.values()].map((row) => row.number));
  shop.github.deleteIssue({ repository: shop.name, number: last });
  await shop.quiet();
  expect(await shop.labelled("pia")).toHaveLength(2);
});

test("an archived repository is left alone", async () => {
  const shop = stage.open();
  await shop.only("bob", "POST REPO/issues", { title: "Down", labels: NEW });
  shop.github.changeRepository(shop.name, { archived: true });
  const requests = await shop.counting(() => shop.quiet());
  expect(Object.keys(requests).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
  expect(shop.logged.join("\n")).toContain("archived");
});

test("without the permission to write issues the log says which one is missing, and nothing breaks", async () => {
  const shop = stage.open();
  const permissions = { ...stage.installation.permissions };
  stage.installation.permissions = { ...permissions, issues: "read" };
  const poor = shop.services();
  stage.installation.permissions = permissions;
  await shop.only("bob", "POST REPO/issues", { title: "Down", labels: NEW });
  const incident = [...shop.github.repository(shop.name).issues.values()][0]!.number;
  expect(await openAnalysis(poor, { issue: shop.reference(incident), declaredBy: "bob" })).toBeNull();
  expect(shop.logged.join("\n")).toContain("issues: write");
  // With the permission it is made up for.
  await shop.quiet();
  expect(await shop.labelled("pia")).toHaveLength(1);
});

test.each([4, 8, 12, 16, 20, 24, 28])(
  "a bot's label that comes while listings lag by %i requests takes no confirmation off the record",
  async (requests) => {
    const shop = stage.open();
    const incident = await shop.opensIssue("rita", "Cards are declined");
    const reference = shop.reference(incident);
    const event = { kind: "issue", action: "labeled", issue: reference, isPullRequest: false, labels: NEW } as const;
    await shop.only("alice", `POST REPO/issues/${incident}/labels`, { labels: NEW });
    shop.takeEvents();
    stage.github.faults.lag(requests);
    await shop.handle([{ ...event, label: "incident", sender: { login: "bob", type: "User" } }]);
    const bot = { login: "labels[bot]", type: "Bot" } as const;
    // Whoever does not see the record yet gives the event back to the queue.
    await shop.handle([{ ...event, label: "incident", sender: bot }]).catch((error: unknown) => {
      expect(String(error)).toMatch(/record/);
    });
    stage.github.faults.clear();
    const [pia, ...doubles] = await shop.labelled("pia");
    expect(doubles.every(({ state }) => state === "closed")).toBe(true);
    expect((await shop.marked(pia!.number, "record"))[0]).toContain("| confirmed | yes | bob |");
  },
);
