/** `/pia pause component:checkout reason:"…"`: the gate holds nothing back on a component for 24 hours. */
import { sayInstant } from "#src/calendar/instant.ts";
import { openPause, PAUSE_LASTS, pausedComponents } from "#src/remediation/pause.ts";
import type { Command } from "#src/command/command.ts";
import { readComponents } from "#src/command/components-option.ts";
import type { CommandContext } from "#src/command/context.ts";
import { done, misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { sayList } from "#src/command/say.ts";

/** Pauses the gate. The record of it is an issue of its own, which everybody sees. */
export const pauseCommand: Command = {
  name: "pause",
  where: ["pull-request", "pia", "incident", "item", "issue"],
  group: "gate",
  summary: "Let the gate hold nothing back on a component for 24 hours; an issue of its own tells everybody",
  syntax: '/pia pause component:NAME reason:"…"',
  examples: ['/pia pause component:checkout reason:"the gate misjudges the renamed folder; mended in #52"'],
  permission: "someone who may override",
  options: {
    component: { value: "NAME,NAME", meaning: "What is paused", aliases: ["components"] },
    reason: { value: '"…"', meaning: "Why; told in the weekly summary" },
  },
  run: (context, { line, options }) => {
    const components = readComponents(options["component"] ?? "", context);
    const reason = (options["reason"] ?? "").trim();
    const problems = [
      "problem" in components ? components.problem : null,
      reason === "" ? "Why is a pause needed? Everybody on the component will ask." : null,
    ].filter((problem) => problem !== null);
    if ("problem" in components || reason === "") return misunderstood(problems.join(" "));
    const lack = lacking({ right: "override", components: [], act: "Pausing the gate" }, context);
    return lack ? refused(lack) : pause(context, line, { components: components.value, reason });
  },
};

function pause(
  context: CommandContext,
  line: number,
  { components, reason }: { components: readonly string[]; reason: string },
): CommandOutcome {
  const { comment, now, records, config, repository } = context;
  const paused = pausedComponents(records.pauses, now);
  const fresh = components.filter((name) => !paused.includes(name));
  if (fresh.length === 0) return done([], `The gate is paused for ${sayList(components, "and")} already.`);
  // From the comment's own time, so that a redelivery asks for the very same pause.
  const [from, until] = [comment.createdAt, comment.createdAt + PAUSE_LASTS];
  const asked = { components: fresh, by: context.actor.login, reason, from, until };
  const effect = openPause({ ...asked, source: `${comment.id}:${line}`, url: comment.url }, { repository, config });
  const reply = `Until ${sayInstant(until)} the gate holds nothing back on ${sayList(fresh, "and")}. Items and budget stay as they are; \`/pia resume\` ends the pause sooner.`;
  return done(
    [
      { kind: "effects", effects: [effect] },
      { kind: "recheck", components: fresh },
    ],
    reply,
  );
}
