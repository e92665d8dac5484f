/** Reads an issue's labels and author: is it an incident, how severe, on which components, and is it one of ours? */
import { resolveComponentName } from "#src/component/component-identity.ts";
import type { Config } from "#src/config/schema.ts";
import type { Actor } from "#src/facts/issue.ts";
import type { Severity } from "./incident.ts";

/** An incident label wins over the near-miss label when an issue carries both. */
export function recogniseIncident(
  labels: readonly string[],
  config: Pick<Config, "labels">,
): "incident" | "near-miss" | "neither" {
  if (config.labels.incident.some((label) => hasLabel(labels, label))) return "incident";
  return hasLabel(labels, config.labels.near_miss) ? "near-miss" : "neither";
}

/** The worst severity among labels such as `sev:2` (also `sev:SEV2`); null when none is set or none can be read. */
export function severityOf(labels: readonly string[], config: Pick<Config, "labels">): Severity | null {
  const levels = afterPrefix(labels, config.labels.severity).flatMap((text) => {
    const level = /^(?:sev(?:erity)?[ -]?)?([1-4])$/i.exec(text)?.[1];
    return level === undefined ? [] : [Number(level) as Severity];
  });
  return levels.length === 0 ? null : levels.toSorted((a, b) => a - b)[0]!;
}

/** What the component labels name: present names (aliases resolved) and names that no component has. Both sorted, each once. */
export function componentsOf(
  labels: readonly string[],
  config: Pick<Config, "labels" | "components">,
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const named = afterPrefix(labels, config.labels.component).map((name) => ({
    name,
    present: resolveComponentName(config.components, name),
  }));
  const known = named.flatMap(({ present }) => (present === null ? [] : [present]));
  const unknown = named.flatMap(({ name, present }) => (present === null ? [name] : []));
  return { known: [...new Set(known)].toSorted(), unknown: [...new Set(unknown)].toSorted() };
}

/** True when the text was written by our App or by our Action: only then do its markers count. */
export function isOurs(author: Actor, config: Pick<Config, "app">): boolean {
  if (author.type !== "Bot") return false;
  const login = author.login.toLowerCase();
  return login === `${config.app.toLowerCase()}[bot]` || login === "github-actions[bot]";
}

/**
 * True when the bot of the face that writes here wrote it. What opens the gate by its mere existence (a pause, the change that
 * an override was for) must stand this test: any workflow of the repository can speak as `github-actions[bot]`.
 */
export function isByWriter(author: Actor, config: Pick<Config, "app" | "writer">): boolean {
  return config.writer === "app" ? isByApp(author, config) : isOurs(author, config);
}

/** True when the App wrote it. */
export function isByApp(author: Actor, config: Pick<Config, "app">): boolean {
  return author.type === "Bot" && author.login.toLowerCase() === `${config.app.toLowerCase()}[bot]`;
}

/** True when the label is set; GitHub's labels are the same in upper and lower case. */
export function hasLabel(labels: readonly string[], wanted: string): boolean {
  return labels.some((label) => label.toLowerCase() === wanted.toLowerCase());
}

function afterPrefix(labels: readonly string[], prefix: string): string[] {
  return labels
    .filter((label) => label.toLowerCase().startsWith(prefix.toLowerCase()))
    .map((label) => label.slice(prefix.length).trim())
    .filter((rest) => rest !== "");
}
