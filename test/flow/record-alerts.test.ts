/** Alerts open an incident that nobody has confirmed, or feed the open one; sent again, or in another order, they change nothing. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordAlerts } from "#src/flow/record-alerts.ts";
import { type AlertGroup, readAlertGroup } from "#src/incident/alert-group.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Sent {
  readonly status?: "firing" | "resolved";
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly endsAt?: string;
}

/** A message in the shape that Alertmanager 0.25 sends. */
function message(sent: readonly Sent[], groupKey = '{}:{service="checkout"}'): AlertGroup {
  const alerts = sent.map(
    ({ status = "firing", name = "HighErrorRate", labels = {}, endsAt = "0001-01-01T00:00:00Z" }) => ({
      status,
      labels: { alertname: name, service: "checkout", severity: "critical", ...labels },
      annotations: { summary: "5% of @checkout requests <fail>" },
      startsAt: "2026-01-05T08:50:12.345678901Z",
      endsAt,
      generatorURL: "http://prometheus.example.com:9090/graph?g0.expr=up",
      fingerprint: `fp-${name}`,
    }),
  );
  const group = readAlertGroup({
    version: "4",
    groupKey,
    status: "firing",
    receiver: "aftercare",
    truncatedAlerts: 0,
    alerts,
  });
  if (!group) throw new Error("the message was not read");
  return group;
}

const RESOLVED: Sent = { status: "resolved", endsAt: "2026-01-05T08:58:00Z" };

async function send(shop: Shop, group: AlertGroup) {
  const incident = await recordAlerts(shop.services(), shop.repository, group);
  await shop.handle([]);
  await shop.quiet();
  return incident;
}

const timeline = async (shop: Shop) => {
  const [pia] = await shop.labelled("pia");
  return (await shop.marked(pia!.number, "record"))[0]!;
};

test("a firing group opens one incident with its component, unconfirmed; the timeline shows the alert; nothing is held back", async () => {
  const shop = stage.open({ config: PLAIN });
  await send(shop, message([{}]));
  await send(shop, message([{}]));
  const [incident, ...others] = await shop.labelled("incident");
  expect(others).toEqual([]);
  expect(incident!.labels.toSorted()).toEqual(["aftercare", "component:checkout", "incident"]);
  expect(incident!.title).toBe("HighErrorRate: 5% of @\u200Bcheckout requests <fail>");
  expect(incident!.body).not.toMatch(/@checkout|<fail>/);
  expect(await timeline(shop)).toMatch(/08:50Z? .*Alert HighErrorRate fires/);
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/a.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("success");
  const again = await shop.counting(() => send(shop, message([{}])));
  expect(Object.keys(again).filter((route) => !/^GET |graphql/.test(route))).toEqual([]);
});

test("more alerts of the group and their end join the same timeline, in whatever order they come", async () => {
  const orders = [
    [message([{}]), message([{}, { name: "Latency" }]), message([RESOLVED, { name: "Latency" }])],
    [message([{}]), message([RESOLVED, { name: "Latency" }]), message([{}, { name: "Latency" }])],
  ];
  const seen = [];
  for (const messages of orders) {
    const shop = stage.open({ config: PLAIN });
    for (const one of messages) await send(shop, one);
    expect(await shop.labelled("incident")).toHaveLength(1);
    const lines = (await timeline(shop)).split("\n").filter((line) => line.includes("alertmanager"));
    seen.push(lines.map((line) => line.replaceAll(shop.name, "")).toSorted());
  }
  expect(seen[0]!.join("\n")).toContain("Alert HighErrorRate is resolved");
  expect(seen[1]).toEqual(seen[0]);
});

test("an incident that people have declared on the component is fed in place of opening another", async () => {
  const shop = stage.open({ config: PLAIN });
  const { incident } = await shop.declares();
  expect(await send(shop, message([{}]))).toMatchObject({ number: incident });
  expect(await shop.labelled("incident")).toHaveLength(1);
  expect(await timeline(shop)).toContain("Alert HighErrorRate fires");
});

test("an alert that somebody has closed as none stays closed while it goes on; a new one opens another", async () => {
  const shop = stage.open({ config: PLAIN });
  const first = await send(shop, message([{}]));
  await shop.does("bob", `PATCH REPO/issues/${first!.number}`, { state: "closed", state_reason: "not_planned" });
  expect(await send(shop, message([{}]))).toBeNull();
  expect(await send(shop, message([RESOLVED]))).toBeNull();
  expect(await shop.labelled("incident")).toHaveLength(1);
  const later = message([{}]);
  const alerts = later.alerts.map((alert) => ({ ...alert, startsAt: alert.startsAt + 7200 }));
  expect(await send(shop, { ...later, alerts })).not.toBeNull();
  expect(await shop.labelled("incident")).toHaveLength(2);
});

test("what is only resolved opens nothing, and a repository whose writer is the Action is left to it", async () => {
  const shop = stage.open({ config: PLAIN });
  expect(await send(shop, message([RESOLVED]))).toBeNull();
  const action = stage.open({ config: `writer: action\n${PLAIN}` });
  expect(await send(action, message([{}]))).toBeNull();
  expect([...(await shop.labelled("incident")), ...(await action.labelled("incident"))]).toEqual([]);
});
