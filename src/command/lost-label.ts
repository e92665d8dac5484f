/** A label of ours was deleted or renamed for the whole repository: on which issues it is put again. Decisions are made item by item, not so. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import { findMarker, renderMarker } from "#src/effect/marker.ts";
import type { Actor, IssueFacts } from "#src/facts/issue.ts";
import { type IssueReference, referenceTo } from "#src/facts/issue-reference.ts";
import { componentsOf, hasLabel, isOurs } from "#src/incident/recognise.ts";
import { escapeText } from "#src/markdown/escape.ts";

/** True for a label by which the gate sees what is open, when what took its place does not mean the same. */
export function isGateLabel(label: string, renamedTo: string | null, config: Config): boolean {
  const { umbrella, pia, remediation, incident, component, severity, priority } = config.labels;
  const isNamed = hasLabel([umbrella, pia, remediation, ...incident], label);
  const begins = (prefix: string) => label.toLowerCase().startsWith(prefix.toLowerCase());
  if (renamedTo !== null && label.toLowerCase() === renamedTo.toLowerCase()) return false;
  if (begins(component)) {
    const [was, is] = [[label], renamedTo === null ? [] : [renamedTo]].map((name) => componentsOf(name, config).known);
    return was!.length > 0 && is!.join() !== was!.join();
  }
  return isNamed || begins(severity) || begins(priority);
}

/** Of issues that are found otherwise, those that cannot have been without the label: what we wrote says so in its marker. */
export function mustCarry(label: string, { author, body }: IssueFacts, config: Config): boolean {
  const { umbrella, pia, remediation } = config.labels;
  const isMarked = (kind: string) => isOurs(author, config) && findMarker(body, kind) !== undefined;
  if (hasLabel([pia], label)) return isMarked("pia");
  if (hasLabel([remediation], label)) return isMarked("item");
  return hasLabel([umbrella], label) && (isMarked("pia") || isMarked("item"));
}

/** What should be written: the label on each of these, and one word on the newest of them about how to rename it. */
export function restoreLabel(label: string, carriers: readonly IssueReference[], by: Actor): readonly Effect[] {
  const newest = carriers.toSorted((a, b) => b.number - a.number)[0];
  if (!newest) return [];
  const marker = { kind: "put-back", keys: { lost: label.toLowerCase() } };
  const body = [
    renderMarker(marker),
    `${escapeText(`@${by.login}`)} deleted or renamed the label ${escapeText(label)} for the whole repository. The gate finds its work by it, so it was put again on the ${carriers.length === 1 ? "issue" : `${carriers.length} issues`} that had it.`,
    "To give it another name, name it so in `.github/aftercare.yml` first.",
  ].join("\n\n");
  return [
    ...carriers.map((issue): Effect => ({ kind: "ensure-label", issue: referenceTo(issue), label })),
    { kind: "ensure-comment", issue: referenceTo(newest), marker, body },
  ];
}
