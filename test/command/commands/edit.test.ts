/** `/pia edit`: one line takes over another wording, owner, type; what weighs less is an owner's to say. */
import { expect, test } from "vitest";
import { applyChanges } from "#src/command/apply-changes.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import {
  analysis,
  contextOf,
  effectsOf,
  incident,
  issue,
  item,
  recordAfter,
  replyOf,
  say,
  type Saying,
} from "../world.ts";

const on = item(12).issue;

function itemAfter(body: string, saying: Saying = {}): RemediationItem {
  const after = applyChanges(contextOf(body, saying), say(body, saying).changes);
  return after.records.items.find(({ issue: { number } }) => number === 12)!;
}

const lastLog = (body: string, saying: Saying = {}) => recordAfter(say(body, saying))?.log.at(-1)?.what;

test.each<readonly [string, Partial<RemediationItem>, string]>([
  [
    '/pia edit #12 "Limit retries to 3"',
    { title: "Limit retries to 3" },
    "#12 title “Cap retries at 3” → “Limit retries to 3”",
  ],
  ["/pia edit #12 owner:@mona_acme", { assignees: ["mona_acme"] }, "#12 owner “bob” → “mona_acme”"],
  ["/pia edit #12 owner:@carol", { assignees: ["carol"] }, "#12 owner “bob” → “carol”"],
  ["/pia reword 12 type:mitigate", { type: "mitigate" }, "#12 type “prevent” → “mitigate”"],
  [
    '/pia edit #12 done-when:"no more than 3 requests" guard:test/retries.test.ts',
    { doneWhen: "no more than 3 requests", guard: "test/retries.test.ts" },
    "#12 done when “a load test stays under 300 requests a second” → “no more than 3 requests”, guard “test/retries.test.ts”",
  ],
  [
    "/pia edit #12 component:checkout,search",
    { components: ["checkout", "search"] },
    "#12 components “checkout” → “checkout and search”",
  ],
])("%s changes just that, and the analysis says so", (line, expected, log) => {
  const before = itemAfter("/pia status");
  expect(itemAfter(line)).toEqual({ ...before, ...expected });
  expect(lastLog(line)).toBe(log);
});

test("on the item itself the number is left out", () => {
  expect(itemAfter('/pia edit "Limit retries to 3" owner:me', { on })).toMatchObject({
    title: "Limit retries to 3",
    assignees: ["alice"],
  });
});

test("the title that our text begins with follows; a line that somebody changed stays", () => {
  const body = (said: string) => {
    const tracked = [{ issue: incident, recordComment: null }, analysis(), item(12, {}, { body: said })];
    const [effect] = effectsOf(say('/pia edit #12 "Limit retries to 3"', { tracked }));
    return effect?.kind === "edit-issue" ? effect.body?.next : null;
  };
  expect(body(on.body)).toMatch(/^\*\*Limit retries to 3\*\*\n/);
  expect(body(on.body.replace("**Cap", "**Really cap"))).toBeUndefined();
});

test("our question how one can tell that it is done goes with its answer", () => {
  const tracked = [{ issue: incident, recordComment: null }, analysis(), item(12, { doneWhen: null })];
  const { issue: asked } = tracked[2]!;
  expect(asked.body).toContain("Nobody has said yet how one can tell");
  const [effect] = effectsOf(say('/pia edit #12 done-when:"three at most"', { tracked }));
  const next = effect?.kind === "edit-issue" ? effect.body!.next : "";
  expect(next).toContain("| Done when | three at most |");
  expect(next).not.toContain("Nobody has said yet");
});

test("two lines about one item are one edit", () => {
  const edits = effectsOf(say('/pia edit #12 "Limit retries to 3"\n/pia edit #12 done-when:"soon"')).filter(
    ({ kind }) => kind === "edit-issue",
  );
  expect(edits).toEqual([expect.objectContaining({ title: "Limit retries to 3" })]);
  expect(JSON.stringify(edits)).toContain("| Done when | soon |");
});

test.each([
  ["a lower priority", "/pia edit #12 priority:P2"],
  ["a type that prevents nothing", "/pia edit #12 type:detect"],
  ["fewer components", "/pia edit #12 component:search"],
])("%s takes an owner of the component", (_, line) => {
  expect(say(line).changes).toEqual([]);
  expect(replyOf(say(line))).toContain("Making an item weigh less needs an owner of checkout");
  expect(say(line, { owns: ["checkout"] }).changes).not.toEqual([]);
});

test("what is more urgent, and a proposal, anybody with write permission may change; nobody else", () => {
  const tracked = [{ issue: incident, recordComment: null }, analysis(), item(12, { accepted: null, priority: "P1" })];
  expect(itemAfter("/pia edit #12 priority:P3", { tracked }).priority).toBe("P3");
  expect(itemAfter("/pia edit #12 priority:P0", { tracked }).priority).toBe("P0");
  expect(say("/pia edit #12 owner:@carol", { permission: "read" }).changes).toEqual([]);
});

test("what is so already changes nothing; a line that says nothing is asked for more, and told how dates move", () => {
  expect(replyOf(say('/pia edit #12 "Cap retries at 3" owner:@BOB'))).toBe("#12 says so already.");
  expect(say('/pia edit #12 "Cap retries at 3" owner:@BOB').changes).toEqual([]);
  expect(replyOf(say("/pia edit #12"))).toContain("A date moves with `/pia due #12 DATE`");
  expect(say("/pia edit #12 due:14d").changes).toEqual([]);
  expect(replyOf(say("/pia edit #12 due:14d"))).toContain("A date moves with `/pia due #12 2026-12-06");
  expect(replyOf(say('/pia edit #30 "x"', { others: [issue(30)] }))).toContain("#30 is not a remediation item yet");
});
