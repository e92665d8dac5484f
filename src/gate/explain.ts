/** Why a pull request is judged as it is: the whole tree of reasons, as data and as text. */
import type { FactName } from "./evidence.ts";
import { oneLine, sayVerdict } from "./first-line.ts";
import type { Judgement } from "./judge.ts";
import { sayComponentVerdict, sayMoment, sayPolicy } from "./plain-text.ts";
import { RULES } from "./rules.ts";
import { hasSomethingToSay } from "./standing.ts";
import type { Concern } from "./concern.ts";
import type { ComponentVerdict } from "./verdict.ts";
import { sayBudget, sayDue, sayOpen, sayReference, sentence } from "./voice.ts";

/** One reason with the reasons behind it. */
export interface Explanation {
  readonly line: string;
  /** `decides`: this is why; `holds`: true, but something else decided; `not`: looked at, and not so. */
  readonly part: "decides" | "holds" | "not";
  readonly because: readonly Explanation[];
}

/** The whole tree: the verdict, each component that was touched, each rule in order, and the facts that it read. */
export function explain(judgement: Judgement): Explanation {
  const { verdict } = judgement;
  return {
    line: `${sayVerdict(verdict)} (${verdict.rule}): ${oneLine(verdict.reason)}`,
    part: "decides",
    because: [
      ...verdict.components.map((component) => explainComponent(component, judgement)),
      ...silentComponents(judgement),
      ...overrideBranch(judgement),
      ...verdict.notes.map((note): Explanation => ({ line: `Note: ${oneLine(note)}`, part: "holds", because: [] })),
      leaf(sayMoment(verdict)),
      leaf(`Judged by ${sayPolicy(verdict.policy)}.`),
    ],
  };
}

/** The tree as text, two spaces a level: `=>` decided, `+` is so, `-` is not so. */
export function sayExplanation(explanation: Explanation, depth = 0): string {
  const mark = { decides: "=>", holds: "+", not: "-" }[explanation.part];
  const line = `${"  ".repeat(depth)}${mark} ${explanation.line}`;
  return [line, ...explanation.because.map((reason) => sayExplanation(reason, depth + 1))].join("\n");
}

function leaf(line: string): Explanation {
  return { line, part: "holds", because: [] };
}

function explainComponent(component: ComponentVerdict, judgement: Judgement): Explanation {
  const concern = judgement.concerning.find((entry) => entry.component.name === component.name)!;
  const touched =
    component.paths.length > 0
      ? `is touched by ${component.paths.length} path(s), first ${component.paths[0]}`
      : "may be touched";
  return {
    line: `${component.name} ${sayComponentVerdict(component, judgement.verdict)}: ${oneLine(component.reason)}`,
    part: component.rule === judgement.decision.components[0]?.rule ? "decides" : "holds",
    because: [
      leaf(`It ${oneLine(touched)}.`),
      ...rulesUpTo(component, concern, judgement),
      ...(component.softened === null ? [] : [leaf(component.softened)]),
      ...component.unblock.map((step) => leaf(`To unblock: ${oneLine(step)}`)),
    ],
  };
}

/** Every rule that was asked, up to the one that matched. */
function rulesUpTo(component: ComponentVerdict, concern: Concern, judgement: Judgement): readonly Explanation[] {
  const matched = RULES.findIndex((rule) => component.rule.split("-")[0] === rule.row);
  return RULES.slice(0, matched + 1).map((rule, index): Explanation => ({
    line: `${rule.row}: ${rule.condition}`,
    part: index === matched ? "decides" : "not",
    because: rule.needs.map((need) => leaf(sayFact(need, concern, judgement))),
  }));
}

const FACTS: Readonly<Record<FactName, (concern: Concern, judgement: Judgement) => string>> = {
  kind: ({ evidence }) => `The pull request is proven to be: ${evidence.kind.kind}.`,
  fixes: ({ evidence }, { verdict }) =>
    evidence.fixes.length === 0
      ? "It fixes no gating item of the component."
      : `It fixes ${evidence.fixes.map((fix) => sayReference({ reader: verdict.pull }, fix.reference)).join(", ")}.`,
  incidentFreeze: ({ evidence }, { verdict }) =>
    evidence.incidentFreeze.length === 0
      ? "No incident freeze stands."
      : `Incident freeze by ${evidence.incidentFreeze.map((freeze) => sayReference({ reader: verdict.pull }, freeze.incident)).join(", ")}.`,
  remediation: ({ evidence }, { verdict }) => {
    const { state, gating, minor } = evidence.remediation;
    const said = sayOpen({ reader: verdict.pull }, [...gating, ...minor]);
    const due = gating.flatMap((work) =>
      work.due ? [`${sayReference({ reader: verdict.pull }, work.reference)} due ${sayDue(work.due)}`] : [],
    );
    return [
      `Remediation: ${state}.`,
      said === "" ? "" : `${sentence(said)}.`,
      due.length > 0 ? `${sentence(due.join(", "))}.` : "",
    ]
      .filter((part) => part !== "")
      .join(" ");
  },
  budget: ({ evidence }) => `Budget: ${evidence.budget.status}; ${sayBudget(evidence.budget)}.`,
  policy: ({ evidence: { policy } }) =>
    `Policy: overdue ${policy.overdue}, exhausted ${policy.exhausted}, unknown ${policy.unknown}, no_objective ${policy.noObjective}, bots ${policy.bots}.`,
};

function sayFact(name: FactName, concern: Concern, judgement: Judgement): string {
  return FACTS[name](concern, judgement);
}

/** Components that do not concern the pull request, and why not. */
function silentComponents({ standing, touch, concerning }: Judgement): readonly Explanation[] {
  const concerned = new Set(concerning.map(({ component }) => component.name));
  return [...standing.components.values()]
    .filter(({ name }) => !concerned.has(name))
    .map((component): Explanation => {
      const touched = touch.components.has(component.name);
      const why = !hasSomethingToSay(component)
        ? "nothing is open"
        : touched
          ? "touched by documentation and tests only, beside a fix"
          : "not touched";
      return { line: `${component.name} does not count: ${why}.`, part: "not", because: [] };
    });
}

function overrideBranch({ override }: Judgement): readonly Explanation[] {
  if (override.state === "none") return [];
  if (override.state === "invalid") {
    return [
      { line: "An override was asked for and does not count.", part: "not", because: override.problems.map(leaf) },
    ];
  }
  const by = [override.requestedBy, ...override.approvedBy].map((login) => `@${login}`).join(", ");
  return [{ line: `An override by ${by} stands.`, part: "holds", because: [] }];
}
