/** Which merges the gate let through because they make things better: fixes, reverts, security, mitigations, documentation. */
import { ALWAYS_ALLOWED } from "#src/digest/always-allowed.ts";
import type { Section } from "#src/digest/section.ts";

/** As it was told when the summary was made: merges of a week that has ended do not change. */
export const alwaysAllowed: Section = {
  title: ALWAYS_ALLOWED,
  background: true,
  render: ({ alwaysAllowed: told }) => (told === "" ? null : told),
};
