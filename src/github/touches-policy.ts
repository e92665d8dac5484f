/** Which pushed commits change the policy: told by their paths, since a push says no more. */
import { z } from "zod";

const paths = z.array(z.string()).default([]);

/** One commit of a push, as a webhook tells it. */
export const pushedCommit = z.object({ added: paths, modified: paths, removed: paths });

/** OpenSLO files make the policy, too. Which ones only the configuration says; these names are nobody else's, others wait for the sweep. */
const NAMES_OBJECTIVES = /(^|[/._-])(open)?slos?([/._-].*)?\.(ya?ml|json)$/i;

/** True when it changes our file, or one that is named for objectives. */
export function touchesPolicy(changes: z.output<typeof pushedCommit>): boolean {
  const paths = [changes.added, changes.modified, changes.removed].flat();
  return paths.some((path) => path === ".github/aftercare.yml" || NAMES_OBJECTIVES.test(path));
}
