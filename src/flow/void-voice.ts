/** A comment that asked for an override, or approved one, was edited: it is void, also when the edit came within the second of the comment. */
import { hasVoice, voidMarker } from "#src/command/read-overrides.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { CommentEvent } from "#src/facts/event.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { loadPolicy } from "./load-policy.ts";
import type { Services } from "./services.ts";

/** Times have whole seconds, so only the delivery tells of such an edit: it is written down where the voices stand. */
export async function voidEditedVoice(services: Services, event: CommentEvent): Promise<void> {
  const { action, before, commentId, issue } = event;
  if (action !== "edited" || before === null || !hasVoice(before)) return;
  const policy = await loadPolicy(services, issue);
  if (policy?.config.writer !== services.face.kind) return;
  const marker = voidMarker(commentId);
  const words =
    "A comment with `/pia override` or `/pia approve` was edited. Others may have read something else, so it counts no more: please write a new one.";
  const body = `${renderMarker(marker)}\n${words}`;
  await services.github.perform([{ kind: "ensure-comment", issue: referenceTo(issue), marker, body }]);
}
