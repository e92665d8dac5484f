/** The summary in two sentences: what the week was like, and what to do first. */
import type { DigestFacts, WeekItem } from "#src/digest/digest-facts.ts";
import { count, namedItem, people, sayAll, sayDueDay } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import { mostUrgentFirst } from "#src/digest/urgency.ts";

/** Stands before all headings. */
export const headline: Section = {
  title: "",
  background: true,
  render: (facts) => `${howItWent(facts)} ${whatFirst(facts)}`.trim(),
};

function howItWent({ incidents, items, nearMisses }: DigestFacts): string {
  const done = items.filter(({ doneNow }) => doneNow).length;
  const open = items.filter((entry) => entry.open).length;
  const overdue = items.filter((entry) => entry.overdue).length;
  const told = [
    incidents.length === 0 ? "No incident" : count(incidents.length, "incident"),
    ...(nearMisses.length > 0 ? [count(nearMisses.length, "near miss", "near misses")] : []),
  ].join(", ");
  const left = open === 0 ? "Nothing is open." : sayOpen(open, overdue);
  return `${told}, and ${count(done, "item")} done this week. ${left}`;
}

function sayOpen(open: number, overdue: number): string {
  const are = open === 1 ? "1 item is open" : `${open} items are open`;
  if (overdue === 0) return `${are}, all in time.`;
  return open === 1 ? `${are}, past its due date.` : `${are}, ${overdue} past the due date.`;
}

function whatFirst({ items, repository, budgets }: DigestFacts): string {
  const [first] = items
    .filter(({ open, settledSince, item }) => open && !settledSince && item.state !== "proposed")
    .toSorted(mostUrgentFirst);
  if (first) return `**Next:** ${sayNext(first, repository)}`;
  const overspent = budgets.filter(({ status }) => status === "exhausted").map(({ component }) => component);
  return overspent.length === 0 ? "" : `**Next:** go gently on ${sayAll(overspent)}: the error budget is used up.`;
}

function sayNext({ item, due }: WeekItem, repository: DigestFacts["repository"]): string {
  const owner = item.assignees.length === 0 ? "needs an owner" : `with ${people(item.assignees)}`;
  return `${namedItem(item, repository)} (${item.priority ?? "P1"}, ${owner}, ${sayDueDay(due)}).`;
}
