/** Sorts the incident history by component once, so that hundreds of budgets need not look through all of it. */
import type { Incident } from "#src/incident/incident.ts";
import type { ComponentName } from "./incident-burns.ts";

/** @returns for each component, in the order of the list, at least the incidents that can use its budget (`incidentBurns` looks closer) */
export function groupIncidents(incidents: readonly Incident[]): (name: ComponentName) => readonly Incident[] {
  const groups = new Map<string, Incident[]>();
  for (const incident of incidents) {
    for (const name of namesOf(incident)) {
      const group = groups.get(name);
      if (group) group.push(incident);
      else groups.set(name, [incident]);
    }
  }
  return ({ component, soleComponent }) => (soleComponent === true ? incidents : (groups.get(component) ?? []));
}

function namesOf({ components, impacts }: Incident): Iterable<string> {
  return impacts.length === 0 ? components : new Set([...components, ...impacts.map(({ component }) => component)]);
}
