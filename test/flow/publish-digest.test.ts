/** The weekly summary over the stand-in: one issue a week, edited in place, closed by its successor, and no request too many. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DigestRequest, publishDigest } from "#src/flow/publish-digest.ts";
import type { Face, Services } from "#src/flow/services.ts";
import { CONFIG, type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

const DAY = 86_400;
let stage: FlowStage;
beforeEach(async () => {
  // A clock of its own for each test: Monday, 5 January 2026, 09:00Z.
  stage = await startFlowStage();
});
afterEach(() => stage.stop());

const READS = {
  "GET /repos/{owner}/{repo}": 1,
  "GET /repos/{owner}/{repo}/contents/{path}": 1,
  "POST /graphql": 1,
};
const ISSUES = "/repos/{owner}/{repo}/issues";
const ADD = '/pia add "Cap retries at 3" owner:@dan due:2026-01-09 priority:P0 type:prevent component:checkout';

/** Monday: an incident with its item; what the summary will tell of. */
async function incidentWeek(shop: Shop) {
  const numbers = await shop.declares();
  await shop.says(
    "tina",
    numbers.incident,
    "/pia started 2026-01-05T07:20Z\n/pia detected 07:28\n/pia mitigated 07:56",
  );
  await shop.says("bob", numbers.pia, ADD);
  const [item] = await shop.labelled("remediation");
  return { ...numbers, item: item!.number };
}

const summaries = async (shop: Shop) => {
  const all = await shop.labelled("digest");
  return all.toSorted((a, b) => a.number - b.number);
};
/** The App, which has heard GitHub's clock already: before the first answer it would go by the machine's. */
async function ready(shop: Shop, face: Face["kind"] = "app"): Promise<Services> {
  const services = shop.services(face);
  await services.github.readRepository(shop.repository);
  return services;
}
/** One run of the schedule, with a token that is good now. */
const publish = async (shop: Shop, face: Face["kind"] = "app", request: DigestRequest = {}) =>
  publishDigest(await ready(shop, face), shop.repository, request);
const wait = (days: number) => stage.github.clock.advance(days * DAY);

test("the week that ended is told once: a second run reads and writes nothing", async () => {
  const shop = stage.open();
  const { incident, item } = await incidentWeek(shop);
  wait(7);
  const services = await ready(shop);
  const first = await shop.counting(() => publishDigest(services, shop.repository));
  expect(first).toEqual({
    ...READS,
    "GET /repos/{owner}/{repo}/pulls": 1,
    [`GET ${ISSUES}`]: 2,
    "GET /repos/{owner}/{repo}/labels/{name}": 2,
    "POST /repos/{owner}/{repo}/labels": 1,
    [`POST ${ISSUES}`]: 1,
  });
  const [summary, ...others] = await summaries(shop);
  expect(others).toEqual([]);
  expect(summary).toMatchObject({
    title: "Aftercare weekly summary 2026-W02 (5–11 Jan)",
    state: "open",
    assignees: [],
    user: { login: "aftercare[bot]" },
  });
  expect(summary!.labels.toSorted()).toEqual(["aftercare", "digest"]);
  expect(summary!.body).toMatch(
    /^<!-- aftercare:digest week="2026-W02" -->\n\n1 incident, and 0 items done this week\./,
  );
  expect(summary!.body).toContain(`| #${incident} Payments fail | 2 | checkout 36.0 min (assumed) | 8 min | 36 min |`);
  expect(summary!.body).toContain(`| #${item} Cap retries at 3 | P0 | dan | 9 Jan 2026, now past |`);
  expect(await shop.counting(() => publishDigest(services, shop.repository))).toEqual(READS);
});

test("it keeps up with facts that change later, and keeps what people wrote below", async () => {
  const shop = stage.open();
  const { item } = await incidentWeek(shop);
  wait(7);
  const services = await ready(shop);
  await publish(shop);
  const [summary] = await summaries(shop);
  const noted = `${summary!.body}\n\nLet us talk on Tuesday.`.replaceAll("\n", "\r\n");
  await shop.only("bob", `PATCH REPO/issues/${summary!.number}`, { body: noted });
  await shop.only("dan", `PATCH REPO/issues/${item}`, { state: "closed", state_reason: "completed" });
  const requests = await shop.counting(() => publishDigest(services, shop.repository));
  expect(requests).toEqual({ ...READS, [`GET ${ISSUES}/{issue_number}`]: 2, [`PATCH ${ISSUES}/{issue_number}`]: 1 });
  const [edited, ...others] = await summaries(shop);
  expect(others).toEqual([]);
  expect(edited!.body).toContain("✅ done, without proof since");
  expect(edited!.body).toMatch(/seal="[0-9a-f]{16}" -->\n\nLet us talk on Tuesday\.$/);
  expect(await shop.counting(() => publishDigest(services, shop.repository))).toEqual(READS);
});

test("what somebody changed within it is theirs: it is left as they want it", async () => {
  const shop = stage.open();
  const { item } = await incidentWeek(shop);
  wait(7);
  await publish(shop);
  const [summary] = await summaries(shop);
  const mended = summary!.body!.replace("Cap retries at 3", "Cap retries at three");
  await shop.only("bob", `PATCH REPO/issues/${summary!.number}`, { body: mended });
  await shop.only("dan", `PATCH REPO/issues/${item}`, { state: "closed", state_reason: "completed" });
  const published = await publish(shop);
  expect(published).toMatchObject({ outcome: "edited-by-hand", issue: { number: summary!.number } });
  expect((await summaries(shop))[0]!.body).toBe(mended);
  expect(shop.logged.join("\n")).toContain("Somebody edited the weekly summary");
});

