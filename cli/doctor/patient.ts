/** The repository that the doctor looks at, and the door through which it looks. */
import type { z } from "zod";
import type { Config } from "#src/config/schema.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { type Client, narrow, type Parameters } from "#src/github/client.ts";
import { sayPermissions, toUnavailable } from "#src/github/errors.ts";
import { type Finding, unseen } from "./finding.ts";

/** What every check is given. */
export interface Patient {
  readonly client: Client;
  readonly repository: RepositoryFacts;
  /** The configuration in the repository, or the defaults when there is none or it does not parse. */
  readonly config: Config;
}

/** A read of one thing, for a finding about `about`. */
export interface Look<T> {
  readonly about: string;
  /** In words, for messages: `the labels`. */
  readonly source: string;
  readonly route: string;
  readonly parameters?: Parameters;
  readonly schema: z.ZodType<T>;
}

/**
 * Looks. @returns what is there, null when it does not exist, or the finding that this token may not look.
 * @throws GitHubUnavailable when GitHub is away.
 */
export async function look<T>(
  { client, repository }: Pick<Patient, "client" | "repository">,
  { about, source, route, parameters, schema }: Look<T>,
): Promise<{ readonly found: T | null } | { readonly finding: Finding }> {
  const { owner, repo } = repository;
  const here = route.includes("{repo}") ? { owner, repo } : {};
  const attempt = await client.attempt({ source, route, parameters: { ...here, ...parameters } });
  if (attempt.ok) return { found: narrow(schema, attempt.answer.data, source) };
  const { failure } = attempt;
  if (failure.kind === "missing") return { found: null };
  if (failure.kind !== "forbidden") throw toUnavailable(source, failure);
  const needs = failure.needs === null ? "more rights" : sayPermissions(failure.needs);
  return {
    finding: unseen(about, `GitHub does not show ${source} to this token.`, `Use a token with ${needs}.`),
  };
}
