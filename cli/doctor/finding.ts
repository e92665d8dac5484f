/** What one look at a repository found. */

/** `good`: as it should be; `wrong`: something to mend; `unseen`: this token cannot look. */
export type State = "good" | "wrong" | "unseen";

/** One finding, and what to do about it. */
export interface Finding {
  /** What was looked at: `configuration`, `labels`, … */
  readonly about: string;
  readonly state: State;
  /** What was found, in one sentence. */
  readonly says: string;
  /** What to do; null when there is nothing to do. */
  readonly mend: string | null;
}

/** All is well. */
export function good(about: string, says: string): Finding {
  return { about, state: "good", says, mend: null };
}

/** Something to mend. */
export function wrong(about: string, says: string, mend: string): Finding {
  return { about, state: "wrong", says, mend };
}

/** Not to be seen with this token. */
export function unseen(about: string, says: string, mend: string): Finding {
  return { about, state: "unseen", says, mend };
}
