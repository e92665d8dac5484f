/** Incidents whose label was set while nobody listened, and whose webhooks GitHub does not have any more: the sweep declares them. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { Actor, ActivityFacts, IssueFacts } from "#src/facts/issue.ts";
import { referenceTo, type RepositoryName, sameIssue } from "#src/facts/issue-reference.ts";
import { hasLabel, recogniseIncident } from "#src/incident/recognise.ts";
import { openAnalysis } from "./open-analysis.ts";
import { ONLY } from "./remember.ts";
import type { Projection, Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Until when this repository was looked through: labels from before the App was installed do nothing. */
interface Listened {
  readonly until: Instant;
}

/** What was labelled just now is still on its way as a webhook. */
const ON_ITS_WAY: Seconds = 600;

/**
 * Declares every issue that got the label of an incident or a near miss since the last look and that has no analysis. The first
 * look at a repository declares nothing: what was labelled before it is imported, if anybody wants it. @returns how many.
 */
export async function declareUntold(services: Services, view: RepositoryView): Promise<number> {
  const { projection } = services;
  // Without a memory nobody knows since when there was somebody to listen.
  if (!projection) return 0;
  const { repository, now } = view;
  const ticket = await projection.ticket();
  const until = now - ON_ITS_WAY;
  const listened = (await projection.load(repository, "listened", ONLY)) as Listened | null;
  const found = listened === null ? [] : await untold(services, view, { from: listened.until, until });
  for (const { issue, setter } of found) {
    const declaredBy = setter?.type === "User" ? setter.login : null;
    services.log.warn({ issue: issue.number }, "An incident of which no webhook had told is declared");
    await openAnalysis(services, { issue: referenceTo(issue), declaredBy });
  }
  await projection.save(repository, [{ kind: "listened", name: ONLY, tag: null, value: { until } }], ticket);
  return found.length;
}

/** The App was installed (again): what was labelled before does nothing. */
export async function listenFromNow(projection: Projection, repository: RepositoryName): Promise<void> {
  await projection.forget(repository, "listened", ONLY);
}

interface Range {
  readonly from: Instant;
  readonly until: Instant;
}

interface Untold {
  readonly issue: IssueFacts;
  readonly setter: Actor | null;
}

async function untold(services: Services, view: RepositoryView, range: Range): Promise<readonly Untold[]> {
  const { repository, policy } = view;
  const { labels } = policy.config;
  const found: Untold[] = [];
  for (const label of [...labels.incident, labels.near_miss]) {
    const { tracked } = await services.github.readTrackedIssues(repository, { label, since: range.from });
    const news = tracked.map(({ issue }) => issue).filter((issue) => isNew(issue, view, found));
    for (const issue of news) {
      const activity = await services.github.readActivity(issue);
      const set = activity.findLast((one) => isDeclaration(one, range, policy.config));
      if (set) found.push({ issue, setter: set.actor });
    }
  }
  return found;
}

/** Whatever carries the umbrella label has been seen. */
function isNew(issue: IssueFacts, { policy, records }: RepositoryView, found: readonly Untold[]): boolean {
  const isKnown =
    records.analyses.some(({ incident }) => sameIssue(incident, issue)) ||
    found.some((one) => sameIssue(one.issue, issue));
  return !isKnown && !issue.isPullRequest && !hasLabel(issue.labels, policy.config.labels.umbrella);
}

function isDeclaration({ event, at, detail }: ActivityFacts, { from, until }: Range, config: Config): boolean {
  return event === "labeled" && at > from && at <= until && recogniseIncident([detail], config) !== "neither";
}
