/** Runs all commands of a comment in order, each on what the ones before it left, and joins their answers into one reply. */
import type { EnsureComment, EnsureReaction } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { applyChanges } from "./apply-changes.ts";
import type { CommandContext } from "./context.ts";
import { joinChanges } from "./join-changes.ts";
import { reactionTo, type CommandChange, type CommandOutcome } from "./outcome.ts";
import type { ParsedCommand } from "./parse.ts";
import { runCommand } from "./run-command.ts";
import { inCode } from "./say.ts";

/** What a whole comment comes to. */
export interface CommandsOutcome {
  /** Each with its line, in order. */
  readonly outcomes: readonly { readonly command: ParsedCommand; readonly outcome: CommandOutcome }[];
  /** Each record once, with all changes to it; rechecks joined. */
  readonly changes: readonly CommandChange[];
  /** Null when there was no command. */
  readonly reaction: EnsureReaction | null;
  /** Null when the reaction says enough. */
  readonly reply: EnsureComment | null;
}

/** GitHub takes 65,536 characters. */
const LONGEST_REPLY = 60_000;
/** More than this in one comment is a paste gone wrong. */
export const MOST_COMMANDS = 50;

/** Runs them. Comments by bots are never commands: the outcome is empty. */
export function runCommands(commands: readonly ParsedCommand[], context: CommandContext): CommandsOutcome {
  const isBot = context.comment.author.type === "Bot";
  const outcomes: { command: ParsedCommand; outcome: CommandOutcome }[] = [];
  let current = context;
  for (const command of isBot ? [] : commands.slice(0, MOST_COMMANDS)) {
    const outcome = runCommand(command, current);
    outcomes.push({ command, outcome });
    current = applyChanges(current, outcome.changes);
  }
  const changes = joinChanges(outcomes.flatMap(({ outcome }) => outcome.changes));
  if (outcomes.length === 0) return { outcomes, changes, reaction: null, reply: null };
  return { outcomes, changes, reaction: reactionOf(outcomes, context), reply: replyOf(outcomes, commands, context) };
}

type Ran = CommandsOutcome["outcomes"];

/** The one that needs a look wins. */
function reactionOf(outcomes: Ran, { comment, repository }: CommandContext): EnsureReaction {
  const worst = (["misunderstood", "refused"] as const).find((kind) =>
    outcomes.some(({ outcome }) => outcome.outcome === kind),
  );
  const { owner, repo } = repository;
  return {
    kind: "ensure-reaction",
    repository: { owner, repo },
    commentId: comment.id,
    content: reactionTo(worst ?? "done"),
  };
}

/** Our reply to a comment is found again by its marker, so that a redelivery edits it and adds none. */
function replyMarker(outcomes: Ran, { comment }: CommandContext): Marker {
  const kept = outcomes.reduce<Record<string, string>>((keys, { outcome }) => ({ ...keys, ...outcome.kept }), {});
  return { kind: "reply", keys: { comment: String(comment.id), ...kept } };
}

function replyOf(outcomes: Ran, commands: readonly ParsedCommand[], context: CommandContext): EnsureComment | null {
  const said = outcomes.filter(({ outcome }) => outcome.reply !== null);
  const left = commands.length - outcomes.length;
  if (said.length === 0 && left === 0) return null;
  const parts = said.map(({ command, outcome }) =>
    outcomes.length === 1 ? outcome.reply! : `Line ${command.line}, ${inCode(command.written)}: ${outcome.reply!}`,
  );
  if (left > 0)
    parts.push(
      `The last ${left} commands of this comment were not carried out: ${MOST_COMMANDS} is the most that one comment can hold.`,
    );
  const text = parts.join("\n\n");
  const cut = text.length > LONGEST_REPLY ? `${text.slice(0, LONGEST_REPLY)}\n\n… and more, cut here.` : text;
  const marker = replyMarker(outcomes, context);
  const body = `${renderMarker(marker)}\n${cut}`;
  return { kind: "ensure-comment", issue: referenceTo(context.target), marker, body };
}
