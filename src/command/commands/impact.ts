/** `/pia impact COMPONENT 50% FROM..TO`: how much of a component was affected, and when. */
import { stateImpact, type ImpactStatement } from "#src/analysis/state-impact.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { parseShare } from "#src/incident/share.ts";
import type { Command, CommandInput } from "#src/command/command.ts";
import { readComponent } from "#src/command/components-option.ts";
import type { CommandContext } from "#src/command/context.ts";
import { timeTerms } from "#src/command/incident-time.ts";
import { misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";
import { inCode } from "#src/command/say.ts";
import { readTime, type Reading } from "#src/command/when.ts";

/** States one stretch of impact; the same component and start again corrects it. */
export const impactCommand: Command = {
  name: "impact",
  where: ["incident", "pia"],
  group: "incident",
  summary: "State how much of a component was affected, from when to when",
  syntax: '/pia impact COMPONENT SHARE% FROM..[TO] [reason:"…"]',
  examples: [
    "/pia impact checkout 50% 14:05..14:40",
    "/pia impact checkout 100% 2026-11-22T14:05+01:00..",
    '/pia impact checkout 25% 14:05..14:40 reason:"only one of four regions"',
  ],
  permission: "triage; a correction to less: an owner, with a reason",
  options: { reason: { value: '"…"', meaning: "Why an earlier statement is corrected" } },
  run: (context, input) => {
    const impact = readImpact(context, input);
    if ("problem" in impact) return misunderstood(impact.problem);
    const lack = lacking({ right: "triage", components: [], act: "Stating impact" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const reason = input.options["reason"] ?? null;
    const change = stateImpact(recorded.record, impact.value, statementOf(context, reason));
    const isFirst = recorded.record.impacts.every((line) => line.component !== impact.value.component);
    // The first line for a component states what nobody knew; only a later one can make less of it.
    const stated = change.kind === "changed" && isFirst ? { ...change, loosens: false } : change;
    return outcomeOf(recorded, { change: stated, loosening: "Correcting an impact to less", reason }, context);
  },
};

function readImpact(context: CommandContext, { words }: CommandInput): Reading<ImpactStatement> {
  const [name = "", written = "", ...range] = words;
  const component = readComponent(name, context);
  const share = parseShare(written);
  const times = readRange(range.join(" "), context);
  const problems = [
    "problem" in component ? component.problem : null,
    share === null ? `${inCode(written)} is not a share of impact; write it with a percent sign, as in \`50%\`.` : null,
    "problem" in times ? times.problem : null,
  ].filter((problem) => problem !== null);
  if ("problem" in component || share === null || "problem" in times) return { problem: problems.join(" ") };
  return { value: { component: component.value, share, ...times.value } };
}

function readRange(text: string, context: CommandContext): Reading<{ from: Instant; to: Instant | null }> {
  const [first = "", second, third] = text.replace("…", "..").split("..");
  if (second === undefined || third !== undefined) {
    return {
      problem: `${inCode(text)} is not a stretch of time; write FROM..TO, as in \`14:05..14:40\`, or \`14:05..\` while it lasts.`,
    };
  }
  const terms = timeTerms(context);
  const from = readTime(first.trim(), terms);
  const to: Reading<Instant | null> = second.trim() === "" ? { value: null } : readTime(second.trim(), terms);
  if ("problem" in from) return from;
  return "problem" in to ? to : { value: { from: from.value, to: to.value } };
}
