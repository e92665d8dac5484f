/** Which comment of an analysis is its record. */
import { findMarker } from "#src/effect/marker.ts";
import type { CommentFacts, IssueFacts } from "#src/facts/issue.ts";

/** True for an analysis: only there can a record stand, so only there are comments read. */
export function mayHaveRecord(issue: Pick<IssueFacts, "body">): boolean {
  return findMarker(issue.body, "pia") !== undefined;
}

/**
 * True for a comment with the record marker by the bot that wrote the analysis: any workflow can speak as `github-actions[bot]`, and
 * what people paste is text. Which bots are believed at all is decided where analyses are read.
 */
export function isRecordComment({ author, body }: CommentFacts, issue: Pick<IssueFacts, "author">): boolean {
  return author.type === "Bot" && author.login === issue.author.login && findMarker(body, "record") !== undefined;
}
