/** Whole round trips against the stand-in: make an analysis, do it again, break the connection, race, and publish verdicts. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Effect, EnsureIssue } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { shop, startStandIn, type StandIn } from "./stand-in.ts";

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.stop());

const REPO = "/repos/{owner}/{repo}";
const ISSUE = `${REPO}/issues/{issue_number}`;
const since = 0;
const marker = { kind: "pia", keys: { incident: "1:1" } };
const analysis: EnsureIssue = {
  kind: "ensure-issue",
  repository: shop,
  marker,
  title: "Analysis",
  body: `Text\n${renderMarker(marker)}`,
  labels: ["aftercare", "pia"],
  assignees: [],
};

async function incident(): Promise<{ number: number }> {
  const labels = ["aftercare", "incident"];
  const made = await standIn
    .person("alice")
    .request(`POST ${REPO}/issues`, { ...shop, title: "Checkout is down", labels });
  standIn.count();
  return { number: made.data.number };
}

const numbersOf = async (state: "open" | "closed") => {
  const { tracked } = await standIn.app({ graphql: false }).readTrackedIssues(shop, { label: "pia", since });
  return tracked.filter((one) => one.issue.state === state).map((one) => one.issue.number);
};

/** All that a new analysis brings, once the numbers are known. */
function analysisEffects(incidentNumber: number, piaNumber: number): Effect[] {
  const [issue, pia] = [incidentNumber, piaNumber].map((number) => ({ ...shop, number })) as [
    { owner: string; repo: string; number: number },
    { owner: string; repo: string; number: number },
  ];
  const link = { kind: "incident-link", keys: {} };
  const record = { kind: "record", keys: {} };
  return [
    { kind: "ensure-label", issue, label: "sev:2" },
    { kind: "ensure-comment", issue, marker: link, body: `See #${piaNumber}\n${renderMarker(link)}` },
    { kind: "ensure-comment", issue: pia, marker: record, body: `Record\n${renderMarker(record)}` },
    { kind: "ensure-sub-issue", parent: issue, child: pia },
    { kind: "ensure-assignee", issue: pia, login: "alice" },
    { kind: "edit-issue", issue: pia, body: { expected: analysis.body, next: `Ticked\n${analysis.body}` } },
  ];
}

