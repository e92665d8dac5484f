/** The rules of the gate as a Markdown table: what `docs/gate.md` says is what decides. */
import type { RuleFacts } from "#src/gate/evidence.ts";
import type { Rule } from "#src/gate/rule.ts";
import { RULES } from "#src/gate/rules.ts";

/** One row for each rule, and for what is decided about a pull request as a whole. */
export function rulesTable(): string {
  const rows = RULES.map((rule) => [
    rule.row,
    rule.condition,
    verdictsOf(rule),
    rule.key === null ? "" : `\`${rule.key}\``,
  ]);
  const all = [
    ["G0", "No component that the pull request touches has anything to say.", "pass", ""],
    ...rows,
    ["G9", "A valid override, asked for and approved by those who may.", "pass", "`policy.override`"],
  ];
  const head = ["| rule | when | verdict | steered by |", "|---|---|---|---|"];
  return [...head, ...all.map((cells) => `| ${cells.join(" | ")} |`)].join("\n");
}

/** Found by trying: whatever a rule can say, over all facts that it may read. */
function verdictsOf(rule: Rule): string {
  const found = new Set(situations().flatMap((facts) => rule.decide(facts)?.verdict ?? []));
  return ["block", "warn", "pass"].filter((word) => found.has(word as never)).join(" or ");
}

function situations(): readonly RuleFacts[] {
  const some = <T>(...values: readonly T[]): readonly T[] => values;
  return some<RuleFacts["kind"]>("change", "docs-only").flatMap((kind) =>
    some(true, false).flatMap((fixes) =>
      some<RuleFacts["remediation"]>("none", "open-minor", "open", "overdue").flatMap((remediation) =>
        some<RuleFacts["budget"]>("healthy", "low", "exhausted", "unknown", "none").flatMap((budget) =>
          POLICIES.map((policy) => ({ kind, fixes, remediation, budget, policy, incidentFreeze: kind === "change" })),
        ),
      ),
    ),
  );
}

const POLICIES: readonly RuleFacts["policy"][] = [
  { overdue: "block", exhausted: "freeze", unknown: "hold", noObjective: "block", bots: "as-change" },
  { overdue: "budget", exhausted: "warn", unknown: "pass", noObjective: "warn", bots: "warn" },
];
