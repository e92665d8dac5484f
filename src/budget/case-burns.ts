/** From incidents written as JSON to the stretches that count on one component. */
import type { IncidentCase } from "./case-schema.ts";
import type { Stretch } from "./impact.ts";
import type { Burn } from "./measure.ts";
import type { Rational } from "./rational.ts";

/**
 * The stretches of each incident on one component. Entries with the same id are one incident in several stretches;
 * incidents that do not name the component are left out.
 */
export function burnsOf(
  incidents: readonly IncidentCase[],
  component: string | undefined,
): readonly Burn[] | { readonly error: string } {
  const burns = new Map<string, Stretch[]>();
  for (const { id, start, end, impact } of incidents) {
    const here = impactOn(impact, component);
    if (here === "no component") return { error: `incident ${id} gives its impact by component: name the component` };
    if (here === null) continue;
    const stretches = burns.get(id) ?? [];
    stretches.push({ from: start, to: end ?? null, impact: here });
    burns.set(id, stretches);
  }
  return [...burns].map(([id, stretches]) => ({ id, stretches }));
}

function impactOn(impact: IncidentCase["impact"], component: string | undefined): Rational | null | "no component" {
  if (!isByComponent(impact)) return impact;
  if (component === undefined) return "no component";
  return Object.hasOwn(impact, component) ? impact[component]! : null;
}

/** True when an incident gives its impact by component. */
export function isByComponent(impact: IncidentCase["impact"]): impact is Record<string, Rational> {
  return typeof impact["numerator"] !== "bigint";
}
