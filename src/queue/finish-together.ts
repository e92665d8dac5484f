/** Writes down what is done in batches: while one is being written, the next one gathers. */
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import { type Claim, finishWork, type WorkTables } from "./work.ts";

interface Waiting {
  readonly claim: Claim;
  resolve(): void;
  reject(error: unknown): void;
}

/** @returns a function that marks a claimed row as done. It rejects when the database does not answer: then it is not known whether it is. */
export function finishTogether(db: Kysely<WorkTables>, now: () => Instant): (claim: Claim) => Promise<void> {
  let waiting: Waiting[] = [];
  let writing = false;

  const write = async () => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await finishWork(
        db,
        batch.map(({ claim }) => claim),
        now(),
      ).then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
    writing = false;
  };

  return (claim) =>
    new Promise((resolve, reject) => {
      waiting.push({ claim, resolve, reject });
      if (!writing) void write();
    });
}
