/** `/pia done #n`: the work is finished; the issue closes as completed. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { Command } from "#src/command/command.ts";
import { EVIDENCE_OPTION, readEvidence } from "#src/command/evidence-option.ts";
import { namedItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { done, misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { becauseOf, REASON_OPTION } from "#src/command/reason-option.ts";

/** Closes an item as done. */
export const doneCommand: Command = {
  name: "done",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Close an item as done, with a link that shows that it works where there is one",
  syntax: '/pia done #n [reason:"…"] [evidence:URL]',
  examples: ["/pia done #12", "/pia done #12 evidence:https://grafana.example.com/d/checkout"],
  permission: "write",
  options: { ...REASON_OPTION, ...EVIDENCE_OPTION },
  run: (context, { words, options }) => {
    const found = namedItem(context, words[0]);
    if ("problem" in found) return misunderstood(found.problem);
    const lack = lacking({ right: "write", components: [], act: "Closing an item as done" }, context);
    if (lack) return refused(lack);
    const { item } = found;
    const said = sayIssue(item.issue, context.target);
    if (["done", "done-unproven", "verified"].includes(item.state)) return done([], `${said} is done already.`);
    const shown = options["evidence"] === undefined ? null : readEvidence(options["evidence"], context);
    if (shown && "problem" in shown) return misunderstood(shown.problem);
    if (shown) {
      const verification = { by: context.actor.login, at: context.now, evidence: shown.value };
      const change = { block: { verification }, label: "verified", state: "completed" } as const;
      return changedItem(found, { change, log: `done${becauseOf(options)}, verified: ${shown.value}` }, context);
    }
    const isProven = item.verification !== null || item.pullRequests.some((pull) => pull.state === "merged");
    const change = { label: null, state: "completed" } as const;
    const proof = `${said} is closed as done. No merged pull request is linked to it yet, so it is shown as done without proof; \`/pia verify ${said} evidence:https://…\` adds one.`;
    const log = `done${becauseOf(options)}`;
    return changedItem(found, isProven ? { change, log } : { change, log, reply: proof }, context);
  },
};
