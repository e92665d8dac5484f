/** The list of sections. To add one: a file in sections/ and a line here; the order is the order of the summary. */
import type { Section } from "./section.ts";
import { alwaysAllowed } from "./sections/always-allowed.ts";
import { analyses } from "./sections/analyses.ts";
import { backlog } from "./sections/backlog.ts";
import { budgets } from "./sections/budgets.ts";
import { byComponent } from "./sections/by-component.ts";
import { gateOpenings } from "./sections/gate-openings.ts";
import { headline } from "./sections/headline.ts";
import { incidents } from "./sections/incidents.ts";
import { lessons } from "./sections/lessons.ts";
import { nearMisses } from "./sections/near-misses.ts";
import { openWork } from "./sections/open-work.ts";
import { ownerless } from "./sections/ownerless.ts";
import { recurring } from "./sections/recurring.ts";
import { settled } from "./sections/settled.ts";

/** All sections: first what happened and what to do, then how things stand, then what opened the gate and what was learned. */
export const SECTIONS: readonly Section[] = [
  headline,
  settled,
  incidents,
  recurring,
  openWork,
  ownerless,
  analyses,
  budgets,
  backlog,
  byComponent,
  gateOpenings,
  alwaysAllowed,
  nearMisses,
  lessons,
];
