/** Incidents for the tests of budgets: confirmed ones of one component, a few words each. */
import { parseInstant } from "#src/calendar/instant.ts";
import type { Incident, Moment, StatedImpact } from "#src/incident/incident.ts";

/** An instant on a day of November 2026: `at("10 08:30")`. */
export const at = (text: string) => parseInstant(`2026-11-${text.replace(" ", "T")}Z`)!;

type Change = Omit<Partial<Incident>, "moments"> & {
  readonly number?: number;
  readonly moments?: Partial<Record<Moment, string>>;
};

/** A confirmed incident of checkout; moments as `at` reads them; closed when mitigated. */
export function incident({ number = 1, moments = {}, ...change }: Change = {}): Incident {
  const stated = Object.entries(moments).map(([name, text]) => [name, { at: at(text), by: "ana", source: "#1" }]);
  const mitigated = moments.mitigated === undefined ? null : at(moments.mitigated);
  return {
    issue: { owner: "acme", repo: "shop", number },
    title: `Incident ${number}`,
    url: `https://github.com/acme/shop/issues/${number}`,
    open: mitigated === null,
    createdAt: moments.started === undefined ? at("10 08:00") : at(moments.started),
    closedAt: mitigated,
    severity: 2,
    components: ["checkout"],
    confirmed: true,
    external: false,
    moments: Object.fromEntries(stated) as Incident["moments"],
    impacts: [],
    ...change,
  };
}

/** `impact("checkout", "0.5", "10 08:00", "10 09:00")`; without an end it lasts. */
export function impact(component: string, share: string, stretch: readonly [string, string?]): StatedImpact {
  const [from, to] = stretch;
  return { component, share, from: at(from), to: to === undefined ? null : at(to), by: "ana" };
}
