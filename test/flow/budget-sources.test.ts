/** Budgets from Prometheus, the App's snapshot and OpenSLO files, as they decide verdicts: one flow, whatever the face. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderSnapshot, SNAPSHOT_TITLE } from "#src/budget/snapshot.ts";
import { fromDecimal } from "#src/budget/rational.ts";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { publishSnapshot } from "#src/flow/publish-snapshot.ts";
import type { Face, Services } from "#src/flow/services.ts";
import { connectPrometheus } from "#src/prometheus/prometheus.ts";
import { CONFIG, type FlowStage, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
let prometheus: Server;
/** What Prometheus says; null = no such series. */
let share: string | null;

beforeAll(async () => {
  stage = await startFlowStage();
  prometheus = createServer((request, response) => {
    const now = String(stage.github.clock.now());
    const value = (request.url ?? "").includes("timestamp") ? now : share;
    const result = value === null ? [] : [{ metric: {}, value: [Number(now), value] }];
    response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
  });
  await new Promise<void>((resolve) => prometheus.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  prometheus.closeAllConnections();
  await new Promise((resolve) => prometheus.close(resolve));
  await stage.stop();
});

beforeEach(() => {
  share = "0.5";
});

const SLOTH = CONFIG.replace("slo: { target: 99.9, window: 28d }", "slo: { target: 99.9, prometheus: sloth }");
const GIFT = { "services/checkout/gift.ts": "export const GIFT = true;\n" };

const COMMENTS = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";

interface Asked {
  readonly services: Services;
  /** Snapshots asked for: after how many seconds. */
  readonly asked: number[];
}

/** The App's ports with Prometheus, asked anew each time. */
function withPrometheus(shop: Shop, face: Face["kind"] = "app"): Asked {
  const { port } = prometheus.address() as AddressInfo;
  const asked: number[] = [];
  const services: Services = {
    ...shop.services(face),
    budgetSource: connectPrometheus({ url: `http://127.0.0.1:${port}` }),
    snapshots: { request: async (_repository, after) => void asked.push(after) },
  };
  return { services, asked };
}

async function flagged(config = SLOTH, files: Readonly<Record<string, string>> = {}): Promise<Shop & { pull: number }> {
  const shop = stage.open({ config, files });
  await shop.declares();
  const pull = await shop.opensPull({ branch: "gift", files: GIFT });
  return { ...shop, pull };
}

async function judge(services: Services, shop: Shop, pull: number) {
  const report = await gatePullRequest(services, shop.reference(pull));
  const { verdict, rule, components } = report!.verdict;
  return { verdict, rule, budget: components[0]?.evidence.budget };
}

async function snapshots(shop: Shop) {
  return (await shop.labelled("aftercare")).filter(({ title }) => title === SNAPSHOT_TITLE);
}

describe("Prometheus", () => {
  test.each([
    ["0.5", { verdict: "warn", rule: "G5" }, "healthy"],
    ["0.1", { verdict: "block", rule: "G7" }, "low"],
    ["-0.1", { verdict: "block", rule: "G7" }, "exhausted"],
    ["NaN", { verdict: "block", rule: "G6" }, "unknown"],
    [null, { verdict: "block", rule: "G6" }, "unknown"],
  ])("says %s of the budget remains", async (said, expected, status) => {
    const shop = await flagged();
    share = said;
    for (const face of ["app", "cli"] as const) {
      expect(await judge(withPrometheus(shop, face).services, shop, shop.pull)).toMatchObject({
        ...expected,
        budget: { status, source: "prometheus" },
      });
    }
  });

  test("is not set for the App: the budget is unknown, and says which setting is missing", async () => {
    const shop = await flagged();
    expect(await judge(shop.services(), shop, shop.pull)).toMatchObject({
      rule: "G6",
      budget: { status: "unknown", reason: "PROMETHEUS_URL is not set for the App" },
    });
  });

  test("is asked for components that are measured there, and for no others", async () => {
    const shop = await flagged(CONFIG);
    const { services, asked } = withPrometheus(shop);
    share = "-1";
    expect(await judge(services, shop, shop.pull)).toMatchObject({
      budget: { status: "healthy", source: "incidents" },
    });
    expect(asked).toEqual([]);
  });
});

describe("the snapshot", () => {
  test("gives the Action the App's verdict at no further request, for 15 minutes", async () => {
    const shop = await flagged();
    const { services, asked } = withPrometheus(shop);
    const app = await judge(services, shop, shop.pull);
    expect(asked).toEqual([0]);
    const without = await shop.counting(() => judge(shop.services("action"), shop, shop.pull));
    expect(await judge(shop.services("action"), shop, shop.pull)).toMatchObject({
      rule: "G6",
      budget: { status: "unknown", reason: expect.stringContaining("there is no snapshot of the App") },
    });
    expect(await publishSnapshot(services, shop.repository)).toBe("written");
    const action = shop.services("action");
    expect(await judge(action, shop, shop.pull)).toMatchObject({
      verdict: app.verdict,
      rule: app.rule,
      budget: { status: "healthy", source: "snapshot", remainingPercent: 50 },
    });
    // A verdict that holds back looks for an override as well.
    const { [COMMENTS]: _, ...plain } = without;
    expect(await shop.counting(() => judge(action, shop, shop.pull))).toEqual(plain);
    stage.github.clock.advance(15 * 60 + 1);
    expect(await judge(shop.services("action"), shop, shop.pull)).toMatchObject({
      rule: "G6",
      budget: { status: "unknown", reason: expect.stringContaining("15 min 1 s old") },
    });
  });

  test("is one issue, written anew when a level changes or it is getting old, and otherwise left alone", async () => {
    const shop = await flagged();
    const { services, asked } = withPrometheus(shop);
    const look = async () => {
      const outcome = await publishSnapshot(withPrometheus(shop).services, shop.repository);
      const writes = await shop.counting(() => publishSnapshot(withPrometheus(shop).services, shop.repository));
      expect(Object.keys(writes).filter((route) => !/^(GET|POST \/graphql)/.test(route))).toEqual([]);
      return outcome;
    };
    expect(await publishSnapshot(services, shop.repository)).toBe("written");
    expect(asked).toEqual([600]);
    share = "0.4";
    expect(await look()).toBe("held");
    share = "0.1";
    expect(await look()).toBe("written");
    stage.github.clock.advance(299);
    expect(await look()).toBe("held");
    stage.github.clock.advance(1);
    expect(await look()).toBe("written");
    const [only, ...others] = await snapshots(shop);
    expect(others).toEqual([]);
    expect(only!.body).toContain("| checkout | 10.0000% | Prometheus |");
  });

  test("with a level that changed judges the open pull requests anew; with the same one it does not", async () => {
    const shop = await flagged();
    await publishSnapshot(withPrometheus(shop).services, shop.repository);
    const rechecked: number[] = [];
    const request = async (pulls: readonly { readonly number: number }[]) =>
      pulls.forEach(({ number }) => rechecked.push(number));
    const rechecks = { request };
    await publishSnapshot({ ...withPrometheus(shop).services, rechecks }, shop.repository);
    expect(rechecked).toEqual([]);
    share = "-1";
    await publishSnapshot({ ...withPrometheus(shop).services, rechecks }, shop.repository);
    expect(rechecked).toEqual([shop.pull]);
  });

  test("is not written where nothing is measured in Prometheus, nor while no pull request is open", async () => {
    const plain = await flagged(CONFIG);
    expect(await publishSnapshot(withPrometheus(plain).services, plain.repository)).toBe("unneeded");
    const quiet = stage.open({ config: SLOTH });
    const { services, asked } = withPrometheus(quiet);
    expect(await publishSnapshot(services, quiet.repository)).toBe("unneeded");
    expect(asked).toEqual([]);
    expect([...(await snapshots(plain)), ...(await snapshots(quiet))]).toEqual([]);
  });

  test("counts only when it is ours: anybody may write such a table", async () => {
    const shop = await flagged();
    const answer = { kind: "remaining", share: fromDecimal("1")!, asOf: stage.github.clock.now() } as const;
    const body = renderSnapshot([{ component: "checkout", answer, asOf: stage.github.clock.now() }]);
    await shop.does("carol", "POST REPO/issues", { title: SNAPSHOT_TITLE, body, labels: ["aftercare"] });
    expect(await judge(shop.services("action"), shop, shop.pull)).toMatchObject({ budget: { status: "unknown" } });
  });

  test("that somebody closed is read and kept up all the same", async () => {
    const shop = await flagged();
    await publishSnapshot(withPrometheus(shop).services, shop.repository);
    const [issue] = await snapshots(shop);
    await shop.does("bob", `PATCH REPO/issues/${issue!.number}`, { state: "closed" });
    share = "0.1";
    expect(await publishSnapshot(withPrometheus(shop).services, shop.repository)).toBe("written");
    expect(await judge(shop.services("action"), shop, shop.pull)).toMatchObject({ budget: { status: "low" } });
    expect(await snapshots(shop)).toHaveLength(1);
  });
});

describe("OpenSLO", () => {
  const IMPORTED = CONFIG.replace("slo: { target: 99.9, window: 28d }", "slo: { openslo: slo/checkout.yaml }");
  const slo = (target: string, method = "Occurrences") =>
    [
      "apiVersion: openslo/v1",
      "kind: SLO",
      "metadata: { name: checkout }",
      "spec:",
      `  budgetingMethod: ${method}`,
      "  timeWindow: [{ duration: 30d, isRolling: true }]",
      `  objectives: [{ target: ${target} }]`,
      "",
    ].join("\n");

  test("gives target and window, with the line that they stand on", async () => {
    const shop = await flagged(IMPORTED, { "slo/checkout.yaml": slo("0.995") });
    expect(await judge(shop.services("action"), shop, shop.pull)).toMatchObject({
      rule: "G5",
      budget: { status: "healthy", target: "99.5", budgetMinutes: 216, origin: "slo/checkout.yaml:7 (checkout)" },
    });
  });

  test.each([
    ["is not there", {}, "there is no file slo/checkout.yaml on main"],
    ["counts time slices", { "slo/checkout.yaml": slo("0.99", "Timeslices") }, "slo/checkout.yaml:5:20 Timeslices"],
  ])("that %s leaves the budget unknown, with the reason", async (_name, files: Record<string, string>, reason) => {
    const shop = await flagged(IMPORTED, files);
    expect(await judge(shop.services(), shop, shop.pull)).toMatchObject({
      rule: "G6",
      budget: { status: "unknown", reason: expect.stringContaining(reason) },
    });
  });

  test("that a pull request breaks fails that pull request at its line, and no other", async () => {
    const shop = await flagged(IMPORTED, { "slo/checkout.yaml": slo("0.995") });
    const breaking = await shop.opensPull({ branch: "slo", files: { "slo/checkout.yaml": slo("99.5") } });
    expect(await shop.gate(breaking)).toMatchObject({
      conclusion: "failure",
      output: { title: expect.stringContaining("slo/checkout.yaml:7:16 `target: 99.5` is not a share") },
    });
    expect((await shop.gate(shop.pull)).conclusion).toBe("success");
  });

  test("that a pull request loosens is judged by the base's, and told", async () => {
    const shop = await flagged(IMPORTED, { "slo/checkout.yaml": slo("0.995") });
    const loosening = await shop.opensPull({ branch: "slo", files: { "slo/checkout.yaml": slo("0.9"), ...GIFT } });
    const { output } = await shop.gate(loosening);
    expect(`${output.summary}\n${output.text}`).toContain("loosens `components.checkout.slo.target` 99.5 → 90");
  });

  test("that is broken on the base can be mended, whatever is open", async () => {
    const config = IMPORTED.replace('paths: ["services/checkout/**"]', 'paths: ["services/checkout/**", "slo/**"]');
    const shop = await flagged(config, { "slo/checkout.yaml": slo("99.5") });
    expect((await shop.gate(shop.pull)).conclusion).toBe("failure");
    const mending = await shop.opensPull({ branch: "slo", files: { "slo/checkout.yaml": slo("0.995") } });
    expect((await shop.gate(mending)).conclusion).toBe("success");
  });
});
