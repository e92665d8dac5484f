/** Where the work lies: by component and by owner, in numbers, without a ranking of people. */
import type { WeekItem } from "#src/digest/digest-facts.ts";
import { fitting } from "#src/digest/bullets.ts";
import type { Section } from "#src/digest/section.ts";
import { escapeCell } from "#src/markdown/escape.ts";

/** Two small tables, in the order of the names. */
export const byComponent: Section = {
  title: "By component and owner",
  background: true,
  render: ({ items }) => {
    const counted = items.filter(({ open, doneNow }) => open || doneNow);
    // Of one item, everything is said already.
    if (counted.length < 2) return null;
    return [
      tableOf(counted, {
        title: "Component",
        namesOf: ({ item }) => (item.components.length === 0 ? ["no component"] : item.components),
        columns: [OPEN, PAST, DONE],
      }),
      tableOf(counted, {
        title: "Owner",
        namesOf: ({ item }) => (item.assignees.length === 0 ? ["nobody yet"] : item.assignees),
        // What is past its date is told item by item, never counted against a person.
        columns: [OPEN, DONE],
      }),
    ].join("\n\n");
  },
};

interface Column {
  readonly title: string;
  readonly counts: (entry: WeekItem) => boolean;
}

const OPEN: Column = { title: "Open", counts: ({ open }) => open };
const PAST: Column = { title: "Past the due date", counts: ({ overdue }) => overdue };
const DONE: Column = { title: "Done this week", counts: ({ doneNow }) => doneNow };

interface Grouping {
  readonly title: string;
  readonly namesOf: (entry: WeekItem) => readonly string[];
  readonly columns: readonly Column[];
}

function tableOf(items: readonly WeekItem[], { title, namesOf, columns }: Grouping): string {
  const names = [...new Set(items.flatMap(namesOf))].toSorted((a, b) => (a < b ? -1 : 1));
  const rows = names.map((name) => {
    const own = items.filter((entry) => namesOf(entry).includes(name));
    return `| ${[escapeCell(name), ...columns.map(({ counts }) => own.filter(counts).length)].join(" | ")} |`;
  });
  const heading = `| ${[title, ...columns.map((column) => column.title)].join(" | ")} |`;
  return [heading, `| :-- |${" --: |".repeat(columns.length)}`, ...fitting(rows)].join("\n");
}
