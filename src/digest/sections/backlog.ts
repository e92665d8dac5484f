/** Whether the backlog grows or shrinks: items opened and settled in each of the last eight weeks, as a picture and in words. */
import { chartColours } from "#src/markdown/chart-colours.ts";
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import type { Section } from "#src/digest/section.ts";
import { type DigestWeek, isWithin, weeksUpTo } from "#src/digest/week.ts";

const WEEKS = 8;

/** Eight weeks, the one that is told of last. */
export const backlog: Section = {
  title: "Backlog over eight weeks",
  background: true,
  render: (facts) => {
    const weeks = weeksUpTo(facts.week, WEEKS, facts.zone).map((week) => countWeek(week, facts));
    if (weeks.every(({ opened, settled, open }) => opened + settled + open === 0)) return null;
    return [sayTrend(weeks), ...picture(weeks), folded(table(weeks))].join("\n\n");
  },
};

interface WeekCount {
  /** `W47` */
  readonly name: string;
  readonly opened: number;
  readonly settled: number;
  /** At the end of the week. */
  readonly open: number;
}

function countWeek(week: DigestWeek, { records, asOf }: DigestFacts): WeekCount {
  const { items } = records;
  const end = Math.min(week.period.end, asOf);
  return {
    name: week.key.slice(5),
    opened: items.filter(({ createdAt }) => isWithin(createdAt, week) && createdAt < asOf).length,
    settled: items.filter(({ closedAt }) => isWithin(closedAt, week) && closedAt! < asOf).length,
    // An adopted item that is out of sight has no closing time; it is counted as long as it may be open.
    open: items.filter(
      ({ createdAt, closedAt, id, state }) =>
        createdAt < end && (closedAt === null ? id !== null || state === "missing" : closedAt >= end),
    ).length,
  };
}

function sayTrend(weeks: readonly WeekCount[]): string {
  const [first, last] = [weeks[0]!, weeks.at(-1)!];
  const opened = weeks.reduce((sum, week) => sum + week.opened, 0);
  const settled = weeks.reduce((sum, week) => sum + week.settled, 0);
  const before = first.open - first.opened + first.settled;
  const course = last.open > before ? "It grows" : last.open < before ? "It shrinks" : "It is as large as before";
  return `${course}: ${before} open eight weeks ago, ${last.open} at the end of this week (${opened} opened, ${settled} settled).`;
}

/** A picture of a handful of items says no more than the words. */
const FEWEST_TO_DRAW = 5;
/** Below this, mermaid writes fractions of items at the axis. */
const LOWEST_TOP = 10;

/** xychart as mermaid 11.17 draws it; GitHub's version knows the same spelling. Bars would cover each other, so the second row is a line. */
function picture(weeks: readonly WeekCount[]): string[] {
  const all = weeks.flatMap(({ opened, settled }) => [opened, settled]);
  if (all.reduce((sum, number) => sum + number, 0) < FEWEST_TO_DRAW) return [];
  const lines = [
    "```mermaid",
    chartColours("#8b949e", "#1a7f37"),
    "xychart-beta",
    '    title "Opened (bars) and settled (line) a week"',
    `    x-axis [${weeks.map(({ name }) => name).join(", ")}]`,
    `    y-axis "Items" 0 --> ${Math.max(LOWEST_TOP, ...all)}`,
    `    bar [${weeks.map(({ opened }) => opened).join(", ")}]`,
    `    line [${weeks.map(({ settled }) => settled).join(", ")}]`,
    "```",
  ];
  return [lines.join("\n")];
}

function folded(text: string): string {
  return `<details><summary>The same in numbers</summary>\n\n${text}\n\n</details>`;
}

function table(weeks: readonly WeekCount[]): string {
  const row = (title: string, cells: readonly (string | number)[]) => `| ${title} | ${cells.join(" | ")} |`;
  return [
    row(
      "Week",
      weeks.map(({ name }) => name),
    ),
    `| :-- |${" --: |".repeat(weeks.length)}`,
    row(
      "Opened",
      weeks.map(({ opened }) => opened),
    ),
    row(
      "Settled",
      weeks.map(({ settled }) => settled),
    ),
    row(
      "Open at its end",
      weeks.map(({ open }) => open),
    ),
  ].join("\n");
}
