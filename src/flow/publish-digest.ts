/** The weekly summary: one issue for the last week that has ended, made once, kept up to date, the one before it closed. */
import { alwaysAllowedIn, sayAlwaysAllowed, UNREAD } from "#src/digest/always-allowed.ts";
import { digestMarker, digestOf, digestWeekKey, updatedBody, type Digest } from "#src/digest/digest.ts";
import { type KeptFacts, readKeptFacts } from "#src/digest/kept-facts.ts";
import { type DigestWeek, weekByKey, weekDueAt } from "#src/digest/week.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { Effect, Performed } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo, type IssueReference, type RepositoryName } from "#src/facts/issue-reference.ts";
import { isOurs } from "#src/incident/recognise.ts";
import { GATE_NAME } from "./begin-gate.ts";
import { gatherKeptFacts } from "./gather-kept-facts.ts";
import { GitHubUnavailable, type Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** The label that stands on every summary, beside the umbrella label. */
export const DIGEST_LABEL = "digest";

/** What became of a summary, and what it says. */
export interface PublishedDigest {
  readonly week: DigestWeek;
  readonly digest: Digest;
  /** `quiet`: the week brought nothing to tell; `edited-by-hand`: somebody changed our part, so it stays as they left it; `refused`: GitHub did not allow it. */
  readonly outcome: "written" | "held" | "quiet" | "edited-by-hand" | "refused" | "dry-run";
  readonly issue: IssueReference | null;
}

/** Nothing was done, and why, in words for whoever asked. */
export interface SkippedDigest {
  readonly outcome: "skipped";
  readonly reason: string;
}

/** What the command line may ask for beside the usual. */
export interface DigestRequest {
  /** `2026-W47`; default: the week that is due. */
  readonly week?: string;
  /** Only says what would be written. */
  readonly dryRun?: boolean;
}

/** Makes the summary that is due true. Repeating it writes nothing new. */
export async function publishDigest(
  services: Services,
  repository: RepositoryName,
  request: DigestRequest = {},
): Promise<PublishedDigest | SkippedDigest> {
  const view = await viewRepository(services, repository);
  if (!view) return { outcome: "skipped", reason: "The repository is out of sight or archived." };
  const { config } = view.policy;
  const zone = openZone(config.timezone) ?? UTC;
  const asked = request.week;
  const week = asked === undefined ? weekDueAt(view.now, zone, config.digest.weekday) : weekByKey(asked, zone);
  if (!week) return { outcome: "skipped", reason: "There is no such week: write it like 2026-W47." };
  if (week.period.start >= view.now) return { outcome: "skipped", reason: `${week.key} has not begun yet.` };
  const reason = request.dryRun ? null : whyNotOurs(services, view);
  if (reason !== null) return { outcome: "skipped", reason };
  const summaries = summariesIn(view, services.github.self);
  const existing = summaries.find(({ key }) => key === week.key)?.issue ?? null;
  const before = summaries.filter(({ key }) => key < week.key).toSorted((a, b) => (a.key < b.key ? 1 : -1))[0];
  const kept = await keptFacts(services, view, {
    week,
    existing,
    isDue: asked === undefined,
    before: before?.issue ?? null,
  });
  const digest = await tell(services, view, { week, existing, kept });
  if (request.dryRun) return { week, digest, outcome: "dry-run", issue: null };
  return writeDigest(services, view, { week, digest });
}

interface Keeping {
  readonly week: DigestWeek;
  readonly existing: IssueFacts | null;
  /** The last summary of an earlier week. */
  readonly before: IssueFacts | null;
  readonly isDue: boolean;
}

/** Found out once, by the first run after the week's end; a week that somebody asks for later keeps what it has. */
async function keptFacts(
  services: Services,
  view: RepositoryView,
  { week, existing, before, isDue }: Keeping,
): Promise<KeptFacts | null> {
  const own = existing && existing.createdAt >= week.period.end ? readKeptFacts(existing.body) : null;
  if (own || !isDue) return own;
  return gatherKeptFacts(services, view, before && readKeptFacts(before.body));
}

/** The text of a week. Its merges are read once, when the summary is made after the week's end: they do not change any more. */
async function tell(
  services: Services,
  view: RepositoryView,
  { week, existing, kept }: Pick<Keeping, "week" | "existing"> & { readonly kept: KeptFacts | null },
): Promise<Digest> {
  const sources = { ...view, config: view.policy.config, kept };
  const told = existing && existing.createdAt >= week.period.end ? alwaysAllowedIn(existing.body) : UNREAD;
  if (told !== UNREAD) return digestOf({ ...sources, alwaysAllowed: told }, week);
  const digest = digestOf(sources, week);
  if (digest.quiet) return digest;
  const merged = await mergedIn(services, view, week);
  return digestOf({ ...sources, alwaysAllowed: sayAlwaysAllowed(merged, view.repository) }, week);
}

/** Null = they cannot be read now; that is told, and keeps nobody from the rest of the summary. The next run tries again. */
async function mergedIn({ github }: Services, { repository }: RepositoryView, { period }: DigestWeek) {
  try {
    return await github.readMergedVerdicts(repository, { from: period.start, to: period.end, name: GATE_NAME });
  } catch (error) {
    if (error instanceof GitHubUnavailable && error.retryAt === null) return null;
    throw error;
  }
}

/** Exactly one face writes. The command line does when asked, but a person's issue would stand beside the writer's own. */
function whyNotOurs({ face, github }: Services, { policy }: RepositoryView): string | null {
  const { digest, writer } = policy.config;
  if (face.kind === "cli") {
    const doubles = digest.enabled && !github.self.endsWith("[bot]");
    return doubles
      ? `The summary is written by the ${writer}, and an issue of yours would stand beside it. Look with --dry-run, or set \`digest: { enabled: false }\` to write it yourself.`
      : null;
  }
  if (!digest.enabled) return "The summary is switched off: `digest: { enabled: false }`.";
  return face.kind === writer ? null : `The summary is written by the ${writer}.`;
}

interface Told {
  readonly week: DigestWeek;
  readonly digest: Digest;
}

async function writeDigest(services: Services, view: RepositoryView, told: Told): Promise<PublishedDigest> {
  const { week, digest } = told;
  const summaries = summariesIn(view, services.github.self);
  const existing = summaries.find(({ key }) => key === week.key)?.issue ?? null;
  if (!existing && digest.quiet) return { ...told, outcome: "quiet", issue: null };
  const main = existing ? updateOf(existing, digest) : creationOf(view, told);
  if (main === "edited-by-hand") {
    services.log.info({ issue: existing?.number, week: week.key }, "Somebody edited the weekly summary: it stays so");
  }
  const performed = typeof main === "string" ? [] : await services.github.perform([main]);
  const published = outcomeOf(told, { main, existing, performed });
  const earlier = summaries.filter(({ key, issue }) => key < week.key && issue.state === "open");
  // Only once its successor stands: a reader always finds one.
  if (published.issue && earlier.length > 0) await services.github.perform(earlier.map(({ issue }) => closed(issue)));
  return published;
}

/** Our summaries among the tracked issues, the lowest number of each week first. */
function summariesIn(
  { tracked, policy }: RepositoryView,
  self: string,
): { readonly key: string; readonly issue: IssueFacts }[] {
  return tracked.tracked
    .map(({ issue }) => issue)
    .toSorted((a, b) => a.number - b.number)
    .flatMap((issue) => {
      const trusted = isOurs(issue.author, policy.config) || issue.author.login === self;
      const key = trusted ? digestWeekKey(issue.body) : null;
      return key === null ? [] : [{ key, issue }];
    });
}

function creationOf({ repository, policy }: RepositoryView, { week, digest }: Told): Effect {
  return {
    kind: "ensure-issue",
    repository: { owner: repository.owner, repo: repository.repo },
    marker: digestMarker(week),
    title: digest.title,
    body: digest.body,
    labels: [policy.config.labels.umbrella, DIGEST_LABEL],
    assignees: [],
  };
}

type Main = Effect | "held" | "edited-by-hand";

function updateOf(existing: IssueFacts, digest: Digest): Main {
  const next = updatedBody(existing.body, digest.body);
  if (next === null) return "edited-by-hand";
  if (next === existing.body.replaceAll("\r\n", "\n")) return "held";
  return { kind: "edit-issue", issue: referenceTo(existing), body: { expected: existing.body, next } };
}

function closed(issue: IssueFacts): Effect {
  return { kind: "set-issue-state", issue: referenceTo(issue), state: "closed", reason: "completed" };
}

interface Written {
  readonly main: Main;
  readonly existing: IssueFacts | null;
  readonly performed: readonly Performed[];
}

function outcomeOf(told: Told, { main, existing, performed }: Written): PublishedDigest {
  const reference = existing && referenceTo(existing);
  if (typeof main === "string") return { ...told, outcome: main, issue: reference };
  const [first] = performed;
  const issue = first?.issue ? referenceTo(first.issue) : reference;
  if (first?.outcome === "done") return { ...told, outcome: "written", issue };
  // `stale`: somebody is editing just now; the next run looks again.
  return { ...told, outcome: first?.outcome === "refused" ? "refused" : "held", issue };
}
