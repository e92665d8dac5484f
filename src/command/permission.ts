/** Who may do what, and the sentence for those who may not. */
import { permits } from "#src/facts/issue.ts";
import { escapeText } from "#src/markdown/escape.ts";
import type { CommandContext } from "./context.ts";

/** `owner`: an owner of every component concerned, or someone who may override; a component without owners falls to maintainers. */
export type Right = "comment" | "triage" | "write" | "owner" | "override";

/** What an act needs. */
export interface Need {
  readonly right: Right;
  /** The components whose owners count. */
  readonly components: readonly string[];
  /** The act as the beginning of a sentence: `Rejecting an item`. */
  readonly act: string;
}

/** Null when the person may; else one sentence that says who may instead. */
export function lacking(need: Need, context: Pick<CommandContext, "actor" | "config">): string | null {
  if (holds(need, context)) return null;
  const { actor } = context;
  return `${need.act} needs ${sayRight(need, context)}; ${escapeText(`@${actor.login}`)} has ${sayHeld(actor.permission)}. Nothing was changed. Someone who may do this can say the same line.`;
}

/** Who would have the right of an owner of these components, to follow "needs"; null when this person has it. */
export function lacksOwner(
  components: readonly string[],
  context: Pick<CommandContext, "actor" | "config">,
): string | null {
  const need: Need = { right: "owner", components, act: "" };
  return holds(need, context) ? null : sayRight(need, context);
}

function holds({ right, components }: Need, { actor, config }: Pick<CommandContext, "actor" | "config">): boolean {
  if (right === "comment") return true;
  if (right === "triage" || right === "write") return permits(actor.permission, right);
  if (actor.mayOverride) return true;
  if (right === "override") return false;
  if (components.length === 0) return permits(actor.permission, "maintain");
  return components.every((name) => {
    const owners = Object.hasOwn(config.components, name) ? config.components[name]!.owners : [];
    return actor.isOwnerOf(name) || (owners.length === 0 && permits(actor.permission, "maintain"));
  });
}

function sayRight({ right, components }: Need, { config }: Pick<CommandContext, "config">): string {
  if (right === "triage" || right === "write") return `${right} permission on this repository`;
  if (right !== "owner" || components.length === 0) return `someone who may override the gate (${sayOverride(config)})`;
  return `an owner of ${components.map((name) => sayOwners(name, config)).join(" and of ")}, or someone who may override the gate`;
}

function sayOwners(name: string, { components }: CommandContext["config"]): string {
  const owners = Object.hasOwn(components, name) ? components[name]!.owners : [];
  const people = owners.length === 0 ? "nobody is named, so a maintainer" : owners.map(escapeText).join(", ");
  return `${escapeText(name)} (${people})`;
}

function sayOverride({ policy }: CommandContext["config"]): string {
  const named = [...policy.override.teams, ...policy.override.logins];
  return named.length === 0 ? "maintain permission" : named.map(escapeText).join(", ");
}

function sayHeld(permission: string): string {
  return permission === "none" ? "none" : permission === "read" ? "read permission" : `${permission} permission`;
}
