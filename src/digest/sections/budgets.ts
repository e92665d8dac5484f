/** How much of each error budget is left, and when one that does not permit comes back. */
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import { sayInstant } from "#src/calendar/instant.ts";
import { fitting } from "#src/digest/bullets.ts";
import type { Section } from "#src/digest/section.ts";
import { escapeCell } from "#src/markdown/escape.ts";

/** One row for each component with an objective. */
export const budgets: Section = {
  title: "Error budgets",
  background: true,
  render: ({ budgets: all }) => {
    const promised = all.filter(({ status }) => status !== "none");
    if (promised.length === 0) return null;
    const rows = fitting(promised.map((budget) => rowOf(budget)));
    return ["| Component | Left | Objective | |", "| :-- | --: | :-- | :-- |", ...rows].join("\n");
  },
};

function rowOf(budget: BudgetStatus): string {
  const { component, target } = budget;
  const read = budget.readAt === undefined ? "" : `, read ${sayInstant(budget.readAt)}`;
  return `| ${escapeCell(component)} | ${sayLeft(budget)} | ${target === null ? "" : `${escapeCell(target)}%`} | ${sayMeaning(budget)}${read} |`;
}

function sayLeft({ remainingPercent, remainingMinutes, status }: BudgetStatus): string {
  if (status === "unknown") return "not known";
  if (remainingPercent === null) return "none";
  return `${remainingPercent.toFixed(1)}%${remainingMinutes === null ? "" : ` (${remainingMinutes.toFixed(1)} min)`}`;
}

function sayMeaning({ status, thawAt, permitsAt, reason }: BudgetStatus): string {
  switch (status) {
    case "healthy":
      return "healthy";
    case "low":
      return `low${permitsAt === null ? "" : `; healthy again ${sayInstant(permitsAt)} if nothing else fails`}`;
    case "exhausted":
      return `used up${thawAt === null ? "" : `; lifts ${sayInstant(thawAt)} if nothing else fails`}`;
    default:
      return `no usable data${reason === null ? "" : `: ${escapeCell(reason)}`}`;
  }
}
