/** A verdict as plain text: for a terminal and the job's log. */
import { sayInstant } from "#src/calendar/instant.ts";
import { firstLine, oneLine, sayNextChange } from "./first-line.ts";
import type { ComponentVerdict, PolicySource, Verdict } from "./verdict.ts";

/** The first line, then each component with what would unblock it, the notes, and as of when. Lines end in `\n`. */
export function plainText(verdict: Verdict): string {
  const lines = [
    firstLine(verdict),
    ...verdict.components.flatMap((component) => componentLines(component, verdict)),
    ...(verdict.urgent === null ? [] : [oneLine(verdict.urgent)]),
    ...verdict.notes.map((note) => `Note: ${oneLine(note)}`),
    sayMoment(verdict),
    `Policy: ${sayPolicy(verdict.policy)}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** `As of 22 Nov 2026 05:30Z. Next change 1 Dec 2026 00:16Z.` */
export function sayMoment(verdict: Pick<Verdict, "asOf" | "fails" | "nextChangeAt" | "liftsAt">): string {
  const next = sayNextChange(verdict);
  const rest = next === "" ? "Time alone does not change this." : next;
  return `As of ${sayInstant(verdict.asOf)}. ${rest}`;
}

/** `.github/aftercare.yml at 1a2b3c4 on main`, or that the defaults hold. */
export function sayPolicy({ path, ref, sha }: PolicySource): string {
  return sha === null ? `the defaults (no ${path} on ${ref})` : `${path} at ${sha.slice(0, 12)} on ${ref}`;
}

/** `blocks (G7)`, `would block (G7, report mode)`, `would block (G7, overridden)`, `warns (G5)`, `passes (G1-revert)`. */
export function sayComponentVerdict({ verdict, rule, mode }: ComponentVerdict, whole: Pick<Verdict, "rule">): string {
  if (verdict === "block" && whole.rule === "G9") return `would block (${rule}, overridden)`;
  if (verdict === "block") return mode === "enforce" ? `blocks (${rule})` : `would block (${rule}, report mode)`;
  return `${verdict === "warn" ? "warns" : "passes"} (${rule})`;
}

function componentLines(component: ComponentVerdict, verdict: Verdict): string[] {
  const reason = `${component.reason} ${component.softened ?? ""}`;
  return [
    `${component.name} ${sayComponentVerdict(component, verdict)}: ${oneLine(reason)}`,
    ...component.unblock.map((step) => `  - ${oneLine(step)}`),
  ];
}
