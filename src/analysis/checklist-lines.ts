/** The lines of the follow-up checklist: each is a fact that the system can check. */
import { renderMarker } from "#src/effect/marker.ts";

/** One line; the id stands hidden at its end, so that people may reword it. */
export const CHECKLIST_LINES = [
  { id: "declared", text: "Confirmed, with a severity and a component" },
  { id: "moments", text: "Known when it started, was detected, mitigated and resolved" },
  { id: "impact", text: "Impact stated for each component" },
  { id: "timeline", text: "Timeline has at least three entries" },
  { id: "whys", text: "Five whys end at something in the system that can be changed" },
  { id: "causes", text: "Each cause has an item, or “no action, because …”" },
  { id: "items", text: "Every item has an owner and a due date" },
  { id: "mix", text: "At least one item prevents or mitigates" },
  { id: "reviewed", text: "Reviewed by somebody other than the author" },
  { id: "published", text: "Published: those affected can read it" },
  { id: "done", text: "All P0 and P1 items are closed" },
] as const;

/** Which line. */
export type ChecklistId = (typeof CHECKLIST_LINES)[number]["id"];

/** The marker at the end of a line. */
export function checklistMarker(id: string): string {
  return renderMarker({ kind: "check", keys: { id } });
}

/** The checklist with all boxes empty, as Markdown. */
export function emptyChecklist(): string {
  return CHECKLIST_LINES.map(({ id, text }) => `- [ ] ${text} ${checklistMarker(id)}`).join("\n");
}
