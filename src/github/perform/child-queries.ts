/** The GraphQL documents that put an issue under another one in a single write. GraphQL wants ids where we know names: each name is asked for under an alias of its own. */
import { z } from "zod";
import { ISSUE_FIELDS } from "#src/github/queries.ts";

/** GitHub takes so many sub-issues, closed ones included. */
export const MOST_CHILDREN = 100;

/** Labels and people, by the names that we know. */
export interface ChildNames {
  readonly labels: readonly string[];
  readonly logins: readonly string[];
}

/** The variables that hold the names. */
export function nameVariables({ labels, logins }: ChildNames): Readonly<Record<string, string>> {
  const numbered = (prefix: string, names: readonly string[]) =>
    names.map((name, index) => [`${prefix}${index}`, name]);
  return Object.fromEntries([...numbered("label", labels), ...numbered("login", logins)]) as Record<string, string>;
}

const node = z.object({ id: z.string() });

/** What both questions answer beside their own: the aliases. */
export interface NamedNodes {
  readonly repository: Readonly<Record<string, unknown>>;
  readonly [alias: string]: unknown;
}

/** The ids of labels and people by their names; null = GitHub knows none of that name. */
export function idsByName({ labels, logins }: ChildNames, data: NamedNodes) {
  const idOf = (found: unknown) => node.safeParse(found).data?.id ?? null;
  return {
    labels: new Map(labels.map((label, index) => [label, idOf(data.repository[`label${index}`])])),
    people: new Map(logins.map((login, index) => [login, idOf(data[`login${index}`])])),
  };
}

function each(names: readonly string[], write: (index: number) => string): string {
  return names.map((_, index) => write(index)).join(" ");
}

function declared({ labels, logins }: ChildNames): string {
  return `${each(labels, (index) => `$label${index}: String!`)} ${each(logins, (index) => `$login${index}: String!`)}`;
}

function labelsAsked({ labels }: ChildNames): string {
  return each(labels, (index) => `label${index}: label(name: $label${index}) { id }`);
}

function peopleAsked({ logins }: ChildNames): string {
  return each(logins, (index) => `login${index}: user(login: $login${index}) { id }`);
}

/** What has to be told by id before an issue can be made. */
export function newIssuePlace(names: ChildNames): string {
  return `
query NewIssuePlace($owner: String!, $repo: String!, $parent: Int! ${declared(names)}) {
  repository(owner: $owner, name: $repo) {
    id
    issue(number: $parent) { id subIssuesSummary { total } }
    ${labelsAsked(names)}
  }
  ${peopleAsked(names)}
}`;
}

/** What has to be told by id before an issue can be taken in under another one, and what of that is so already. */
export function takeInPlace(names: ChildNames): string {
  return `
query TakeInPlace($owner: String!, $repo: String!, $child: Int!, $parent: Int! ${declared(names)}) {
  repository(owner: $owner, name: $repo) {
    child: issue(number: $child) {
      id labels(first: 100) { nodes { name } } assignees(first: 20) { nodes { login } } parent { id }
    }
    parent: issue(number: $parent) { id subIssuesSummary { total } }
    ${labelsAsked(names)}
  }
  ${peopleAsked(names)}
}`;
}

/** Puts on an issue what is missing of its labels, its people and its parent, in a single write; tells who is assigned then. */
export function takeInDocument(wish: {
  readonly labels: boolean;
  readonly people: boolean;
  readonly link: boolean;
}): string {
  const parts = [
    {
      asked: wish.labels,
      variable: "$labels: AddLabelsToLabelableInput!",
      field: "addLabelsToLabelable(input: $labels) { clientMutationId }",
    },
    {
      asked: wish.people,
      variable: "$people: AddAssigneesToAssignableInput!",
      field: "addAssigneesToAssignable(input: $people) { assignable { assignees(first: 20) { nodes { login } } } }",
    },
    { asked: wish.link, variable: "$link: AddSubIssueInput!", field: "addSubIssue(input: $link) { clientMutationId }" },
  ].filter(({ asked }) => asked);
  return `
mutation TakeIn(${parts.map(({ variable }) => variable).join(", ")}) {
  ${parts.map(({ field }) => field).join("\n  ")}
}`;
}

/** Makes an issue under another one in a single write. */
export const CREATE_CHILD = `
mutation CreateChild($input: CreateIssueInput!) {
  createIssue(input: $input) { issue { ${ISSUE_FIELDS} parent { number } } }
}`;
