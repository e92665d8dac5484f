/** Everything that the commands of a comment may go by: who speaks, where, and what is recorded. */
import type { CommandActor, CommandContext } from "#src/command/context.ts";
import { mentionedIssues } from "#src/command/mentioned-issues.ts";
import type { ParsedCommand } from "#src/command/parse.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { CommentFacts, IssueFacts } from "#src/facts/issue.ts";
import { sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { explain, sayExplanation } from "#src/gate/explain.ts";
import { judge, type Judgement } from "#src/gate/judge.ts";
import { mayOverride } from "#src/gate/override.ts";
import { resolvePolicy } from "#src/gate/policy.ts";
import { gatherGateFacts } from "./gather-gate-facts.ts";
import { readSignals } from "./read-signals.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** The context, and the view that it was made from. */
export interface GatheredContext {
  readonly context: CommandContext;
  readonly view: RepositoryView;
}

/** @returns null when the issue or its repository is out of sight by now. */
export async function gatherCommandContext(
  services: Services,
  comment: CommentFacts,
  commands: readonly ParsedCommand[],
): Promise<GatheredContext | null> {
  const [view, target] = await Promise.all([
    viewRepository(services, comment.issue),
    services.github.readIssue(comment.issue),
  ]);
  if (!view || !target) return null;
  const [actor, mentioned, onPull, signals] = await Promise.all([
    readActor(services, comment, view),
    readMentioned(services, commands, view),
    target.isPullRequest ? readPull(services, target, commands) : NOT_A_PULL,
    readSignals(services, commands, { view, target }),
  ]);
  const tracked = view.tracked.tracked.map(({ issue }) => issue).filter((issue) => !sameIssue(issue, target));
  const context: CommandContext = {
    now: view.now,
    zone: openZone(view.policy.config.timezone) ?? UTC,
    config: view.policy.config,
    repository: view.repository,
    comment,
    actor,
    target,
    records: view.records,
    issues: [target, ...tracked, ...mentioned],
    ...onPull,
    ...(signals ? { signals } : {}),
  };
  return { context, view };
}

type OnPull = Pick<CommandContext, "concerned" | "explanation" | "patchId">;

const NOT_A_PULL: OnPull = { concerned: [], explanation: null, patchId: null };

/** The gate's view of the pull request is read only when a command asks for it. */
async function readPull(services: Services, target: IssueFacts, commands: readonly ParsedCommand[]): Promise<OnPull> {
  const names = new Set(commands.map(({ name }) => name));
  if (!["explain", "override", "approve"].some((name) => names.has(name))) return NOT_A_PULL;
  const facts = await gatherGateFacts(services, target);
  if (!facts) return NOT_A_PULL;
  const judgement = judge(facts);
  const tied = names.has("override") || names.has("approve");
  return {
    concerned: concernedAnalyses(judgement),
    explanation: sayExplained(judgement),
    patchId: tied ? (facts.patchId ?? (await services.github.readPatchId(facts.pull))) : null,
  };
}

function sayExplained(judgement: Judgement): string {
  return ["```text", sayExplanation(explain(judgement)).trimEnd().replaceAll("```", "'''"), "```"].join("\n");
}

/** The analyses of whatever holds the pull request back: an override is logged there. */
function concernedAnalyses({ concerning, facts }: Judgement): CommandContext["concerned"] {
  const gating = concerning.flatMap(({ evidence }) => evidence.remediation.gating.map(({ reference }) => reference));
  const freezing = concerning.flatMap(({ evidence }) => evidence.incidentFreeze.map(({ incident }) => incident));
  const has = (list: readonly IssueReference[], issue: IssueReference) => list.some((one) => sameIssue(one, issue));
  const parents = facts.records.items
    .filter((item) => has(gating, item.issue))
    .flatMap(({ analysis }) => analysis ?? []);
  return facts.records.analyses.filter(
    ({ issue, incident }) => has(gating, issue) || has(parents, issue) || has(freezing, incident),
  );
}

/** What GitHub and the configuration say of the person who wrote or did something on an issue. */
export async function readActor(
  services: Services,
  { author, issue }: Pick<CommentFacts, "author" | "issue">,
  { policy }: RepositoryView,
): Promise<CommandActor> {
  const { config } = policy;
  const gatePolicy = resolvePolicy(config.policy);
  const owners = Object.values(config.components).flatMap((component) => component.owners);
  const names = [...new Set([...owners, ...config.policy.override.teams].filter((name) => name.includes("/")))];
  const [permission, members] = await Promise.all([
    services.github.readPermission(issue, author.login),
    Promise.all(names.map(async (name) => [name.toLowerCase(), await services.github.readTeamMembers(name)] as const)),
  ]);
  const login = author.login.toLowerCase();
  const teams = new Map(
    members.flatMap(([name, logins]) => (logins ? [[name, logins.map((one) => one.toLowerCase())] as const] : [])),
  );
  const readable = config.policy.override.teams.every((name) => teams.has(name.toLowerCase()));
  const permissions = new Map([[login, permission]]);
  const isOwner = (name: string) =>
    name.includes("/")
      ? (teams.get(name.toLowerCase())?.includes(login) ?? false)
      : name.replace(/^@/, "").toLowerCase() === login;
  return {
    login: author.login,
    permission,
    isOwnerOf: (component) =>
      Object.hasOwn(config.components, component) && config.components[component]!.owners.some(isOwner),
    mayOverride: mayOverride(author.login, {
      policy: gatePolicy.override,
      permissions,
      teams: readable ? teams : null,
    }),
  };
}

/** Issues that the commands name and that are not among the tracked ones. */
async function readMentioned(
  services: Services,
  commands: readonly ParsedCommand[],
  view: RepositoryView,
): Promise<readonly IssueFacts[]> {
  const mentioned = mentionedIssues(commands, view.repository);
  const unknown = mentioned.filter((issue) => !view.tracked.tracked.some((one) => sameIssue(one.issue, issue)));
  const read = await Promise.all(unknown.map((issue) => services.github.readIssue(issue)));
  return read.filter((issue) => issue !== null);
}
