/** `/pia verify #n evidence:URL`: merged is not fixed; this shows that it is. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import { isPlainUrl } from "#src/markdown/escape.ts";
import type { Command } from "#src/command/command.ts";
import { EVIDENCE_OPTION, readEvidence } from "#src/command/evidence-option.ts";
import { namedItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";

/** Records the evidence that a finished item works. */
export const verifyCommand: Command = {
  name: "verify",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Show with a link that a finished item does what it should",
  syntax: "/pia verify #n evidence:URL",
  examples: ["/pia verify #12 evidence:https://grafana.example.com/d/checkout?from=1731000000"],
  permission: "anyone who may comment; for an item closed without a merged pull request: write",
  options: EVIDENCE_OPTION,
  run: (context, { words, options }) => {
    // On the item itself people give only the link.
    const onlyLink = options["evidence"] === undefined && words.length === 1 && isPlainUrl(words[0]!);
    const found = namedItem(context, onlyLink ? undefined : words[0]);
    if ("problem" in found) return misunderstood(found.problem);
    const evidence = readEvidence(options["evidence"] ?? (onlyLink ? words[0]! : (words[1] ?? "")), context);
    if ("problem" in evidence) return misunderstood(evidence.problem);
    const { item, issue } = found;
    const said = sayIssue(item.issue, context.target);
    if (issue.state === "open")
      return refused(`${said} is still open. Close it first (\`/pia done ${said}\`), then show that it works.`);
    if (!["done", "done-unproven", "verified"].includes(item.state)) {
      return refused(
        `${said} was closed without a fix, so there is nothing to verify. Open it again if it is being done after all.`,
      );
    }
    const right = item.state === "done-unproven" ? "write" : "comment";
    const lack = lacking(
      { right, components: [], act: "Proving an item that was closed without a merged pull request" },
      context,
    );
    if (lack) return refused(lack);
    const verification = { by: context.actor.login, at: context.now, evidence: evidence.value };
    const change = { block: { verification }, label: "verified" } as const;
    return changedItem(found, { change, log: `verified: ${evidence.value}` }, context);
  },
};
