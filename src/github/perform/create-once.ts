/** Creates something that GitHub cannot create only once: after an unknown outcome it is looked for, never blindly created again. */
import { GitHubUnavailable } from "#src/flow/services.ts";
import type { Answer, Attempt, Call, Client } from "#src/github/client.ts";
import { refuse, type Written } from "./write.ts";

/** Seconds between look-ups: listings were seen to lag behind writes by some seconds. */
const PATIENCE = [1, 2, 4, 8] as const;

/** How to create it, and how to find it again by its marker. */
export interface Creation<T> {
  readonly call: Call;
  readonly find: () => Promise<T | null>;
  /** Reads GitHub's answer to the creation. */
  readonly read: (answer: Answer) => T;
}

/** What was made or found again, or why GitHub refused. */
export type Created<T> = { readonly ok: true; readonly made: T } | Extract<Written, { ok: false }>;

/**
 * Creates, and on a broken connection or a 5xx looks with growing patience whether it exists by now.
 * @throws GitHubUnavailable when that stays unknown. A retry starts with the look-up again, and a double is healed.
 */
export async function createOnce<T>(client: Client, creation: Creation<T>): Promise<Created<T>> {
  return settleCreation(client, creation, await client.attempt(creation.call));
}

/** The same, when it was tried already. */
export async function settleCreation<T>(client: Client, creation: Creation<T>, attempt: Attempt): Promise<Created<T>> {
  if (attempt.ok) return { ok: true, made: creation.read(attempt.answer) };
  if (attempt.failure.kind !== "down") return refuse(client, creation.call, attempt.failure);
  for (const seconds of PATIENCE) {
    await client.wait(seconds);
    const made = await creation.find();
    if (made !== null) return { ok: true, made };
  }
  const { source } = creation.call;
  const message = `${source}: the connection broke, and it is not known whether GitHub did it`;
  throw new GitHubUnavailable(source, message, { outage: true });
}
