/** A small repository for command tests: an incident, its analysis, two items; comments are said and their outcome is read. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { renderRecord } from "#src/analysis/record-markdown.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { parseInstant, type Instant } from "#src/calendar/instant.ts";
import { openZone } from "#src/calendar/zone.ts";
import type { CommandContext } from "#src/command/context.ts";
import { COMMAND_NAMES } from "#src/command/list.ts";
import type { NewItemChange, RecordUpdate } from "#src/command/outcome.ts";
import { parseCommands } from "#src/command/parse.ts";
import { runCommands, type CommandsOutcome } from "#src/command/run-commands.ts";
import { configSchema, type Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { CommentFacts, IssueFacts, Permission, TrackedIssue } from "#src/facts/issue.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { openItem, type NewItem } from "#src/remediation/open-item.ts";

/** An instant from its ISO form; throws on a slip in a test. */
export function at(iso: string): Instant {
  const instant = parseInstant(iso);
  if (instant === null) throw new Error(`not an instant: ${iso}`);
  return instant;
}

export const NOW = at("2026-11-22T16:00:00Z");
export const BOT = { login: "aftercare[bot]", type: "Bot" } as const;

export const repository: RepositoryFacts = {
  id: 901,
  owner: "acme",
  repo: "shop",
  defaultBranch: "main",
  isPrivate: false,
  archived: false,
  url: "https://github.com/acme/shop",
};

export const config: Config = configSchema.parse({
  timezone: "Europe/Berlin",
  components: {
    checkout: { paths: ["checkout/**"], owners: ["@acme/payments"], aliases: ["payments"] },
    search: { paths: ["search/**"] },
  },
});

/** An issue of the repository with whatever is said about it. */
export function issue(number: number, said: Partial<IssueFacts> = {}): IssueFacts {
  return {
    owner: "acme",
    repo: "shop",
    number,
    id: 1000 + number,
    title: `Issue ${number}`,
    body: "",
    state: "open",
    stateReason: null,
    labels: [],
    author: { login: "dora", type: "User" },
    assignees: [],
    createdAt: at("2026-11-22T13:30:00Z"),
    updatedAt: at("2026-11-22T13:30:00Z"),
    closedAt: null,
    url: `https://github.com/acme/shop/issues/${number}`,
    isPullRequest: false,
    locked: false,
    ...said,
  };
}

/** A comment on an issue, written a minute ago unless said otherwise. */
export function comment(on: IssueFacts, body: string, said: Partial<CommentFacts> = {}): CommentFacts {
  return {
    id: 345,
    issue: { owner: on.owner, repo: on.repo, number: on.number },
    author: { login: "alice", type: "User" },
    body,
    createdAt: NOW - 60,
    updatedAt: NOW - 60,
    url: `https://github.com/acme/shop/issues/${on.number}#issuecomment-345`,
    ...said,
  };
}

export const incident = issue(7, {
  title: "Checkout is down",
  labels: ["incident", "aftercare", "sev:2", "component:checkout"],
});

export const analysisIssue = issue(8, {
  title: "Analysis of #7",
  body: '<!-- aftercare:pia incident="901%3A7" -->',
  labels: ["pia", "aftercare"],
  author: BOT,
  assignees: ["carl"],
});

/** The analysis with its record comment. */
export function analysis(record: Partial<AnalysisRecord> = {}): TrackedIssue {
  const whole: AnalysisRecord = { ...emptyRecord(incident), ...record };
  const view = {
    record: whole,
    incident: joinIncident(incident, whole, config),
    budgets: [],
    missing: [],
    timeline: [],
  };
  return {
    issue: analysisIssue,
    recordComment: comment(analysisIssue, renderRecord(view), { id: 99, author: BOT }),
  };
}

const DEFAULT_ITEM: NewItem = {
  title: "Cap retries at 3",
  components: ["checkout"],
  owner: "bob",
  dueDate: "2026-12-01",
  priority: "P0",
  type: "prevent",
  handling: "patch",
  doneWhen: "a load test stays under 300 requests a second",
  guard: null,
  accepted: { by: "alice", at: NOW - 7200, reason: null },
  source: "300:1",
  askedBy: "alice",
};

/** An item as our App opened it. */
export function item(number: number, asked: Partial<NewItem> = {}, said: Partial<IssueFacts> = {}): TrackedIssue {
  const place = { analysis: { issue: analysisIssue }, incident: null, config };
  const effect = openItem({ ...DEFAULT_ITEM, source: `300:${number}`, ...asked }, place);
  const { title, body, labels, assignees } = effect;
  return { issue: issue(number, { title, body, labels, assignees, author: BOT, ...said }), recordComment: null };
}

/** What a test may say about who comments where. */
export interface Saying {
  readonly on?: IssueFacts;
  readonly by?: string;
  readonly permission?: Permission;
  readonly owns?: readonly string[];
  readonly mayOverride?: boolean;
  readonly tracked?: readonly TrackedIssue[];
  /** Issues that exist beside the tracked ones. */
  readonly others?: readonly IssueFacts[];
  readonly comment?: Partial<CommentFacts>;
  readonly context?: Partial<CommandContext>;
}

/** The context of a comment. */
export function contextOf(body: string, saying: Saying = {}): CommandContext {
  const tracked = saying.tracked ?? [{ issue: incident, recordComment: null }, analysis(), item(12)];
  const target = saying.on ?? incident;
  const by = saying.by ?? "alice";
  const records = assembleRecords({ tracked, asOf: NOW }, { config, repository });
  return {
    now: NOW,
    zone: openZone("Europe/Berlin")!,
    config,
    repository,
    comment: comment(target, body, { author: { login: by, type: "User" }, ...saying.comment }),
    actor: {
      login: by,
      permission: saying.permission ?? "write",
      isOwnerOf: (name) => saying.owns?.includes(name) ?? false,
      mayOverride: saying.mayOverride ?? false,
    },
    target,
    records,
    issues: [...tracked.map(({ issue }) => issue), ...(saying.others ?? [])],
    concerned: [],
    explanation: null,
    patchId: "patch-1",
    ...saying.context,
  };
}

/** Says a comment and gives what comes of it. */
export function say(body: string, saying: Saying = {}): CommandsOutcome {
  return runCommands(parseCommands(body, COMMAND_NAMES), contextOf(body, saying));
}

/** The record as the comment leaves it; undefined when it stays. */
export function recordAfter(outcome: CommandsOutcome): AnalysisRecord | undefined {
  return outcome.changes.find((change): change is RecordUpdate => change.kind === "record")?.next;
}

/** All effects that the comment asks for. */
export function effectsOf(outcome: CommandsOutcome): readonly Effect[] {
  return outcome.changes.flatMap((change) => (change.kind === "effects" ? change.effects : []));
}

/** The items that the comment opens. */
export function newItemsOf(outcome: CommandsOutcome): readonly NewItemChange[] {
  return outcome.changes.filter((change) => change.kind === "new-item");
}

/** The words of the reply without the marker; the empty string when there is none. */
export function replyOf(outcome: CommandsOutcome): string {
  return (outcome.reply?.body ?? "").replace(/^<!-- aftercare:reply [^>]*-->\n/, "");
}
