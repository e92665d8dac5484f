/** Reads who set the labels of an issue or pull request. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Client } from "./client.ts";
import { readActivity } from "./read-activity.ts";

/** The last setter of each label that was ever set, by label in lower case; a label set by a deleted account is left out. */
export async function readLabelSetters(client: Client, issue: IssueReference): Promise<ReadonlyMap<string, string>> {
  const setters = new Map<string, string>();
  for (const { event, actor, detail } of await readActivity(client, issue)) {
    if (event !== "labeled") continue;
    if (actor === null) setters.delete(detail.toLowerCase());
    else setters.set(detail.toLowerCase(), actor.login);
  }
  return setters;
}
