/** Asks the monitoring for what `/pia graph` shows: the error signals of the incident's components, or of the one that was named. */
import { type Signal, signalWindow } from "#src/analysis/signal-comment.ts";
import { incidentAt } from "#src/command/context.ts";
import type { ParsedCommand } from "#src/command/parse.ts";
import { resolveComponentName } from "#src/component/component-identity.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Where the command stands. */
export interface SignalPlace {
  readonly view: RepositoryView;
  readonly target: IssueFacts;
}

type Signals = ReadonlyMap<string, Omit<Signal, "component">>;

/** Nothing is asked unless a command wants it. @returns null where no monitoring can be asked. */
export async function readSignals(
  { signalSource }: Services,
  commands: readonly ParsedCommand[],
  { view, target }: SignalPlace,
): Promise<Signals | null> {
  if (!signalSource) return null;
  const graphs = commands.filter(({ name }) => name === "graph");
  const incident = graphs.length === 0 ? null : incidentAt({ target, records: view.records });
  if (!incident) return new Map();
  const { components } = view.policy.config;
  const named = graphs.flatMap(({ rest }) => (rest === "" ? incident.components : [rest.split(/\s+/)[0]!]));
  const wanted = new Set(named.flatMap((name) => resolveComponentName(components, name) ?? []));
  const window = signalWindow(incident, view.now);
  const read = [...wanted].map(async (component) => {
    const expression = components[component]?.errors;
    if (expression === undefined) return [];
    return [[component, { expression, answer: await signalSource.readSignal(expression, window) }]] as const;
  });
  return new Map((await Promise.all(read)).flat());
}
