/** Alertmanager's messages: what is read of them, and what is not one. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { componentsOfAlerts, readAlertGroup, severityOfAlerts } from "#src/incident/alert-group.ts";
import { config } from "#test/command/world.ts";

const alert = {
  status: "firing",
  labels: { alertname: "Down", component: "payments" },
  annotations: {},
  startsAt: "2026-01-05T09:52:26.739266876+02:00",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "javascript:alert(1)",
  fingerprint: "abc",
};
const group = (change: object = {}, ...alerts: object[]) =>
  readAlertGroup({ version: "4", groupKey: "{}", alerts: alerts.length > 0 ? alerts : [alert], ...change });

test("times with nanoseconds and offsets are read; an address that is none is dropped; old names of components count", () => {
  const read = group()!;
  expect(read.alerts[0]).toMatchObject({ startsAt: Date.parse("2026-01-05T07:52:26Z") / 1000, endsAt: null, url: "" });
  expect(componentsOfAlerts(read, config)).toEqual(["checkout"]);
});

test.each([
  ["sev2", 2],
  ["1", 1],
  ["critical", null],
])("severity %s is %s", (severity, level) => {
  expect(severityOfAlerts(group({}, { ...alert, labels: { alertname: "x", severity } })!)).toBe(level);
});

test.each([
  ["another version", { version: "3" }],
  ["no alerts", { alerts: [] }],
  ["an alert without a fingerprint", { alerts: [{ ...alert, fingerprint: undefined }] }],
  ["a time that is none", { alerts: [{ ...alert, startsAt: "yesterday" }] }],
  ["labels that are no texts", { alerts: [{ ...alert, labels: { a: 1 } }] }],
])("%s is no message", (_name, change) => {
  expect(group(change)).toBeNull();
});

test("nothing that comes from outside makes it throw", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void readAlertGroup(value)));
});
