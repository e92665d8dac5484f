/** `/pia graph [component]`: the error signal around the incident, beside what people recorded. */
import { signalComment, signalMarker, signalWindow } from "#src/analysis/signal-comment.ts";
import type { Command } from "#src/command/command.ts";
import { readComponent } from "#src/command/components-option.ts";
import { analysisAt, type CommandContext, incidentAt } from "#src/command/context.ts";
import { done, misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { inCode } from "#src/command/say.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";

/** Shows it on the analysis, one comment for each component, drawn anew each time. */
export const graphCommand: Command = {
  name: "graph",
  where: ["incident", "pia"],
  group: "analysis",
  summary: "Show the errors that Prometheus saw around the incident, and how long they went unseen",
  syntax: "/pia graph [component]",
  examples: ["/pia graph", "/pia graph checkout"],
  permission: "triage",
  options: {},
  run: (context, { words }) => {
    const lack = lacking({ right: "triage", components: [], act: "Asking the monitoring" }, context);
    if (lack) return refused(lack);
    const analysis = analysisAt(context);
    const incident = incidentAt(context);
    if (!analysis || !incident) return refused("No analysis belongs to this issue yet. Declare the incident first.");
    const named = words[0] === undefined ? null : readComponent(words[0], context);
    if (named && "problem" in named) return misunderstood(named.problem);
    const components = named ? [named.value] : incident.components;
    const shown = components.filter((component) => context.signals?.has(component));
    if (shown.length === 0) return refused(sayMissing(components, context));
    const window = signalWindow(incident, context.now);
    const effects = shown.map((component) => {
      const signal = { component, ...context.signals!.get(component)! };
      const body = signalComment(signal, incident, window);
      return {
        kind: "ensure-comment",
        issue: referenceTo(analysis.issue),
        marker: signalMarker(component),
        body,
      } as const;
    });
    return done([{ kind: "effects", effects }]);
  },
};

function sayMissing(components: readonly string[], { config, signals }: CommandContext): string {
  if (signals === undefined) {
    return "Prometheus can be asked by the App only, whose operator has set `PROMETHEUS_URL`.";
  }
  const [component] = components;
  if (component === undefined) return "Which component? The incident names none: `/pia graph checkout`.";
  const example = `components: { ${component}: { errors: 'sum(rate(http_requests_total{code=~"5.."}[5m]))' } }`;
  const known = Object.keys(config.components).filter((name) => config.components[name]?.errors !== undefined);
  const hint = known.length > 0 ? ` Known: ${known.map(inCode).join(", ")}.` : "";
  return `${inCode(component)} has no error signal yet. In \`.github/aftercare.yml\`: ${inCode(example)}.${hint}`;
}
