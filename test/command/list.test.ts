/** Every command of the contract exists, is documented, and its own examples are understood. */
import { describe, expect, test } from "vitest";
import { COMMAND_NAMES, COMMANDS } from "#src/command/list.ts";
import { mentionedIssues } from "#src/command/mentioned-issues.ts";
import { parseCommands } from "#src/command/parse.ts";
import { commandsReference } from "#src/command/reference.ts";
import type { Place } from "#src/command/context.ts";
import { analysis, analysisIssue, incident, issue, item, repository, say, type Saying } from "./world.ts";

const CONTRACT =
  "declare confirm started detected acknowledged declared mitigated resolved impact note add accept start done reject accept-risk link due snooze verify override approve recheck explain held reviewed external pause resume status help decided review star unstar publish because edit graph";

const closed = item(12, {}, { state: "closed", stateReason: "completed" });
const pull = issue(50, { isPullRequest: true });
const stranger = issue(34);
const PLACE: Readonly<Record<Place, Saying>> = {
  incident: { on: incident },
  pia: { on: analysisIssue },
  item: { on: closed.issue },
  "pull-request": { on: pull, context: { explanation: "why", patchId: "p" } },
  issue: { on: stranger },
};

describe("the list of commands", () => {
  test("has every command of the contract", () => {
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(CONTRACT.split(" ").toSorted());
  });

  const examples = COMMANDS.flatMap((command) => command.examples.map((example) => [example, command] as const));
  test.each(examples)("example %s is understood wherever it may be said", (example, command) => {
    const outcomes = command.where.map((place) => {
      const tracked = [
        { issue: incident, recordComment: null },
        analysis(),
        command.name === "verify" ? closed : item(12),
      ];
      const all = { mayOverride: true, owns: ["checkout", "search"], tracked, others: [pull, stranger] };
      return say(example, { ...all, ...PLACE[place] }).outcomes[0]!.outcome;
    });
    expect(outcomes.map(({ outcome }) => outcome)).not.toContain("misunderstood");
  });

  test("is the reference, whole", () => {
    const text = commandsReference();
    for (const { name, syntax } of COMMANDS) {
      expect(text).toContain(`### \`/pia ${name}\``);
      expect(text).toContain(syntax);
    }
    expect(text.endsWith("\n")).toBe(true);
  });
});

test("the issues that item commands name are known before they run, and numbers in notes are not read", () => {
  const body =
    '/pia accept #12\n/pia link acme/api#3 due:14d\n/pia due 12 14d\n/pia note 14 of #99\n/pia add "see #98"';
  const named = mentionedIssues(parseCommands(body, COMMAND_NAMES), repository);
  expect(named.map(({ repo, number }) => `${repo}#${number}`)).toEqual(["shop#12", "api#3"]);
});
