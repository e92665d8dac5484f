import { describe, expect, it } from "vitest";
import { checklistMissing, evaluateChecklist, setChecklistBoxes, tickChecklist } from "#src/analysis/checklist.ts";
import { CHECKLIST_LINES, type ChecklistId, emptyChecklist } from "#src/analysis/checklist-lines.ts";
import { at, momentsOf } from "#test/timeline/timeline.ts";
import { ANSWERED, analysisWith, factsWith, itemWith } from "./analyses.ts";

const reviewed = { reviewed: { by: "bob", at: at("08:00"), reason: null } };
const done = [itemWith({ state: "done" })];
const missing = (facts: Parameters<typeof evaluateChecklist>[0], id: ChecklistId) =>
  evaluateChecklist(facts).find((line) => line.id === id)!.missing;
const withWhys = (text: string) =>
  factsWith({ analysis: analysisWith({ body: `## Five whys\n\n${text}\n`, record: reviewed }) });

describe("the follow-up checklist", () => {
  it("has every line ticked once everything is known and done", () => {
    expect(checklistMissing(evaluateChecklist(factsWith({ items: done })))).toEqual([]);
  });

  it.each<[ChecklistId, Parameters<typeof factsWith>[0], string]>([
    ["declared", { incidentParts: { confirmed: false } }, "`/pia confirm`"],
    ["declared", { incidentParts: { severity: null } }, "severity"],
    ["declared", { incidentParts: { components: [] } }, "component"],
    [
      "moments",
      { incidentParts: { moments: momentsOf({ started: "05:30", detected: "05:31", mitigated: "06:00" }) } },
      "`/pia resolved TIME`",
    ],
    ["impact", { incidentParts: { impacts: [] } }, "`/pia impact checkout 100% FROM..TO`"],
    ["timeline", { analysis: analysisWith({ body: "## Timeline\n\n- 05:30 a\n- 05:40 b\n" }) }, "`/pia note"],
    ["causes", { items: [] }, "needs an item"],
    ["items", { items: [] }, "`/pia add"],
    ["items", { items: [itemWith({ assignees: [] })] }, "#12 has no owner"],
    ["items", { items: [itemWith({ dueDate: null })] }, "`/pia due #12 DATE`"],
    ["mix", { items: [itemWith({ type: "detect" })] }, "No item prevents or mitigates"],
    ["mix", { items: [itemWith({ state: "rejected" })] }, "No item prevents or mitigates"],
    ["reviewed", { analysis: analysisWith({ body: ANSWERED }) }, "`/pia reviewed`"],
    ["done", {}, "Still open: #12."],
    ["done", { items: [itemWith({ priority: null })] }, "Still open: #12."],
    ["done", { items: [itemWith({ state: "closed-without-reason" })] }, "Still open: #12."],
  ])("leaves %s open and says what it needs (%#)", (id, parts, words) => {
    expect(missing(factsWith(parts), id).join(" ")).toContain(words);
  });

  it.each<[ChecklistId, Parameters<typeof factsWith>[0]]>([
    ["items", { items: [itemWith({ state: "rejected", assignees: [], dueDate: null })] }],
    ["mix", { items: [itemWith({ type: "mitigate" })] }],
    ["done", { items: [itemWith({ state: "verified" }), itemWith({ priority: "P2" })] }],
    [
      "timeline",
      {
        analysis: analysisWith({
          body: "## Timeline\n\n- a\n",
          record: { notes: [1, 2].map((n) => ({ at: n, by: "a", text: "b", source: "" })) },
        }),
      },
    ],
  ])("ticks %s (%#)", (id, parts) => {
    expect(missing(factsWith(parts), id)).toEqual([]);
  });
});

describe("five whys", () => {
  it.each([
    "- Carts failed\n  - The parser threw\n    - No contract test",
    "1. Carts failed\n2. The parser threw\n3. No contract test",
    "- Carts failed\n  - The parser threw\n  - The alert was on another service",
    "- Why did carts fail?\n  - Because we had no alert on it",
  ])("reach a condition of the system: %j", (text) => {
    expect(missing(withWhys(text), "whys")).toEqual([]);
  });

  it.each([
    ["", "Ask the five whys"],
    ["- Why …?\n  - Because …\n    - Because …", "Ask the five whys"],
    ["- Carts failed", "“Carts failed” stops at the first step"],
    ["- Carts failed\n  - The engineer forgot to run the migration", "stops at a person"],
    ["- Carts failed\n  - Human error", "stops at a person"],
    ["- Carts failed\n  - No contract test\n  - @bob merged it", "“@\u200bbob merged it” stops at a person"],
    ["1. Carts failed\n2. We did not check the queue", "stops at a person"],
  ])("do not: %j", (text, words) => {
    expect(missing(withWhys(text), "whys").join(" ")).toContain(words);
  });
});

describe("ticking the checklist", () => {
  const person = "My own words | stay.\r\n\r\n- [ ] mine\n\n";
  const body = `${person}${ANSWERED}\n\n## Follow-up checklist\n\n${emptyChecklist()}\n`;

  it("changes exactly one character a line, and nothing that people wrote", () => {
    const facts = factsWith({ analysis: analysisWith({ body, record: reviewed }) });
    const lines = evaluateChecklist(facts);
    const edit = tickChecklist(facts, lines)!;
    expect(edit.body!.expected).toBe(body);
    const { next } = edit.body!;
    const differing = [...body].flatMap((character, index) => (character === next[index] ? [] : [next[index]]));
    expect(differing).toEqual(lines.filter((line) => line.missing.length === 0).map(() => "x"));
    expect(next.startsWith(person)).toBe(true);
    expect(next).toHaveLength(body.length);
  });

  it("has nothing to do the second time", () => {
    const facts = factsWith({ analysis: analysisWith({ body, record: reviewed }) });
    const next = tickChecklist(facts, evaluateChecklist(facts))!.body!.next;
    const again = factsWith({ analysis: analysisWith({ body: next, record: reviewed }) });
    expect(tickChecklist(again, evaluateChecklist(again))).toBeNull();
  });

  it("clears a box when its fact no longer holds", () => {
    const ticked = setChecklistBoxes(body, new Map(CHECKLIST_LINES.map(({ id }) => [id, true])));
    const facts = factsWith({ analysis: analysisWith({ body: ticked, record: reviewed }) });
    const { next } = tickChecklist(facts, evaluateChecklist(facts))!.body!;
    const fallen = new Map([
      ["published", false],
      ["done", false],
    ]);
    expect(next).toBe(setChecklistBoxes(ticked, fallen));
  });

  it("finds its line though people reworded and moved it, and leaves alone what they deleted or quoted", () => {
    const reworded =
      '* [ ] Everyone agrees <!-- aftercare:check id="reviewed" -->\n\n> - [ ] x <!-- aftercare:check id="done" -->\n';
    expect(setChecklistBoxes(reworded, new Map([["reviewed", true]]))).toBe(
      reworded.replace("[ ] Everyone", "[x] Everyone"),
    );
    expect(setChecklistBoxes(reworded, new Map([["done", true]]))).toBe(reworded);
    expect(setChecklistBoxes(reworded, new Map([["mix", true]]))).toBe(reworded);
  });
});
