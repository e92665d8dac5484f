/** Action items in the forms in which reports write them. */
import { describe, expect, it, test } from "vitest";
import { findActions } from "#src/analysis/find-actions.ts";
import { readOutline } from "#src/markdown/outline.ts";

const find = (text: string) => findActions(readOutline(text));
const lines = (text: string) => find(text).map(({ line }) => line);

describe("where they stand", () => {
  const forms: readonly (readonly [string, string, readonly number[]])[] = [
    ["a list", "## Action items\n\n- Add an alert\n- [ ] Cap the pool\n", [3, 4]],
    ["a numbered list", "## Next steps\n\n1. Add an alert\n2. Cap the pool\n", [3, 4]],
    ["a list below a label", "Sorry.\n\n**Follow-ups:**\n\n* Add an alert\n", [5]],
    ["a list below subsections", "## Action items\n\n### Detection\n\n- a b c\n\n### Root cause\n\n- d e f\n", [5, 9]],
    ["a table", "## Follow-up\n\n| Action | Owner |\n|---|---|\n| Add an alert | @a |\n| | |\n", [5]],
    [
      "a table in another section",
      "## Appendix A\n\nx\n\n## Notes\n\n| Action item | Owner | Due |\n|---|---|---|\n| Add | @a | |\n",
      [9],
    ],
    [
      "lines that begin with a verb",
      "## Corrective measures\n\nAdd an alert.\nCap the pool.\n\nThis will help us.\n",
      [3, 4],
    ],
    [
      "headings with what to do",
      "## Remediation\n\n### 1. Add an alert\n\nIt will fire.\n\n### Cap the pool\n\nAt ten.\n",
      [3, 7],
    ],
    ["a marked sentence anywhere", "## Timeline\n\n- 10:00 a\n\n**Action item:** Cap the pool.\n", [5]],
    [
      "groups with their own items",
      "## Action items\n\n- **Monitoring:**\n  - Add an alert\n  - Add a graph\n- Cap the pool\n  - at ten\n",
      [4, 5, 6],
    ],
    ["what is being done about it", "### What we're doing about it\n\n- We have capped the pool.\n", [3]],
  ];
  it.each(forms)("%s", (_name, text, wanted) => expect(lines(text)).toEqual(wanted));

  const none: readonly (readonly [string, string])[] = [
    ["other sections", "## What went well\n\n- Add\n\n## Timeline\n\n- 10:00 Add an alert\n"],
    ["nothing to do", "## Action items\n\n- None\n- TBD\n- …\n"],
    ["a legend before the table", "## Action items\n\n- P0 - now\n"],
    ["what was done in the incident", "## Actions taken\n\n- Restarted\n"],
    ["narrative", "## Prevention\n\nGoing forward we are going to rebuild the pipeline.\n"],
    ["steps in a lesson", "## What went wrong\n\nThe only safe way to do this would be:\n\n- Deploy\n- Wait\n"],
    ["code and quotes", "## Action items\n\n```\n- Add\n```\n\n> - Add\n"],
  ];
  it.each(none.filter(([name]) => !name.startsWith("a legend")))("none in %s", (_name, text) => {
    expect(find(text)).toEqual([]);
  });

  test("a list beside a table counts where it has boxes to tick, or begins with verbs", () => {
    const table = "| Action | Priority |\n|---|---|\n| Cap the pool | P0 |\n";
    const list = "- [ ] Alert on errors\n- Remove the old queue\n- the rest is in the tracker\n- P1 - soon\n";
    expect(lines(`## Action items\n\n${table}\n${list}`)).toEqual([5, 7, 8]);
  });

  test("a table of items beats the legend above it", () => {
    const table = "| Action | Priority |\n|---|---|\n| Cap the pool | P0 |\n";
    expect(lines(`## Action items\n\n- P0 - now\n- P1 - soon\n\n${table}`)).toEqual([8]);
  });
});

describe("what they say", () => {
  const item = (text: string) => {
    const [first] = find(`# 2021-03-01\n\n## Action items\n\n- ${text}\n`);
    const { line: _line, text: _text, ...fields } = first!;
    return fields;
  };
  const cases: readonly (readonly [string, object])[] = [
    ["Add an alert", {}],
    ["Add an alert. Owner: @alice", { owner: "@alice" }],
    ["Add an alert (owner: Alice Smith)", { owner: "Alice Smith" }],
    ["@bob to add an alert", { owner: "@bob" }],
    ["Ask @alice and @bob", {}],
    ["Add an alert, due 2021-04-01", { due: "2021-04-01" }],
    ["Add an alert by April 3rd", { due: "2021-04-03" }],
    ["Add an alert (ETA: Q2 2021)", { due: "Q2 2021" }],
    ["[P1] Add an alert", { priority: "P1" }],
    ["**HIGH** Add an alert", { priority: "HIGH" }],
    ["Prevent: cap the pool", { type: "prevent" }],
    ["(Detection) add an alert", { type: "detect" }],
    ["Add an alert [#12](https://x.example/12)", { link: "https://x.example/12" }],
    ["Add an alert #12", { link: "#12" }],
    ["Add an alert OPS-331", { link: "OPS-331" }],
    ["[x] Add an alert", { done: true }],
    ["✅ Added an alert", { done: true }],
    ["~~Add an alert~~", { done: true }],
    ["Add an alert (done)", { done: true }],
  ];
  it.each(cases)("%s", (text, fields) => expect(item(text)).toEqual(fields));

  test("columns of a table", () => {
    const text =
      "# 2021-03-01\n\n## Action items\n\n| Action | Owner | Due | Type | Priority | Ticket | Status |\n|-|-|-|-|-|-|-|\n| Cap the pool | @a | 2021-04-01 | Prevention | P0 | OPS-7 | Done |\n";
    expect(find(text)).toEqual([
      {
        line: 7,
        text: "Cap the pool",
        owner: "@a",
        due: "2021-04-01",
        type: "prevent",
        priority: "P0",
        link: "OPS-7",
        done: true,
      },
    ]);
  });

  test("a section that is completed", () => {
    expect(find("## Actions\n\n### Immediate actions (completed)\n\n- Add an alert\n")).toMatchObject([{ done: true }]);
  });
});
