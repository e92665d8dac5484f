/** Which edits of labels let more through than before, and who may make them: what was loosened without the right is put back. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { componentsOf, hasLabel, recogniseIncident, severityOf } from "#src/incident/recognise.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { priorityOf, STATE_LABELS } from "#src/remediation/read-item.ts";
import type { CommandActor } from "./context.ts";
import { lacksOwner } from "./permission.ts";

/** One label that was set on an issue or taken off it. */
export interface LabelEdit {
  readonly issue: IssueReference;
  readonly label: string;
  readonly action: "labeled" | "unlabeled";
  /** As they are now, after the edit. */
  readonly labels: readonly string[];
  /** An incident that nobody confirmed holds nothing back yet, so nothing can be loosened on it. */
  readonly confirmed: boolean;
}

/** The components whose owners are asked; null when the edit loosens nothing. Issues that Aftercare does not keep have nothing to loosen. */
export function loosenedComponents(edit: LabelEdit, config: Config): readonly string[] | null {
  const { label, labels, action } = edit;
  const before = action === "unlabeled" ? [...labels, label] : labels.filter((name) => !isSame(name, label));
  if (!hasLabel(before, config.labels.umbrella) || hasLabel(before, STATE_LABELS.proposed)) return null;
  if (recogniseIncident(before, config) === "incident" && !edit.confirmed) return null;
  const loosens =
    action === "unlabeled" ? loosensByRemoval(label, { before, after: labels }, config) : isProposal(edit, config);
  return loosens ? componentsOf(before, config).known : null;
}

interface Labels {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function loosensByRemoval(label: string, { before, after }: Labels, config: Config): boolean {
  const { umbrella, remediation, pia } = config.labels;
  if ([umbrella, remediation, pia].some((name) => isSame(name, label))) return true;
  const wasIncident = recogniseIncident(before, config) === "incident";
  if (wasIncident && recogniseIncident(after, config) !== "incident") return true;
  if (componentsOf(after, config).known.length < componentsOf(before, config).known.length) return true;
  const isItem = hasLabel(before, remediation);
  return (isItem && isLessUrgent(before, after, config)) || (wasIncident && isLessSevere(before, after, config));
}

/** No priority counts as P1. */
function isLessUrgent(before: readonly string[], after: readonly string[], config: Config): boolean {
  return (priorityOf(before, config) ?? "P1") < (priorityOf(after, config) ?? "P1");
}

/** A severity that is not known asks for less than 1 or 2. */
function isLessSevere(before: readonly string[], after: readonly string[], config: Config): boolean {
  return (severityOf(before, config) ?? 4) < (severityOf(after, config) ?? 4);
}

/** Somebody calls a mere proposal what nobody had to accept so far. */
function isProposal({ label, labels }: LabelEdit, { labels: names }: Config): boolean {
  return isSame(label, STATE_LABELS.proposed) && hasLabel(labels, names.remediation);
}

/** The effects that undo the edit and say why; none when the person may do it. */
export function putBack(edit: LabelEdit, actor: CommandActor, config: Config): readonly Effect[] {
  const components = loosenedComponents(edit, config);
  if (components === null) return [];
  const lack = lacksOwner(components, { actor, config });
  if (lack === null) return [];
  const { issue, label, action } = edit;
  const undone: Effect = { kind: action === "unlabeled" ? "ensure-label" : "remove-label", issue, label };
  const act = action === "unlabeled" ? "took" : "put";
  const marker = { kind: "put-back", keys: { label: label.toLowerCase() } };
  const body = [
    renderMarker(marker),
    `${escapeText(`@${actor.login}`)} ${act} the label ${escapeText(label)} ${action === "unlabeled" ? "off" : "on"}. That lets more through the gate and needs ${lack}, so it was put back.`,
    "If it is right, one of them can do the same, or close the matter with a reason (`/pia reject`, `/pia accept-risk`).",
  ].join("\n\n");
  return [undone, { kind: "ensure-comment", issue, marker, body }];
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
