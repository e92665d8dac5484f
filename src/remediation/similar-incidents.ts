/** Which earlier incidents a new one is like: the same named cause or the same telling words, on the same component or on another one. Simple on purpose, so that anybody can see why. */
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
  /** Shared, sorted; empty = it was elsewhere. */
  readonly components: readonly string[];
  /** Shared cause labels without their prefix, sorted. */
  readonly causes: readonly string[];
  /** Shared words of titles and causes, sorted. */
  readonly words: readonly string[];
  /** What made it possible then, as its analysis says. */
  readonly learned: readonly string[];
  /** The same cause on the same component: both carry the label, or their analyses give it in the same words. Then what was done about it did not hold. */
  readonly sameCause: boolean;
  readonly items: readonly RemediationItem[];
}

/** Texts are compared with so many of the latest on the same component, and elsewhere: analyses are long, and old ones say less. */
const MOST_COMPARED = 20;
const MOST_ELSEWHERE = 10;
const MOST_LEARNED = 2;
const MOST_NAMED = 5;
const WORDS_ALIKE = 2;
const WORDS_OF_ONE_CAUSE = 3;

type Known = Pick<RepositoryRecords, "incidents" | "analyses" | "items">;

/** Those on the same component first, then the latest first; at most five. Only confirmed incidents that began earlier count. */
export function similarIncidents(
  incident: Incident,
  records: Known,
  config: Pick<Config, "labels">,
): readonly SimilarIncident[] {
  const began = startOf(incident).at;
  const own = textsOf(incident, records);
  const earlier = records.incidents
    .filter((other) => other.confirmed && !other.external && !sameIssue(other.issue, incident.issue))
    .filter((other) => startOf(other).at < began)
    .toSorted((a, b) => startOf(b).at - startOf(a).at || b.issue.number - a.issue.number);
  const isHere = (other: Incident) => shared(incident.components, other.components).length > 0;
  const here = earlier.filter((other) => isHere(other)).slice(0, MOST_COMPARED);
  const elsewhere = earlier.filter((other) => !isHere(other)).slice(0, MOST_ELSEWHERE);
  return [...here, ...elsewhere]
    .flatMap((other) => compare({ incident, own, other }, records, config) ?? [])
    .slice(0, MOST_NAMED);
}

interface Texts {
  readonly all: readonly string[];
  readonly causes: readonly string[];
  readonly learned: readonly string[];
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
  const components = shared(incident.components, other.components);
  const isOneCause = causes.length > 0 || shared(own.causes, theirs.causes).length >= WORDS_OF_ONE_CAUSE;
  return {
    incident: other,
    components,
    causes,
    words,
    learned: theirs.learned,
    sameCause: components.length > 0 && isOneCause,
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
    learned: causes.slice(0, MOST_LEARNED),
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
