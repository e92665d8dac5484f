/** Everything that is known of a repository now: its policy, and its incidents, analyses and items. Three reads, side by side. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Config } from "#src/config/schema.ts";
import type { TrackedIssues, TrackedIssuesQuery } from "#src/facts/issue.ts";
import { type RepositoryName, sameIssue } from "#src/facts/issue-reference.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { assembleRecords } from "#src/remediation/assemble-records.ts";
import { unseenItems } from "#src/remediation/kept-item.ts";
import { readItem } from "#src/remediation/read-item.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import { loadPolicy, type PolicyInForce } from "./load-policy.ts";
import { rememberRecords } from "./remember.ts";
import type { Services } from "./services.ts";

/** A repository as of one moment. */
export interface RepositoryView {
  readonly repository: RepositoryFacts;
  readonly policy: PolicyInForce;
  readonly tracked: TrackedIssues;
  readonly records: RepositoryRecords;
  readonly now: Instant;
}

const DAY: Seconds = 86_400;
/** Closed issues count at least this long: a calendar quarter and the recurrence window. */
const SHORTEST_MEMORY = 92 * DAY;
/** A calendar year's window, and the leap day. */
const LONGEST_MEMORY = 366 * DAY;

/** Reads it. @returns null when the repository is gone, out of sight or archived: nothing can be written there. */
export async function viewRepository(services: Services, name: RepositoryName): Promise<RepositoryView | null> {
  const ticket = await services.projection?.ticket();
  const guess = guessTracked(services, name);
  // What cannot be listed because the repository is out of sight is no failure.
  guess.catch(() => undefined);
  const [repository, policy] = await Promise.all([services.github.readRepository(name), loadPolicy(services, name)]);
  if (!repository || !policy) return null;
  const guessed = await guess;
  if (repository.archived) {
    services.log.info(
      { repository: `${repository.owner}/${repository.repo}` },
      "The repository is archived: nothing to do",
    );
    return null;
  }
  const tracked = await settleTracked(services, { repository, config: policy.config, guessed });
  if (services.projection && ticket !== undefined) {
    await rememberRecords(services.projection, { repository, policy, tracked }, ticket);
  }
  return view({ repository, policy, tracked, now: services.github.now() });
}

/** The records that the listings hold, under this policy. */
export function view(parts: Omit<RepositoryView, "records">): RepositoryView {
  const { policy, repository, tracked } = parts;
  return { ...parts, records: assembleRecords(tracked, { config: policy.config, repository }) };
}

const USUAL_LABEL = "aftercare";

/** Lists by the usual label without waiting for the policy; most repositories never change it. */
export async function guessTracked(services: Services, name: RepositoryName): Promise<TrackedIssues> {
  return services.github.readTrackedIssues(name, guessQuery(services));
}

/** The listing that most repositories need. */
export function guessQuery({ github }: Services): TrackedIssuesQuery {
  return { label: USUAL_LABEL, since: github.now() - SHORTEST_MEMORY };
}

/** What was guessed when label and memory are the usual ones, else another listing. */
export async function settleTracked(
  services: Services,
  {
    repository,
    config,
    guessed,
  }: { readonly repository: RepositoryName; readonly config: Config; readonly guessed: TrackedIssues },
): Promise<TrackedIssues> {
  const memory = memoryOf(config);
  if (config.labels.umbrella === USUAL_LABEL && memory === SHORTEST_MEMORY) return guessed;
  return services.github.readTrackedIssues(repository, {
    label: config.labels.umbrella,
    since: services.github.now() - memory,
  });
}

/** How far back incidents can still matter: the longest window of an error budget. */
function memoryOf(config: Config): Seconds {
  const windows = Object.values(config.components).map(({ slo }) => {
    const days = /^(\d+)d$/.exec(slo?.window ?? "")?.[1];
    if (days !== undefined) return Number(days) * DAY;
    return slo?.window.startsWith("calendar-year") ? LONGEST_MEMORY : 0;
  });
  return Math.min(LONGEST_MEMORY, Math.max(SHORTEST_MEMORY, ...windows));
}

/** The view with these analyses, whose records say more than the listings do yet. Adopted items stand on the records, so they are read anew. */
export function viewWithAnalyses(view: RepositoryView, analyses: readonly Analysis[]): RepositoryView {
  const { config } = view.policy;
  const surroundings = { config, repository: view.repository, analyses };
  const seen = view.records.items.flatMap((item) => {
    const issue = view.tracked.tracked.find((one) => sameIssue(one.issue, item.issue))?.issue;
    return (issue && readItem(issue, surroundings)) ?? (item.id === null ? [] : item);
  });
  const items = [...seen, ...unseenItems(surroundings, seen)];
  const incidents = view.records.incidents.map((incident) => {
    const issue = view.tracked.tracked.find((one) => sameIssue(one.issue, incident.issue))?.issue;
    const record = analyses.find((analysis) => sameIssue(analysis.incident, incident.issue))?.record ?? null;
    return issue ? joinIncident(issue, record, config) : incident;
  });
  return { ...view, records: { ...view.records, incidents, analyses, items } };
}