test("the next week opens another and closes the first as completed", async () => {
  const shop = stage.open();
  await incidentWeek(shop);
  wait(7);
  await publish(shop);
  wait(7);
  await publish(shop);
  await publish(shop);
  const told = await summaries(shop);
  expect(told.map(({ title, state, state_reason: reason }) => [title, state, reason])).toEqual([
    ["Aftercare weekly summary 2026-W02 (5–11 Jan)", "closed", "completed"],
    ["Aftercare weekly summary 2026-W03 (12–18 Jan)", "open", null],
  ]);
  expect(told[1]!.body).toContain("No incident, and 0 items done this week. 1 item is open, past its due date.");
});

test("merges that are always allowed are listed, read once when the summary is made", async () => {
  const shop = stage.open({ config: PLAIN });
  const { item } = await incidentWeek(shop);
  const files = { "services/checkout/pay.ts": "export const RETRIES = 3;\n" };
  const pull = await shop.opensPull({ branch: "fix", title: "Cap retries", body: `Fixes #${item}`, files });
  await shop.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  const other = await shop.opensPull({ branch: "other", title: "Rename", files: { "README.md": "# Shop 2\n" } });
  await shop.does("dan", `PUT REPO/pulls/${other}/merge`, {});
  wait(7);
  const services = await ready(shop);
  const first = await shop.counting(() => publishDigest(services, shop.repository));
  expect(first).toMatchObject({
    "GET /repos/{owner}/{repo}/pulls": 1,
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": 2,
  });
  const [summary] = await summaries(shop);
  expect(summary!.body).toMatch(/## Always allowed, and merged\n\n1 merge that the gate never holds back/);
  expect(summary!.body).toContain(`- #${pull} Cap retries: Fixes #${item}, the open P0 for checkout: always allowed`);
  expect(summary!.body).not.toContain("Rename");
  expect(await shop.counting(() => publishDigest(services, shop.repository))).toEqual(READS);
});

test("merges that cannot be read just now keep nobody from the rest, and are read the next time", async () => {
  const shop = stage.open();
  await incidentWeek(shop);
  wait(7);
  stage.github.faults.add({ fault: { kind: "status", status: 502 }, route: "GET /repos/{owner}/{repo}/pulls" });
  expect(await publish(shop)).toMatchObject({ outcome: "written" });
  const [summary] = await summaries(shop);
  expect(summary!.body).toContain("## Always allowed, and merged\n\nNot read yet.");
  stage.github.faults.clear();
  expect(await publish(shop)).toMatchObject({ outcome: "written", issue: { number: summary!.number } });
  expect((await summaries(shop)).map(({ body }) => body!.includes("Not read yet"))).toEqual([false]);
});

test("two runs at the same moment leave one open issue", async () => {
  const shop = stage.open();
  await incidentWeek(shop);
  wait(7);
  await Promise.all([publish(shop), publish(shop)]);
  await publish(shop);
  expect((await summaries(shop)).filter(({ state }) => state === "open")).toHaveLength(1);
});

test("it waits for the configured weekday in the configured zone", async () => {
  const config = `${CONFIG}timezone: Pacific/Auckland\ndigest: { weekday: wednesday }\n`;
  const shop = stage.open({ config });
  await incidentWeek(shop);
  // Tuesday 13 January 09:00Z is Tuesday evening in Auckland.
  wait(8);
  expect(await publish(shop)).toMatchObject({ outcome: "quiet" });
  // Tuesday 11:00Z is Wednesday 00:00 there.
  stage.github.clock.advance(2 * 3600);
  expect(await publish(shop)).toMatchObject({
    outcome: "written",
    week: { key: "2026-W02" },
  });
});

test.each([
  ["a week without anything to tell", CONFIG, "app", { outcome: "quiet", issue: null }],
  ["a summary that is switched off", `${CONFIG}digest: { enabled: false }\n`, "app", { outcome: "skipped" }],
  ["a face that does not write here", CONFIG, "action", { outcome: "skipped" }],
] as const)("%s makes no issue", async (...[, config, face, expected]) => {
  const shop = stage.open({ config });
  if (expected.outcome !== "quiet") await incidentWeek(shop);
  wait(7);
  const services = await ready(shop, face);
  const requests = await shop.counting(async () => {
    expect(await publishDigest(services, shop.repository)).toMatchObject(expected);
  });
  expect(requests).toEqual(READS);
  expect(await summaries(shop)).toEqual([]);
});

test("the Action writes where it is the writer", async () => {
  const shop = stage.open({ config: `${CONFIG}writer: action\n` });
  await incidentWeek(shop);
  wait(7);
  await publish(shop, "action");
  expect(await publish(shop, "action")).toMatchObject({ outcome: "held" });
  expect(await summaries(shop)).toMatchObject([{ user: { login: "github-actions[bot]" } }]);
});

test("on request it tells of a week that still lasts, and a dry run writes nothing", async () => {
  const shop = stage.open();
  await incidentWeek(shop);
  const ask = (request: DigestRequest) => publish(shop, "cli", request);
  const dry = await ask({ week: "2026-W02", dryRun: true });
  expect(dry).toMatchObject({ outcome: "dry-run", digest: { quiet: false } });
  expect(await summaries(shop)).toEqual([]);
  expect(await ask({ week: "2026-W03" })).toMatchObject({
    outcome: "skipped",
    reason: expect.stringMatching(/not begun/),
  });
  expect(await ask({ week: "2026-W54" })).toMatchObject({
    outcome: "skipped",
    reason: expect.stringMatching(/no such week/),
  });
  expect(await ask({ week: "2026-W02" })).toMatchObject({ outcome: "written" });
  expect((await summaries(shop))[0]!.body).toContain("The week is not over yet");
});
