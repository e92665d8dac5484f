/** Accounts and repositories by name, for the setup and for what happens outside the API. */
import type { World } from "./call.ts";
import type { AccountRow, RepositoryRow } from "./rows.ts";
import { accountOf, findAccount, findRepository, nextId } from "./state.ts";

/** Adds an account. Throws when the login is taken. */
export function addAccount(world: World, account: Pick<AccountRow, "login" | "type" | "name" | "email">): AccountRow {
  const { state, clock } = world;
  if (findAccount(state, account.login) !== undefined) throw new Error(`login ${account.login} is taken`);
  const row: AccountRow = { id: nextId(state, "account"), ...account, createdAt: clock.now(), members: new Map() };
  state.accounts.set(account.login.toLowerCase(), row);
  return row;
}

/** The account of that login, made as a user when there is none. */
export function ensureUser(world: World, login: string): AccountRow {
  return findAccount(world.state, login) ?? addAccount(world, { login, type: "User", name: null, email: null });
}

/** A repository by `owner/name`. Throws when there is none. */
export function repositoryNamed(world: World, name: string): RepositoryRow {
  const [owner = "", repo = ""] = name.split("/");
  const row = findRepository(world.state, owner, repo);
  if (row === undefined) throw new Error(`no repository ${name} in the stand-in`);
  return row;
}

/** The person who acts for an account when nobody is named: the person itself, or the organisation's first administrator. */
export function personOf(world: World, account: string): string {
  const row = accountOf(world.state, account);
  const admin = [...row.members].find(([, role]) => role === "admin")?.[0];
  return admin === undefined ? row.login : accountOf(world.state, admin).login;
}
