import { describe, expect, it } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import { componentsOf, isOurs, recogniseIncident, severityOf } from "#src/incident/recognise.ts";

const config = configSchema.parse({
  app: "aftercare-acme",
  labels: { incident: ["incident", "outage"] },
  components: { checkout: { aliases: ["cart"] }, search: {} },
});

describe("what an issue's labels say", () => {
  it.each([
    [["incident"], "incident"],
    [["bug", "Outage"], "incident"],
    [["near-miss"], "near-miss"],
    [["near-miss", "incident"], "incident"],
    [["incidental"], "neither"],
    [[], "neither"],
  ])("%j is %s", (labels, expected) => {
    expect(recogniseIncident(labels, config)).toBe(expected);
  });

  it.each([
    [["sev:2"], 2],
    [["sev:3", "sev:1"], 1],
    [["SEV:SEV2"], 2],
    [["sev: 4"], 4],
    [["sev:5", "sev:high"], null],
    [["severity 2"], null],
  ])("%j has severity %s", (labels, expected) => {
    expect(severityOf(labels, config)).toBe(expected);
  });

  it.each([
    [["component:search", "component:checkout"], ["checkout", "search"], []],
    [["component:cart", "Component:Checkout"], ["checkout"], []],
    [["component:payments", "component:search", "component:"], ["search"], ["payments"]],
    [["checkout"], [], []],
  ])("%j concerns %j; unknown: %j", (labels, known, unknown) => {
    expect(componentsOf(labels, config)).toEqual({ known, unknown });
  });
});

describe("who is one of us", () => {
  it.each([
    ["aftercare-acme[bot]", "Bot", true],
    ["Aftercare-Acme[bot]", "Bot", true],
    ["github-actions[bot]", "Bot", true],
    ["aftercare[bot]", "Bot", false],
    ["aftercare-acme", "User", false],
    ["aftercare-acme[bot]", "User", false],
    ["github-actions", "Organization", false],
  ] as const)("%s as a %s: %s", (login, type, expected) => {
    expect(isOurs({ login, type }, config)).toBe(expected);
  });
});
