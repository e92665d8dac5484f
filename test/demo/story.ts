/** What one act of the demo hands to the next. */
import { z } from "zod";
import type { ApiClient } from "#test/support/github/api-client.ts";
import { type Narrator, verify } from "./narrator.ts";
import { type Reader, readerOf } from "./reading.ts";
import { type Person, REPOSITORY, type Stage } from "./stage.ts";

/** The story so far. Numbers are 0 until their act has played. */
export interface Story {
  readonly stage: Stage;
  readonly tell: Narrator;
  readonly read: Reader;
  incident: number;
  pia: number;
  items: number[];
  blockedPull: number;
  fixPull: number;
}

/** Begins. */
export function beginStory(stage: Stage, tell: Narrator): Story {
  return { stage, tell, read: readerOf(stage.as("alice")), incident: 0, pia: 0, items: [], blockedPull: 0, fixPull: 0 };
}

/** Does something as a person, through the API, expecting this status; then waits until everything that follows from it is done. */
export async function does(
  { stage }: Story,
  person: Person,
  { operation, body, status }: { readonly operation: string; readonly body?: unknown; readonly status: number },
): Promise<unknown> {
  const call: ApiClient = stage.as(person);
  const answer = await call(operation.replace("REPO", `/repos/${REPOSITORY}`), body);
  verify(answer.status === status, `${person}: ${operation} answers ${status}`, {
    status: answer.status,
    body: answer.body,
  });
  await stage.quiet();
  return answer.body;
}

const numbered = z.object({ number: z.number() });

/** The `number` of what was made. */
export function numberOf(body: unknown): number {
  return numbered.parse(body).number;
}

/** Comments as a person. @returns the comment's id. */
export async function says(
  story: Story,
  person: Person,
  { on, text }: { readonly on: number; readonly text: string },
): Promise<number> {
  const body = await does(story, person, {
    operation: `POST REPO/issues/${on}/comments`,
    body: { body: text },
    status: 201,
  });
  return z.object({ id: z.number() }).parse(body).id;
}

/** Opens a pull request with these files changed. @returns its number. */
export async function opensPull(
  story: Story,
  person: Person,
  wish: {
    readonly branch: string;
    readonly title: string;
    readonly body: string;
    readonly files: Readonly<Record<string, string>>;
  },
): Promise<number> {
  const { branch, title, body, files } = wish;
  story.stage.github.push(REPOSITORY, { branch, files, message: title, login: person });
  await story.stage.quiet();
  return numberOf(
    await does(story, person, {
      operation: "POST REPO/pulls",
      body: { title, body, head: branch, base: "main" },
      status: 201,
    }),
  );
}

/** `2026-11-22T05:30Z`, so many minutes before now. */
export function minutesAgo({ stage }: Story, minutes: number): string {
  return new Date((stage.github.clock.now() - minutes * 60) * 1000).toISOString().replace(/:\d\d\.000Z$/, "Z");
}
