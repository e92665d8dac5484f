/** Near misses that people told of: they cost nothing and teach as much, so each is thanked for. */
import { bullets } from "#src/digest/bullets.ts";
import { named, people } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";

/** Issues labelled as near misses, told of within the week. */
export const nearMisses: Section = {
  title: "Near misses: thank you for telling",
  background: false,
  render: ({ nearMisses: told, repository }) =>
    bullets(told.map((issue) => `${named(issue, repository)}, told by ${people([issue.author.login])}`)),
};
