/** GitHub cannot create a thing only once: of two with one marker the lowest number stays, the other is closed with a link. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { EnsureComment, SetIssueState } from "./effect.ts";
import { renderMarker } from "./marker.ts";

/** The effects that close `double` in favour of the issue `winner` of the same repository: the word goes first. */
export function closeDouble(double: IssueReference, winner: number): readonly [EnsureComment, SetIssueState] {
  const { owner, repo, number } = double;
  const issue = { owner, repo, number };
  const marker = { kind: "double", keys: { of: String(winner) } };
  const body = `This is a double of #${winner}: two runs made it at the same moment. Please go on in #${winner}.\n\n${renderMarker(marker)}`;
  return [
    { kind: "ensure-comment", issue, marker, body },
    { kind: "set-issue-state", issue, state: "closed", reason: "not_planned" },
  ];
}
