/** Work and incidents that nobody could pick up yet, because a name is missing, and which one. */
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import { bullets } from "#src/digest/bullets.ts";
import { named, namedItem, people, sayAll } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import { mostUrgentFirst } from "#src/digest/urgency.ts";
import { cleanText } from "#src/markdown/escape.ts";

/** Open items without an owner, incidents of the week without a component. */
export const ownerless: Section = {
  title: "Needs a name",
  background: false,
  render: (facts) => bullets([...items(facts), ...incidents(facts)]),
};

function items({ items: all, repository, config }: DigestFacts): string[] {
  return all
    .filter(
      ({ open, settledSince, item }) =>
        open && !settledSince && item.assignees.length === 0 && item.state !== "proposed",
    )
    .toSorted(mostUrgentFirst)
    .map(({ item }) => {
      const owners = [...new Set(item.components.flatMap((name) => config.components[name]?.owners ?? []))];
      const ask = owners.length === 0 ? "" : ` Ask ${people(owners)} who takes it.`;
      return `${namedItem(item, repository)} has no owner: assign somebody on the issue.${ask}`;
    });
}

function incidents({ incidents: all, repository, config }: DigestFacts): string[] {
  const names = Object.keys(config.components)
    .slice(0, 4)
    .map((name) => `\`${cleanText(config.labels.component + name).replaceAll("`", "'")}\``);
  return all
    .filter(({ components }) => components.length === 0)
    .map(
      ({ issue, title }) =>
        `${named({ ...issue, title }, repository)} names no component, so no owner hears of it: set a label${names.length === 0 ? "" : ` such as ${sayAll(names)}`}.`,
    );
}
