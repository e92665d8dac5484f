/** Someone wrote `/pia …`: the lines are read, decided on, written, and answered. */
import { logLinesOf, withLogLines } from "#src/command/log-lines.ts";
import { addedCommands, parseCommands, type ParsedCommand } from "#src/command/parse.ts";
import { COMMAND_NAMES } from "#src/command/list.ts";
import { runCommands, type CommandsOutcome } from "#src/command/run-commands.ts";
import type { Effect, Performed } from "#src/effect/effect.ts";
import type { CommentFacts } from "#src/facts/issue.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { cleanText } from "#src/markdown/escape.ts";
import { type FirstRun, firstOutcome } from "./first-outcome.ts";
import { gatherCommandContext } from "./gather-command-context.ts";
import { openAnalysis } from "./open-analysis.ts";
import { recheckRepository } from "./recheck.ts";
import { ONLY } from "./remember.ts";
import { GitHubUnavailable, type Services } from "./services.ts";
import { showAgain } from "./show-again.ts";
import { showChanges } from "./show-changes.ts";

/** Which comment to read. */
export interface CommandRequest {
  readonly repository: RepositoryName;
  readonly comment: number;
  /** The command lines before an edit: only what is new since then is carried out. Null for a new comment. */
  readonly before: string | null;
}

/** A body that somebody edits at the same moment is read again; more often than this it is left to the queue. */
const MOST_TRIES = 3;

/** Carries out the commands of one comment. A comment without commands, or one that is gone, costs one read and changes nothing. */
export async function runCommandsOf(services: Services, request: CommandRequest): Promise<void> {
  const comment = await services.github.readComment(request.repository, request.comment);
  if (!comment || comment.author.type === "Bot") return;
  const commands = newCommands(comment.body, request.before);
  if (commands.length === 0) return;
  // Told again, or carried out already with a later one: to do it once more would undo what was said since.
  if (comment.answered && request.before === null) return;
  for (const earlier of await missedBefore(services, comment)) {
    await carryOut(services, earlier, parseCommands(earlier.body, COMMAND_NAMES));
  }
  await carryOut(services, comment, commands);
}

/** Deliveries may come in any order, and some late: for so long an earlier comment may still be on its way. */
const ON_ITS_WAY = 3600;
const MOST_MISSED = 50;

/** What people said before on the same issue and nobody has answered yet: it is carried out first, as it was said first. */
async function missedBefore(services: Services, comment: CommentFacts): Promise<readonly CommentFacts[]> {
  const open = await services.github.readUnanswered(comment.issue, comment.createdAt - ON_ITS_WAY);
  const since = services.github.now() - ON_ITS_WAY;
  return open
    .filter(({ id, body, createdAt }) => id < comment.id && createdAt >= since && mayBeCommand(body))
    .slice(-MOST_MISSED);
}

function mayBeCommand(body: string): boolean {
  return parseCommands(body, COMMAND_NAMES).length > 0;
}

async function carryOut(services: Services, comment: CommentFacts, commands: readonly ParsedCommand[]): Promise<void> {
  let first: FirstRun | null = null;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const gathered = await gatherCommandContext(services, comment, commands);
    if (!gathered) return;
    const { records } = gathered.view;
    const found = runCommands(commands, gathered.context);
    // A second try finds a part of it done: people are told what the first one did.
    first ??= await firstOutcome(services, comment, {
      commands,
      outcome: found,
      lines: logLinesOf(found.changes, records),
    });
    const isAgain = attempt === 1 && first.outcome !== found;
    const outcome = { ...found, changes: withLogLines(found.changes, first.lines, records) };
    const written = await writeChanges(services, withDeclaration(outcome, first.outcome), comment.issue);
    if (written.performed.some(({ outcome: came }) => came === "stale") && attempt < MOST_TRIES) continue;
    if (!(await showChanges(services, { ...gathered, outcome, made: written.made }))) continue;
    if (isAgain) await showAgain(services, first.outcome.changes, records);
    await recheck(services, first.outcome, comment.issue);
    await answer(services, first.outcome, written.performed);
    return;
  }
  const where = `the record that comment ${comment.id} changes`;
  throw new GitHubUnavailable(where, `${where}: others are changing it at this moment`);
}

