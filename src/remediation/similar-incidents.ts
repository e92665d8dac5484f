/** Which earlier incidents a new one is like: the same component, and the same named cause or the same telling words. Simple on purpose, so that anybody can see why. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { readFindings } from "#src/analysis/read-findings.ts";
import type { Config } from "#src/config/schema.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { startOf, type Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "./item.ts";
import type { RepositoryRecords } from "./records.ts";
import { tellingWords } from "./telling-words.ts";

/** An earlier incident, and what makes it like the new one. */
export interface SimilarIncident {
  readonly incident: Incident;
  /** Shared, sorted; never empty. */
  readonly components: readonly string[];
  /** Shared cause labels without their prefix, sorted. */
  readonly causes: readonly string[];
  /** Shared words of titles and causes, sorted. */
  readonly words: readonly string[];
  /** The same cause: both carry the label, or their analyses give it in the same words. Then what was done about it did not hold. */
  readonly sameCause: boolean;
  readonly items: readonly RemediationItem[];
}

/** Texts are compared with so many of the latest on the same component: analyses are long, and old ones say less. */
const MOST_COMPARED = 20;
const MOST_NAMED = 5;
const WORDS_ALIKE = 2;
const WORDS_OF_ONE_CAUSE = 3;

type Known = Pick<RepositoryRecords, "incidents" | "analyses" | "items">;

/** The latest first, at most five. Only confirmed incidents that began earlier count. */
export function similarIncidents(
  incident: Incident,
  records: Known,
  config: Pick<Config, "labels">,
): readonly SimilarIncident[] {
  const began = startOf(incident).at;
  const own = textsOf(incident, records);
  return records.incidents
    .filter((other) => other.confirmed && !other.external && !sameIssue(other.issue, incident.issue))
    .filter((other) => startOf(other).at < began && shared(incident.components, other.components).length > 0)
    .toSorted((a, b) => startOf(b).at - startOf(a).at || b.issue.number - a.issue.number)
    .slice(0, MOST_COMPARED)
    .flatMap((other) => compare({ incident, own, other }, records, config) ?? [])
    .slice(0, MOST_NAMED);
}

interface Texts {
  readonly all: readonly string[];
  readonly causes: readonly string[];
}

interface Pair {
  readonly incident: Incident;
  readonly own: Texts;
  readonly other: Incident;
}

function compare(
  { incident, own, other }: Pair,
  records: Known,
  config: Pick<Config, "labels">,
): SimilarIncident | null {
  const theirs = textsOf(other, records);
  const causes = shared(causeLabels(incident, config), causeLabels(other, config));
  const words = shared(own.all, theirs.all);
  if (causes.length === 0 && words.length < WORDS_ALIKE) return null;
  const analysis = analysisOf(other, records);
  return {
    incident: other,
    components: shared(incident.components, other.components),
    causes,
    words,
    sameCause: causes.length > 0 || shared(own.causes, theirs.causes).length >= WORDS_OF_ONE_CAUSE,
    items: records.items.filter((item) => item.analysis && analysis && sameIssue(item.analysis, analysis.issue)),
  };
}

/** Names of components say nothing about the cause. */
function textsOf(incident: Incident, records: Known): Texts {
  const analysis = analysisOf(incident, records);
  const causes = analysis ? readFindings(analysis.issue.body).causes.map(({ text }) => text) : [];
  const but = new Set(incident.components);
  return {
    all: tellingWords([incident.title, ...causes].join("\n"), but),
    causes: tellingWords(causes.join("\n"), but),
  };
}

function analysisOf(incident: Incident, { analyses }: Known): Analysis | undefined {
  return analyses.find((analysis) => sameIssue(analysis.incident, incident.issue));
}

function causeLabels({ labels = [] }: Incident, config: Pick<Config, "labels">): string[] {
  const prefix = config.labels.cause.toLowerCase();
  return labels
    .map((label) => label.toLowerCase())
    .filter((label) => prefix !== "" && label.startsWith(prefix) && label.length > prefix.length)
    .map((label) => label.slice(prefix.length));
}

function shared(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set(a)].filter((one) => b.includes(one)).toSorted();
}
