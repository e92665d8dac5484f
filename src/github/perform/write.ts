/** Sends one write, and says in plain words when GitHub does not allow it. */
import type { Answer, Call, Client } from "#src/github/client.ts";
import { sayPermissions, toUnavailable, type Failure } from "#src/github/errors.ts";
import { refused, type Outcome } from "./performer.ts";

/** What GitHub answered, or the outcome to report in its place. */
export type Written =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly failure: Failure; readonly outcome: Outcome };

/**
 * Writes once.
 * @throws GitHubUnavailable when GitHub could not be reached, limits us or does not accept our token. After a broken
 * connection the write may have happened all the same: performers look before they write, so a retry is safe.
 */
export async function write(client: Client, call: Call): Promise<Written> {
  const attempt = await client.attempt(call);
  return attempt.ok ? attempt : refuse(client, call, attempt.failure);
}

/** The outcome of a failed write; throws for failures that may pass. */
export function refuse(client: Client, call: Call, failure: Failure): Extract<Written, { ok: false }> {
  switch (failure.kind) {
    case "down":
    case "limited":
    case "unauthorized":
      throw toUnavailable(call.source, failure);
    case "forbidden":
      return { ok: false, failure, outcome: refused(sayForbidden(client, call, failure)) };
    case "missing":
      return { ok: false, failure, outcome: refused(sayMissing(call, failure.status)) };
    case "invalid":
      return { ok: false, failure, outcome: refused(`GitHub declined ${call.source}: ${failure.message}`) };
  }
}

function sayForbidden(client: Client, call: Call, failure: Extract<Failure, { kind: "forbidden" }>): string {
  if (/archived/i.test(failure.message)) return "The repository is archived, so nothing can be written";
  if (failure.needs === null && !/not accessible by/i.test(failure.message)) {
    return `GitHub does not allow ${call.source}: ${failure.message}`;
  }
  const bearer = client.self === "github-actions[bot]" ? "The workflow's token" : "The App";
  return `${bearer} lacks ${failure.needs === null ? permissionFor(call.route) : sayPermissions(failure.needs)}`;
}

/** The permission that a route needs, for hosts that do not name it (by the permissions that GitHub's documentation lists per endpoint). */
function permissionFor(route: string): string {
  if (route.includes("/check-runs")) return "checks: write";
  if (route.includes("/statuses/")) return "statuses: write";
  return "issues: write";
}

function sayMissing(call: Call, status: number): string {
  return status === 410
    ? `${call.source} is not possible: it was deleted, or the repository has its issues switched off`
    : `${call.source} is not possible: it does not exist, or is out of our sight`;
}
