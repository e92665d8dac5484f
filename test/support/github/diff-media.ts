/** The `diff` media type: a whole diff as text, or 406 when it is too large. */
import { type Call, GitHubRefusal, type Reply } from "./call.ts";
import type { FileDiff } from "./git/diff.ts";
import { unifiedDiff } from "./git/unified-diff.ts";
import type { RepositoryRow } from "./rows.ts";

/** Source: GitHub's own refusals. */
const MOST_FILES = 300;
const MOST_LINES = 20_000;

/** Whether the caller asks for `application/vnd.github.diff` (or `.v3.diff`). */
export function wantsDiff(call: Call): boolean {
  return /application\/vnd\.github(\.v3)?\.diff\b/.test(String(call.headers["accept"] ?? ""));
}

/** The diff as the answer; `resource` is named in the refusal. */
export function diffReply(
  repository: RepositoryRow,
  what: { readonly files: readonly FileDiff[]; readonly resource: string },
): Reply {
  const { files, resource } = what;
  if (files.length > MOST_FILES) throw tooLarge(resource, `files (${MOST_FILES})`);
  const body = unifiedDiff(repository.git.objects, files);
  if (body.split("\n").length > MOST_LINES) throw tooLarge(resource, `lines (${MOST_LINES})`);
  return { status: 200, body, headers: { "content-type": "application/vnd.github.diff; charset=utf-8" } };
}

function tooLarge(resource: string, limit: string): GitHubRefusal {
  const advice = "Consider using 'List pull requests files' API or locally cloning the repository instead.";
  return new GitHubRefusal(406, `Sorry, the diff exceeded the maximum number of ${limit}. ${advice}`, {
    extra: { errors: [{ resource, field: "diff", code: "too_large" }] },
  });
}
