/** Where the work lies: by component and by owner, in numbers, without a ranking of people. */
import type { DigestFacts, WeekItem } from "#src/digest/digest-facts.ts";
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
      tableOf("Component", counted, ({ item }) => (item.components.length === 0 ? ["no component"] : item.components)),
      tableOf("Owner", counted, ({ item }) => (item.assignees.length === 0 ? ["nobody yet"] : item.assignees)),
    ].join("\n\n");
  },
};

type Entries = DigestFacts["items"];

function tableOf(title: string, items: Entries, namesOf: (entry: WeekItem) => readonly string[]): string {
  const names = [...new Set(items.flatMap(namesOf))].toSorted((a, b) => (a < b ? -1 : 1));
  const rows = names.map((name) =>
    rowOf(
      name,
      items.filter((entry) => namesOf(entry).includes(name)),
    ),
  );
  return [
    `| ${title} | Open | Past the due date | Done this week |`,
    "| :-- | --: | --: | --: |",
    ...fitting(rows),
  ].join("\n");
}

function rowOf(name: string, items: Entries): string {
  const numbers = [
    items.filter(({ open }) => open).length,
    items.filter(({ overdue }) => overdue).length,
    items.filter(({ doneNow }) => doneNow).length,
  ];
  return `| ${escapeCell(name)} | ${numbers.join(" | ")} |`;
}
