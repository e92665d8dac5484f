/** The follow-up checklist: which boxes the facts tick, and for each other one what is missing. */
import type { EditIssue } from "#src/effect/effect.ts";
import { findMarker } from "#src/effect/marker.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { readTasks, setCheckbox } from "#src/markdown/task-list.ts";
import { whyChains } from "./check-whys.ts";
import { CHECKLIST_LINES, type ChecklistId } from "./checklist-lines.ts";
import {
  type CompletenessFacts,
  type FollowUp,
  missingCauses,
  missingImpact,
  missingMoments,
  missingReview,
  quote,
} from "./completeness.ts";
import { type Findings, readFindings } from "./read-findings.ts";
import { readWhyTree } from "./why-tree.ts";

/** One line of the checklist; ticked when nothing is missing. */
export interface ChecklistLine {
  readonly id: ChecklistId;
  readonly missing: readonly string[];
}

/** All lines in their order. */
export function evaluateChecklist(facts: CompletenessFacts): ChecklistLine[] {
  const findings = readFindings(facts.analysis.issue.body);
  return CHECKLIST_LINES.map(({ id }) => ({ id, missing: CHECKS[id](facts, findings) }));
}

/** What the open lines need, without repeating: for the first comment of the analysis. */
export function checklistMissing(lines: readonly ChecklistLine[]): string[] {
  return [...new Set(lines.flatMap((line) => line.missing))];
}

/** The edit that makes the boxes agree with the facts, one character a box; null when they agree, or the lines are gone. */
export function tickChecklist(
  { analysis }: Pick<CompletenessFacts, "analysis">,
  lines: readonly ChecklistLine[],
): EditIssue | null {
  const { issue } = analysis;
  const ticked = new Map(lines.map((line) => [line.id as string, line.missing.length === 0]));
  const next = setChecklistBoxes(issue.body, ticked);
  if (next === issue.body) return null;
  const reference = { owner: issue.owner, repo: issue.repo, number: issue.number };
  return { kind: "edit-issue", issue: reference, body: { expected: issue.body, next } };
}

/** The body with the boxes of these lines (by id) ticked or cleared. A line that people deleted or quoted stays so. */
export function setChecklistBoxes(body: string, ticked: ReadonlyMap<string, boolean>): string {
  // A tick never moves what comes after it, so one reading serves all boxes.
  return readTasks(parseMarkdown(body)).reduce((text, task) => {
    const id = findMarker(task.source, "check")?.keys["id"];
    const checked = id === undefined || task.quoted ? undefined : ticked.get(id);
    return checked === undefined ? text : setCheckbox(text, task.boxAt, checked);
  }, body);
}

type Check = (facts: CompletenessFacts, findings: Findings) => string[];

const CHECKS: Readonly<Record<ChecklistId, Check>> = {
  declared: ({ incident }) =>
    [
      incident.confirmed ? null : "Somebody with triage permission confirms the incident: `/pia confirm`.",
      incident.severity === null ? "Set its severity with a label." : null,
      incident.components.length === 0 ? "Set the component that was affected with a label." : null,
    ].filter((sentence) => sentence !== null),
  moments: ({ incident }) => missingMoments(incident, ["started", "detected", "mitigated", "resolved"]),
  impact: ({ incident }) => missingImpact(incident),
  timeline: missingTimeline,
  whys: missingWhys,
  causes: (facts, findings) => missingCauses(findings, facts),
  items: ({ items, analysis }) =>
    items.length === 0 ? [NO_ITEM] : items.flatMap((item) => missingOfItem(item, analysis.issue)),
  mix: ({ items }) => missingMix(items),
  reviewed: missingReview,
  published: ({ analysis }) => (analysis.record?.published ? [] : ["Once it is reviewed, publish it: `/pia publish`."]),
  done: ({ items, analysis }) => missingDone(items, analysis.issue),
};

const NO_ITEM = 'Add at least one item: `/pia add "…" owner:@login due:14d priority:P1 type:prevent`.';
const FEWEST_ENTRIES = 3;

function missingTimeline({ analysis }: CompletenessFacts, { timelineEntries }: Findings): string[] {
  const notes = analysis.record?.notes.length ?? 0;
  if (timelineEntries + notes >= FEWEST_ENTRIES) return [];
  return ["Add to the timeline what happened outside of GitHub: `/pia note 14:12 errors fall after the rollback`."];
}

function missingWhys({ analysis }: CompletenessFacts): string[] {
  const whys = whyChains(readWhyTree(readOutline(analysis.issue.body)));
  if (whys.length === 0) return ["Ask the five whys, as a nested list under *Five whys*."];
  const shallow = whys.filter((chain) => chain.steps.length < 2);
  const people = whys.filter((chain) => chain.endsAtPerson);
  return [
    ...shallow.map((chain) => `“${quote(chain.steps[0]!)}” stops at the first step. How was that possible?`),
    ...people.map(
      (chain) =>
        `“${quote(chain.steps.at(-1)!)}” stops at a person. What made that the natural thing to do, and what would have caught it?`,
    ),
  ];
}

function missingOfItem(item: FollowUp, here: Parameters<typeof sayIssue>[1]): string[] {
  if (SETTLED.has(item.state)) return [];
  const name = sayIssue(item.issue, here);
  return [
    item.assignees.length === 0 ? `${name} has no owner: assign somebody.` : null,
    item.dueDate === null ? `${name} has no due date: \`/pia due ${name} DATE\`.` : null,
  ].filter((sentence) => sentence !== null);
}

function missingMix(items: readonly FollowUp[]): string[] {
  const counted = items.filter((item) => item.state !== "rejected");
  if (counted.some((item) => item.type === "prevent" || item.type === "mitigate")) return [];
  return ['No item prevents or mitigates the next one yet: `/pia add "…" type:prevent`.'];
}

const SETTLED = new Set(["done", "done-unproven", "verified", "rejected", "accepted-risk"]);

function missingDone(items: readonly FollowUp[], here: Parameters<typeof sayIssue>[1]): string[] {
  if (items.length === 0) return [NO_ITEM];
  const urgent = items.filter((item) => item.priority === "P0" || item.priority === "P1" || item.priority === null);
  const open = urgent.filter((item) => !SETTLED.has(item.state)).map((item) => sayIssue(item.issue, here));
  return open.length === 0 ? [] : [`Still open: ${open.join(", ")}.`];
}
