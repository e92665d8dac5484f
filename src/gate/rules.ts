/** The rows of the decision table for one component, in order: the first that matches decides. */
import { alwaysAllowed } from "./rules/g1-always-allowed.ts";
import { incidentFreeze } from "./rules/g2-incident-freeze.ts";
import { overdueBlocks } from "./rules/g3-overdue-blocks.ts";
import { exhaustedFreezes } from "./rules/g4-exhausted-freezes.ts";
import { budgetPermits } from "./rules/g5-budget-permits.ts";
import { budgetUnknown } from "./rules/g6-budget-unknown.ts";
import { budgetDoesNotPermit } from "./rules/g7-budget-does-not-permit.ts";
import { nothingGates } from "./rules/g8-nothing-gates.ts";
import type { Rule } from "./rule.ts";

/** All rules of a component. G0 (nothing concerns the pull request) and G9 (override) are about the pull request as a whole. */
export const RULES: readonly Rule[] = [
  alwaysAllowed,
  incidentFreeze,
  overdueBlocks,
  exhaustedFreezes,
  budgetPermits,
  budgetUnknown,
  budgetDoesNotPermit,
  nothingGates,
];