describe("an analysis", () => {
  test("is made whole, and made again writes nothing", async () => {
    const github = standIn.app();
    const { number } = await incident();
    const [made] = await github.perform([analysis]);
    expect(made).toMatchObject({ outcome: "done", issue: { ...shop, number: number + 1 } });
    expect(standIn.count("writes")).toEqual({ [`POST ${REPO}/issues`]: 1, [`POST ${REPO}/labels`]: 1 });

    const effects = analysisEffects(number, made!.issue!.number);
    const first = await github.perform(effects);
    expect(first.map(({ outcome }) => outcome)).toEqual(effects.map(() => "done"));
    standIn.count();

    const again = await github.perform([analysis, ...effects]);
    expect(again.map(({ outcome }) => outcome)).toEqual([analysis, ...effects].map(() => "held"));
    expect(standIn.count("writes")).toEqual({});
  });

  test("brings labels with a look of their own", async () => {
    await standIn.app().perform([analysis]);
    const labels = await standIn.person("alice").request(`GET ${REPO}/labels`, shop);
    expect(labels.data).toMatchObject([
      { name: "aftercare", color: "bfd4f2" },
      { name: "pia", color: "5319e7", description: "Post-incident analysis" },
    ]);
  });

  test("whose connection broke after the write is one issue", async () => {
    standIn.server.faults.add({ fault: { kind: "break-after" }, route: `POST ${REPO}/issues`, times: 1 });
    const github = standIn.app();
    expect(await github.perform([analysis])).toMatchObject([{ outcome: "done", issue: { number: 1 } }]);
    expect(standIn.count("writes")[`POST ${REPO}/issues`]).toBe(1);
    expect(await numbersOf("open")).toEqual([1]);
  });

  test("whose connection broke before the write is left for later, and then made", async () => {
    standIn.server.faults.add({ fault: { kind: "break-before" }, route: `POST ${REPO}/issues`, times: 1 });
    const github = standIn.app();
    await expect(github.perform([analysis])).rejects.toMatchObject({
      name: "EffectsUnfinished",
      unfinished: [analysis],
    });
    expect(await github.perform([analysis])).toMatchObject([{ outcome: "done", issue: { number: 1 } }]);
  });

  test("made by two runs at once is one open issue in the end", async () => {
    const both = await Promise.all([standIn.app().perform([analysis]), standIn.app().perform([analysis])]);
    await standIn.app().perform([analysis]);
    expect(await numbersOf("open")).toEqual([1]);
    for (const [performed] of both) expect(performed?.issue?.number).toBe(1);
  });

  test("made twice because listings lag is healed once they do not", async () => {
    standIn.server.faults.lag(1000);
    await standIn.app().perform([analysis]);
    await standIn.app().perform([analysis]);
    standIn.server.faults.catchUp();
    standIn.server.faults.clear();
    expect(await standIn.app().perform([analysis])).toMatchObject([{ outcome: "held", issue: { number: 1 } }]);
    expect(await numbersOf("open")).toEqual([1]);
    expect(await numbersOf("closed")).toEqual([2]);
    const [said, ...more] = await standIn.app().readComments({ ...shop, number: 2 });
    expect(said?.body).toMatch(/double of #1/);
    expect(more).toEqual([]);
  });

  test("that a person edited meanwhile is stale", async () => {
    const github = standIn.app();
    await github.perform([analysis]);
    const parameters = { ...shop, issue_number: 1, body: "Mine" };
    await standIn.person("alice").request(`PATCH ${ISSUE}`, parameters);
    const body = { expected: analysis.body, next: "Ours" };
    const [edited] = await github.perform([{ kind: "edit-issue", issue: { ...shop, number: 1 }, body }]);
    expect(edited).toMatchObject({ outcome: "stale" });
    expect(await github.readIssue({ ...shop, number: 1 })).toMatchObject({ body: "Mine" });
  });
});

describe("what was tracked", () => {
  const records = async (graphql: boolean) => {
    const github = standIn.app({ graphql });
    standIn.count();
    const found = await github.readTrackedIssues(shop, { label: "aftercare", since });
    return { found, requests: standIn.count() };
  };

  test("is the same by REST as by GraphQL, the record with it", async () => {
    const { number } = await incident();
    const github = standIn.app();
    const [made] = await github.perform([analysis]);
    await github.perform(analysisEffects(number, made!.issue!.number));
    const state = {
      kind: "set-issue-state",
      issue: { ...shop, number },
      state: "closed",
      reason: "completed",
    } as const;
    await github.perform([state]);
    const slow = await records(false);
    expect(slow.requests).toEqual({ [`GET ${REPO}/issues`]: 2, [`GET ${ISSUE}/comments`]: 1 });
    const quick = await records(true);
    expect(quick.requests).toEqual({ "POST /graphql": 1 });
    expect(quick.found).toEqual(slow.found);
    expect(quick.found.tracked.map((one) => one.issue.author.login)).toEqual(["alice", "aftercare[bot]"]);
    expect(quick.found.tracked[1]?.recordComment?.body).toMatch(/^Record/);
  });
});

describe("a limit", () => {
  test.each(["secondary-limit", "primary-limit"] as const)("(%s) says when to come back", async (kind) => {
    const fault = kind === "secondary-limit" ? ({ kind, retryAfter: 42 } as const) : ({ kind } as const);
    standIn.server.faults.add({ fault, times: 1 });
    const now = standIn.server.clock.now();
    const failure = await standIn
      .app()
      .readRepository(shop)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "GitHubUnavailable", source: "the repository acme/shop" });
    const { retryAt } = failure as { retryAt: number };
    if (kind === "secondary-limit") expect(retryAt).toBe(now + 42);
    else expect(retryAt).toBeGreaterThan(now);
  });
});
