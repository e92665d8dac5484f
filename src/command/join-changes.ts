/** Joins the changes of several commands, so that everything is written once. */
import { issueKey } from "#src/facts/issue-reference.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { CommandChange, Recheck } from "./outcome.ts";

/** Effects first and in order, each body edited once; then new items, declarations, each record in its last version, rechecks. */
export function joinChanges(changes: readonly CommandChange[]): CommandChange[] {
  const effects = joinEdits(changes.flatMap((change) => (change.kind === "effects" ? change.effects : [])));
  const records = new Map(
    changes.flatMap((change) => (change.kind === "record" ? [[issueKey(change.analysis), change] as const] : [])),
  );
  return [
    ...(effects.length > 0 ? [{ kind: "effects", effects } as const] : []),
    ...changes.filter((change) => change.kind === "new-item" || change.kind === "declare"),
    ...records.values(),
    ...joinRechecks(changes.filter((change) => change.kind === "recheck")),
  ];
}

/** Several edits of one body in a row become one, from what the first expected to what the last wrote. */
function joinEdits(effects: readonly Effect[]): Effect[] {
  const joined: Effect[] = [];
  for (const effect of effects) {
    const at = joined.findIndex(
      (other) =>
        other.kind === "edit-issue" && effect.kind === "edit-issue" && issueKey(other.issue) === issueKey(effect.issue),
    );
    const before = joined[at];
    if (before?.kind === "edit-issue" && effect.kind === "edit-issue") {
      const body = effect.body && { expected: before.body?.expected ?? effect.body.expected, next: effect.body.next };
      joined[at] = { ...before, ...effect, ...(body ? { body } : {}) };
    } else joined.push(effect);
  }
  return joined;
}

function joinRechecks(rechecks: readonly Recheck[]): Recheck[] {
  const components = rechecks.flatMap((recheck) => ("components" in recheck ? recheck.components : []));
  const pulls = new Map(
    rechecks.flatMap((recheck) => ("pull" in recheck ? [[issueKey(recheck.pull), recheck] as const] : [])),
  );
  const names = [...new Set(components)].toSorted();
  return [...pulls.values(), ...(names.length > 0 ? [{ kind: "recheck", components: names } as const] : [])];
}
