/** Which comment of an analysis is its record. */
import { findMarker } from "#src/effect/marker.ts";
import type { CommentFacts, IssueFacts, TrackedIssuesQuery } from "#src/facts/issue.ts";

/** True for an analysis: only there can a record stand, so only there are comments read. */
export function mayHaveRecord(issue: Pick<IssueFacts, "body">): boolean {
  return findMarker(issue.body, "pia") !== undefined;
}

/** True for a comment with the record marker by one whose markers count. What people paste is text. */
export function isRecordComment(comment: CommentFacts, self: string, query: TrackedIssuesQuery): boolean {
  const { login, type } = comment.author;
  const believed = login === self || (query.trusted ? query.trusted.includes(login) : type === "Bot");
  return believed && findMarker(comment.body, "record") !== undefined;
}
