/** `/pia declare [sev:2] [component:checkout]`: this issue is an incident. */
import type { Effect } from "#src/effect/effect.ts";
import { permits } from "#src/facts/issue.ts";
import { referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import { componentsOf, hasLabel, severityOf } from "#src/incident/recognise.ts";
import type { Severity } from "#src/incident/incident.ts";
import type { Command } from "#src/command/command.ts";
import { readComponents } from "#src/command/components-option.ts";
import { placeOf, type CommandContext } from "#src/command/context.ts";
import { done, misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { inCode } from "#src/command/say.ts";
import type { Reading } from "#src/command/when.ts";

/** Declares an incident, or states its severity and components later. */
export const declareCommand: Command = {
  name: "declare",
  where: ["issue", "incident"],
  group: "incident",
  summary: "Declare that this issue is an incident; said again, set its severity or add components",
  syntax: "/pia declare [sev:1..4] [component:NAME,NAME]",
  examples: ["/pia declare sev:2 component:checkout"],
  permission:
    "anyone who may comment; it counts once someone with triage permission confirms it. A lower severity: an owner",
  options: {
    sev: { value: "1..4", meaning: "1 is the worst", aliases: ["severity"] },
    component: { value: "NAME,NAME", meaning: "What is affected", aliases: ["components"] },
  },
  run: (context, { options }) => {
    const severity = readSeverity(options["sev"]);
    const components: Reading<readonly string[]> =
      options["component"] === undefined ? { value: [] } : readComponents(options["component"], context);
    const problems = [severity, components].flatMap((reading) => ("problem" in reading ? [reading.problem] : []));
    if ("problem" in severity || "problem" in components) return misunderstood(problems.join(" "));
    return declare(context, severity.value, components.value);
  },
};

function declare(context: CommandContext, severity: Severity | null, components: readonly string[]): CommandOutcome {
  const { target, config } = context;
  // A label without an analysis: somebody set it while nobody listened, or an earlier try ended between the two.
  const isLabelled = placeOf(context) === "incident";
  const isKnown = isLabelled && hasAnalysis(context);
  const known = severityOf(target.labels, config);
  const concerned = [...new Set([...componentsOf(target.labels, config).known, ...components])];
  const isLower = isLabelled && known !== null && severity !== null && severity > known;
  const right = isLower ? "owner" : isKnown ? "triage" : "comment";
  const act = isLower ? "Lowering the severity" : "Changing a declared incident";
  const lack = lacking({ right, components: concerned, act }, context);
  if (lack) return refused(lack);
  const effects = [...severityEffects(context, severity), ...labelEffects(context, components)];
  if (isKnown) {
    if (effects.length === 0) return done([], "This issue is declared as an incident already.");
    return done([
      { kind: "effects", effects },
      { kind: "recheck", components: concerned },
    ]);
  }
  const confirms = permits(context.actor.permission, "triage");
  const confirmed = confirms ? { by: context.actor.login, at: context.now, reason: null } : null;
  return done([
    { kind: "effects", effects },
    { kind: "declare", issue: referenceTo(target), confirmed },
  ]);
}

/** One without a record is only half made. */
function hasAnalysis({ records, target }: CommandContext): boolean {
  return records.analyses.some(({ incident, record }) => record !== null && sameIssue(incident, target));
}

function readSeverity(text: string | undefined): Reading<Severity | null> {
  if (text === undefined) return { value: null };
  const level = /^(?:sev-?)?([1-4])$/i.exec(text)?.[1];
  if (level === undefined)
    return { problem: `${inCode(text)} is not a severity; it goes from \`sev:1\` (worst) to \`sev:4\`.` };
  return { value: Number(level) as Severity };
}

function severityEffects({ target, config }: CommandContext, severity: Severity | null): Effect[] {
  if (severity === null) return [];
  const prefix = config.labels.severity;
  const wanted = `${prefix}${severity}`;
  const issue = referenceTo(target);
  const others = target.labels.filter(
    (label) => label.toLowerCase().startsWith(prefix.toLowerCase()) && label.toLowerCase() !== wanted.toLowerCase(),
  );
  const add: Effect[] = hasLabel(target.labels, wanted) ? [] : [{ kind: "ensure-label", issue, label: wanted }];
  return [...add, ...others.map((label): Effect => ({ kind: "remove-label", issue, label }))];
}

function labelEffects({ target, config }: CommandContext, components: readonly string[]): Effect[] {
  const isIncident = config.labels.incident.some((label) => hasLabel(target.labels, label));
  const names = [
    ...(isIncident ? [] : [config.labels.incident[0]!]),
    config.labels.umbrella,
    ...components.map((name) => config.labels.component + name),
  ];
  return names
    .filter((name) => !hasLabel(target.labels, name))
    .map((label) => ({ kind: "ensure-label", issue: referenceTo(target), label }));
}
