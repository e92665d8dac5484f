/** `/pia resume [component:checkout]`: ends a pause of the gate. */
import type { Command } from "#src/command/command.ts";
import { readComponents } from "#src/command/components-option.ts";
import { done, misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { sayIssues, sayList } from "#src/command/say.ts";

/** Closes the issues of the pauses. */
export const resumeCommand: Command = {
  name: "resume",
  where: ["pull-request", "pia", "incident", "item", "issue"],
  group: "gate",
  summary: "End a pause of the gate now",
  syntax: "/pia resume [component:NAME]",
  examples: ["/pia resume component:checkout", "/pia resume"],
  permission: "write",
  options: {
    component: { value: "NAME,NAME", meaning: "Which pauses; without it all of them", aliases: ["components"] },
  },
  run: (context, { options }) => {
    const { records, now, target } = context;
    const asked = options["component"] === undefined ? null : readComponents(options["component"], context);
    if (asked && "problem" in asked) return misunderstood(asked.problem);
    const lack = lacking({ right: "write", components: [], act: "Ending a pause" }, context);
    if (lack) return refused(lack);
    const pauses = records.pauses.filter(
      (pause) => now < pause.until && (!asked || pause.components.some((name) => asked.value.includes(name))),
    );
    if (pauses.length === 0) return done([], "No such pause stands; the gate is at work.");
    const components = [...new Set(pauses.flatMap((pause) => pause.components))].toSorted();
    const effects = pauses.map(
      ({ issue }) => ({ kind: "set-issue-state", issue, state: "closed", reason: "completed" }) as const,
    );
    const closed = sayIssues(
      pauses.map(({ issue }) => issue),
      target,
    );
    return done(
      [
        { kind: "effects", effects },
        { kind: "recheck", components },
      ],
      `The gate is at work again on ${sayList(components, "and")} (${closed} closed).`,
    );
  },
};
