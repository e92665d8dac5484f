/** What of a comment's texts outlives its delivery: command lines, and the whole of a record, which an edit may loosen. */
import type { CommentEvent } from "#src/facts/event.ts";

/** The texts of one delivery, as GitHub sends them. */
interface CommentPayload {
  readonly comment: {
    readonly id: number;
    readonly body?: string | null | undefined;
    readonly user?: { readonly login: string; readonly type: string } | null | undefined;
  };
  readonly changes?: { readonly body?: { readonly from: string } | undefined } | undefined;
}

/** The same, narrowed. */
interface KeptTexts {
  /** `body` and `user` only for a record. */
  readonly comment: {
    readonly id: number;
    readonly body?: string;
    readonly user?: { readonly login: string; readonly type: string };
  };
  readonly changes?: { readonly body: { readonly from: string } };
}

const RECORD_MARKER = "<!-- aftercare:record -->";

/** Of a person's text only the command lines before an edit are kept: they alone decide what is new. A record is a bot's text. */
export function keepTexts({ comment, changes }: CommentPayload): KeptTexts {
  const { id, body, user } = comment;
  const from = changes?.body?.from;
  const isRecord = user?.type === "Bot" && [body, from].some((text) => text?.includes(RECORD_MARKER));
  return {
    comment: isRecord ? { id, user, ...(body ? { body } : {}) } : { id },
    ...(from === undefined ? {} : { changes: { body: { from: isRecord ? from : commandLines(from) } } }),
  };
}

/** The part of the event that the texts make: a deletion tells what was deleted; an edit tells both. */
export function eventOfTexts(
  action: string,
  { comment: { body = "", user }, changes }: KeptTexts,
): Pick<CommentEvent, "before" | "record"> {
  const from = changes?.body.from ?? null;
  const before = from === null ? null : commandLines(from);
  if (!user) return { before };
  if (action === "deleted") return { before, record: { before: body, after: "", author: user.login } };
  return action === "edited" && from !== null
    ? { before, record: { before: from, after: body, author: user.login } }
    : { before };
}

function commandLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.startsWith("/pia"));
  return lines.join("\n");
}
