/** `/pia override reason:"…" [expires:24h]`: asks to let one pull request through for a while. */
import { parseDuration, sayDuration } from "#src/calendar/duration.ts";
import type { Seconds } from "#src/calendar/instant.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { Command } from "#src/command/command.ts";
import type { CommandContext } from "#src/command/context.ts";
import { logOnConcerned } from "#src/command/log-on-concerned.ts";
import { misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { inCode } from "#src/command/say.ts";
import type { Reading } from "#src/command/when.ts";

const LONGEST: Seconds = 7 * 86_400;
const BREAK_GLASS: Seconds = 4 * 3600;

/** Asks for an override; whether it stands is judged by the gate from the comments themselves. */
export const overrideCommand: Command = {
  name: "override",
  where: ["pull-request"],
  group: "gate",
  summary: "Ask that this pull request may merge although the gate holds it back; written down and told in the summary",
  syntax: '/pia override reason:"…" [expires:24h] [break-glass:yes]',
  examples: ['/pia override reason:"the fix for #398 needs this migration first" expires:4h'],
  permission: "write to ask; it stands once enough people who may override, other than the author, agree",
  options: {
    reason: { value: '"…"', meaning: "Why it cannot wait" },
    expires: { value: "24h", meaning: "For how long, at most 7d", aliases: ["expire"] },
    "break-glass": { value: "yes", meaning: "Nobody else is there: one allowed person alone, for 4 h" },
  },
  run: (context, { options }) => {
    const reason = (options["reason"] ?? "").trim();
    const expires = readExpiry(options["expires"], context);
    const glass = readBreakGlass(options["break-glass"]);
    const problems = [
      reason === "" ? "Why can it not wait? Whoever approves needs to know." : null,
      "problem" in expires ? expires.problem : null,
      "problem" in glass ? glass.problem : null,
    ].filter((problem) => problem !== null);
    if (problems.length > 0 || "problem" in expires || "problem" in glass) return misunderstood(problems.join(" "));
    return ask(context, { reason, seconds: expires.value, breakGlass: glass.value });
  },
};

interface Asked {
  readonly reason: string;
  readonly seconds: Seconds;
  readonly breakGlass: boolean;
}

function ask(context: CommandContext, asked: Asked): CommandOutcome {
  const { comment, actor, target, patchId } = context;
  if (comment.updatedAt > comment.createdAt) {
    return refused(
      "An edited comment cannot ask for an override, because those who approved might have read something else. Please write a new one.",
    );
  }
  const mayAsk = actor.mayOverride
    ? null
    : lacking({ right: "write", components: [], act: "Asking for an override" }, context);
  if (mayAsk) return refused(mayAsk);
  if (patchId === null)
    return refused(
      "What this pull request changes cannot be read right now, so an override could not be tied to it. Please ask again in a few minutes, in a new comment.",
    );
  const what = `override asked for: ${asked.reason}${asked.breakGlass ? " (break-glass)" : ""}`;
  return {
    outcome: "done",
    reply: sayWhatIsMissing(context, asked),
    changes: [...logOnConcerned(context, what), { kind: "recheck", pull: referenceTo(target) }],
    kept: { patch: patchId },
  };
}

function sayWhatIsMissing({ actor, target, config }: CommandContext, { seconds, breakGlass }: Asked): string {
  const isAuthor = actor.login.toLowerCase() === target.author.login.toLowerCase();
  const own = actor.mayOverride && !isAuthor ? 1 : 0;
  const missing = config.policy.override.approvals - own;
  const scope = "It holds for this change only: a new commit that changes it ends it.";
  if (missing <= 0)
    return `The override stands for ${sayDuration(seconds)}. ${scope} It is told in the weekly summary.`;
  if (breakGlass && actor.mayOverride) {
    return `Break-glass: the override stands for ${sayDuration(Math.min(seconds, BREAK_GLASS))}, once for this change. ${scope} It is told in the weekly summary.`;
  }
  const voices =
    missing === 1
      ? "one person who may override, other than the author, says"
      : `${missing} people who may override, other than the author, say`;
  return `Asked for. It stands for ${sayDuration(seconds)} once ${voices} \`/pia approve\` here. ${scope}`;
}

function readExpiry(text: string | undefined, { config }: CommandContext): Reading<Seconds> {
  const seconds = parseDuration(text ?? config.policy.override.expires);
  if (seconds === null || seconds === 0)
    return { problem: `${inCode(text ?? "")} is not a length of time such as \`4h\` or \`2d\`.` };
  if (seconds > LONGEST)
    return { problem: `An override lasts 7 days at most. What needs longer is a change of policy.` };
  return { value: seconds };
}

function readBreakGlass(text: string | undefined): Reading<boolean> {
  if (text === undefined || /^(no|false)$/i.test(text)) return { value: false };
  return /^(yes|true)$/i.test(text)
    ? { value: true }
    : { problem: `\`break-glass:\` is \`yes\` or left out, not ${inCode(text)}.` };
}
