/** A group of alerts as Alertmanager's webhook (version 4) sends it, read into what an incident needs. What comes from outside is data: labels name components, never permissions. */
import { z } from "zod";
import { formatInstant, type Instant, parseInstant } from "#src/calendar/instant.ts";
import { resolveComponentName } from "#src/component/component-identity.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureIssue } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { cleanText, escapeLink, escapeText, isPlainUrl, neutraliseMentions } from "#src/markdown/escape.ts";
import type { Severity } from "./incident.ts";

/** One alert. */
export interface Alert {
  /** Alertmanager's name for the set of labels: the same while the alert is the same. */
  readonly fingerprint: string;
  readonly firing: boolean;
  readonly name: string;
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: Instant;
  /** Null while it fires. */
  readonly endsAt: Instant | null;
  /** Where it comes from; the empty string when that is no plain address. */
  readonly url: string;
}

/** Alerts that Alertmanager sends together. */
export interface AlertGroup {
  /** `groupKey`: the same for every message of a group. */
  readonly key: string;
  readonly alerts: readonly Alert[];
}

const labels = z.record(z.string().max(200), z.string().max(4000)).default({});
const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels,
  annotations: labels,
  startsAt: z.string().max(50),
  endsAt: z.string().max(50).default(""),
  generatorURL: z.string().max(4000).default(""),
  fingerprint: z.string().min(1).max(100),
});
const message = z.object({
  version: z.literal("4"),
  groupKey: z.string().min(1).max(2000),
  alerts: z.array(alert).min(1).max(500),
});

/** @returns null when this is no message of Alertmanager's webhook in version 4. */
export function readAlertGroup(payload: unknown): AlertGroup | null {
  const parsed = message.safeParse(payload);
  if (!parsed.success) return null;
  const alerts = parsed.data.alerts.map(toAlert);
  return alerts.some((one) => one === null)
    ? null
    : { key: parsed.data.groupKey, alerts: alerts.filter((one) => one !== null) };
}

function toAlert(read: z.output<typeof alert>): Alert | null {
  const startsAt = parseInstant(read.startsAt);
  if (startsAt === null) return null;
  const firing = read.status === "firing";
  const { summary, description } = read.annotations;
  return {
    fingerprint: read.fingerprint,
    firing,
    name: oneLine(read.labels["alertname"] ?? "unnamed alert", 120),
    summary: oneLine(summary ?? description ?? "", 300),
    labels: read.labels,
    startsAt,
    endsAt: firing ? null : (parseInstant(read.endsAt) ?? startsAt),
    url: isPlainUrl(read.generatorURL) && read.generatorURL.length <= 500 ? read.generatorURL : "",
  };
}

function oneLine(text: string, longest: number): string {
  const plain = [...cleanText(text).replaceAll(/\s+/g, " ")];
  return plain.length <= longest ? plain.join("") : `${plain.slice(0, longest - 1).join("")}…`;
}

const COMPONENT_LABELS = ["component", "service", "job", "app"] as const;

/** Components that the alerts' labels name, sorted; in this order of labels, the first that names one counts. */
export function componentsOfAlerts({ alerts }: AlertGroup, { components }: Pick<Config, "components">): string[] {
  const named = alerts.flatMap((one) => {
    const names = COMPONENT_LABELS.map((label) => resolveComponentName(components, one.labels[label] ?? ""));
    return names.find((name) => name !== null) ?? [];
  });
  return [...new Set(named)].toSorted();
}

/** The worst severity that a label states as a number, as in `severity: sev2`; null when none does. Words such as “critical” are left to people. */
export function severityOfAlerts({ alerts }: AlertGroup): Severity | null {
  const levels = alerts.flatMap(({ labels: { severity = "" } }) => {
    const level = /^(?:sev(?:erity)?[ -]?)?([1-4])$/i.exec(severity)?.[1];
    return level === undefined ? [] : [Number(level) as Severity];
  });
  return levels.toSorted((a, b) => a - b)[0] ?? null;
}

/** True for an issue of ours that this group opened. */
export function isOfGroup(marker: Marker | undefined, group: AlertGroup): boolean {
  return marker?.keys["group"] === group.key;
}

/**
 * The incident that a firing group opens. Messages that are sent again, while it fires, name the same issue, also when
 * somebody has closed it: it is told apart by the group and by when its first alert began.
 */
export function incidentOfAlerts(
  group: AlertGroup,
  {
    repository,
    config,
  }: { readonly repository: RepositoryName; readonly config: Pick<Config, "labels" | "components"> },
): EnsureIssue {
  const firing = group.alerts.filter((one) => one.firing);
  const began = Math.min(...firing.map(({ startsAt }) => startsAt));
  const marker: Marker = { kind: "alert", keys: { group: group.key, began: formatInstant(began) } };
  const first = firing.find(({ startsAt }) => startsAt === began) ?? firing[0]!;
  const title = first.summary === "" ? first.name : `${first.name}: ${first.summary}`;
  const severity = severityOfAlerts(group);
  const { labels: names } = config;
  return {
    kind: "ensure-issue",
    repository: { owner: repository.owner, repo: repository.repo },
    marker,
    title: neutraliseMentions(title).slice(0, 250).toWellFormed(),
    body: [
      renderMarker(marker),
      "An alert opened this. It holds no merges back until someone with triage permission confirms that it is an incident: `/pia confirm`. If it is none, close it; the same alert does not open it again while it lasts.",
      [...firing].slice(0, 20).map(sayAlert).join("\n"),
    ].join("\n\n"),
    labels: [
      names.umbrella,
      names.incident[0]!,
      ...componentsOfAlerts(group, config).map((name) => names.component + name),
      ...(severity === null ? [] : [`${names.severity}${severity}`]),
    ],
    assignees: [],
  };
}

function sayAlert({ name, summary, startsAt, url }: Alert): string {
  const said = summary === "" ? "" : `: ${escapeText(summary)}`;
  return `- ${url === "" ? escapeText(name) : escapeLink(name, url)}${said} (since ${formatInstant(startsAt)})`;
}

/** What the timeline gets of each alert: that it fires, and that it is resolved. The same alert says the same each time. */
export function notesOfAlerts({ alerts }: AlertGroup): readonly { at: Instant; text: string; source: string }[] {
  return alerts.flatMap(({ name, summary, startsAt, endsAt, url }) => {
    const said = summary === "" ? "" : `: ${summary}`;
    const fires = { at: startsAt, text: `Alert ${name} fires${said}`, source: url };
    return endsAt === null ? [fires] : [fires, { at: endsAt, text: `Alert ${name} is resolved`, source: url }];
  });
}
