/** `aftercare cost` against the stand-in, and the total on the analysis: in private repositories only, and never a rate. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRates } from "#src/cost/rates.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { type FlowStage, type Shop, startFlowStage } from "#test/flow/stage.ts";
import { runCli } from "#test/cli/terminal.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const RATES = JSON.stringify({
  owner: "acme",
  currency: "EUR",
  hour_of_work: 77,
  components: { checkout: { revenue_per_hour: [1010, 6060, 12_120], people: 10 } },
});

async function finished(): Promise<{ shop: Shop; incident: number; pia: number }> {
  const shop = stage.open();
  const made = await shop.declares();
  await shop.says("bob", made.incident, "/pia started 07:00\n/pia mitigated 08:00");
  return { shop, ...made };
}

const environment = (shop: Shop) => ({
  GITHUB_TOKEN: stage.github.actionsToken(shop.name),
  GITHUB_API_URL: `${stage.github.url}/`,
});

test("prints every part with what it assumes; JSON for other tools", async () => {
  const { shop, incident } = await finished();
  const argv = ["cost", "--repo", shop.name, "--incident", String(incident)];
  const { code, out, error } = await runCli(argv, {}, { ...environment(shop), COST_RATES: RATES });
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(out).toMatch(/^total {9}about EUR 6,600, between EUR 1,500 and EUR 13,000\n/);
  expect(out).toContain("- one person at it for 60 min");
  const json = await runCli([...argv, "--json"], {}, { ...environment(shop), COST_RATES: RATES });
  expect(JSON.parse(json.out)).toMatchObject({ currency: "EUR", revenue: [1010, 6060, 12_120], credits: [0, 0, 0] });
});

test.each([
  ["no rates", {}, "COST_RATES is not set"],
  ["rates that cannot be read", { COST_RATES: '{"currency":987654}' }, "COST_RATES: these are missing"],
])("says in one line what is wrong: %s", async (_name, rates, words) => {
  const answer = await runCli(["cost", "--repo", "acme/shop", "--incident", "1"], {}, rates);
  expect(answer).toMatchObject({ code: 2, out: "", error: expect.stringContaining(words) });
  expect(answer.error).not.toContain("987654");
});

test("stands on the analysis as a total where the repository is private, and nowhere in a public one", async () => {
  const read = readRates(RATES);
  if ("problem" in read) throw new Error(read.problem);
  const { shop, pia } = await finished();
  const shown = async (text: string) => {
    await shop.only("bob", `POST REPO/issues/${pia}/comments`, { body: text });
    for (const event of shop.takeEvents()) await handleEvent({ ...shop.services(), rates: read.rates }, event);
    return (await shop.marked(pia, "review -->"))[0]!;
  };
  expect(await shown("/pia note the queue drains")).not.toContain("EUR");
  stage.github.changeRepository(shop.name, { private: true });
  const text = await shown("/pia note the queue is empty");
  expect(text).toContain("**What it cost:** about EUR 6,600, between EUR 1,500 and EUR 13,000.");
  expect(text).not.toMatch(/\b(?:77|1010|1,010|6060|6,060|12,?120)\b/);
  for (const event of shop.takeEvents()) await handleEvent(shop.services(), event);
  for (const marker of ["record -->", "items -->"]) expect((await shop.marked(pia, marker))[0]).not.toContain("EUR");
});
