/** GraphQL answers 200 whatever went wrong: which of its answers are failures, and of what kind. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Attempt } from "./client.ts";

interface GraphqlError {
  readonly type?: string;
  readonly message?: string;
}

/** GitHub answers `file(path:)` of a commit without that file by null and, beside it, this error: it is an answer. */
function isMissingFile(error: GraphqlError | null): boolean {
  return error?.type === "NOT_FOUND" && /^Could not resolve file for path\b/.test(error.message ?? "");
}

/** An answer with errors in it as the failure that it is. */
export function rejectErrors(attempt: Attempt, now: Instant): Attempt {
  if (!attempt.ok) return attempt;
  const answered = (attempt.answer.data ?? {}) as { errors?: readonly GraphqlError[] };
  const errors = Array.isArray(answered.errors) ? answered.errors.filter((error) => !isMissingFile(error)) : [];
  if (errors.length === 0) return attempt;
  const message = String(errors[0]?.message ?? "GraphQL error");
  const types = new Set(errors.map((error) => error?.type));
  if (types.has("RATE_LIMITED")) {
    const reset = Number(attempt.answer.headers["x-ratelimit-reset"]);
    return {
      ok: false,
      failure: { kind: "limited", limit: "quota", retryAt: reset > now ? reset : now + 60, message },
    };
  }
  if (/something went wrong|timed? ?out/i.test(message)) return { ok: false, failure: { kind: "down", message } };
  if (types.has("FORBIDDEN") || types.has("INSUFFICIENT_SCOPES")) {
    return { ok: false, failure: { kind: "forbidden", needs: null, message } };
  }
  if (types.has("NOT_FOUND")) return { ok: false, failure: { kind: "missing", status: 404, message } };
  return { ok: false, failure: { kind: "invalid", status: 200, message } };
}
