/** `/pia graph`: errors from a real Prometheus beside what people recorded. Skipped, and said so, where it is not installed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommandsOf } from "#src/flow/run-command.ts";
import { connectSignals } from "#src/prometheus/signals.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";
import { hasPrometheus, type RunningPrometheus, startPrometheus } from "#test/prometheus/running-prometheus.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** One error a second, and fifty more from half an hour to ten minutes ago: PromQL makes it up, no time has to pass. */
function rising(now: number): string {
  return `1 + 50 * (vector(time()) >= bool ${now - 1_800}) * (vector(time()) < bool ${now - 600})`;
}

function withErrors(expression: string): string {
  return PLAIN.replace('owners: ["@bob"]', `owners: ["@bob"]\n    errors: ${JSON.stringify(expression)}`);
}

async function says(
  shop: Shop,
  url: string | null,
  text: string,
): Promise<{ reply: string; shown: string; reacted: readonly string[] }> {
  const { pia } = { pia: (await shop.labelled("pia"))[0]!.number };
  const { id } = (await shop.only("bob", `POST REPO/issues/${pia}/comments`, { body: text })) as { id: number };
  const services = { ...shop.services(), ...(url === null ? {} : { signalSource: connectSignals({ url }) }) };
  await runCommandsOf(services, { repository: shop.repository, comment: id, before: null });
  shop.takeEvents();
  const shown = (await shop.marked(pia, "signal")).join("\n====\n");
  return { reply: await shop.replyTo(pia, id), shown, reacted: await shop.reactions(id) };
}

describe.skipIf(!hasPrometheus)("with a real Prometheus (apt-get install prometheus)", () => {
  let prometheus: RunningPrometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus(`- { record: unused, expr: vector(1) }`);
  }, 30_000);
  afterAll(async () => prometheus?.stop());

  test("the rise is drawn, the gap to the alert is named, and a detecting item is one line away", async () => {
    const now = stage.github.clock.now();
    const shop = stage.open({ config: withErrors(rising(now)) });
    await shop.declares();
    const { pia } = { pia: (await shop.labelled("pia"))[0]!.number };
    await shop.says("bob", pia, `/pia started ${minute(now - 1_800)}\n/pia detected ${minute(now - 840)}`);
    const first = await says(shop, prometheus.url, "/pia graph");
    expect(first.reacted).toEqual(["+1"]);
    expect(first.shown).toContain("\nxychart-beta\n");
    expect(first.shown).toContain("They rose at 5 Jan 2026 08:30Z");
    expect(first.shown).toContain("(51)");
    expect(first.shown).toContain("It was detected at 5 Jan 2026 08:46Z, 16 min after the rise.");
    const line = /`(\/pia add "[^`]+)`/.exec(first.shown)![1]!;
    await shop.says("bob", pia, line);
    const item = (await shop.labelled("remediation"))[0]!;
    expect(item.title).toBe("Alert on the errors of checkout within 5 minutes of a rise");
    expect(item.labels).toContain("remediation");
  });

  test("drawn again, it is the same comment", async () => {
    const shop = stage.open({ config: withErrors(rising(stage.github.clock.now())) });
    await shop.declares();
    await says(shop, prometheus.url, "/pia graph");
    const again = await says(shop, prometheus.url, "/pia graph checkout");
    expect(again.shown.match(/aftercare:signal/g)).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    [
      "several series",
      "vector(1) or label_replace(vector(2), 'a', 'b', '', '')",
      "it gives 2 series where one is needed: sum them up",
    ],
    ["no series", "absent_metric", "Prometheus has no such series in this time"],
    ["no PromQL", "sum(rate(", "Prometheus answers 400: "],
  ])("%s: it says what is wrong with the expression", async (_name, expression, reason) => {
    const shop = stage.open({ config: withErrors(expression) });
    await shop.declares();
    const { shown } = await says(shop, prometheus.url, "/pia graph");
    expect(shown).toContain(`They could not be shown: ${reason}`);
  });
});

test("a component without a signal, and a face without monitoring, are told what is missing", async () => {
  const shop = stage.open({ config: PLAIN });
  await shop.declares();
  const without = await says(shop, "http://127.0.0.1:9", "/pia graph");
  expect(without.reacted).toEqual(["-1"]);
  expect(without.reply).toContain("`checkout` has no error signal yet. In `.github/aftercare.yml`:");
  const action = await says(shop, null, "/pia graph");
  expect(action.reply).toContain("Prometheus can be asked by the App only");
});

test("a monitoring that is away is said, and nothing else is lost", async () => {
  const shop = stage.open({ config: withErrors("up") });
  await shop.declares();
  expect((await says(shop, "http://127.0.0.1:9", "/pia graph")).shown).toContain(
    "They could not be shown: Prometheus cannot be reached",
  );
});

function minute(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16)}Z`;
}