/** A run that broke off may have left the analysis half made: it is there, so that nothing is declared any more, and lacks its record or its links. */
function withDeclaration(outcome: CommandsOutcome, first: CommandsOutcome): CommandsOutcome {
  if (outcome.changes.some(({ kind }) => kind === "declare")) return outcome;
  return { ...outcome, changes: [...outcome.changes, ...first.changes.filter(({ kind }) => kind === "declare")] };
}

function newCommands(body: string, before: string | null): ParsedCommand[] {
  return before === null ? parseCommands(body, COMMAND_NAMES) : addedCommands(before, body, COMMAND_NAMES);
}

interface Written {
  readonly performed: readonly Performed[];
  /** Items that were opened. */
  readonly made: readonly IssueReference[];
}

async function writeChanges(
  services: Services,
  { changes, outcomes }: CommandsOutcome,
  issue: IssueReference,
): Promise<Written> {
  if (outcomes.length === 0) return { performed: [], made: [] };
  const performed: Performed[] = [];
  const made: IssueReference[] = [];
  for (const change of changes) {
    if (change.kind === "effects") performed.push(...(await services.github.perform(change.effects)));
    if (change.kind === "new-item") {
      const opened = await services.github.perform([change.item]);
      const child = opened[0]?.issue;
      performed.push(...opened);
      if (!child) continue;
      made.push(referenceTo(child));
      if (opened[0]?.linked) continue;
      const link: Effect = { kind: "ensure-sub-issue", parent: change.parent, child: referenceTo(child) };
      performed.push(...(await services.github.perform([link])));
    }
    if (change.kind === "declare") await openAnalysis(services, { issue, declaredBy: change.confirmed?.by ?? null });
  }
  return { performed, made };
}

/** The reaction comes last: it says that everything before it was done. */
async function answer(
  services: Services,
  { reaction, reply }: CommandsOutcome,
  performed: readonly Performed[],
): Promise<void> {
  const refusals = performed.flatMap(({ outcome, reason }) => (outcome === "refused" && reason ? [reason] : []));
  const body = reply && refusals.length > 0 ? `${reply.body}\n\n${sayRefusals(refusals)}` : reply?.body;
  const replies: Effect[] = reply && body !== undefined ? [{ ...reply, body }] : [];
  // One after the other: who finds the reaction takes everything before it to be done, the reply too.
  if (replies.length > 0) await services.github.perform(replies);
  const answered = reaction ? await services.github.perform([reaction]) : [];
  const isTwin = answered.some(({ effect, outcome }) => effect.kind === "ensure-reaction" && outcome === "held");
  // Another run has answered at the same moment: of two replies one is taken back.
  if (isTwin && replies.length > 0) await services.github.perform(replies);
  if (refusals.length > 0) services.log.warn({ refusals }, "GitHub refused a part of what a command asked for");
}

function sayRefusals(refusals: readonly string[]): string {
  return `GitHub did not allow a part of this:\n${[...new Set(refusals)].map((reason) => `- ${cleanText(reason)}`).join("\n")}`;
}

async function recheck(services: Services, { changes }: CommandsOutcome, repository: RepositoryName): Promise<void> {
  const asked = changes.filter((change) => change.kind === "recheck");
  for (const change of asked) {
    if (!("pull" in change)) continue;
    // Whoever asks by name wants what GitHub says now.
    await services.projection?.forget(repository, "records", ONLY);
    await services.rechecks.request([change.pull]);
  }
  // What follows from the labels that a declaration sets would be dropped as ours.
  const isDeclared = changes.some(({ kind }) => kind === "declare");
  if (isDeclared || asked.some((change) => "components" in change)) await recheckRepository(services, repository);
}
