/** Reads what people said about an override on one pull request, from their own comments and from our replies to them. */
import { parseDuration } from "#src/calendar/duration.ts";
import type { Config } from "#src/config/schema.ts";
import { findMarker, type Marker } from "#src/effect/marker.ts";
import type { CommentFacts } from "#src/facts/issue.ts";
import type { OverrideApproval, OverrideFacts, OverrideRequest } from "#src/gate/override.ts";
import { isByWriter } from "#src/incident/recognise.ts";
import { type CommandNames, parseCommands, type ParsedCommand } from "./parse.ts";
import { splitWords } from "./words.ts";

/** Not the whole list: the gate stands in front of every merge, and would load every command for these two words. */
const NAMES: CommandNames = new Map([
  ["override", "override"],
  ["approve", "approve"],
]);

/**
 * The facts by which the gate judges an override. The change for which somebody spoke is the `patch` that our reply to
 * the comment keeps in its marker; a comment without such a reply is tied to no change yet. Comments by bots do not count,
 * and neither does a reply of ours that somebody edited: whoever may write could tie an old voice to a new change.
 */
export function readOverrides(
  comments: readonly CommentFacts[],
  config: Pick<Config, "app" | "writer">,
): OverrideFacts {
  const patches = patchesOf(comments, config);
  const inOrder = comments.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id);
  const requests: OverrideRequest[] = [];
  const approvals: OverrideApproval[] = [];
  for (const comment of inOrder.filter(({ author }) => author.type !== "Bot")) {
    const said = { ...voiceOf(comment), patchId: patches.get(String(comment.id)) ?? null };
    for (const command of parseCommands(comment.body, NAMES)) {
      if (command.name === "override") requests.push({ ...said, ...askedFor(command) });
      if (command.name === "approve") approvals.push(said);
    }
  }
  return { requests, approvals };
}

function voiceOf({ author, createdAt, updatedAt, url }: CommentFacts) {
  return { by: author.login, at: createdAt, url, edited: updatedAt > createdAt };
}

function askedFor({ rest }: ParsedCommand): Pick<OverrideRequest, "reason" | "expires" | "breakGlass"> {
  const { options } = splitWords(rest, ["reason", "expires", "expire", "break-glass"]);
  const expires = options["expires"] ?? options["expire"];
  return {
    reason: options["reason"] ?? null,
    expires: expires === undefined ? null : parseDuration(expires),
    breakGlass: /^(yes|true)$/i.test(options["break-glass"] ?? ""),
  };
}

/** True when some line of this text speaks for an override. */
export function hasVoice(text: string): boolean {
  return parseCommands(text, NAMES).length > 0;
}

/** Stands in our word about a comment that was edited: times have whole seconds, and do not tell of an edit within the first. */
export function voidMarker(comment: number): Marker {
  return { kind: "reply", keys: { comment: String(comment), void: "edited" } };
}

/** True for the marker of our word about somebody's voice: what ties it to a change, or makes it void. */
export function isAboutVoice({ kind, keys }: Marker): boolean {
  return kind === "reply" && (keys["patch"] !== undefined || keys["void"] !== undefined);
}

function patchesOf(comments: readonly CommentFacts[], config: Pick<Config, "app" | "writer">): Map<string, string> {
  const ours = comments.filter(({ author }) => isByWriter(author, config));
  const isVoid = new Set(
    ours.flatMap(({ body }) => findMarker(body, "reply", { void: "edited" })?.keys["comment"] ?? []),
  );
  const replies = ours.filter(({ createdAt, updatedAt }) => updatedAt === createdAt);
  return new Map(
    replies.flatMap(({ body }): [string, string][] => {
      const keys = findMarker(body, "reply")?.keys;
      const isTied = keys?.["comment"] && keys["patch"] && !isVoid.has(keys["comment"]);
      return isTied ? [[keys["comment"]!, keys["patch"]!]] : [];
    }),
  );
}
