/** What got done: named with thanks, what was shown to work first. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { DigestFacts, WeekItem } from "#src/digest/digest-facts.ts";
import { bullets } from "#src/digest/bullets.ts";
import { brief, namedItem, people, sayAll } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";

/** Items done and items verified within the week. */
export const settled: Section = {
  title: "Done this week 🎉",
  background: false,
  render: (facts) => {
    const verified = facts.items.filter(({ verifiedNow }) => verifiedNow).map((entry) => sayVerified(entry, facts));
    const done = facts.items
      .filter(({ doneNow, verifiedNow }) => doneNow && !verifiedNow)
      .map((entry) => sayDone(entry, facts));
    return bullets([...verified, ...done]);
  },
};

function sayVerified({ item }: WeekItem, { repository }: DigestFacts): string {
  const evidence = item.verification ? `: ${brief(item.verification.evidence, 140)}` : "";
  return `**Shown to work:** ${namedItem(item, repository)}${thanks(item)}${evidence}`;
}

function sayDone({ item }: WeekItem, { repository }: DigestFacts): string {
  const merged = item.pullRequests.filter(({ state }) => state === "merged");
  const by =
    merged.length === 0 ? "" : `, by ${sayAll(merged.map(({ reference }) => sayIssue(reference, repository)))}`;
  const next =
    item.state === "done-unproven"
      ? `. How can one tell that it works? A comment there keeps it: \`/pia verify evidence:URL\``
      : "";
  return `${namedItem(item, repository)}${by}${thanks(item)}${next}`;
}

function thanks({ assignees }: WeekItem["item"]): string {
  return assignees.length === 0 ? "" : ` (thank you, ${people(assignees)})`;
}
