/** What GraphQL resolvers share: the caller, its rights, pages of rows, and errors in GitHub's form. */
import { GraphQLError } from "graphql";
import { type Access, allow, sees } from "#test/support/github/access.ts";
import { type Call, GitHubRefusal } from "#test/support/github/call.ts";
import type { PullIssue } from "#test/support/github/pull-diff.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";

/** A GraphQL call: nodes refer to each other in circles, so those that are needed earlier than they are written come along. */
export interface Graph extends Call {
  readonly nodes: {
    readonly repository: (call: Graph, repository: RepositoryRow) => object;
    readonly pull: (call: Graph, repository: RepositoryRow, issue: PullIssue) => object;
  };
}

/** GitHub's `type` of an error. */
export type ErrorType =
  | "NOT_FOUND"
  | "FORBIDDEN"
  | "UNPROCESSABLE"
  | "EXCESSIVE_PAGINATION"
  | "MISSING_PAGINATION_BOUNDARIES";

/** An error with GitHub's `type`, which `execute` lifts to the top of the entry. */
export function graphqlError(type: ErrorType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Refuses a field that the token may not read, as FORBIDDEN. */
export function allowField(call: Call, repository: RepositoryRow, access: Access): void {
  refused(() => allow(call, repository, access));
}

/** Runs something that may refuse as REST does, and refuses as GraphQL does. */
export function refused<T>(act: () => T): T {
  try {
    return act();
  } catch (problem) {
    if (!(problem instanceof GitHubRefusal)) throw problem;
    const types: Readonly<Record<number, ErrorType>> = { 403: "FORBIDDEN", 404: "NOT_FOUND" };
    throw graphqlError(types[problem.status] ?? "UNPROCESSABLE", problem.message);
  }
}

/** Whether the caller may see issues of a repository: what is out of sight is left out of lists. */
export function seesIssues(call: Call, repository: RepositoryRow): boolean {
  if (!sees(call, repository)) return false;
  try {
    allow(call, repository, { needs: [["issues", "read"]] });
    return true;
  } catch {
    return false;
  }
}

/** Arguments of a connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A connection with everything that is not cheap left lazy. */
export interface Connection {
  readonly totalCount: number;
  readonly nodes: () => readonly unknown[];
  readonly edges: () => readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: Readonly<Record<"hasNextPage" | "hasPreviousPage" | "startCursor" | "endCursor", unknown>>;
}

const largestPage = 100;

/** Cuts a page out of rows. Refuses pages without a bound or above 100, as GitHub does; `name` is the field's. */
export function connectionOf<T>(
  rows: readonly T[],
  page: PageArguments & { readonly name: string },
  shape: (row: T) => unknown,
): Connection {
  const size = page.first ?? page.last;
  if (size === undefined || size === null)
    throw graphqlError(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${page.name}\` connection.`,
    );
  if (size < 0 || size > largestPage) {
    const bound = page.first === size ? "first" : "last";
    throw graphqlError(
      "EXCESSIVE_PAGINATION",
      `Requesting ${size} records on the \`${page.name}\` connection exceeds the \`${bound}\` limit of ${largestPage} records.`,
    );
  }
  const from = page.after ? indexOfCursor(page.after) + 1 : 0;
  const to = page.before ? indexOfCursor(page.before) : rows.length;
  const start = page.first === undefined || page.first === null ? Math.max(from, to - size) : from;
  const end = page.first === undefined || page.first === null ? to : Math.min(to, from + size);
  const chosen = rows.slice(start, end);
  return {
    totalCount: rows.length,
    nodes: () => chosen.map(shape),
    edges: () => chosen.map((row, index) => ({ cursor: cursorOf(start + index), node: shape(row) })),
    pageInfo: {
      hasNextPage: end < rows.length,
      hasPreviousPage: start > 0,
      startCursor: chosen.length === 0 ? null : cursorOf(start),
      endCursor: chosen.length === 0 ? null : cursorOf(end - 1),
    },
  };
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:v1:${index}`).toString("base64");
}

function indexOfCursor(cursor: string): number {
  const index = Number(/^cursor:v1:(\d+)$/.exec(Buffer.from(cursor, "base64").toString())?.[1]);
  if (!Number.isInteger(index)) throw new GraphQLError(`\`${cursor}\` does not appear to be a valid cursor.`);
  return index;
}
