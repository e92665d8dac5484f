/** What people write into the analysis is offered as commands that the parser understands, and only while it is no issue. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyChecklist } from "#src/analysis/checklist-lines.ts";
import { QUESTIONS_AFTER_TIMELINE, QUESTIONS_BEFORE_TIMELINE } from "#src/analysis/questions.ts";
import { COMMAND_NAMES } from "#src/command/list.ts";
import { parseCommands } from "#src/command/parse.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { offerWritten, writtenItems } from "#src/remediation/written-items.ts";
import { analysis, analysisIssue, config, item, newItemsOf, NOW, repository, say } from "#test/command/world.ts";
import { anyText } from "#test/support/any-text.ts";

const template = [
  QUESTIONS_BEFORE_TIMELINE,
  QUESTIONS_AFTER_TIMELINE,
  `## Follow-up checklist\n\n${emptyChecklist()}`,
].join("\n\n");
const items = assembleRecords({ tracked: [analysis(), item(12)], asOf: NOW }, { config, repository }).items;
const bodyWith = (text: string) => template.replace("## Lessons", `${text}\n\n## Lessons`);
const written = (text: string) => writtenItems(bodyWith(text), items, repository);

describe("what is written", () => {
  test("the template alone offers nothing, ticked or not", () => {
    expect(writtenItems(template, [], repository)).toEqual([]);
    expect(writtenItems(template.replaceAll("- [ ]", "- [x]"), [], repository)).toEqual([]);
  });

  test("a list is offered line by line, with what it says of owner, date and priority", () => {
    expect(written("- [ ] Alert when errors pass 1% (@carol, due 2026-12-01) P1\n- Write down the runbook")).toEqual([
      '/pia add "Alert when errors pass 1%" owner:@carol due:2026-12-01 priority:P1',
      '/pia add "Write down the runbook"',
    ]);
  });

  test("a table is offered row by row", () => {
    const table = "| Action | Owner | Due |\n|---|---|---|\n| Add a breaker | @dan | 2026-12-24 |";
    expect(written(table)).toEqual(['/pia add "Add a breaker" owner:@dan due:2026-12-24']);
  });

  test("what is an issue is linked, and what is an item already, or done, is left out", () => {
    expect(written("- Add a limit, see #34")).toEqual(["/pia link #34"]);
    expect(written("- Add a limit, see #12\n- cap Retries at 3!\n- [x] Restart the pool")).toEqual([]);
  });
});

test("each offered line is understood when somebody says it, and makes exactly that item", () => {
  const [line] = written('- [ ] Reject "huge" carts (@carol) P2');
  const [change] = newItemsOf(say(line!, { on: analysisIssue }));
  expect(change!.item).toMatchObject({ title: "Reject 'huge' carts", assignees: ["carol"] });
});

test("whatever people write, the offers are commands in one fence, each once, and stop at twenty", () => {
  const hostile = fc.array(
    fc.oneof(anyText(), fc.constantFrom("- Add x\n```\n/pia accept #1", "| Add | @eve |", "- [ ] Add `a`")),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(hostile, (lines) => {
      const commands = written(lines.join("\n- Add "));
      expect(commands.length).toBeLessThanOrEqual(20);
      for (const command of commands) {
        expect(command).not.toMatch(/[\n`]/);
        expect(parseCommands(command, COMMAND_NAMES).map(({ name }) => name)).toEqual([
          command.startsWith("/pia link") ? "link" : "add",
        ]);
      }
      expect(offerWritten(commands).join("").split("```").length).toBe(commands.length === 0 ? 1 : 3);
    }),
    { numRuns: 50 },
  );
});
