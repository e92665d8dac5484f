/** What a good report has, after Atlassian's and Google's lists, and whether this one has it. For any Markdown; the gate asks less. */
import type { Outline, Unit } from "#src/markdown/outline.ts";
import type { SectionRole } from "#src/markdown/section-role.ts";
import type { ReportEntry } from "#src/timeline/report-entry.ts";
import type { ReportAction } from "./report-action.ts";

/** One thing that readers look for. */
export interface CompletenessItem {
  readonly id: string;
  readonly title: string;
  readonly present: boolean;
  /** `advised` = good to have, and no fault when it is missing. */
  readonly weight: "required" | "advised";
  /** 1-based line where it stands; null when it is missing. */
  readonly line: number | null;
  /** What to add; empty when it is present. */
  readonly message: string;
}

/** What was read of the report. */
export interface ReportParts {
  readonly outline: Outline;
  readonly timeline: readonly ReportEntry[];
  readonly actions: readonly ReportAction[];
  /** 1-based line of the first why; null when no whys are asked. */
  readonly whysLine: number | null;
}

interface Look {
  readonly id: string;
  readonly title: string;
  readonly weight: CompletenessItem["weight"];
  readonly message: string;
  /** Line of what was found; null when it is missing. */
  find(parts: ReportParts, sections: Sections): number | null;
}

type Sections = ReadonlyMap<SectionRole, readonly Unit[]>;

const QUANTITY =
  /\d\s?%|\b\d[\d,.]*\s?[kKmM]?\+?\s(?:of\s)?(?:users?|customers?|teams?|requests?|errors?|minutes?|mins?|hours?|hrs?|orders?|accounts?|builds?|jobs?|transactions?|sessions?|nodes?|services?|pods?|people|times|clusters?|regions?|queries|messages|emails|downloads?)\b|[$€£]\s?\d/i;

const LOOKS: readonly Look[] = [
  section(["summary", "Summary"], ["summary"], "Begin with two or three sentences for somebody who was not there."),
  section(["impact", "Impact"], ["impact"], "Say who felt what, how many, and for how long."),
  {
    id: "impact-quantified",
    title: "Impact in numbers",
    weight: "required",
    message: "Put a number on the impact, with its source: users, requests, minutes, money.",
    find: (_parts, sections) =>
      lineOf([...of(sections, "impact"), ...of(sections, "summary")].find(({ text }) => QUANTITY.test(text))),
  },
  {
    id: "timeline",
    title: "Timeline",
    weight: "required",
    message: "Tell what happened when, at least three entries with date and time.",
    find: ({ timeline }) => (timeline.length >= 3 ? timeline[0]!.line : null),
  },
  {
    id: "timeline-zone",
    title: "Time zone",
    weight: "advised",
    message: "Say once in which zone the times are: “All times in UTC”.",
    find: ({ timeline }) =>
      timeline.every(({ zone, at }) => zone !== undefined || at === null || !at.includes("T"))
        ? (timeline[0]?.line ?? null)
        : null,
  },
  section(
    ["causes", "Causes or contributing factors"],
    ["cause", "factors", "whys"],
    "Name the conditions that made it possible.",
  ),
  {
    id: "whys",
    title: "Five whys",
    weight: "advised",
    message: "Ask how that was possible until something in the system can be changed.",
    find: ({ whysLine }) => whysLine,
  },
  {
    ...section(["trigger", "Trigger"], ["trigger"], "Say what set it off, apart from what made it possible."),
    weight: "advised",
  },
  section(["detection", "Detection"], ["detection"], "Say what told you, and what could have told you sooner."),
  section(
    ["recovery", "Response and recovery"],
    ["recovery", "response"],
    "Say what ended the impact, and how you knew.",
  ),
  { ...section(["well", "What went well"], ["well"], "Say what helped: it is worth keeping."), weight: "advised" },
  { ...section(["poorly", "What went poorly"], ["poorly"], "Say what made it longer or worse."), weight: "advised" },
  {
    ...section(["lucky", "Where you were lucky"], ["lucky"], "Say what luck spared you: it may be absent next time."),
    weight: "advised",
  },
  section(
    ["lessons", "Lessons"],
    ["lessons", "well", "poorly", "lucky"],
    "Say what you know now that you did not know before.",
  ),
  {
    id: "actions",
    title: "Action items",
    weight: "required",
    message: "Add what will be done, one a line, each beginning with a verb.",
    find: ({ actions }) => actions[0]?.line ?? null,
  },
  ofActions("action-owners", "An owner for each open action item", "owner"),
  ofActions("action-dates", "A date for each open action item", "due"),
  { ...ofActions("action-links", "A tracked issue for each open action item", "link"), weight: "advised" },
];

function section([id, title]: readonly [string, string], roles: readonly SectionRole[], message: string): Look {
  const find: Look["find"] = (_parts, sections) =>
    lineOf(roles.flatMap((role) => of(sections, role)).find(({ text }) => /\p{L}{3}/u.test(text)));
  return { id, title, weight: "required", message, find };
}

function ofActions(id: string, title: string, field: "owner" | "due" | "link"): Look {
  const words = { owner: "an owner", due: "a due date", link: "a link to its issue" }[field];
  return {
    id,
    title,
    weight: "required",
    message: `Give each open item ${words}.`,
    find: ({ actions }) => {
      const open = actions.filter(({ done }) => done !== true);
      return actions.length > 0 && open.every((item) => item[field] !== undefined) ? actions[0]!.line : null;
    },
  };
}

function of(sections: Sections, role: SectionRole): readonly Unit[] {
  return sections.get(role) ?? [];
}

function lineOf(unit: Unit | undefined): number | null {
  return unit?.line ?? null;
}

/** Everything that readers look for, in the order in which they read. */
export function reportCompleteness(parts: ReportParts): CompletenessItem[] {
  const said = parts.outline.units.filter(({ kind, role }) => kind !== "heading" && role !== null);
  const sections = Map.groupBy(said, ({ role }) => role!);
  return LOOKS.map(({ id, title, weight, message, find }) => {
    const line = find(parts, sections);
    return { id, title, present: line !== null, weight, line, message: line === null ? message : "" };
  });
}
