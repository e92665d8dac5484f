/** Reads `component:checkout,search`: names that the configuration knows, old names included. */
import { resolveComponentName } from "#src/component/component-identity.ts";
import { nearest } from "#src/config/nearest.ts";
import { componentNames, type CommandContext } from "./context.ts";
import { inCode, sayList } from "./say.ts";
import type { Reading } from "./when.ts";

/** One name, resolved; an unknown one is answered with the nearest that exists. */
export function readComponent(written: string, context: Pick<CommandContext, "config">): Reading<string> {
  const name = resolveComponentName(context.config.components, written);
  if (name !== null) return { value: name };
  const names = componentNames(context);
  const meant = nearest(written, names);
  const known = names.slice(0, 12).map(inCode);
  if (names.length === 0) {
    return { problem: `No component is called ${inCode(written)}: \`.github/aftercare.yml\` names none yet.` };
  }
  const hint = meant
    ? `Did you mean ${inCode(meant)}?`
    : `There ${known.length === 1 ? "is" : "are"} ${sayList(known, "and")}.`;
  return { problem: `No component is called ${inCode(written)}. ${hint}` };
}

/** Names between commas, each resolved once; all problems together. */
export function readComponents(written: string, context: Pick<CommandContext, "config">): Reading<readonly string[]> {
  const parts = written.split(",").map((part) => part.trim());
  const readings = parts.filter((part) => part !== "").map((part) => readComponent(part, context));
  const problems = readings.flatMap((reading) => ("problem" in reading ? [reading.problem] : []));
  if (problems.length > 0) return { problem: problems.join(" ") };
  const names = readings.flatMap((reading) => ("value" in reading ? [reading.value] : []));
  if (names.length === 0) return { problem: "Which component? Write `component:name`." };
  return { value: [...new Set(names)].toSorted() };
}
