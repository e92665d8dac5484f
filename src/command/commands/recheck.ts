/** `/pia recheck`: look again now. */
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { Command } from "#src/command/command.ts";
import { componentNames, incidentAt } from "#src/command/context.ts";
import { done } from "#src/command/outcome.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";

/** Judges this pull request, or all that concern this issue's components, again. */
export const recheckCommand: Command = {
  name: "recheck",
  where: ["pull-request", "pia", "incident", "item"],
  group: "gate",
  summary: "Judge this pull request again now; on an incident, analysis or item: all that it concerns",
  syntax: "/pia recheck",
  examples: ["/pia recheck"],
  permission: "anyone who may comment",
  options: {},
  run: (context) => {
    const { target, records } = context;
    if (target.isPullRequest) return done([{ kind: "recheck", pull: referenceTo(target) }]);
    const item = records.items.find((candidate) => sameIssue(candidate.issue, target));
    const components = item?.components ?? incidentAt(context)?.components ?? componentNames(context);
    return done([{ kind: "recheck", components }]);
  },
};
