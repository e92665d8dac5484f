/** `/pia status`: where things stand, in a few lines. */
import { sayInstant } from "#src/calendar/instant.ts";
import { sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { mitigationOf, startOf } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { dueOf, isOverdue } from "#src/remediation/due.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import { pausedComponents } from "#src/remediation/pause.ts";
import type { Command } from "#src/command/command.ts";
import { analysisAt, incidentAt, type CommandContext } from "#src/command/context.ts";
import { done } from "#src/command/outcome.ts";
import { sayList } from "#src/command/say.ts";

const LONGEST_LIST = 30;

/** Replies with what is recorded. */
export const statusCommand: Command = {
  name: "status",
  where: ["incident", "pia", "item", "pull-request", "issue"],
  group: "any",
  summary: "Say where things stand: the incident, its analysis and its items",
  syntax: "/pia status",
  examples: ["/pia status"],
  permission: "anyone who may comment",
  options: {},
  run: (context) => {
    const sections = [
      ...incidentLines(context),
      ...analysisLines(context),
      ...itemLines(context),
      ...pauseLines(context),
    ];
    const lines =
      sections.length > 0
        ? sections
        : ["Nothing is recorded about this issue. `/pia declare` makes an incident of it."];
    return done([], lines.join("\n"));
  },
};

function incidentLines(context: CommandContext): string[] {
  const incident = incidentAt(context);
  if (!incident) return [];
  const end = mitigationOf(incident);
  const start = startOf(incident);
  const assumed = (known: { at: number; assumed: boolean }) =>
    `${sayInstant(known.at)}${known.assumed ? " (assumed)" : ""}`;
  return [
    [
      `**Incident ${sayIssue(incident.issue, context.target)}**`,
      incident.severity === null ? "severity not stated" : `severity ${incident.severity}`,
      incident.components.length === 0 ? "no component stated" : escapeText(incident.components.join(", ")),
      incident.confirmed ? "confirmed" : "not confirmed (`/pia confirm`)",
      ...(incident.external ? ["cause outside"] : []),
    ].join(" · "),
    `Impact from ${assumed(start)} ${end ? `to ${assumed(end)}` : "on, still lasting"}.`,
  ];
}

function analysisLines(context: CommandContext): string[] {
  const analysis = analysisAt(context);
  if (!analysis) return [];
  const { record } = analysis;
  const said = `**Analysis ${sayIssue(analysis.issue, context.target)}**`;
  if (!record) return [`${said} · its record cannot be read`];
  const due = record.reviewDue === null ? "no review date" : `review due ${record.reviewDue}`;
  const review = record.reviewed ? `reviewed by ${escapeText(record.reviewed.by)}` : due;
  return [`${said} · ${record.held ? "session held" : "session not held yet"} · ${review}`];
}

function itemLines(context: CommandContext): string[] {
  const analysis = analysisAt(context);
  const concerned = analysis ? [analysis] : context.concerned;
  const items = context.records.items.filter(
    (item) => item.analysis !== null && concerned.some(({ issue }) => sameIssue(issue, item.analysis!)),
  );
  const shown = items.slice(0, LONGEST_LIST).map((item) => `- ${sayItem(item, context)}`);
  const more = items.length - shown.length;
  if (items.length > 0) return ["", ...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
  return concerned.length > 0 ? ['No items yet: `/pia add "…"` opens one.'] : [];
}

function sayItem(item: RemediationItem, context: CommandContext): string {
  const due = dueOf(item, { zone: context.zone, slo: context.config.policy.due });
  const isOpen = STATE_WORDS[item.state].open;
  return [
    `${sayIssue(item.issue, context.target)} ${escapeText(item.title)}`,
    STATE_WORDS[item.state].word,
    item.priority ?? "no priority",
    item.assignees.length === 0 ? "no owner" : escapeText(item.assignees.join(", ")),
    ...(isOpen && due ? [`due ${due.date}${isOverdue(due, context.now) ? ", overdue" : ""}`] : []),
  ].join(" · ");
}

function pauseLines({ records, now }: CommandContext): string[] {
  const paused = pausedComponents(records.pauses, now);
  return paused.length === 0 ? [] : ["", `The gate is paused for ${sayList(paused, "and")}.`];
}
