/** Who makes a request. */
import type { Permissions } from "./app-rows.ts";

/** The caller, as the token says. */
export type Actor =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "user";
      readonly login: string;
      /** The App that the person signed in through, if any. */ readonly appId: number | null;
    }
  | { readonly kind: "app"; readonly appId: number }
  | {
      readonly kind: "installation";
      readonly appId: number;
      readonly installationId: number;
      readonly permissions: Permissions;
      /** Null = all of the installation. */
      readonly repositoryIds: readonly number[] | null;
      readonly login: string;
    }
  | {
      readonly kind: "actions";
      readonly appId: number;
      readonly repositoryId: number;
      readonly permissions: Permissions;
      readonly login: string;
    };

/** The login that writes are attributed to. Throws for an App's JWT, which writes nothing itself. */
export function loginOf(actor: Actor): string {
  if (actor.kind === "anonymous" || actor.kind === "app") throw new Error("this actor has no login");
  return actor.login;
}

/** The App through which a write is made (`performed_via_github_app`); null for people. */
export function appIdOf(actor: Actor): number | null {
  return actor.kind === "anonymous" ? null : actor.appId;
}
