/** `/pia held attendees:@a,@b`: the review session took place, with these people. */
import { hold } from "#src/analysis/attest.ts";
import type { Command } from "#src/command/command.ts";
import { misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";
import { inCode } from "#src/command/say.ts";

const LOGIN = /^@?[A-Za-z0-9][\w-]{0,38}(\[bot\])?$/;

/** Records the session. */
export const heldCommand: Command = {
  name: "held",
  where: ["pia"],
  group: "analysis",
  summary: "Record that the review session took place, and with whom",
  syntax: "/pia held attendees:@a,@b",
  examples: ["/pia held attendees:@alice,@bob"],
  permission: "triage",
  options: { attendees: { value: "@a,@b", meaning: "Who was there" } },
  run: (context, { words, options }) => {
    const listed = [options["attendees"] ?? "", ...words].join(",").split(",");
    const attendees = listed.map((name) => name.trim()).filter((name) => name !== "");
    const strange = attendees.filter((name) => !LOGIN.test(name));
    if (strange.length > 0)
      return misunderstood(`${strange.map(inCode).join(", ")} is not a login such as \`@alice\`.`);
    if (attendees.length === 0) return misunderstood("Who was there?");
    const lack = lacking({ right: "triage", components: [], act: "Recording a session" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = hold(recorded.record, attendees, statementOf(context, null));
    return outcomeOf(recorded, { change, loosening: "Recording a session", reason: null }, context);
  },
};
