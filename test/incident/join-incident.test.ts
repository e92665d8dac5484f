import { describe, expect, it } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import { incidentIssue } from "./incident-issue.ts";

const components = (names: readonly string[], labels: readonly string[]) =>
  joinIncident(
    incidentIssue({ labels }),
    null,
    configSchema.parse({ components: Object.fromEntries(names.map((name) => [name, {}])) }),
  ).components;

describe("an incident, joined from its issue and what was stated", () => {
  it("is unconfirmed and has no moments while nothing is stated", () => {
    const incident = joinIncident(incidentIssue({ labels: ["incident", "sev:2"] }), null, configSchema.parse({}));
    expect(incident).toMatchObject({
      confirmed: false,
      external: false,
      severity: 2,
      moments: {},
      impacts: [],
      open: true,
    });
  });

  it("takes over what was stated", () => {
    const moments = { started: { at: 5, by: "alice", source: "" } };
    const stated = { confirmed: { by: "bob" }, external: null, moments, impacts: [] };
    expect(joinIncident(incidentIssue({}), stated, configSchema.parse({}))).toMatchObject({
      confirmed: true,
      external: false,
      moments,
    });
  });

  it.each([
    [["checkout", "search"], ["component:search"], ["search"]],
    [["checkout", "search"], [], []],
    [["checkout"], [], ["checkout"]],
    [["checkout"], ["component:typo"], ["checkout"]],
    [[], [], ["shop"]],
  ])("with components %j and labels %j concerns %j", (names, labels, expected) => {
    expect(components(names, labels)).toEqual(expected);
  });
});
