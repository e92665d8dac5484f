/** People and bots in GraphQL: logins of bots come without `[bot]`, as GitHub's GraphQL really gives them. */
import type { Call } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { nodeId } from "#test/support/github/shapes/node-id.ts";
import { userShape } from "#test/support/github/shapes/user.ts";
import { findAccount } from "#test/support/github/state.ts";

/** An `Actor` (also `RepositoryOwner`); null for nobody and for accounts that are gone. */
export function actorNode(call: Call, login: string | null): object | null {
  const account = login === null ? undefined : findAccount(call.world.state, login);
  if (account === undefined) return null;
  const plain = account.login.replace(/\[bot\]$/, "");
  const shape = userShape(call.world, account.login);
  return {
    __typename: account.type,
    id: nodeId(account.type, account.id),
    databaseId: account.id,
    login: plain,
    name: account.name,
    email: account.email ?? "",
    avatarUrl: shape["avatar_url"],
    url: shape["html_url"],
    resourcePath: account.type === "Bot" ? `/apps/${plain}` : `/${plain}`,
    createdAt: isoTime(account.createdAt),
    updatedAt: isoTime(account.createdAt),
  };
}
