/** Labels and people by GraphQL's ids. */
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { parseNodeId } from "#test/support/github/shapes/node-id.ts";
import { type Graph, graphqlError } from "./context.ts";

/** GitHub's refusal of an id that names nothing in sight. */
export function missing(id: string): Error {
  return graphqlError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

/** The name of the label with this id. */
export function labelNamed(repository: RepositoryRow, id: string): string {
  const parsed = parseNodeId(id);
  const label = repository.labels.find((one) => parsed?.kind === "Label" && one.id === parsed.id);
  if (!label) throw missing(id);
  return label.name;
}

/** The login of the account with this id. */
export function accountNamed({ world }: Graph, id: string): string {
  const parsed = parseNodeId(id);
  const account = [...world.state.accounts.values()].find((one) => parsed?.kind === "User" && one.id === parsed.id);
  if (!account) throw missing(id);
  return account.login;
}
