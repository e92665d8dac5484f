/** Which edits of labels loosen, and for whom they are put back. */
import { describe, expect, test } from "vitest";
import type { CommandActor } from "#src/command/context.ts";
import { type LabelEdit, loosenedComponents, putBack } from "#src/command/loosening-label.ts";
import { configSchema } from "#src/config/schema.ts";

const CONFIG = configSchema.parse({
  components: { checkout: { owners: ["@bob"], aliases: ["pay"] }, search: { owners: [] } },
});
const ISSUE = { owner: "acme", repo: "shop", number: 7 };
const ITEM = ["aftercare", "remediation", "priority:P0", "component:checkout"];
const INCIDENT = ["aftercare", "incident", "sev:1", "component:checkout", "component:search"];

const off = (labels: readonly string[], label: string, confirmed = true): LabelEdit => ({
  issue: ISSUE,
  label,
  action: "unlabeled",
  labels: labels.filter((name) => name !== label),
  confirmed,
});
const on = (labels: readonly string[], label: string): LabelEdit => ({
  issue: ISSUE,
  label,
  action: "labeled",
  labels: [...labels, label],
  confirmed: true,
});

describe("an edit loosens", () => {
  test.each<readonly [string, LabelEdit, readonly string[]]>([
    ["the umbrella", off(ITEM, "aftercare"), ["checkout"]],
    ["the umbrella in capitals", off(["Aftercare", "remediation"], "Aftercare"), []],
    ["an item's label", off(ITEM, "remediation"), ["checkout"]],
    ["an analysis' label", off(["aftercare", "pia"], "pia"), []],
    ["a component", off(ITEM, "component:checkout"), ["checkout"]],
    ["P0", off(ITEM, "priority:P0"), ["checkout"]],
    ["P0 where P1 stays", off([...ITEM, "priority:P1"], "priority:P0"), ["checkout"]],
    ["the incident's label", off(INCIDENT, "incident"), ["checkout", "search"]],
    ["the severity", off(INCIDENT, "sev:1"), ["checkout", "search"]],
    ["the worse of two severities", off([...INCIDENT, "sev:2"], "sev:1"), ["checkout", "search"]],
    ["a proposal's label put on an item", on(["aftercare", "remediation"], "Proposed"), []],
  ])("%s", (_, edit, components) => {
    expect(loosenedComponents(edit, CONFIG)).toEqual(components);
  });
});

describe("an edit loosens nothing", () => {
  test.each<readonly [string, LabelEdit]>([
    ["P3: without it it counts as P1", off(["aftercare", "remediation", "priority:P3"], "priority:P3")],
    ["P1: without it it counts as P1", off(["aftercare", "remediation", "priority:P1"], "priority:P1")],
    ["a lower severity beside a higher", off([...INCIDENT, "sev:3"], "sev:3")],
    ["severity 4: unknown asks for as little", off(["aftercare", "incident", "sev:4"], "sev:4")],
    ["a former name beside the present one", off([...ITEM, "component:pay"], "component:pay")],
    ["an unknown component", off([...ITEM, "component:legacy"], "component:legacy")],
    ["any other label", off([...ITEM, "bug"], "bug")],
    ["an issue that is none of ours", off(["remediation", "priority:P0"], "priority:P0")],
    ["a mere proposal", off([...ITEM, "proposed"], "priority:P0")],
    ["an incident that nobody confirmed", off(INCIDENT, "incident", false)],
    ["a priority on what is no item", off(["aftercare", "pia", "priority:P0"], "priority:P0")],
    ["more labels", on(ITEM, "priority:P3")],
    ["a proposal's label on what is no item", on(["aftercare", "pia"], "proposed")],
  ])("%s", (_, edit) => {
    expect(loosenedComponents(edit, CONFIG)).toBeNull();
  });
});

describe("it is put back", () => {
  const actor = (change: Partial<CommandActor>): CommandActor => ({
    login: "carol",
    permission: "write",
    isOwnerOf: () => false,
    mayOverride: false,
    ...change,
  });
  const edit = off(ITEM, "priority:P0");

  test("for somebody without the right, once said, pinging nobody", () => {
    const [undone, comment] = putBack(edit, actor({}), CONFIG);
    expect(undone).toEqual({ kind: "ensure-label", issue: ISSUE, label: "priority:P0" });
    expect(comment).toMatchObject({ kind: "ensure-comment", issue: ISSUE, marker: { kind: "put-back" } });
    const body = comment?.kind === "ensure-comment" ? comment.body : "";
    expect(body).toContain("needs an owner of checkout");
    expect(body).not.toMatch(/@[a-z]/);
    expect(putBack(on(["aftercare", "remediation"], "proposed"), actor({}), CONFIG)[0]).toEqual({
      kind: "remove-label",
      issue: ISSUE,
      label: "proposed",
    });
  });

  test.each<readonly [string, Partial<CommandActor>]>([
    ["an owner", { isOwnerOf: (name) => name === "checkout" }],
    ["somebody who may override", { mayOverride: true }],
  ])("not for %s", (_, change) => {
    expect(putBack(edit, actor(change), CONFIG)).toEqual([]);
  });

  test("a maintainer owns what nobody is named for, and nothing else", () => {
    const search = off(["aftercare", "remediation", "priority:P0", "component:search"], "priority:P0");
    expect(putBack(search, actor({ permission: "maintain" }), CONFIG)).toEqual([]);
    expect(putBack(edit, actor({ permission: "admin" }), CONFIG)).not.toEqual([]);
  });
});
